"""What one tool result says, read once: its words, amounts, numbers, days and goods."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from sales_agent.guards.marking import OWN_WORDS
from sales_agent.shop.results import read_result
from sales_agent.truth.figures.amounts import Money, find_amounts, readings
from sales_agent.truth.figures.dates import Day, find_days, find_times, find_weekdays
from sales_agent.truth.reading.text import plain, stem, with_digits
from sales_agent.truth.rules.pieces import Piece, pieces_of
from sales_agent.truth.rules.terms import Charge, charges_in, terms_in
from sales_agent.truth.wares.goods import Goods, abs_money, goods_of, money_of

Json = Mapping[str, Any]
KEPT = 256
"""Results that a process keeps as read, so that a conversation's are not read at every turn."""
_NUMBER = re.compile(r"[0-9](?<![\w.,][0-9])\d*(?:[.,]\d+)*")
_PERCENT = re.compile(r"([0-9]\d*(?:[.,]\d+)?)\s?(?:%|percent|per cent)", re.IGNORECASE)
_UNIT_OF_FIELD = re.compile(r"(minute|hour|day)s?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][^\W_]*(?:['&][^\W_]+)*")
_NOT_COMING = ("validUntil", "expiresAt", "placedAt", "issuedAt", "openedAt", "returnableUntil")
"""Fields of days on which nothing comes."""
_TOTALS = ("worth", "due", "amount", "refund")
_APART = "\n;\n"
"""Between two texts, so that nothing is read across."""


@dataclass(frozen=True)
class PercentLine:
    """A line that names percentages: these, and its words without their plural."""

    percents: frozenset[float]
    words: frozenset[str]


