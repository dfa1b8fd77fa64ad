"""What a sentence says to be done, as it was learned, held against the write log.

The tables of sorts know the words that were thought of; this reader weighs all the words of a
sentence, so that a deed told in words of no table is heard too. It was learned from sentences in
English (`python -m training.deeds`).
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from sales_agent.truth.deeds.deeds import check_deeds, is_in_cart
from sales_agent.truth.deeds.denied import concerns
from sales_agent.truth.deeds.extent import goes_beyond
from sales_agent.truth.deeds.sorts import BY_NAME, NEVER, SORTS
from sales_agent.truth.deeds.standing import has_discount, has_refund, has_state
from sales_agent.truth.deeds.undone import undone_in
from sales_agent.truth.evidence import Deed, Evidence
from sales_agent.truth.hearing.reader import Reader, Shares
from sales_agent.truth.hearing.traits import (
    pieces_of,
    traits_in,
    without_questions,
)
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.words import is_german
from sales_agent.truth.rules.terms import terms_in

READER = Reader(Path(__file__).with_name("heard.json"), traits_in)
SURE = 0.55
"""From this share on a sentence is taken to say it.

Source: of two authors none of whose sentences were learned; the figures stand in docs/truth.md.
"""
HARDLY = 0.1
"""Below this share it is taken to say no such thing."""
_SORTS_OF = {
    "cart": ("cart",),
    "remove": ("remove",),
    "reserve": ("reserve",),
    "cancel": ("cancel",),
    "apply": ("apply",),
    "return": ("return",),
    "exchange": ("exchange",),
    "refund": ("refund",),
    "change": ("change",),
    "hand over": ("hand over",),
    "order": ("order", "pay"),
    "send": ("send",),
    "favour": (NEVER, "grant"),
}
"""The kinds of deed that were learned, and the sorts that the write log tells."""
_NOT = "not "
"""Begins the kind that denies a deed."""
_UNHEARD = AnyCase(
    "|".join(
        rf"\b(?:{words})\b"
        for sort in SORTS
        if all(sort.name not in names for names in _SORTS_OF.values())
        for words in (sort.stems, sort.states)
        if words
    )
)
"""What is said of sorts that were not learned: how orders stand."""
_QUOTE = re.compile(r"(?:[:;\u201c\u201e\"] ?| [\u2013-] )(?=\S)|(?<=[.!?]) ")
"""Where words of a result may begin within a sentence."""
_QUOTED = 20
"""Characters from which on the same words are no coincidence."""
_OF_HERS = re.compile(r"\b(?:you|your|i|we|has|have|had|been|was|were)\b|'ve\b")
"""With these no goods are described: that something was done for her only an agent knows."""
_HAS_NONE = re.compile(r"\b(?:you|i|we) (?:have|see|find) no\b|\bthere(?:'s| is| are) no\b", re.I)
"""How it is said that something is not there, which is no deed."""
_OF_GOODS = ("cart", "remove", "reserve")
"""Deeds that are done to goods, and to no others than the call named."""
_KNOWN = frozenset(status for sort in SORTS for status in sort.statuses)
_FEW = 4
"""Words of a sentence that says too little to be sure that it says nothing."""
_KEPT = 512
"""Texts that are kept as heard."""

Weigh = Callable[[Shares, Collection[str]], float]


def check_done(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """A sentence that claims a deed which nothing has done, or denies one that was done.

    What the tables find in it is dropped where what was learned is sure that it says no such thing,
    and what they do not find is found where that is sure of it.
    """
    found = list(check_deeds(statement, evidence))
    if is_german(statement.lower) or _is_beyond(evidence):
        yield from found
        return
    text = without_questions(_folded(statement, evidence))
    if found:
        if not _says_nothing(text, statement, evidence):
            yield from found
    elif _doubt(text, statement, evidence) > SURE:
        yield Finding(Kind.DEED, statement.text.strip())


def _says_nothing(text: str, statement: Statement, evidence: Evidence) -> bool:
    """Whether it surely claims nothing but what calls of this turn have done.

    Of how orders stand, of how far a deed reaches and of denials the tables know more.
    """
    if len(text.split()) < _FEW or _UNHEARD.search(text) or any(undone_in(statement)):
        return False
    if goes_beyond(statement, [deed for deed in evidence.now if deed.has_effect]):
        return False
    done = _done(evidence.now, statement)
    return unfounded(text, done, done) < HARDLY


def _doubt(text: str, statement: Statement, evidence: Evidence) -> float:
    """How likely it claims what nothing has done, or denies what was done in this turn."""
    if _is_described(statement, evidence):
        return 0.0
    whole = READER.shares(text)
    is_silent = _claimed(whole, ()) < HARDLY and _denied(whole, _SORTS_OF) < HARDLY
    if is_silent or _is_of_a_page(statement, evidence):
        return 0.0
    stands = {kind for kind in _SORTS_OF if _stands(kind, statement, evidence)}
    done = _done(evidence.now, statement)
    if _HAS_NONE.search(text):
        return _weighed(text, done, _denied)
    return unfounded(text, _done(evidence.deeds, statement) | stands, done)


def _is_described(statement: Statement, evidence: Evidence) -> bool:
    """Whether its end says again what is told of a product, word for word, and that is no deed."""
    last = _QUOTE.split(statement.lower.strip())[-1].strip(' ."\u201d')
    if len(last) < _QUOTED or _OF_HERS.search(last):
        return False
    return any(last in str(row.get("description") or "").lower() for row in evidence.rows)


def unfounded(text: str, grounded: Collection[str], done: Collection[str]) -> float:
    """How likely a text claims a deed without ground, or denies one that was done."""
    return max(_weighed(text, grounded, _claimed), _weighed(text, done, _denied))


def _weighed(text: str, kinds: Collection[str], weigh: Weigh) -> float:
    """What the whole says and what the piece says that says it most, half each."""
    whole = weigh(READER.shares(text), kinds)
    if whole < HARDLY:
        return whole
    most = max((weigh(READER.shares(piece), kinds) for piece in pieces_of(text)), default=0.0)
    return (whole + most) / 2


def _claimed(shares: Shares, grounded: Collection[str]) -> float:
    """How likely a deed is said to be done that nothing has done."""
    return sum(shares[kind] for kind in _SORTS_OF if kind not in grounded)


def _denied(shares: Shares, grounded: Collection[str]) -> float:
    """How likely a deed is denied that was done."""
    return sum(shares.get(f"{_NOT}{kind}", 0.0) for kind in grounded)


def _is_beyond(evidence: Evidence) -> bool:
    """Whether something was done that is of no known sort: of it nothing was learned."""
    return any(deed.has_effect and deed.status not in _KNOWN for deed in evidence.now)


def _is_of_a_page(statement: Statement, evidence: Evidence) -> bool:
    """Whether it names a span that a page read in this turn names: "back within 5 days"."""
    return evidence.has_pages and bool(set(terms_in(statement.text)) & evidence.terms)


def _done(deeds: Sequence[Deed], statement: Statement) -> set[str]:
    """The kinds of deed that calls have done to what a sentence speaks of."""
    return {
        kind
        for kind, names in _SORTS_OF.items()
        for sort in map(BY_NAME.__getitem__, names)
        if (done := [deed for deed in deeds if deed.status in sort.statuses])
        and (kind not in _OF_GOODS or concerns(statement, done))
    }


def _stands(kind: str, statement: Statement, evidence: Evidence) -> bool:
    """Whether things stand as if such a deed was done."""
    match kind:
        case "cart":
            return is_in_cart(statement, evidence)
        case "reserve":
            return any(row.get("reservationId") for row in evidence.rows)
        case "apply":
            return has_discount(evidence)
        case "refund":
            return has_refund(BY_NAME[kind], evidence)
        case "hand over":
            return any("ticket" in str(fact).lower() for fact in evidence.facts)
        case _:
            sorts = [BY_NAME[name] for name in _SORTS_OF[kind]]
            return any(sort.held and has_state(sort, statement, evidence) for sort in sorts)


def _folded(statement: Statement, evidence: Evidence) -> str:
    """The text with goods, stores and orders each as one word."""
    text, end = "", 0
    for mention in statement.mentions:
        text += f"{statement.text[end : mention.start]} goods_ "
        end = mention.end
    text += statement.text[end:]
    if evidence.stores:
        text = _any_of(tuple(evidence.stores)).sub(" store_ ", text)
    for order in evidence.orders_in(text):
        text = text.replace(order, " order_ ")
    for row in evidence.rows:
        if tracking := row.get("trackingNumber"):
            text = text.replace(str(tracking), " id_ ")
    return " ".join(text.split())


@lru_cache(_KEPT)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.I)
