"""Where a full cart is to go, told bit by bit: that it is sent, to whom, parts of an address."""

import re

from sales_agent.models.offline.context.checkouts import checkout_options, told_address
from sales_agent.models.offline.context.facts import asked_of, cart_items, cart_of, is_paying
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.addresses import (
    are_several,
    find_address,
    in_city_of,
    is_city,
    read_part,
    written,
)
from sales_agent.models.offline.understanding.identifiers import read_address
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Slots, Wish

_OTHER_NUMBERS = ("gift_code", "order", "email", "parameter", "slot", "units", "rating")
"""Questions whose answers look like a part of an address, or like a day, and are none."""


def sent_in_parts(text: str, talk: Talk) -> list[Wish]:
    """What a whole message tells of where the cart is to go; empty where it tells something else.

    "Deliver it", then "to my sister", "14 FC Road", "411004" and "on Friday", in any order.
    """
    said = spell_out(text, load_tables()).lower().strip(" .!")
    if "?" in text or pattern("question").match(said) or not cart_items(cart_of(talk)):
        return []
    if are_several(text):
        return [Wish("several_addresses", words=text)]
    if pattern("sends_cart").fullmatch(said):
        return [Wish("checkout", _sent(talk), words=text)]
    kind = (asked_of(talk) or {}).get("kind")
    if not is_paying(talk) or kind in _OTHER_NUMBERS:
        return []
    if way := pattern("way_told").fullmatch(said):
        return [Wish("checkout", Slots(delivery_option=_way(way)), words=text)]
    part = None if kind == "address" else _part(text, talk)  # which that question's answer reads
    told = _to_somebody(said, talk) or part or _by_day(said, text, talk)
    return [told] if told else []


def _way(found: re.Match[str]) -> str:
    return "express" if found["express"] else "standard"


def _sent(talk: Talk) -> Slots:
    """Sent, and not collected as it was to be before."""
    is_collected = checkout_options(talk).get("delivery_option") == "pickup"
    return Slots(delivery_option="standard" if is_collected else None)


def _to_somebody(said: str, talk: Talk) -> Wish | None:
    """A person, a city or both, and no street yet."""
    if found := pattern("to_somebody").fullmatch(said):
        return Wish("send_elsewhere", _in_city(found["city"]), words=said)
    found = pattern("to_city").fullmatch(said)
    if found is None or not is_city(found["city"]):
        return None
    return Wish("give_address", _in_city(found["city"]).over(told_address(talk)), words=said)


def _in_city(name: str | None) -> Slots:
    return Slots(city=written(name)) if name else Slots()


def _part(text: str, talk: Talk) -> Wish | None:
    """A street with its house, or a postcode, with what was told of the address before."""
    if find_address(text) or any(pattern(way).search(text) for way in ("express", "standard")):
        return None
    plain = pattern("address_lead").sub("", pattern("address_courtesy").sub(" ", text)).strip(" .!")
    part = None if read_address(plain) else read_part(plain)
    if part is None or not plain or not (plain[0].isdigit() or part.postcode):
        return None
    part = in_city_of(part, talk.vocabulary.stores)
    return Wish("give_address", part.over(told_address(talk)), words=text)


def _by_day(said: str, text: str, talk: Talk) -> Wish | None:
    """A day and nothing else, by which it is to be there."""
    is_collected = checkout_options(talk).get("delivery_option") == "pickup"
    if is_collected or not pattern("day_only").fullmatch(said):
        return None
    return Wish("delivery_options", words=text)
