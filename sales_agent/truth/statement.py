"""A sentence with what it speaks of: the goods it names, and whether it asks or denies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from sales_agent.truth.amounts import Amount, find_amounts
from sales_agent.truth.goods import Goods
from sales_agent.truth.text import plain, with_digits

_NOT = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot|unable|unfortunately)\b"
    r"|n't\b",
    re.IGNORECASE,
)
_IT = re.compile(
    r"\b(?:it|its|it's|this|that|they|them|these|those|one|ones|both|the (?:first|second|third|"
    r"last|next) (?:one|pair)|the (?:pair|set|product|item)|(?:any|none|some) left)\b",
    re.IGNORECASE,
)
_SHORT = 9
"""A sentence of fewer words goes on with what was spoken of, such as "Price: ₹999"."""
_CONDITION = re.compile(
    r"\b(?:if|once|when|whenever|until|unless|before|after|as soon as|should you|in case|would|"
    r"could|can|may|might|shall)\b",
    re.IGNORECASE,
)


class Kind(StrEnum):
    """What a claim is about."""

    AMOUNT = "amount"
    PERCENT = "percent"
    COUNT = "count"
    DATE = "date"
    IDENTIFIER = "identifier"
    NAME = "name"
    VARIANT = "variant"
    STORE = "store"
    DEED = "deed"
    SUPERLATIVE = "superlative"
    DENIAL = "denial"
    POLICY = "policy"
    LINK = "link"
    LEAK = "leak"
    """What a model was told, repeated."""
    UNCHECKED = "unchecked"
    """The check itself failed, so that nothing is known of the sentence."""


@dataclass(frozen=True)
class Finding:
    """A claim without ground; its words go to the model and to no log."""

    kind: Kind
    claim: str


@dataclass(frozen=True)
class Mention:
    """Where a sentence names goods."""

    goods: Goods
    start: int
    end: int


@dataclass(frozen=True)
class Statement:
    """A sentence as the checks read it.

    Attributes:
        text: Plain, with digits for number words.
        mentions: The goods that it names, in order.
        carried: The goods that were spoken of last, when it names none.
    """

    text: str
    mentions: Sequence[Mention]
    carried: Sequence[Goods]

    @cached_property
    def lower(self) -> str:
        """The text in lower case, each character in its place."""
        return self.text.lower()

    @cached_property
    def unnamed(self) -> str:
        """The text with the names of goods blanked out, each character in its place."""
        text = self.text
        for m in self.mentions:
            text = f"{text[: m.start]}{' ' * (m.end - m.start)}{text[m.end :]}"
        return text

    @cached_property
    def amounts(self) -> list[Amount]:
        """The amounts of money that it says, outside the names of goods."""
        return [found for found in find_amounts(self.text) if not self.is_in_name(found.start)]

    @cached_property
    def goods(self) -> list[Goods]:
        """What it speaks of: named, or meant by "it"."""
        if self.mentions:
            return list({id(m.goods): m.goods for m in self.mentions}.values())
        return list(self.carried) if self.points or len(self.text.split()) < _SHORT else []

    @cached_property
    def points(self) -> bool:
        """Whether a word of it points to what was spoken of before."""
        return bool(_IT.search(self.text))

    @cached_property
    def is_question(self) -> bool:
        """Whether it asks."""
        return self.text.rstrip(" \"')").endswith("?")

    @cached_property
    def is_negated(self) -> bool:
        """Whether it denies something."""
        return bool(_NOT.search(self.text))

    def is_negated_before(self, place: int) -> bool:
        """Whether a clause denies what stands at a place."""
        start = max(self.text.rfind(mark, 0, place) for mark in (",", ";", ":", " but ", ". "))
        return bool(_NOT.search(self.text, max(start, 0), place))

    def is_conditional_before(self, place: int) -> bool:
        """Whether what stands at a place is only possible, or for later."""
        start = max(self.text.rfind(mark, 0, place) for mark in (",", ";", ":", ". "))
        return bool(_CONDITION.search(self.text, max(start, 0), place))

    def is_in_name(self, place: int) -> bool:
        """Whether a place is within the name of goods."""
        return any(m.start <= place < m.end for m in self.mentions)

    def nearest(self, amount: Amount) -> Goods | None:
        """The goods that an amount is said of."""
        before = [m for m in self.mentions if m.end <= amount.start]
        after = [m for m in self.mentions if m.start >= amount.end]
        if after and (
            not before or re.match(r"\s*(?:for|is|buys|gets)\b", self.text[amount.end :])
        ):
            return after[0].goods
        if before:
            return before[-1].goods
        return self.goods[0] if len(self.goods) == 1 else None


def read_statement(sentence: str, goods: Sequence[Goods], carried: Sequence[Goods]) -> Statement:
    """Read a sentence; `goods` are the known ones, longest names first."""
    text = with_digits(plain(sentence))
    return Statement(text, find_mentions(text.lower(), goods), carried)


def find_mentions(lower: str, goods: Sequence[Goods]) -> list[Mention]:
    """The goods that a text names in full; a name within a longer one is none."""
    found: list[Mention] = []
    for one in goods:
        start = lower.find(one.key)
        while start >= 0:
            end = start + len(one.key)
            if not any(m.start < end and start < m.end for m in found):
                found.append(Mention(one, start, end))
            start = lower.find(one.key, end)
    return sorted(found, key=lambda mention: mention.start)
