"""The steps of a checkout at the other agents, each idempotent, and how each is undone."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from agents.payment.checkout.attempts import Attempt
from agents.payment.desk import Desk
from agents.payment.gateways.port import ChargeRefused, GatewaySilent
from agents.payment.ledger.payments import charges_of
from agents.payment.orders.refunds import give_back
from agents.payment.policy import POLICY
from agents.payment.tenders.charging import void
from contracts.client import AgentError, CallFailed
from contracts.contract import ContractError

logger = logging.getLogger(__name__)

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
"""How a step is refused for good: an order was never registered, or canceled meanwhile."""

Step = Callable[[Desk, Attempt], None]


class OrderGone(Exception):
    """A paid order that post-purchase does not confirm: it was canceled meanwhile."""


def is_unreachable(error: CallFailed) -> bool:
    """Whether an agent could not answer, as opposed to answering no."""
    return not isinstance(error, AgentError) or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def reserve_offers(desk: Desk, attempt: Attempt) -> list[dict[str, Any]]:
    """Count the offers that the order uses; returns those that are used up.

    When loyalty cannot be asked, `offers.whenUnreachable` decides: honoured offers are
    counted later.
    """
    if not attempt.quote.offer_ids:
        return []
    try:
        reply = desk.peers.call("loyalty", "reserveOffers", _offers_of(attempt))
    except CallFailed as error:
        if not is_unreachable(error) or POLICY.offers.when_unreachable == "refuse":
            raise
        logger.warning("offers_uncounted order=%s %s", attempt.row.order_id, error)
        attempt.note(left=["offers"])
        return []
    exhausted: list[dict[str, Any]] = reply["exhausted"]
    return exhausted if reply["status"] == "exhausted" else []


def place_hold(desk: Desk, attempt: Attempt, *, suffix: str = "") -> list[dict[str, Any]]:
    """Hold the goods and note where they are; returns what there is too little of."""
    lines, quote = attempt.quote.order["lines"], attempt.quote.body
    body = {
        "holdId": f"{attempt.row.order_id}{suffix}",
        "lines": [{"sku": line["sku"], "quantity": line["quantity"]} for line in lines],
        "ttlSeconds": POLICY.quote.hold_seconds,
    }
    if store_id := quote["delivery"]["storeId"]:
        body["locationId"] = store_id
    elif quote["address"]:
        body["postcode"] = quote["address"]["postcode"][:12]
    reply = desk.peers.call("inventory", "placeHold", body)
    if reply["allocations"]:
        attempt.note(allocations=reply["allocations"])
    names = {line["sku"]: line["name"] for line in lines}
    return [short | {"name": names[short["sku"]]} for short in reply["shortages"]]


def register_order(desk: Desk, attempt: Attempt) -> None:
    """Register the order as pending."""
    body = {
        "orderId": attempt.row.order_id,
        **attempt.quote.order,
        "allocations": attempt.row.allocations,
    }
    desk.peers.call("post-purchase", "registerOrder", body)


def undo_all(desk: Desk, attempt: Attempt, *, keeps_charge: bool = False) -> None:
    """Undo what was begun, the last first; what cannot be undone now is left for the sweep.

    Args:
        desk: What the checkout works with.
        attempt: The attempt that failed.
        keeps_charge: Whether a repeat may take over the charge that the gateway left open.
    """
    left = list(reversed(attempt.row.begun))
    for step in tuple(left):
        try:
            if step == "charges":
                _undo_charges(desk, attempt, keeps_open=keeps_charge)
            else:
                UNDO[step](desk, attempt)
        except (CallFailed, ContractError, ChargeRefused, GatewaySilent) as error:
            logger.warning("undo_left order=%s step=%s %s", attempt.row.order_id, step, error)
        else:
            left.remove(step)
    is_kept = keeps_charge and not left
    begun = ["charges"] if is_kept else [step for step in attempt.row.begun if step in left]
    state = "undoing" if left else "unanswered" if is_kept else "undone"
    attempt.note(begun=begun, state=state)


def follow_up(desk: Desk, attempt: Attempt) -> list[str]:
    """Do what a paid order still waits for; returns the steps that failed.

    Raises:
        OrderGone: the order was canceled meanwhile.
    """
    left: list[str] = []
    for step in attempt.row.left:
        try:
            FOLLOW_UPS[step](desk, attempt)
        except (CallFailed, ContractError) as error:
            logger.warning("step_left order=%s step=%s %s", attempt.row.order_id, step, error)
            left.append(step)
    return left


def _offers_of(attempt: Attempt) -> dict[str, Any]:
    return {"orderId": attempt.row.order_id, "offerIds": attempt.quote.offer_ids}


def _undo_charges(desk: Desk, attempt: Attempt, *, keeps_open: bool) -> None:
    """Void what is reserved, give back what was taken already."""
    with desk.store.read() as session:
        charges = charges_of(session, attempt.row.order_id)
    for charge in charges:
        if charge.state == "captured":
            give_back(desk, charge, reference=f"{attempt.row.order_id}:undone")
        elif not (keeps_open and charge.state == "open"):
            void(desk, charge)


def _release_offers(desk: Desk, attempt: Attempt) -> None:
    if attempt.quote.offer_ids:
        desk.peers.call("loyalty", "releaseOffers", {"orderId": attempt.row.order_id})


def _release_hold(desk: Desk, attempt: Attempt) -> None:
    """Give the goods back; those that were committed already are put back on the shelf."""
    order_id = attempt.row.order_id
    reply = desk.peers.call("inventory", "releaseHold", path={"holdId": order_id})
    if reply["status"] != "committed":
        return
    reference = f"{order_id}:undone"
    body = {"lines": attempt.row.allocations or _units(attempt), "reference": reference}
    desk.peers.call("inventory", "restock", body, key=reference)


def _abandon_order(desk: Desk, attempt: Attempt) -> None:
    try:
        desk.peers.call("post-purchase", "abandonOrder", path={"orderId": attempt.row.order_id})
    except AgentError as error:
        if error.status not in GONE:
            raise


def _cancel_shipments(desk: Desk, attempt: Attempt) -> None:
    path = {"orderId": attempt.row.order_id}
    desk.peers.call("fulfillment", "cancelShipments", path=path)


def _confirm_order(desk: Desk, attempt: Attempt) -> None:
    try:
        desk.peers.call("post-purchase", "confirmOrder", path={"orderId": attempt.row.order_id})
    except AgentError as error:
        if error.status in GONE:
            raise OrderGone(attempt.row.order_id) from error
        raise


def _commit_hold(desk: Desk, attempt: Attempt) -> None:
    """Take the held goods off the counts; a hold that ran out is placed anew first."""
    order_id = attempt.row.order_id
    if _is_committed(desk, attempt, order_id):
        return
    late = "-late"
    if place_hold(desk, attempt, suffix=late) or not _is_committed(desk, attempt, order_id + late):
        logger.error("stock_missing order=%s is paid and its goods are gone", order_id)


def _is_committed(desk: Desk, attempt: Attempt, hold_id: str) -> bool:
    reply = desk.peers.call("inventory", "commitHold", path={"holdId": hold_id})
    if reply["allocations"]:
        attempt.note(allocations=reply["allocations"])
    return bool(reply["status"] == "committed")


def _create_shipment(desk: Desk, attempt: Attempt) -> None:
    if "shipment" not in attempt.row.begun:
        attempt.begin("shipment")
    delivery, quote = attempt.quote.body["delivery"], attempt.quote.body
    slot = delivery["slot"]
    body = {
        "orderId": attempt.row.order_id,
        "optionId": delivery["optionId"],
        "promisedBy": delivery["promisedBy"],
        "storeId": delivery["storeId"],
        "address": quote["address"],
        "slotId": slot["slotId"] if slot else None,
        "lines": _units(attempt),
    }
    if attempt.row.allocations:
        body["allocations"] = attempt.row.allocations
    reply = desk.peers.call("fulfillment", "createShipment", body)
    if reply["status"] == "slot_taken":
        logger.warning("slot_taken order=%s is collected at any hour", attempt.row.order_id)
    numbers = [s["trackingNumber"] for s in reply["shipments"] if s["trackingNumber"]]
    attempt.note(tracking_numbers=numbers, is_slot_lost=reply["status"] == "slot_taken")


def _count_offers(desk: Desk, attempt: Attempt) -> None:
    """Count offers that were honoured while loyalty could not be asked."""
    reply = desk.peers.call("loyalty", "reserveOffers", _offers_of(attempt))
    if reply["status"] == "exhausted":
        logger.warning("offer_honoured_beyond_limit order=%s", attempt.row.order_id)


def _units(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        {"sku": line["sku"], "quantity": line["quantity"]} for line in attempt.quote.order["lines"]
    ]


UNDO: dict[str, Step] = {
    "offers": _release_offers,
    "hold": _release_hold,
    "order": _abandon_order,
    "shipment": _cancel_shipments,
}
FOLLOW_UPS: dict[str, Step] = {
    "confirmation": _confirm_order,
    "stock": _commit_hold,
    "shipment": _create_shipment,
    "offers": _count_offers,
}
ALWAYS = ("confirmation", "stock", "shipment")
"""What every paid order waits for."""
