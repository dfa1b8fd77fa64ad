"""What the payment agent says to shoppers: sentences and suggestions for every outcome."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agents.kit.wire import Money
from agents.kit.wording import spell_day, spell_money

PICKUP_INSTEAD = "Pick it up in a store"
OTHER_CARD = "Pay with another card"
TAKE_OUT = "Take something out of the cart"

SANDBOX = (
    "The {tender} is not accepted: this sandbox takes only its test cards, those "
    "ending 4242 (approved), 1111, 2222 and 3333 (declined).",
    ("Pay with the card 4242", OTHER_CARD),
)
DECLINED: dict[str, tuple[str, tuple[str, ...]]] = {
    "insufficient_funds": (
        "The bank declined the {tender}: there is not enough money for {amount}.",
        (OTHER_CARD, TAKE_OUT),
    ),
    "expired_card": (
        "The bank declined the {tender}: it has expired.",
        (OTHER_CARD, "Enter the card again"),
    ),
    "network_error": (
        "The card gateway did not answer, so the {tender} was not charged.",
        ("Try the same card again", OTHER_CARD),
    ),
    "card_not_accepted": (
        "The bank did not accept the {tender}.",
        (OTHER_CARD, "Pay with a gift card"),
    ),
    "insufficient_balance": (
        "The {tender} no longer holds the {amount} that it was to pay.",
        ("Check out again", OTHER_CARD),
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
        "remaining": None,
        "policy": None,
        "message": message,
        "suggestions": list(suggestions),
    }


def tender_refused(message: str, rule: str | None, total: Money) -> dict[str, Any]:
    """The reply when a tender cannot pay as the shopper wishes."""
    reply = unquoted("tender_refused", message, ["Pay by card", "Which ways to pay do I have?"])
    return reply | {"remaining": dict(total), "policy": rule}


def spell_tenders(tenders: Sequence[Mapping[str, Any]], preposition: str) -> str:
    """Name who pays, with each amount when there are several: `with the Visa ending 4242`."""
    if not tenders:
        return ""
    if len(tenders) == 1:
        return f"{preposition} the {tenders[0]['label']}"
    parts = [
        f"{spell_money(**tender['amount'])} {preposition} the {tender['label']}"
        for tender in tenders
    ]
    return f"({' and '.join(parts)})"


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
    tracking_numbers: Sequence[str],
    has_slot: bool = True,
) -> dict[str, Any]:
    """The reply of a paid order; `has_slot` is False when its pickup time went meanwhile."""
    total: Money = quote["total"]
    delivery = quote["delivery"]
    paid = f"{spell_money(**total)} paid {spell_tenders(quote['tenders'], 'with')}".strip()
    lost = "" if has_slot else " The pickup time was taken meanwhile; any opening hour will do."
    message = f"Order {order_id} is placed, {paid}. {_arrival(delivery)}{lost}"
    points = quote["pointsToEarn"]
    earned = f" It earns {points} points when it has arrived." if points else ""
    return _committed("placed", f"{message}{earned}") | {
        "orderId": order_id,
        "total": dict(total),
        "tenders": list(quote["tenders"]),
        "promisedBy": delivery["promisedBy"],
        "pointsToEarn": points,
        "trackingNumbers": list(tracking_numbers),
        "suggestions": ["Where is my order?", "Cancel my order"],
    }


def _arrival(delivery: Mapping[str, Any]) -> str:
    is_pickup = delivery["optionId"] == "pickup"
    promised = delivery["promisedFrom" if is_pickup else "promisedBy"]
    day = spell_day(date.fromisoformat(promised))
    if is_pickup:
        return f"It can be collected at {delivery['storeName']} from {day}."
    return f"It should arrive by {day}."


def declined(
    quote: Mapping[str, Any], reason: str, *, tender: str, amount: Money, is_sandbox: bool
) -> dict[str, Any]:
    """The reply when a tender does not give its share; the sandbox says which cards it knows."""
    is_unknown_here = is_sandbox and reason == "card_not_accepted"
    sentence, suggestions = SANDBOX if is_unknown_here else DECLINED[reason]
    spelled = sentence.format(tender=tender, amount=spell_money(**amount))
    others = " Nothing else was taken." if len(quote["tenders"]) > 1 else ""
    extra = () if quote["delivery"]["optionId"] == "pickup" else (PICKUP_INSTEAD,)
    return _committed("declined", f"{spelled}{others} Your cart is as it was.") | {
        "total": dict(quote["total"]),
        "tenders": list(quote["tenders"]),
        "reason": reason,
        "suggestions": [*suggestions, *extra],
    }


def undone(order_id: str, quote: Mapping[str, Any]) -> dict[str, Any]:
    """The reply of an order that was paid and then could not stand: everything went back."""
    total = spell_money(**quote["total"])
    message = (
        f"Order {order_id} was canceled before it could be confirmed; the {total} that was taken "
        f"goes back {spell_tenders(quote['tenders'], 'to')}."
    )
    return _committed("declined", message) | {
        "total": dict(quote["total"]),
        "tenders": list(quote["tenders"]),
        "suggestions": ["Check out again", "Show my orders"],
    }


def offer_exhausted(exhausted: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The reply when an offer was used up since the quote."""
    parts = " and ".join(f"{offer['title']}: {offer['reason']}" for offer in exhausted)
    message = f"An offer of this checkout is used up ({parts}); nothing was charged."
    return _committed("offer_exhausted", message) | {
        "suggestions": ["Check out again without it", "Any offers for me?"],
        "policy": "offers.limits",
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
    return _committed("quote_expired", message) | {
        "suggestions": ["Check out again"],
        "policy": "quote.minutes",
    }


def changed(differences: Sequence[str], *, reason: str | None = "price_changed") -> dict[str, Any]:
    """The reply when what was quoted moved since."""
    message = f"Since you were asked, {' and '.join(differences)}; nothing was charged."
    return _committed("quote_changed", message) | {
        "reason": reason,
        "suggestions": ["Check out again", "Show my cart"],
    }


def _committed(status: str, message: str) -> dict[str, Any]:
    return {
        "status": status,
        "orderId": None,
        "total": None,
        "tenders": [],
        "reason": None,
        "promisedBy": None,
        "pointsToEarn": None,
        "trackingNumbers": [],
        "policy": None,
        "message": message,
        "suggestions": [],
    }
