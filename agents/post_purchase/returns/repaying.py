"""The commit that follows the goods of a return: money, stock and points; or none, when refused."""

from sqlalchemy.orm import Session

from agents.kit.wire import Money, money
from agents.kit.wording import spell_money
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.goods import restock, restock_lines, reverse_points
from agents.post_purchase.commits.money import send_back, total_of
from agents.post_purchase.commits.saga import Plan, Step
from agents.post_purchase.orders import move
from agents.post_purchase.statuses import status_after_delivery
from agents.post_purchase.tables import Json, Order, Return
from agents.post_purchase.tenders import spell_legs
from agents.post_purchase.wording import spell_wait

KIND = "receipt"


def bring_to_standing(order: Order, work: Work) -> None:
    """Take an order to the state that what is on its way back, and what has come, give it."""
    there = status_after_delivery(
        has_open_exchange=any(e.status in ("requested", "received") for e in order.exchanges),
        has_open_return=any(r.status in ("requested", "received") for r in order.returns),
        is_all_back=all(line.returned_quantity >= line.quantity for line in order.lines),
        is_exchanged=any(e.status == "completed" for e in order.exchanges),
    )
    if order.status != there:
        move(order, there, work.desk.now)


def _return(work: Work) -> Return:
    with work.desk.store.read() as session:
        return session.get_one(Return, work.facts["rmaId"])


def _refund(work: Work) -> None:
    if not work.facts["accepted"]:
        return
    returned = _return(work)
    sent = send_back(work, reference=returned.rma_id, reason="return", legs=returned.legs)
    work.learn(sent=sent)


def _settle(session: Session, work: Work) -> Json:
    order = session.get_one(Order, work.row.order_id)
    returned = session.get_one(Return, work.facts["rmaId"])
    if not work.facts["accepted"]:
        return _refuse(order, returned, work)
    sent = work.facts["sent"]
    returned.status = "refunded"
    order.refunded += total_of(sent)
    bring_to_standing(order, work)
    amount = spell_money(total_of(sent), order.currency)
    message = f"The goods of {returned.rma_id} are here."
    if sent:
        wait = spell_wait(sent, work.desk.policy)
        message += f" {amount} goes back to {spell_legs(sent, order.currency)} {wait}."
    return _answer(returned, message, money(total_of(sent), order.currency))


def _refuse(order: Order, returned: Return, work: Work) -> Json:
    """Give the units back to the order: they were not accepted, so nothing came back."""
    returned.status = "refused"
    lines = {line.position: line for line in order.lines}
    for unit in returned.units:
        line = lines[unit["position"]]
        line.returned_quantity -= unit["quantity"]
        line.settled -= unit["amount"]
    order.revision += 1
    bring_to_standing(order, work)
    why = f": {work.facts['note']}" if work.facts["note"] else ""
    message = f"The goods of {returned.rma_id} were not accepted{why}. They come back to you."
    return _answer(returned, message, None)


def _answer(returned: Return, message: str, refund: Money | None) -> Json:
    return {
        "rmaId": returned.rma_id,
        "status": returned.status,
        "refund": refund,
        "message": message,
    }


def _restock(work: Work) -> None:
    if work.facts["accepted"]:
        returned = _return(work)
        units = [(line["sku"], line["quantity"]) for line in returned.lines]
        restock_here(work, units, returned.rma_id)


def restock_here(work: Work, units: list[tuple[str, int]], reference: str) -> None:
    """Put goods where they were received, or else where they had been taken from."""
    place = work.facts["locationId"]
    lines: list[Json] = (
        [{"sku": sku, "quantity": quantity, "locationId": place} for sku, quantity in units]
        if place
        else restock_lines(work.order(), units)
    )
    restock(work, lines, reference)


def _reverse_points(work: Work) -> None:
    """Take back what the goods earned: of what was paid with points, nothing was."""
    if work.facts["accepted"]:
        returned = _return(work)
        earned = [leg for leg in work.facts["sent"] if leg["kind"] != "points"]
        amount = total_of(earned) + returned.return_shipping
        reverse_points(work, amount, returned.rma_id)


def _refused(work: Work, why: str) -> Json:
    message = f"{work.facts['rmaId']} could not be settled: {why}."
    return {
        "rmaId": work.facts["rmaId"],
        "status": "received",
        "refund": None,
        "message": message,
    }


PLAN = Plan(
    kind=KIND,
    outcome="refunded",
    before=(Step("refund", _refund, is_kept=True),),
    settle=_settle,
    after=(Step("restock", _restock), Step("reverse_points", _reverse_points)),
    refused=_refused,
)
