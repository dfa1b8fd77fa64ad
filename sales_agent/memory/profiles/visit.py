"""A shopper's profile during one turn: what is known, what her words and deeds change."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.messages import AnyMessage, ToolMessage

from sales_agent.events import ToolFinished
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.profiles.deeds import watch
from sales_agent.memory.profiles.hearing import Shop, listen
from sales_agent.memory.profiles.traits import (
    Change,
    Profile,
    Source,
    describe_change,
    with_source,
)
from sales_agent.shop.results import read_result

_MAY_NAME_A_BRAND = re.compile(r"\bi\b.*\b(?:love|like|adore|buy|wear)", re.I)
_REMARKS = ("size", "colour", "brand", "dislike", "budget")
"""What is said in passing, and is a wish of this moment as well: "I don't like leather"."""


@dataclass(frozen=True)
class Visit:
    """What is known of a shopper in a turn.

    Attributes:
        shopper_id: Whose profile it is.
        source: The turn, for what it teaches.
        profile: What is known, with what she has just said.
        noted: What her words have changed, in sentences to her.
        rest: Her words without what was noted.
        is_remark: Whether what was noted may be a wish of this moment as well.
    """

    shopper_id: str
    source: Source
    profile: Profile = ()
    noted: tuple[str, ...] = ()
    rest: str = ""
    is_remark: bool = False

    def to_json(self) -> dict[str, Any]:
        """What a model is told of it."""
        return {
            "profile": [trait.to_json() for trait in self.profile],
            "noted": list(self.noted),
            "rest": self.rest,
            "isRemark": self.is_remark,
        }


def begin_visit(
    profiles: Profiles,
    shopper_id: str,
    text: str,
    source: Source,
    *,
    currency: str,
    messages: Sequence[AnyMessage] = (),
) -> Visit:
    """Read a shopper's profile, and store what her words change in it."""
    profile = profiles.read(shopper_id)
    brands = tuple(_brands_in(messages)) if _MAY_NAME_A_BRAND.search(text) else ()
    heard = listen(text, Shop(currency, brands))
    if not heard.changes:
        return Visit(shopper_id, source, profile)
    changes = [with_source(change, source) for change in heard.changes]
    after = profiles.change(shopper_id, profile, changes)
    noted = tuple(describe_change(profile, after)) or _unchanged(changes)
    is_remark = all(row.op == "learn" and _is_remark(row) for row in changes)
    return Visit(shopper_id, source, after, noted, heard.rest, is_remark)


def end_visit(profiles: Profiles, visit: Visit, tools: Iterable[ToolFinished]) -> Visit:
    """Store what the shopper did in the turn; done again and again it is stored once."""
    changes = [with_source(change, visit.source) for change in watch(list(tools))]
    known = {(row.key, row.value) for row in visit.profile}
    new = [row for row in changes if (row.trait.key, row.trait.value) not in known]
    return replace(visit, profile=profiles.change(visit.shopper_id, visit.profile, new))


def _is_remark(change: Change) -> bool:
    """A size for goods that she names is told to be remembered: "my shoe size is 9"."""
    trait = change.trait
    return trait.kind in _REMARKS and not (trait.kind == "size" and trait.about)


def _unchanged(changes: Sequence[Change]) -> tuple[str, ...]:
    if any(change.op == "learn" for change in changes):
        return ("I had noted that already.",)
    return ("There was nothing of that noted.",)


def _brands_in(messages: Sequence[AnyMessage]) -> Iterator[str]:
    """The brands that the shop has named in the talk."""
    for message in messages:
        result = read_result(message.content) if isinstance(message, ToolMessage) else None
        if isinstance(result, dict):
            yield from (str(row["value"]) for row in result.get("brands") or () if "value" in row)
