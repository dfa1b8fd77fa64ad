"""Amounts of money in a sentence, in the ways in which they are written and said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_CURRENCIES = {
    "₹": "INR",
    "rs": "INR",
    "rs.": "INR",
    "inr": "INR",
    "rupee": "INR",
    "rupees": "INR",
    "$": "$",
    "us$": "USD",
    "usd": "USD",
    "dollar": "$",
    "dollars": "$",
    "buck": "$",
    "bucks": "$",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "yen": "JPY",
    "chf": "CHF",
    "francs": "CHF",
    "aud": "AUD",
    "cad": "CAD",
    "sgd": "SGD",
    "aed": "AED",
    "dirham": "AED",
    "dirhams": "AED",
}
DOLLARS = frozenset({"USD", "AUD", "CAD", "SGD", "NZD", "HKD", "MXN"})
NUMBER = r"\d+(?:[.,']\d+)*"
_SCALE = r"(?:\s?(?:k|lakhs?|crores?|thousand|million)\b)?"
_SIGNS = r"₹|US\$|\$|€|£|¥|\bRs\b(?!-)\.?|\b(?:INR|USD|EUR|GBP|JPY|CHF|AUD|CAD|SGD|AED)\b"
_WORDS = (
    r"(?:(?:rupees?|rs|inr|dollars?|bucks?|usd|euros?|eur|pounds?|quid|gbp|yen|jpy|chf|francs|"
    r"aud|cad|sgd|aed|dirhams?)\b|[₹€£]|\$)(?!\s?\d)"
)
_DIGITS = re.compile(r"[0-9](?<!\d[0-9])")
"""Where a number begins: amounts are looked for there and nowhere else."""
_SIGN = re.compile(rf"(?:{_SIGNS})(?=\s?-?$)", re.IGNORECASE)
_LONGEST_SIGN = len("US$ -")
_BEHIND_SIGN = re.compile(
    rf"(?P<number>\d{{1,3}}(?: \d{{3}})+(?!\d)|{NUMBER})(?P<scale>{_SCALE})", re.IGNORECASE
)
_BEFORE_WORD = re.compile(
    rf"(?<![\w.,])(?P<number>{NUMBER})(?P<scale>{_SCALE})(?:\s?(?P<word>{_WORDS})|(?P<dash>/-))",
    re.IGNORECASE,
)
_PRICED = re.compile(
    rf"\b(?:costs?|price[ds]?|price (?:is|of)|priced at|at just|for just|for only|yours for|pay|"
    rf"total(?:s|ling)?|comes to|worth)\b(?: is| of| at| only| just| you|:)*\s"
    rf"(?P<number>{NUMBER})(?!\s?(?:%|percent|per cent|:|points?|days?|items?|products?|pieces?|"
    rf"of\b|units?|stars?|in size|left|available|remaining|on hand|in stock|"
    rf"up for grabs|across|-?\s?years?))(?![\w%:/])",
    re.IGNORECASE,
)
_FACTORS = {"k": 1000, "thousand": 1000, "lakh": 100_000, "lakhs": 100_000, "million": 10**6}


@dataclass(frozen=True)
class Amount:
    """An amount that a sentence says.

    Attributes:
        values: What its digits can mean, in whole units: `1.299` is both 1299 and 1.299.
        currency: ISO 4217, `$` for any dollar, None when it is not said.
        start, end: Where it stands.
    """

    values: frozenset[Decimal]
    currency: str | None
    start: int
    end: int

    def is_one_of(self, known: "frozenset[Money] | set[Money]") -> bool:
        """Whether the shop said this amount."""
        return any(
            (value, currency) in known for value in self.values for currency in self._codes()
        )

    def _codes(self) -> tuple[str | None, ...]:
        if self.currency is None:
            return (*_ALL_CODES, None)
        if self.currency == "$":
            return (*DOLLARS, None)
        return (self.currency, None)


Money = tuple[Decimal, str | None]
"""Whole units and ISO 4217 code; no code where the source names none."""
_ALL_CODES = tuple({code for code in _CURRENCIES.values() if code != "$"} | DOLLARS)


def find_amounts(text: str) -> list[Amount]:
    """The amounts of a text whose number words are digits, in order."""
    found = list(_with_currency(text))
    spans = [(amount.start, amount.end) for amount in found]
    for match in _PRICED.finditer(text):
        start, end = match.span("number")
        if not any(begin <= start < stop for begin, stop in spans):
            found.append(Amount(readings(match["number"]), None, start, end))
    return found


@lru_cache(1024)
def readings(digits: str, factor: int = 1) -> frozenset[Decimal]:
    """What a written number can mean: separators differ by country."""
    digits = digits.rstrip(".,'").replace("'", "").replace(" ", "")
    marks = [char for char in digits if char in ".,"]
    plain = digits.replace(",", "").replace(".", "")
    if not marks:
        return frozenset({Decimal(digits) * factor})
    tail = re.split(r"[.,]", digits)[-1]
    as_decimal = Decimal(f"{plain[: -len(tail)]}.{tail}") * factor
    if len(set(marks)) == 2:
        return frozenset({as_decimal})
    if len(marks) > 1:
        return frozenset({Decimal(plain) * factor})
    if len(tail) == 3:
        return frozenset({Decimal(plain) * factor, as_decimal})
    return frozenset({as_decimal})


def _with_currency(text: str) -> Iterator[Amount]:
    end = 0
    for digit in _DIGITS.finditer(text):
        place = digit.start()
        found = _amount_at(text, place) if place >= end else None
        if found:
            end = found.end
            yield found


def _amount_at(text: str, place: int) -> Amount | None:
    """The amount whose number begins at a place, if a currency stands before or behind it."""
    sign = _SIGN.search(text, max(0, place - _LONGEST_SIGN), place)
    found = (_BEHIND_SIGN if sign else _BEFORE_WORD).match(text, place)
    if not found:
        return None
    said = found.groupdict()
    scale = (said["scale"] or "").strip().lower()
    factor = 10**7 if scale.startswith("crore") else _FACTORS.get(scale, 1)
    named = (sign.group() if sign else said["word"] or "").lower()
    currency = "INR" if said.get("dash") else _CURRENCIES.get(named)
    start = sign.start() if sign else place
    return Amount(readings(found["number"], factor), currency, start, found.end())
