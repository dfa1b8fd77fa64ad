"""The commit that follows the goods of an exchange: the difference, the new goods, the stock."""

from datetime import timedelta

from sqlalchemy.orm import Session

from agents.kit.wire import Money, money
from agents.kit.wording import spell_money
from agents.post_purchase import swaps
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.goods import (
    left_allocations,
    pickup_store_id,
    restock,
    restock_lines,
    reverse_points,
)
from agents.post_purchase.commits.money import send_back, total_of
from agents.post_purchase.commits.saga import GivenUp, Plan, Step
from agents.post_purchase.returns.repaying import bring_to_standing, restock_here
from agents.post_purchase.tables import Commit, Exchange, Json, Order, Quote
from agents.post_purchase.tenders import add_tender, spell_legs, take_off

KIND = "exchange_receipt"
OPTIONS = ("standard", "express", "pickup")


def _exchange(work: Work) -> Exchange:
    with work.desk.store.read() as session:
        return session.get_one(Exchange, work.facts["rmaId"])


def _terms(work: Work) -> Json:
    with work.desk.store.read() as session:
        return session.get_one(Quote, _exchange(work).quote_id).terms


def _collect(work: Work) -> None:
    """Take the difference that was reserved; one that is reserved no longer is charged anew.

    Raises:
        GivenUp: it was declined; the goods are here and the exchange waits.
    """
    exchange = _exchange(work)
    if not work.facts["accepted"] or exchange.tender is None:
        return
    if exchange.charge_id and work.facts["attempt"] == 1:
        path = {"chargeId": exchange.charge_id}
        reply = work.desk.peers.call("payment", "captureCharge", path=path)
        if reply["status"] == "captured":
            return
    body = {
        "orderId": work.row.order_id,
        "tenderId": exchange.tender["tenderId"],
        "amount": exchange.tender["amount"],
        "reference": work.commit_id,
        "capture": True,
    }
    reply = work.desk.peers.call("payment", "chargeOrder", body)
    if reply["status"] == "declined":
        raise GivenUp(_waiting(work, exchange, reply["message"]))


def _void(work: Work) -> None:
    """Release the difference of goods that were not accepted."""
    exchange = _exchange(work)
    if not work.facts["accepted"] and exchange.charge_id:
        path = {"chargeId": exchange.charge_id}
        work.desk.peers.call("payment", "voidCharge", path=path)


def _settle(session: Session, work: Work) -> Json:
    order = session.get_one(Order, work.row.order_id)
    exchange = session.get_one(Exchange, work.facts["rmaId"])
    terms = session.get_one(Quote, exchange.quote_id).terms
    for term in terms["swaps"]:
        line = next(each for each in order.lines if each.position == term["position"])
        line.exchanged_quantity -= term["quantity"]
    if not work.facts["accepted"]:
        exchange.status = "refused"
        order.revision += 1
        bring_to_standing(order, work)
        why = f": {work.facts['note']}" if work.facts["note"] else ""
        message = f"The goods of {exchange.rma_id} were not accepted{why}. They come back to you."
        return _answer(exchange, message, None)
    old = restock_lines(order, swaps.units_of(terms["swaps"], "sku"))
    session.get_one(Commit, work.commit_id).facts = {**work.facts, "old": old}
    swaps.apply_swaps(order, terms["swaps"])
    order.allocations = left_allocations(order.allocations, old) + exchange.allocations
    if exchange.tender:
        add_tender(order, exchange.tender)
    if exchange.legs:
        take_off(order, total_of(exchange.legs), work.desk.policy.refund.order)
    exchange.status = "completed"
    bring_to_standing(order, work)
    return _completed(order, exchange)


def _completed(order: Order, exchange: Exchange) -> Json:
    message = f"The goods of {exchange.rma_id} are here; the new ones are on their way."
    if exchange.tender:
        amount = spell_money(exchange.difference, order.currency)
        message += f" {amount} was taken from {exchange.tender['label']}."
    refund = None
    if exchange.legs:
        refund = money(total_of(exchange.legs), order.currency)
        to = spell_legs(exchange.legs, order.currency)
        message += f" {spell_money(**refund)} goes back to {to}."
    return _answer(exchange, message, refund)


def _ship(work: Work) -> None:
    if not work.facts["accepted"]:
        return
    order, exchange = work.order(), _exchange(work)
    units = swaps.units_of(_terms(work)["swaps"], "newSku")
    option = order.delivery_option if order.delivery_option in OPTIONS else OPTIONS[0]
    days = timedelta(days=work.desk.policy.exchanges.replacement.days)
    received = exchange.received_at or work.desk.now
    body = {
        "orderId": order.order_id,
        "optionId": option,
        "promisedBy": (received + days).date().isoformat(),
        "storeId": pickup_store_id(work),
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in units],
        "address": order.address,
        "allocations": exchange.allocations,
        "reference": exchange.rma_id,
    }
    work.desk.peers.call("fulfillment", "createShipment", body)


def _refund(work: Work) -> None:
    exchange = _exchange(work)
    if work.facts["accepted"]:
        send_back(work, reference=exchange.rma_id, reason="exchange", legs=exchange.legs)


def _restock(work: Work) -> None:
    """Put the old goods back; of an exchange that was refused, the new ones."""
    exchange = _exchange(work)
    if not work.facts["accepted"]:
        restock(work, exchange.allocations, f"{exchange.rma_id}-new")
    elif work.facts["locationId"]:
        units = swaps.units_of(_terms(work)["swaps"], "sku")
        restock_here(work, units, exchange.rma_id)
    else:
        restock(work, work.facts["old"], exchange.rma_id)


def _reverse_points(work: Work) -> None:
    exchange = _exchange(work)
    if work.facts["accepted"] and exchange.legs:
        reverse_points(work, total_of(exchange.legs), exchange.rma_id)


def _waiting(work: Work, exchange: Exchange, why: str) -> Json:
    amount = spell_money(exchange.difference, work.order().currency)
    message = (
        f"The goods of {exchange.rma_id} are here, but the difference of {amount} could not be "
        f"taken: {why} The new goods wait until it is."
    )
    return _answer(exchange, message, None)


def _answer(exchange: Exchange, message: str, refund: Money | None) -> Json:
    return {
        "rmaId": exchange.rma_id,
        "status": exchange.status,
        "refund": refund,
        "message": message,
    }


def _refused(work: Work, why: str) -> Json:
    exchange = _exchange(work)
    return _answer(exchange, f"{exchange.rma_id} could not be settled: {why}.", None)


PLAN = Plan(
    kind=KIND,
    outcome="exchanged",
    before=(Step("collect", _collect), Step("void", _void, is_kept=True)),
    settle=_settle,
    after=(
        Step("ship", _ship),
        Step("refund", _refund),
        Step("restock", _restock),
        Step("reverse_points", _reverse_points),
    ),
    refused=_refused,
)
