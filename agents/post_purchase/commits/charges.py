"""Charging a difference, or another tender, for an order that is placed already."""

from collections.abc import Callable

from agents.kit.wire import money
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.saga import GivenUp
from agents.post_purchase.tables import Json

Declined = Callable[[Work, Json], Json]


def charge(work: Work, *, capture: bool, declined: Declined) -> None:
    """Charge the tender of the quote, once; what was charged is noted with the commit.

    Raises:
        GivenUp: it was declined.
    """
    tender = work.quote().terms["tender"]
    if tender is None:
        return
    reply = _ask(work, tender, capture=capture)
    if reply["status"] == "declined":
        raise GivenUp(declined(work, reply))
    work.learn(charge_id=reply["chargeId"], tender=reply["tender"] or tender)


def take_back(work: Work, *, capture: bool) -> None:
    """Undo a charge, also one whose reply was lost."""
    tender = work.quote().terms["tender"]
    if tender is None:
        return
    charge_id = work.facts.get("charge_id")
    if charge_id is None:
        reply = _ask(work, tender, capture=capture)
        if reply["status"] == "declined":
            return
        charge_id = reply["chargeId"]
    void = work.desk.peers.call("payment", "voidCharge", path={"chargeId": charge_id})
    if void["status"] == "captured":
        body = {
            "orderId": work.row.order_id,
            "amount": tender["amount"],
            "reference": f"{work.commit_id}-undo",
            "tenderId": tender["tenderId"],
        }
        work.desk.peers.call("payment", "refundPayment", body)


def _ask(work: Work, tender: Json, *, capture: bool) -> Json:
    body = {
        "orderId": work.row.order_id,
        "tenderId": tender["tenderId"],
        "amount": money(tender["amount"]["amount"], tender["amount"]["currency"]),
        "reference": work.commit_id,
        "capture": capture,
    }
    return work.desk.peers.call("payment", "chargeOrder", body)
