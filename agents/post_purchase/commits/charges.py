"""Charging a difference, or another tender, for an order that is placed already."""

from collections.abc import Callable

from agents.kit.wire import money
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.commits.saga import GivenUp, is_answered
from agents.post_purchase.tables import Json
from contracts.client import AgentError

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
        # A gateway that did not answer may hold the charge yet: the undoing voids it.
        work.learn(charge_id=reply["chargeId"] or "")
        raise GivenUp(declined(work, reply))
    work.learn(charge_id=reply["chargeId"], tender=reply["tender"] or tender)


def take_back(work: Work, *, capture: bool) -> None:
    """Undo a charge, also one whose reply was lost."""
    tender = work.quote().terms["tender"]
    if tender is None:
        return
    charge_id = _charge_id(work, tender, capture=capture)
    if not charge_id:
        return
    void = work.desk.peers.call("payment", "voidCharge", path={"chargeId": charge_id})
    if void["status"] == "captured":
        body = {
            "orderId": work.row.order_id,
            "amount": tender["amount"],
            "reference": f"{work.commit_id}-undo",
            "tenderId": tender["tenderId"],
        }
        work.desk.peers.call("payment", "refundPayment", body)


def _charge_id(work: Work, tender: Json, *, capture: bool) -> str:
    """The charge to undo, learnt by repeating it when its reply was lost; empty when none is."""
    known = work.facts.get("charge_id")
    if known is not None:
        return str(known)
    try:
        reply = _ask(work, tender, capture=capture)
    except AgentError as error:
        if not is_answered(error):
            raise
        return ""
    return str(reply["chargeId"] or "")


def _ask(work: Work, tender: Json, *, capture: bool) -> Json:
    body = {
        "orderId": work.row.order_id,
        "tenderId": tender["tenderId"],
        "amount": money(tender["amount"]["amount"], tender["amount"]["currency"]),
        "reference": work.commit_id,
        "capture": capture,
    }
    return work.desk.peers.call("payment", "chargeOrder", body)
