"""What the payment agent says to shoppers: sentences and suggestions for every outcome."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agents.kit.wire import Money
from agents.kit.wording import spell_day, spell_money
from agents.payment.tenders.cards import Decline

PICKUP_INSTEAD = "Pick it up in a store"
OTHER_CARD = "Pay with another card"
TAKE_OUT = "Take something out of the cart"

DECLINED: dict[Decline, tuple[str, tuple[str, ...]]] = {
    "insufficient_funds": (
        "The bank declined the card ending {four}: there is not enough money for {total}.",
        (OTHER_CARD, TAKE_OUT),
    ),
    "expired_card": (
        "The bank declined the card ending {four}: it has expired.",
        (OTHER_CARD, "Enter the card again"),
    ),
    "network_error": (
        "The card gateway did not answer, so the card ending {four} was not charged.",
        ("Try the same card again", OTHER_CARD),
    ),
    "card_not_accepted": (
        "The card ending {four} is not accepted: this sandbox takes only its test cards, those "
        "ending 4242 (approved), 1111, 2222 and 3333 (declined).",
        ("Pay with the card 4242", OTHER_CARD),
    ),
}


def unquoted(
    status: str,
    message: str,
    suggestions: Sequence[str],
    shortages: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The reply of a checkout that cannot be quoted yet."""
    return {
        "status": status,
        "quote": None,
        "shortages": [dict(shortage) for shortage in shortages],
        "message": message,
        "suggestions": list(suggestions),
    }


def describe_shortages(
    shortages: Sequence[Mapping[str, Any]],
    place: str | None = None,
    elsewhere: Sequence[str] = (),
) -> tuple[str, list[str]]:
    """Say what there is too little of, and what to do about each.

    Args:
        shortages: `sku`, `name`, `wanted` and `available` of each.
        place: The store that was asked, if not all places together.
        elsewhere: Other stores that have everything.
    """
    where = f" in {place}" if place else ""
    parts, suggestions = [], []
    for short in shortages:
        name = f"{short['name']} ({short['sku']})"
        if short["available"]:
            parts.append(f"{name} has only {short['available']} left, not {short['wanted']}")
            suggestions.append(f"Change {name} to {short['available']}")
        else:
            parts.append(f"{name} is sold out")
        suggestions.append(f"Take {name} out of the cart")
    suggestions += [f"Pick it up at {store}" for store in elsewhere]
    suggestions.append("Deliver it instead" if place else "Show me something similar")
    return f"{'; '.join(parts)}{where}.", suggestions


def placed(
    order_id: str,
    quote: Mapping[str, Any],
    *,
    points: int | None,
    tracking_number: str | None,
) -> dict[str, Any]:
    """The reply of a paid order."""
    total: Money = quote["total"]
    four = quote["tender"]["lastFour"]
    delivery = quote["delivery"]
    is_pickup = delivery["optionId"] == "pickup"
    promised = delivery["promisedFrom" if is_pickup else "promisedBy"]
    day = spell_day(date.fromisoformat(promised))
    if is_pickup:
        arrival = f"It can be collected at {delivery['storeName']} from {day}."
    else:
        arrival = f"It should arrive by {day}."
    paid = f"{spell_money(**total)} paid with the card ending {four}."
    earned = f" You earned {points} points." if points else ""
    reply = _committed("placed", f"Order {order_id} is placed, {paid} {arrival}{earned}")
    return reply | {
        "orderId": order_id,
        "total": dict(total),
        "lastFour": four,
        "promisedBy": delivery["promisedBy"],
        "pointsEarned": points,
        "trackingNumber": tracking_number,
        "suggestions": ["Where is my order?", "Cancel my order"],
    }


def declined(quote: Mapping[str, Any], reason: Decline) -> dict[str, Any]:
    """The reply of a declined card."""
    sentence, suggestions = DECLINED[reason]
    total, four = quote["total"], quote["tender"]["lastFour"]
    spelled = spell_money(**total)
    message = f"{sentence.format(four=four, total=spelled)} Your cart is as it was."
    extra = () if quote["delivery"]["optionId"] == "pickup" else (PICKUP_INSTEAD,)
    return _committed("declined", message) | {
        "total": dict(total),
        "lastFour": four,
        "reason": reason,
        "suggestions": [*suggestions, *extra],
    }


def sold_out(shortages: Sequence[Mapping[str, Any]], place: str | None) -> dict[str, Any]:
    """The reply when the goods went since the quote."""
    message, suggestions = describe_shortages(shortages, place)
    return _committed("out_of_stock", f"{message} Nothing was charged.") | {
        "suggestions": suggestions
    }


def expired() -> dict[str, Any]:
    """The reply to a quote that is too old."""
    message = "This checkout is too old to be confirmed; nothing was charged."
    return _committed("quote_expired", message) | {"suggestions": ["Check out again"]}


def changed(differences: Sequence[str]) -> dict[str, Any]:
    """The reply when prices or offers moved since the quote."""
    message = f"Since you were asked, {' and '.join(differences)}; nothing was charged."
    return _committed("quote_changed", message) | {
        "reason": "price_changed",
        "suggestions": ["Check out again", "Show my cart"],
    }


def _committed(status: str, message: str) -> dict[str, Any]:
    return {
        "status": status,
        "orderId": None,
        "total": None,
        "lastFour": None,
        "reason": None,
        "promisedBy": None,
        "pointsEarned": None,
        "trackingNumber": None,
        "message": message,
        "suggestions": [],
    }
