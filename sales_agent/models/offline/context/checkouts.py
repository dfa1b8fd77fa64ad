"""The checkout that is under way: how it is to be received and paid, and what was declined."""

from collections.abc import Iterator
from typing import Any

from sales_agent.models.offline.context.talk import Call, Exchange, Talk
from sales_agent.models.offline.understanding.payments import without_cards
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots

_QUOTE, _COMMIT = "initiate_checkout", "commit_checkout"
_ADDRESS = "add_delivery_address"
_PARTS = ("line1", "city", "state", "postcode", "country")
_WHERE = ("delivery_option", "pickup_store", "slot_id")
_WAYS_SENT = ("express", "standard")
_NO_ANSWER_OF_BANK = "network_error"
"""Why a payment failed that says nothing of the card."""


def checkout_options(talk: Talk) -> dict[str, Any]:
    """How the checkout that is under way is to be delivered, else how she said it before."""
    for turn in reversed(talk.past):
        if (store := _asked_for_slot(turn)) is not None:
            return {"delivery_option": "pickup", "pickup_store": store}
        for call in reversed([call for call in turn.calls if call.is_ok]):
            if _is_placed(call):
                return {}
            if call.name == _QUOTE:
                return _named(call)
        if way := _chosen_way(turn.text):
            return {"delivery_option": way}
    return {}


def told_address(talk: Talk) -> Slots:
    """The parts of an address that were told since the last whole one, or the last order."""
    for turn in reversed(talk.past):
        if any(call.name == _ADDRESS or _is_placed(call) for call in turn.calls if call.is_ok):
            return Slots()
        asked = turn.asked or {}
        slots = (asked.get("wish") or {}).get("slots") or {}
        parts = {name: slots[name] for name in _PARTS if slots.get(name)}
        if parts or asked.get("kind") == "address":
            return Slots(**parts)
    return Slots()


def last_slot(talk: Talk) -> str | None:
    """The slot that was chosen last of the store where the order is collected."""
    slots = [call.args.get("slot_id") for call in _of_checkout(talk) if call.name == _QUOTE]
    return next((str(slot) for slot in slots if slot), None)


def checkout_ways(talk: Talk) -> tuple[str, ...]:
    """How the checkout that is under way is to be paid, as far as it was named.

    The card that was given last takes the place of the one before; one that was declined is none.
    """
    ways, declined = last_ways(talk), declined_cards(talk)
    kept = tuple(way for way in ways if way not in declined)
    card = new_card(talk)
    if card and card not in kept and (ways or kept):
        return (*without_cards(kept), card)
    return kept


def last_ways(talk: Talk) -> tuple[str, ...]:
    """The ways to pay that the last quote was asked for."""
    return next((_ways_of(call) for call in _of_checkout(talk) if call.name == _QUOTE), ())


def declined_cards(talk: Talk) -> frozenset[str]:
    """The last digits of the cards that were declined since the last order was placed."""
    return frozenset(
        row["lastFour"]
        for call in _of_checkout(talk)
        if _is_declined(call)
        for row in (call.result or {}).get("tenders") or ()
        if row["kind"] == "card"
    )


def new_card(talk: Talk) -> str | None:
    """The last digits of a card that was entered apart from the talk, which named no such card."""
    card: str | None = talk.memory.get("card")
    calls = talk.latest_calls(_QUOTE)
    is_known = any(card in (*_ways_of(call), *_tenders_of(call)) for call in calls)
    return None if is_known else card


def _of_checkout(talk: Talk) -> Iterator[Call]:
    """The calls since the last order was placed, newest first."""
    for call in talk.latest_calls(_QUOTE, _COMMIT):
        if _is_placed(call):
            return
        yield call


def _is_placed(call: Call) -> bool:
    return call.name == _COMMIT and (call.result or {}).get("status") == "placed"


def _is_declined(call: Call) -> bool:
    result = call.result or {}
    is_declined = call.name == _COMMIT and result.get("status") == "declined"
    return is_declined and result.get("reason") != _NO_ANSWER_OF_BANK


def _named(call: Call) -> dict[str, Any]:
    return {name: call.args[name] for name in _WHERE if call.args.get(name)}


def _ways_of(call: Call) -> tuple[str, ...]:
    return tuple(call.args.get("pay_with") or ())


def _tenders_of(call: Call) -> tuple[str, ...]:
    """The last digits of the cards that a quote was drawn on."""
    rows = ((call.result or {}).get("quote") or {}).get("tenders") or ()
    return tuple(row["lastFour"] for row in rows if row.get("lastFour"))


def _chosen_way(text: str) -> str | None:
    """How she said that goods are to be sent, where she asked nothing by it."""
    said = text.lower().strip()
    if "?" in said or pattern("question").match(said) or pattern("no_way").search(said):
        return None
    return next((name for name in _WAYS_SENT if pattern(name).search(said)), None)


def _asked_for_slot(turn: Exchange) -> str | None:
    """The store of which a turn asked when the order is to be collected there."""
    asked = turn.asked or {}
    if asked.get("kind") != "slot":
        return None
    store: str | None = asked["wish"]["slots"].get("store")
    return store
