"""When an order is collected in a store: the slots that are left, and the one that is meant."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sales_agent.models.offline.context.checkouts import last_slot
from sales_agent.models.offline.context.facts import asked_of
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.times import Moment, read_moment
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.shop.amounts import slot_words

Json = Mapping[str, Any]
ANY = "any"
"""Of a wish's slot: the shopper does not mind when."""
_MOST_OFFERED = 6


def heard_store(talk: Talk) -> str | None:
    """The store of which she just heard when an order can be collected there."""
    calls = talk.past[-1].calls if talk.past else ()
    stores = [call.args.get("store") for call in calls if call.name == "get_delivery_options"]
    return next((str(store) for store in reversed(stores) if store), None)


def pickup_slot(wish: Wish, store: str, desk: Desk) -> str | Reply | None:
    """The slot that was chosen, None when any will do or there are none; else ask for it."""
    if wish.slots.slot:
        return None if wish.slots.slot == ANY else wish.slots.slot
    slots = _slots_left(store, desk)
    if not slots:
        return None
    moment = _moment(desk)
    fitting = [slot for slot in slots if moment.fits(*_times(slot))]
    fitting = _of_those_offered(fitting, desk.talk) or fitting
    if len(fitting) == 1 or (fitting and moment.begins and moment.day):
        return str(fitting[0]["slotId"])
    if (before := last_slot(desk.talk)) and pattern("same_time").search(desk.talk.now.text.lower()):
        return before
    return _which(wish, store, fitting or slots, desk)


def _of_those_offered(slots: Sequence[Json], talk: Talk) -> list[Json]:
    """Those that she was just asked to choose from: "the 2pm one" after "tomorrow"."""
    offered = (asked_of(talk) or {}).get("choices") or ()
    return [slot for slot in slots if slot["slotId"] in offered]


def _slots_left(store: str, desk: Desk) -> list[Json]:
    found = desk.attempt("get_delivery_options", store=store) or {}
    options: Sequence[Json] = found.get("options") or ()
    return [
        slot
        for option in options
        if option["optionId"] == "pickup"
        for slot in option.get("slots") or ()
        if slot["left"] > 0
    ]


def _moment(desk: Desk) -> Moment:
    """When she wants to collect it, by the words of this message."""
    return read_moment(desk.talk.now.text, desk.today)


def _times(slot: Json) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(slot["from"]), datetime.fromisoformat(slot["to"])


def _which(wish: Wish, store: str, slots: Sequence[Json], desk: Desk) -> Reply:
    offered = slots[:_MOST_OFFERED]
    words = [slot_words(slot) for slot in offered]
    lines = "\n".join(f"{number}. {said}" for number, said in enumerate(words, 1))
    ask = desk.say("which_slot", store=store, lines=lines)
    choices = tuple(slot["slotId"] for slot in offered)
    quick = ["The first one", "Any time"]
    again = Wish("checkout", wish.slots.filled(store=store, delivery_option="pickup"))
    return Reply.of(
        "", quick, kind="slot", ask=ask, wish=again, choices=choices, labels=tuple(words)
    )
