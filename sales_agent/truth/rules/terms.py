"""Spans of time, and what the sentences that name them are about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sales_agent.truth.figures.amounts import find_amounts
from sales_agent.truth.reading.text import number_of, words_of

_TERM = re.compile(
    r"(\d+)(?:\s?(?:-|\u2013|to|or)\s?(\d+))?[\s-](?:\w+[\s-])?"
    r"(minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine)([\s-](?:\w+[\s-])?(?:minute|hour|day|week|"
    r"month|year)s?\b)",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(for|within|up to|after|in|than|least|full|whole|entire|takes?|lasts?|need|be|"
    r"have|has|get|gets|got|give|gives|given|allow|allows|offer|of|another) an? "
    r"(?:full |whole )?(week|month|year)\b",
    re.IGNORECASE,
)
_FORTNIGHT = re.compile(r"\b(?:a |one )?fortnight\b", re.I)
_RANGE = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine) (?:to|or) "
    r"(one|two|three|four|five|six|seven|eight|nine|\d+)\b",
    re.I,
)
_DAYS_OF = {"day": 1, "week": 7, "month": 30, "year": 365}
_HOURS = 24
_ENDING = re.compile(r"(?:ing|ed|s)$")
_TOPIC = re.compile(r"[^\W\d_]{4,}")
_NO_TOPIC = words_of(
    "days hours weeks months years minutes working business after before within have with from "
    "that "
    "this than then your ours they them their what when which will would could about over under "
    "delivery delivered order orders ordered goods back more less most many much some such "
    "need take "
    "takes took taken cost costs charge only just also until other others another time times "
    "long "
    "send sends sent come comes into onto upon been being does done gets give gives given make "
    "there things thing which something anything everything item items nearly almost usually "
    "simply total totals pays paid price prices your yours free nothing charge first once each "
    "every both between case shop store stores shopping bring keep keeps kept"
)
"""Words that do not tell one rule from another."""


def terms_in(text: str) -> Iterator[tuple[int, str]]:
    """The spans of time in a text, also in days: "two weeks" is 14 of them; and how often."""
    yield from times_in(text)
    text = _FORTNIGHT.sub("14 days", _ONE.sub(r"\1 1 \2", text))
    text = _RANGE.sub(lambda found: f"{number_of(found[1])} to {found[2]}", text)
    text = _SMALL.sub(lambda found: f"{number_of(found[1])}{found[2]}", text)
    for low, high, unit in _TERM.findall(text):
        for number in filter(None, (low, high)):
            yield int(number), unit.lower()
            if factor := _DAYS_OF.get(unit.lower()):
                yield int(number) * factor, "day"
            elif unit.lower() == "hour" and int(number) % _HOURS == 0:
                yield int(number) // _HOURS, "day"


@dataclass(frozen=True)
class Charge:
    """A sentence that says what something costs: its telling words, and whether it is nothing."""

    topics: frozenset[str]
    is_free: bool
    fees: frozenset[Decimal] = frozenset()


FREE = re.compile(
    r"\b(?:free(?! (?:from|to|time))|no (?:extra |additional )?(?:sur)?(?:charge|cost|fee|"
    r"supplement)s?|(?:costs?|"
    r"pay|charge[sd]?)"
    r"(?: you)? nothing|(?:won't|doesn't|does not|will not) cost(?: you)? (?:anything|a thing|"
    r"extra)|"
    r"nothing (?:to pay|extra|for)|on (?:us|the house)|complimentary|gratis|without (?:any "
    r")?(?:charge|cost|fee|payment|deposit)s?|"
    r"no payment|kostenlos|gratis|umsonst)\b",
    re.I,
)
"""Words by which something costs nothing."""
_AMOUNT = re.compile(r"[₹$€£]\s?\d")


def charges_in(text: str) -> list[Charge]:
    """The sentences of a text that say what something costs."""
    found = []
    for sentence in re.split(r"[.;!?]\s+|\n", text):
        is_free = bool(FREE.search(sentence))
        if is_free or _AMOUNT.search(sentence):
            fees = {value for amount in find_amounts(sentence) for value in amount.values}
            found.append(Charge(topics_in(sentence), is_free, frozenset(fees)))
    return found


TIMES = re.compile(
    r"\b(?P<many>twice|several times|multiple times|more than once|repeatedly|again and again)\b|"
    r"\b(?:only|just) (?P<only>once|twice)\b(?! (?:you|I|we|it|they|the|your|that)\b)|"
    r"\b(?P<word>once|twice) (?:per|for each|for every|each)\b|"
    r"\b(?P<number>\d+|two|three|four|five|six|seven|eight|nine) times\b",
    re.I,
)


_OFTEN = {"once": 1, "twice": 2}
_MANY = 99
"""Times that stand for "more than once"."""


def times_in(text: str) -> Iterator[tuple[int, str]]:
    """How often something can be done: "once per order" is 1 time."""
    for found in TIMES.finditer(text):
        word = found["word"] or found["only"] or found["many"]
        number = number_of(found["number"]) if word is None else _OFTEN.get(word.lower(), _MANY)
        if number is not None:
            yield number, "time"


def topics_in(text: str) -> frozenset[str]:
    """The words of a text, in lower case, that tell what it is about, without their plural."""
    words = set(_TOPIC.findall(text.lower())) - _NO_TOPIC
    return frozenset(_ENDING.sub("", word) for word in words)