class Traces:
    """A value of plain JSON, as evidence."""

    def __init__(self, value: Any) -> None:
        self.value: Json = value if isinstance(value, Mapping) else {"text": value}
        self.maps: list[Json] = []
        self.texts: list[tuple[str, str]] = []
        """Each with the name of its field."""
        self.numbers: set[Decimal] = set()
        """Of its fields, and how long its lists are."""
        self._walk("", self.value)
        self.money = {abs_money(money) for row in self.maps if (money := money_of(row))}

    def _walk(self, name: str, value: Any) -> None:
        if isinstance(value, str):
            self.texts.append((name, value))
        elif isinstance(value, dict):
            self.maps.append(value)
            for inner_name, inner in value.items():
                self._walk(inner_name, inner)
        elif isinstance(value, (list, tuple)):
            self.numbers.add(Decimal(len(value)))
            for inner in value:
                self._walk(name, inner)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self.numbers.add(Decimal(str(value)))

    @cached_property
    def plain(self) -> str:
        """All its texts, plain, a paragraph each, and what its flags say."""
        texts = [text for _, text in self.texts]
        return with_digits(plain(_APART.join([*texts, *self.flags])))

    @cached_property
    def lower(self) -> str:
        """The same in lower case."""
        return self.plain.casefold()

    @cached_property
    def own(self) -> str:
        """What of it an agent words itself, plain, in lower case."""
        return plain(_APART.join(t for name, t in self.texts if name in OWN_WORDS)).casefold()

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words in lower case."""
        return words_in(self.lower)

    @cached_property
    def flags(self) -> list[str]:
        """What true flags and prices of nothing say in words."""
        said = []
        for row in self.maps:
            if row.get("freeDelivery") is True:
                said.append("free delivery, free shipping, free standard delivery")
            price = money_of(row.get("price")) if "optionId" in row else None
            if price is not None and not price[0]:
                way = str(row.get("name") or "")
                said.append(f"free delivery, free shipping, free {way}, {way} free, free pickup")
        return said

    @cached_property
    def said_money(self) -> set[Money]:
        """The amounts of its texts."""
        return {
            (value, code)
            for amount in find_amounts(self.plain)
            for value in amount.values
            for code in ((None,) if amount.currency in (None, "$") else (amount.currency,))
        }

    @cached_property
    def totals(self) -> set[Money]:
        """What carts, quotes, orders and tenders come to."""
        return {
            abs_money(money)
            for row in self.maps
            for name, inner in row.items()
            if (name in _TOTALS or "total" in name.lower()) and (money := money_of(inner))
        }

    @cached_property
    def said_numbers(self) -> frozenset[Decimal]:
        """The numbers of its texts."""
        return numbers_in(self.plain)

    @cached_property
    def percents(self) -> frozenset[float]:
        """Percentages that it names, and those between a price and what it was."""
        found = percents_in(self.plain)
        for row in self.maps:
            found.update(_percents_of(row))
        return frozenset(found)

    @cached_property
    def percent_lines(self) -> list[PercentLine]:
        """Its lines that name percentages."""
        named = [(frozenset(percents_in(line)), line) for line in self.lower.splitlines()]
        return [
            PercentLine(found, frozenset(map(stem, words_in(line))))
            for found, line in named
            if found
        ]

    @cached_property
    def terms(self) -> frozenset[tuple[int, str]]:
        """Spans of time that it names, as number and unit; those of days and more in days too."""
        found = set(terms_in(self.plain))
        for row in self.maps:
            for name, value in row.items():
                if isinstance(value, int) and (unit := _UNIT_OF_FIELD.search(name)):
                    found.add((value, unit.group(1).lower()))
        return frozenset(found)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The pieces of the pages that it holds."""
        passages = self.value.get("passages")
        rows = passages if isinstance(passages, list) else []
        return pieces_of([row for row in rows if isinstance(row, Mapping)])

    @cached_property
    def charges(self) -> list[Charge]:
        """Its sentences that say what something costs."""
        return charges_in(self.plain)

    @cached_property
    def days(self) -> list[Day]:
        """The days that it names."""
        return find_days(self.plain)

    @cached_property
    def coming_days(self) -> list[Day]:
        """The days on which something comes or came, and not those on which an offer ends."""
        return find_days(_APART.join(t for name, t in self.texts if name not in _NOT_COMING))

    @cached_property
    def times(self) -> frozenset[tuple[int, int]]:
        """The times of day that it names."""
        return frozenset(find_times(self.plain))

    @cached_property
    def weekdays(self) -> frozenset[int]:
        """The days of the week that it names; Monday is 0."""
        return frozenset(find_weekdays(self.plain))

    @cached_property
    def goods(self) -> dict[str, Goods]:
        """The goods that it speaks of, by their names in lower case."""
        return goods_of(self.value, self.maps)

    @cached_property
    def stores(self) -> dict[str, str]:
        """The stores that it names, in lower case, with their cities."""
        found = {}
        for row in self.maps:
            if "storeId" in row and row.get("name"):
                found[str(row["name"]).casefold()] = str(row.get("city") or "").casefold()
            elif row.get("storeName"):
                found[str(row["storeName"]).casefold()] = ""
        return found


@lru_cache(KEPT)
def read_traces(content: str) -> Traces:
    """Read a tool message's content; a content that was read before is not read again."""
    return Traces(read_result(content))


def words_in(text: str) -> frozenset[str]:
    """The words of a text in lower case."""
    return frozenset(_WORD.findall(text))


def numbers_in(text: str) -> frozenset[Decimal]:
    """The numbers of a text, in each way they can be read."""
    return frozenset(value for digits in _NUMBER.findall(text) for value in readings(digits))


def percents_in(text: str) -> set[float]:
    """The percentages of a text."""
    return {float(number.replace(",", ".")) for number in _PERCENT.findall(text)}


def _percents_of(row: Json) -> Iterator[float]:
    for name, value in row.items():
        if isinstance(value, (int, float)) and "percent" in name.lower():
            yield float(value)
    before = money_of(row.get("compareAtPrice"))
    now = money_of(row.get("price")) if before else None
    if now and before and before[0] > now[0]:
        share = float((before[0] - now[0]) / before[0] * 100)
        yield from {float(int(share)), float(round(share)), round(share, 1)}
