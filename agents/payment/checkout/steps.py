"""The steps of a checkout at the other agents, each idempotent, and how each is undone."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from agents.payment import ledger
from agents.payment.checkout.attempts import Attempt, Desk
from agents.payment.ledger import Account, Money
from agents.payment.policy import load_policy
from agents.payment.tenders.cards import Charge, ChargeRefused, Decline, GatewaySilent
from contracts.client import AgentError, CallFailed
from contracts.contract import ContractError

logger = logging.getLogger(__name__)

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
"""How abandoning is refused when an order was never registered, or canceled meanwhile."""

Step = Callable[[Desk, Attempt], dict[str, Any]]


def place_hold(desk: Desk, attempt: Attempt, *, suffix: str = "") -> list[dict[str, Any]]:
    """Hold the goods; returns what there is too little of."""
    lines = attempt.quote.order["lines"]
    body = {
        "holdId": f"{attempt.row.order_id}{suffix}",
        "lines": [{"sku": line["sku"], "quantity": line["quantity"]} for line in lines],
        "ttlSeconds": load_policy().hold_seconds,
    }
    if store_id := attempt.quote.body["delivery"]["storeId"]:
        body["locationId"] = store_id
    reply = desk.peers.call("inventory", "placeHold", body)
    names = {line["sku"]: line["name"] for line in lines}
    return [short | {"name": names[short["sku"]]} for short in reply["shortages"]]


def register_order(desk: Desk, attempt: Attempt) -> None:
    """Register the order as pending."""
    body = {"orderId": attempt.row.order_id, **attempt.quote.order}
    desk.peers.call("post-purchase", "registerOrder", body)


def authorize(desk: Desk, attempt: Attempt) -> Decline | None:
    """Reserve the money; returns why not, or None. Raises GatewaySilent."""
    total = total_of(attempt)
    charge = Charge(
        key=attempt.row.charge_key,
        token=attempt.quote.card_token,
        last_four=attempt.quote.body["tender"]["lastFour"],
        amount=total.amount,
        currency=total.currency,
    )
    return desk.psp.authorize(charge)


def total_of(attempt: Attempt) -> Money:
    """What the shopper pays."""
    total = attempt.quote.body["total"]
    return Money(total["amount"], total["currency"])


def account_of(attempt: Attempt) -> Account:
    """Whose payments the attempt's are."""
    return Account(
        order_id=attempt.row.order_id,
        customer_id=attempt.row.customer_id,
        last_four=attempt.quote.body["tender"]["lastFour"],
        charge_key=attempt.row.charge_key,
    )


def undo_all(desk: Desk, attempt: Attempt, *, keeps_charge: bool = False) -> None:
    """Undo what was begun, the last first; what cannot be undone now is left for the sweep.

    Args:
        desk: What the checkout works with.
        attempt: The attempt that failed.
        keeps_charge: Whether a repeat may take over the charge that the gateway left open.
    """
    kept = ["authorization"] if keeps_charge else []
    left = [step for step in reversed(attempt.row.begun) if step not in kept]
    for step in tuple(left):
        try:
            UNDO[step](desk, attempt)
        except (CallFailed, ContractError, ChargeRefused, GatewaySilent) as error:
            logger.warning("undo_left order=%s step=%s %s", attempt.row.order_id, step, error)
        else:
            left.remove(step)
    begun = [step for step in attempt.row.begun if step in kept or step in left]
    state = "undoing" if left else "unanswered" if keeps_charge else "undone"
    attempt.note(begun=begun, state=state)


def follow_up(desk: Desk, attempt: Attempt) -> tuple[list[str], dict[str, Any]]:
    """Do what a paid order still waits for; returns the steps that failed, and what was told."""
    left: list[str] = []
    told: dict[str, Any] = {}
    for step in attempt.row.left:
        try:
            told |= FOLLOW_UPS[step](desk, attempt)
        except (CallFailed, ContractError) as error:
            logger.warning("step_left order=%s step=%s %s", attempt.row.order_id, step, error)
            left.append(step)
    return left, told


def _release_hold(desk: Desk, attempt: Attempt) -> None:
    desk.peers.call("inventory", "releaseHold", path={"holdId": attempt.row.order_id})


def _abandon_order(desk: Desk, attempt: Attempt) -> None:
    try:
        desk.peers.call("post-purchase", "abandonOrder", path={"orderId": attempt.row.order_id})
    except AgentError as error:
        if error.status not in GONE:
            raise


def _void(desk: Desk, attempt: Attempt) -> None:
    desk.psp.void(attempt.row.charge_key)
    with desk.store.write() as session:
        ledger.record_void(session, account_of(attempt), at=desk.now)


def _confirm_order(desk: Desk, attempt: Attempt) -> dict[str, Any]:
    desk.peers.call("post-purchase", "confirmOrder", path={"orderId": attempt.row.order_id})
    return {}


def _commit_hold(desk: Desk, attempt: Attempt) -> dict[str, Any]:
    """Take the held goods off the counts; a hold that ran out is placed anew first."""
    order_id = attempt.row.order_id
    if _is_committed(desk, order_id):
        return {}
    late = "-late"
    if place_hold(desk, attempt, suffix=late) or not _is_committed(desk, order_id + late):
        logger.error("stock_missing order=%s is paid and its goods are gone", order_id)
    return {}


def _is_committed(desk: Desk, hold_id: str) -> bool:
    reply = desk.peers.call("inventory", "commitHold", path={"holdId": hold_id})
    return bool(reply["status"] == "committed")


def _create_shipment(desk: Desk, attempt: Attempt) -> dict[str, Any]:
    delivery, lines = attempt.quote.body["delivery"], attempt.quote.order["lines"]
    body = {
        "orderId": attempt.row.order_id,
        "optionId": delivery["optionId"],
        "promisedBy": delivery["promisedBy"],
        "storeId": delivery["storeId"],
        "lines": [{"sku": line["sku"], "quantity": line["quantity"]} for line in lines],
    }
    shipment = desk.peers.call("fulfillment", "createShipment", body)["shipment"]
    return {"tracking_number": shipment["trackingNumber"]}


def _record_redemption(desk: Desk, attempt: Attempt) -> dict[str, Any]:
    if attempt.quote.offer_ids:
        body = {"orderId": attempt.row.order_id, "offerIds": attempt.quote.offer_ids}
        desk.peers.call("loyalty", "recordRedemption", body)
    return {}


def _earn_points(desk: Desk, attempt: Attempt) -> dict[str, Any]:
    body = {"orderId": attempt.row.order_id, "amount": attempt.quote.body["total"]}
    reply = desk.peers.call("loyalty", "earnPoints", body)
    return {"points": reply["points"] if reply["status"] == "earned" else None}


UNDO: dict[str, Callable[[Desk, Attempt], None]] = {
    "hold": _release_hold,
    "order": _abandon_order,
    "authorization": _void,
}
FOLLOW_UPS: dict[str, Step] = {
    "confirmation": _confirm_order,
    "stock": _commit_hold,
    "shipment": _create_shipment,
    "redemption": _record_redemption,
    "points": _earn_points,
}
