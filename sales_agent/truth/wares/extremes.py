"""Reads which of several goods is called the first by price, in whatever words.

A rank is composed: of a degree ("the smallest"), of what it is a degree of ("dent in your budget"),
of what it is compared with ("none of the others"), and of no other measure than money.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sales_agent.truth.figures.degree_words import (
    BEGINS,
    BESIDES,
    CHEAPER,
    CHOSEN,
    DEARER,
    DEGREE,
    HIGH_END,
    LOW_END,
    MONEY,
    OTHER_MEASURE,
    PAIN,
    PEAKS,
    SAVERS,
    SCALE,
    SPENDERS,
    THRIFT,
    TITLE,
)
from sales_agent.truth.figures.price_words import NONE, OTHERS
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.statement import Statement

_NEAR = 28
"""Characters between a degree and what it is a degree of."""
_ON_MONEY = AnyCase(
    r"[^,.;]{0,30}\b(?:wallets?|purses?|pockets?|budgets?|bank|accounts?|money|cash|spend\w*|"
    r"pric\w+|"
    r"costs?|till|financ\w+|rupees|savings|pennies)\b"
)
"""Behind "the kindest": to what one spends."""
_ONE_OF_MANY = AnyCase(r"\b(?:one of|some of|among the|at)(?: \w+)? $")
"""Before a superlative that is not said of one alone; and "at least"."""
_MATCHLESS = AnyCase(
    r"\b(?:unmatched|unbeat\w+|unrivall?ed|untouchable|peerless|without (?:an )?(?:equal|rival)|"
    r"league of its own|no (?:equals?|rivals?|match)|(?:can't|cannot|won't|never) be (?:beaten|"
    r"beat|"
    r"touched|matched|topped)|(?:can't|cannot|don't|doesn't|won't|never|fail to|nothing|none|"
    r"nobody|no "
    r"\w+) (?:\w+ ){0,2}?(?:match|beat|touch|rival|compete|equal|come close|comes close|keep "
    r"up)\w*(?! (?:about|around) the)|"
    r"wins?|winner|victor|champion|first place|number one|gold medal|(?:takes?|wears?|gets?|"
    r"claims?) the (?:crown|prize|trophy|cake|medal))\b"
)


@dataclass(frozen=True)
class Extreme:
    """Words that rank, 1 where they say the least money and -1 the most.

    Attributes:
        is_loose: Whether they only say to which half of the others it belongs.
    """

    words: str
    sign: int
    is_loose: bool = False


def extreme_in(short: Statement) -> Extreme | None:
    """The rank by price that a sentence gives to the one product that it names.

    Args:
        short: A sentence in which names of goods are the word Xx.
    """
    if OTHER_MEASURE.search(short.text) or not MONEY.search(short.text):
        return None
    return next((one for read in _READERS for one in read(short)), None)


def _by_others(short: Statement) -> Iterator[Extreme]:
    """All others, or none of them, are cheaper or dearer."""
    text = short.text
    for sign, cues in ((1, CHEAPER), (-1, DEARER)):
        cue = cues.search(text)
        if cue is None:
            continue
        none, others = NONE.search(text), OTHERS.search(text)
        is_behind = any(m.start >= cue.end() for m in short.mentions)
        if none and none.start() < cue.start():
            yield Extreme(cue.group(), sign)
        elif others and (others.start() < cue.start()) and is_behind:
            yield Extreme(cue.group(), -sign)
        elif others and not short.is_negated_before(cue.start()):
            yield Extreme(cue.group(), sign, is_loose=True)


def _by_degree(short: Statement) -> Iterator[Extreme]:
    """The most or the least of what things cost or save."""
    for found in DEGREE.finditer(short.text):
        before = short.text[: found.start()]
        if short.is_negated_before(found.start()) or _ONE_OF_MANY.search(before):
            continue
        if found["kind"] and _ON_MONEY.match(short.text, found.end()):
            yield Extreme(found.group(), 1)
        elif not found["kind"] and (head := _head_of(found.start(), found.end(), short.text)):
            yield Extreme(found.group(), head if found["small"] else -head)


def _head_of(start: int, end: int, text: str) -> int:
    """1 where a degree is one of cost, -1 where it is one of thrift, 0 where it is of neither."""
    costs, thrift = PAIN.search(text, end, end + _NEAR), THRIFT.search(text, end, end + _NEAR)
    if costs or thrift:
        is_thrift = thrift and (costs is None or thrift.start() <= costs.start())
        return -1 if is_thrift else 1
    behind = [
        (found.start(), value)
        for cues, value in ((PAIN, 1), (THRIFT, -1))
        for found in cues.finditer(text, max(0, start - _NEAR), start)
    ]
    return max(behind)[1] if behind else 0


def _by_end(short: Statement) -> Iterator[Extreme]:
    """Where the prices begin and where they end."""
    if words := BEGINS.search(short.text):
        yield Extreme(words.group(), 1)
    if words := PEAKS.search(short.text):
        yield Extreme(words.group(), -1)
    for sign, ends in ((1, LOW_END), (-1, HIGH_END)):
        end = ends.search(short.text)
        if end and SCALE.search(short.text, max(0, end.start() - _NEAR), end.end() + _NEAR):
            yield Extreme(end.group(), sign)


def _by_title(short: Statement) -> Iterator[Extreme]:
    """What one alone is called: "the splurge", "the budget champion"."""
    if title := TITLE.search(short.text):
        yield Extreme(title.group(), 1 if title["low"] else -1, is_loose=True)


def _by_buyer(short: Statement) -> Iterator[Extreme]:
    """Who should choose it: who wants to spend little, or much."""
    if not CHOSEN.search(short.text):
        return
    for sign, buyers in ((1, SAVERS), (-1, SPENDERS)):
        if buyer := buyers.search(short.text):
            yield Extreme(buyer.group(), sign, is_loose=True)


def _by_comparison(short: Statement) -> Iterator[Extreme]:
    """What it is beside the others."""
    if not BESIDES.search(short.text):
        return
    for sign, cues in ((1, CHEAPER), (-1, DEARER)):
        cue = cues.search(short.text)
        if cue is None or _ONE_OF_MANY.search(short.text[: cue.start()]):
            continue
        is_denied = short.is_negated_before(cue.start())
        yield Extreme(cue.group(), -sign if is_denied else sign, is_loose=True)


def _by_victory(short: Statement) -> Iterator[Extreme]:
    """Nothing comes near it: in what it costs where words say that it costs much."""
    if words := _MATCHLESS.search(short.text):
        is_dear = DEARER.search(short.text) and not OTHERS.search(short.text)
        yield Extreme(words.group(), -1 if is_dear else 1, is_loose=True)


_READERS: tuple[Callable[[Statement], Iterator[Extreme]], ...] = (
    _by_degree,
    _by_others,
    _by_end,
    _by_title,
    _by_buyer,
    _by_comparison,
    _by_victory,
)
