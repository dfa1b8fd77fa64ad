"""Exact things in a message: order ids, e-mail, cards, coupons, postcodes, addresses, names."""

import re
from dataclasses import dataclass
from typing import Any

from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ORDER = re.compile(r"\bo(?:-(?=\w*\d)| ?(?=\d))([a-z\d]{3,12})\b", re.IGNORECASE)
_OTHER_ORDER = re.compile(r"#\s?([a-z]{1,4}-?\d{4,})\b|\b([a-z]\d{6,8})\b", re.IGNORECASE)
"""Ids of orders that came from another shop: #W2378156, W2378156."""
_CARD = re.compile(r"\[card ending (\d{4})\]", re.IGNORECASE)
_SKU = re.compile(r"\b(?!GIFT-|GC-|RMA-)(?=[A-Z\d-]*\d)[A-Z][A-Z\d]*(?:-[A-Z\d]+){2,5}\b")
"""As on a label; two hyphens and more, so that no order id or size is taken for one."""
_COUPON_FORM = re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z]{3,}\d{1,4}\b")
_POSTCODE = re.compile(
    r"\b(\d{3} ?\d{3}|\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b", re.IGNORECASE
)
_PLAIN_NAME = re.compile(r"^([A-Z][\w']+)\s+([A-Z][\w'-]+)\s*,?\s+(?:\w+\s+)?\d", re.UNICODE)


_ASKED_NAME = re.compile(r"([^\W\d_][\w'-]+)\s+([^\W\d_][\w'-]+)\s*,?\s+(?:\w+\s+)?[\d -]{5,10}")


@dataclass(frozen=True)
class Identifiers:
    """What was found, as slots, and the text without it."""

    slots: Slots
    rest: str


def read_identifiers(text: str) -> Identifiers:
    """Find exact things in a cleaned message; each is taken out of the text that remains."""
    found: dict[str, Any] = {}
    for name, form in (("email", _EMAIL), ("card_last_four", _CARD)):
        text = _take(found, name, form, text)
    if "card_last_four" not in found:
        text = _take(found, "card_last_four", pattern("card_number"), text, group=1)
    text = _take(found, "gift_code", pattern("gift_code"), text)
    text = _take(found, "skus", _SKU, text)
    text = _take(found, "order_id", _ORDER, text, form="O-{}")
    if "order_id" not in found and "card_last_four" not in found:
        text = _take(found, "order_id", pattern("order_number"), text, group=1)
    if "order_id" not in found:
        text = _take(found, "order_id", _OTHER_ORDER, text)
    if "order_id" in found:
        found["order_id"] = found["order_id"].upper()
    if "skus" in found:
        found["skus"] = (found["skus"],)
    for form in (pattern("coupon"), _COUPON_FORM):
        if "coupon" not in found:
            text = _take(found, "coupon", form, text)
    return Identifiers(Slots(**found), text)


def read_bare_card(text: str) -> str | None:
    """The four digits, when the message is nothing else."""
    found = pattern("bare_card").match(text)
    return found[1] if found else None


def read_postcode(text: str) -> str | None:
    """The last postcode in a text."""
    found = _POSTCODE.findall(text)
    if not found:
        return None
    last = str(found[-1])
    return last.replace(" ", "") if last[0].isdigit() else last


def read_address(text: str) -> Slots | None:
    """Read "221 MG Road, Indiranagar, Bengaluru 560038" as street, city and postcode.

    A state and a country at the end are told apart: "221 Pine Street, Portland, OR 97204, USA".
    Returns None when the text holds no postcode or nothing before it.
    """
    text = pattern("address_courtesy").sub(" ", text)
    text = " ".join(pattern("address_lead").sub("", text.strip(" .!")).split())
    text = pattern("in_city").sub(", ", text)
    places = list(_POSTCODE.finditer(text))
    if not places:
        return None
    last = places[-1]
    before = f"{text[: last.start()]} {text[last.end() :]}".strip(" ,.-")
    parts = [part.strip(" .-") for part in before.split(",") if part.strip(" .-")]
    parts[:1] = [_without_talk(parts[0])] if parts else []
    is_zip = len(last[0]) in (5, 10)
    country = _taken_off(parts, pattern("united_states" if is_zip else "india"))
    state = _taken_off(parts, pattern("state_code")) if is_zip else None
    is_street = parts and pattern("street_end").search(parts[-1])
    if len(parts) == 1 and len(words := parts[0].split()) > 2 and not is_street:
        parts = [" ".join(words[:-1]), words[-1]]
    if len(parts) < 2 or is_street:
        return None
    named = ("US" if is_zip else "IN") if state or country else None
    return Slots(
        line1=", ".join(parts[:-1])[:120],
        city=parts[-1],
        state=state and state.upper(),
        postcode=last[0].replace(" ", ""),
        country=named,
    )


def _without_talk(line: str) -> str:
    """A street without what is only said before its house: "change the address 5 Park Street"."""
    said = line[: next((at for at, sign in enumerate(line) if sign.isdigit()), 0)]
    rest = line[len(said) :]
    is_talk = pattern("address_talk").fullmatch(said.strip(" :"))
    return rest if is_talk and re.search(r"\s[^\W\d]{2}", rest) else line


def _taken_off(parts: list[str], wanted: re.Pattern[str]) -> str | None:
    """Take what is wanted off the end of an address."""
    found = wanted.search(parts[-1]) if parts else None
    if found is None:
        return None
    parts[-1] = parts[-1][: found.start()].strip(" ,.-")
    if not parts[-1]:
        parts.pop()
    return found[1]


def read_name(text: str) -> tuple[str, str] | None:
    """First and last name of "I am Ananya Iyer" or "Ananya Iyer, 560038"."""
    found = pattern("name").search(text) or _PLAIN_NAME.match(text)
    return (found[1].capitalize(), found[2].strip("'").capitalize()) if found else None


def read_asked_name(text: str) -> tuple[str, str] | None:
    """First and last name of "rohan mehta 400050", where these are what was asked for."""
    found = _ASKED_NAME.fullmatch(text.strip(" .!"))
    return (found[1].capitalize(), found[2].capitalize()) if found else None


def _take(
    found: dict[str, Any],
    name: str,
    wanted: re.Pattern[str],
    text: str,
    *,
    group: int | None = None,
    form: str = "{}",
) -> str:
    hit = wanted.search(text)
    if hit is None:
        return text
    value = hit[group if group is not None else (hit.lastindex or 0)]
    found[name] = form.format(value)
    return f"{text[: hit.start()]} {text[hit.end() :]}".strip()
