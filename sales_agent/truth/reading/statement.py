"""A sentence with what it speaks of: the goods it names, and whether it asks or denies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from sales_agent.truth.figures.amounts import Amount, find_amounts
from sales_agent.truth.reading.clauses import Clause, clauses_of
from sales_agent.truth.reading.mentions import Mention, find_mentions
from sales_agent.truth.reading.text import plain, untexted, with_digits
from sales_agent.truth.reading.words import is_german
from sales_agent.truth.wares.goods import Goods

_IT = re.compile(
    r"\b(?:it|its|it's|this|that|they|them|these|those|one|ones|both|the (?:first|second|third|"
    r"last|next) (?:one|pair)|the (?:pair|set|product|item)|(?:any|none|some) left)\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\b(?:instead of|in place of|statt|anstelle von)\b", re.I)
_SHORT = 9
"""A sentence of fewer words goes on with what was spoken of, such as "Price: ₹999"."""


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
class Statement:
    """A sentence as the checks read it.

    Attributes:
        text: Plain, with digits for number words.
        mentions: The goods that it names, in order.
        carried: The goods that were spoken of last, when it names none.
        is_part: Whether it is a clause, which speaks of what its sentence speaks of.
    """

    text: str
    mentions: Sequence[Mention]
    carried: Sequence[Goods]
    is_part: bool = False

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
    def kept(self) -> dict[str, Any]:
        """What checks have read in it, so that the next one need not."""
        return {}

    @cached_property
    def masked(self) -> str:
        """The text with each name of goods as one word, each character in its place."""
        text = self.text
        for m in self.mentions:
            text = f"{text[: m.start]}{'x' * (m.end - m.start)}{text[m.end :]}"
        return text

    @cached_property
    def short(self) -> "Statement":
        """The same with each name of goods as the word Xx, so that no word of a name is read."""
        pieces, mentions, end, length = [], [], 0, 0
        for m in self.mentions:
            piece = self.text[end : m.start]
            length += len(piece) + 2
            pieces += [piece, "Xx"]
            mentions.append(Mention(m.goods, length - 2, length))
            end = m.end
        text = "".join([*pieces, self.text[end:]]).replace("_", " ")
        return Statement(text, mentions, self.goods, self.is_part)

    @cached_property
    def amounts(self) -> list[Amount]:
        """The amounts of money that it says, outside the names of goods."""
        return [found for found in find_amounts(self.text) if not self.is_in_name(found.start)]

    @cached_property
    def goods(self) -> list[Goods]:
        """What it speaks of: named, or meant by "it"."""
        if self.mentions:
            return list({id(m.goods): m.goods for m in self.mentions}.values())
        if self.is_part or self.points or len(self.text.split()) < _SHORT:
            return list(self.carried)
        return []

    @cached_property
    def put_in(self) -> list[Goods]:
        """The goods that it names, but for those that gave way to them or are only asked about."""
        swapped = _INSTEAD.search(self.text)
        end = swapped.start() if swapped else len(self.text)
        named = [mention for mention in self.mentions if mention.start < end]
        told = [one for one in named if not self.clause_at(one.start).is_question]
        return [mention.goods for mention in told or named]

    @cached_property
    def points(self) -> bool:
        """Whether a word of it points to what was spoken of before."""
        return bool(_IT.search(self.text))

    @cached_property
    def clauses(self) -> list[Clause]:
        """Its clauses, in order."""
        return clauses_of(self.text)

    @cached_property
    def parts(self) -> "list[Statement]":
        """The clauses that say something as a fact, each a statement of its own."""
        pairs = zip([None, *self.clauses], self.clauses, strict=False)
        return [self.part(one.start, one.end) for before, one in pairs if _is_fact(one, before)]

    def part(self, start: int, end: int) -> "Statement":
        """What stands between two places, as a statement of its own; of a cut name, its piece."""
        mentions = [
            Mention(m.goods, max(m.start, start) - start, min(m.end, end) - start)
            for m in self.mentions
            if m.start < end and start < m.end
        ]
        return Statement(self.text[start:end], mentions, self.goods, is_part=True)

    @cached_property
    def is_question(self) -> bool:
        """Whether it only asks."""
        asks = [clause.is_question for clause in self.clauses if not clause.is_case]
        return bool(asks) and all(asks)

    @cached_property
    def is_negated(self) -> bool:
        """Whether it denies something."""
        return any(clause.denials for clause in self.clauses)

    @cached_property
    def is_wish(self) -> bool:
        """Whether it asks her to do something: "say yes, and it is yours"."""
        return bool(self.clauses) and self.clauses[0].is_wish

    def clause_at(self, place: int) -> Clause:
        """The clause that a place is in."""
        return next(
            (one for one in self.clauses if place < one.end),
            Clause(self.text, 0, len(self.text), is_question=False),
        )

    def is_negated_before(self, place: int) -> bool:
        """Whether a clause denies what stands at a place."""
        return self.clause_at(place).is_negated_before(place)

    def is_conditional_before(self, place: int) -> bool:
        """Whether what stands at a place is only possible, or for later."""
        clause = self.clause_at(place)
        return clause.is_case or clause.is_open_before(place)

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


def _is_fact(clause: Clause, before: Clause | None) -> bool:
    """Whether it is said to be so: "and it is yours" behind "say yes" is not."""
    if clause.is_question or clause.is_case:
        return False
    return not (before and before.is_wish and re.match(r"\W*(?:and|then|und)\b", clause.text, re.I))


def read_statement(sentence: str, goods: Sequence[Goods], carried: Sequence[Goods]) -> Statement:
    """Read a sentence; `goods` are the known ones, longest names first."""
    text = plain(sentence)
    text = with_digits(text if is_german(text.lower()) else untexted(text))
    return Statement(text, find_mentions(text, goods, carried), carried)
