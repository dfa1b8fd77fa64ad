"""Reads what a sentence says of prices side by side: the first of all, or cheaper than another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sales_agent.truth.figures.price_words import (
    ALIKE,
    BESIDE,
    BY_COST,
    ENDS,
    EXCEPT,
    FALLING,
    FIRST,
    FROM_TO,
    NO_OBJECT,
    NONE,
    OBJECT,
    ORDINAL,
    OTHERS,
    RISING,
    RUNS,
    STARTS,
    TO,
    WINS,
)
from sales_agent.truth.reading.mentions import Mention
from sales_agent.truth.reading.statement import Statement
from sales_agent.truth.wares.cues import Cue, cues_in
from sales_agent.truth.wares.extremes import extreme_in
from sales_agent.truth.wares.goods import Goods

_AMONG_MANY = re.compile(
    r"\b(?:(?:one of|some of|among|amongst|eine[rs]? der)(?: \w+)?|at)\s+$", re.I
)
"""Before a superlative that is not said of one alone; and "at least"."""
_OF_BOTH = re.compile(
    r"\s*(?:\w+ )?(?:of|between|out of|among) (?:the )?Xx(?:,| and| or| &)+(?: the)? Xx", re.I
)
_NO = re.compile(r"no \S+(?: \S+)? (?:one|option|product|item|thing|pair|choice|price)\b", re.I)
"""No such thing: "there is no cheaper one"."""
_FAR = 40
"""Characters behind a comparison in which all others are named."""


@dataclass(frozen=True)
class Ranked:
    """A claim that goods come first by price, or before one other.

    Attributes:
        words: Those that say it.
        sign: 1 where it is said to cost the least, -1 the most.
        goods: What it is said of; empty where no product is named.
        than: The one it is compared with; None for all others.
        is_strict: Whether the same price would make it wrong.
        is_loose: Whether it only says to which half of the others it belongs.
    """

    words: str
    sign: int
    goods: Sequence[Goods]
    than: Goods | None = None
    is_strict: bool = True
    is_loose: bool = False


def ranks_in(statement: Statement) -> Iterator[Ranked]:
    """The claims of a sentence about prices side by side, in order."""
    short = statement.short
    found = list(_plainly_ranked(short))
    yield from found
    is_of_one = len({id(m.goods) for m in short.mentions}) == 1
    if not found and is_of_one and (extreme := extreme_in(short)):
        goods = short.mentions[0].goods
        yield Ranked(extreme.words, extreme.sign, [goods], is_loose=extreme.is_loose)


def _plainly_ranked(short: Statement) -> Iterator[Ranked]:
    """What is said in words that compare prices by themselves."""
    order = FALLING.search(short.text) or RISING.search(short.text)
    cues = [cue for cue in cues_in(short) if not (order and _is_within(cue, order))]
    if any(cue.group not in FIRST and cue.words.lower() not in BESIDE for cue in cues):
        cues = [cue for cue in cues if cue.words.lower() not in BESIDE]
    firsts = [cue for cue in cues if cue.group in FIRST and not _is_denied(cue, short)]
    found: list[Ranked] = []
    for cue in cues:
        if cue.group in FIRST:
            if cue in firsts:
                first = _first(cue, firsts, short)
                is_of_others = _is_of_others(cue, short)
                found.append(replace(first, sign=-cue.sign) if is_of_others else first)
        else:
            found += _compared(cue, short)
    yield from found
    if order:
        yield from _in_order(order, short)
    elif not found:
        yield from _ends_of_a_range(short)
    if not (cues or order) and len(short.mentions) == 1:
        yield from _by_topic(short)


def _by_topic(short: Statement) -> Iterator[Ranked]:
    """One that is said to be the best "on price", and no price is told."""
    if words := NO_OBJECT.search(short.text):
        yield Ranked(words.group(), -1, short.goods)
    elif (words := WINS.search(short.text)) and BY_COST.search(short.text) and not short.amounts:
        yield Ranked(words.group(), 1, short.goods)


def _is_within(cue: Cue, order: re.Match[str]) -> bool:
    return order.start() <= cue.start < order.end()


def _in_order(order: re.Match[str], short: Statement) -> Iterator[Ranked]:
    """Where products stand in a list that is said to be in the order of prices."""
    sign = -1 if order.re is FALLING else 1
    text = f"{short.text[: order.start()]}{' ' * len(order.group())}{short.text[order.end() :]}"
    places = [(m.start(), 1) for m in STARTS.finditer(text)]
    places += [(m.start(), -1) for m in ENDS.finditer(text)]
    mentions = list(short.mentions)
    if places:
        for i, m in enumerate(mentions):
            near, way = min(places, key=lambda place: abs(place[0] - m.start))
            if len(places) == len(mentions):
                near, way = sorted(places)[i]
            if abs(near - m.start) <= _FAR:
                yield Ranked("first" if way > 0 else "last", sign * way, [m.goods])
    elif len(mentions) == 2:
        yield Ranked("first", sign, [mentions[0].goods])
        yield Ranked("last", -sign, [mentions[1].goods])
    else:
        for before, after in pairwise(mentions):
            yield Ranked("in order", sign, [before.goods], after.goods, is_strict=False)


def _is_denied(cue: Cue, short: Statement) -> bool:
    before = short.text[: cue.start]
    return short.is_negated_before(cue.start) or bool(_AMONG_MANY.search(before[-24:]))


def _first(cue: Cue, cues: Sequence[Cue], short: Statement) -> Ranked:
    """A superlative, with the goods that it is said of."""
    points = _points(short)
    both = _OF_BOTH.match(short.text, cue.end)
    if both and (outside := [p for p in points if not cue.start <= p.start < both.end()]):
        goods = outside[-1].goods
        others = [p.goods for p in points if p.goods is not goods]
        return Ranked(cue.words, cue.sign, [goods], others[0] if others else None)
    if not points:
        return Ranked(cue.words, cue.sign, short.goods)
    if len(short.mentions) == len(cues):
        return Ranked(cue.words, cue.sign, [short.mentions[list(cues).index(cue)].goods])
    clause = short.clause_at(cue.start)
    inside = [p for p in points if clause.start <= p.start < clause.end] or points
    nearest = min(inside, key=lambda p: max(p.start - cue.end, cue.start - p.end))
    return Ranked(cue.words, cue.sign, [nearest.goods])


def _is_of_others(cue: Cue, short: Statement) -> bool:
    """Whether it is said of the others: "the rest are at the upper end"."""
    clause = short.clause_at(cue.start)
    others = OTHERS.search(short.text, clause.start, cue.start)
    return bool(
        others
        and not _OF.search(short.text[: others.start()])
        and _ARE.match(short.text[others.end() : cue.start])
    )


_OF = re.compile(r"\b(?:of|than|among|from|over|to|with|against|beats?|as) $", re.I)
_ARE = re.compile(
    r"(?: \w+){0,2}? (?:are|is|were|sit|come|fall|lie|stand|all|being)\b[^,;]*$", re.I
)


def _points(short: Statement) -> list[Mention]:
    """Where goods are named, or meant as the first or the second of two that are."""
    named = list({id(m.goods): m.goods for m in short.mentions}.values())
    points = list(short.mentions)
    for found in ORDINAL.finditer(short.text) if len(named) == 2 else ():
        which = found["which"].lower()
        is_second = which in ("second", "latter", "last")
        if which == "other":
            before = [m for m in short.mentions if m.end <= found.start()]
            is_second = bool(before) and before[-1].goods is named[0]
        points.append(Mention(named[is_second], *found.span()))
    return sorted(points, key=lambda point: point.start)


def _compared(cue: Cue, short: Statement) -> Iterator[Ranked]:
    """What is said to be cheaper or dearer: than all others, than nothing, or than one other."""
    points = _points(short)
    clause = short.clause_at(cue.start)
    behind = [p for p in points if p.start >= cue.end]
    before = [p for p in points if p.end <= cue.start]
    none = NONE.search(short.text, clause.start, cue.end + 1)
    none = none or _NO.match(short.text, max(0, cue.start - 3), cue.end + 24)
    others = OTHERS.search(short.text, clause.start, cue.start)
    if (all_but := EXCEPT.search(short.text[: cue.start])) and points:
        but = next(p for p in points if p.end == all_but.end())
        yield Ranked(cue.words, -cue.sign, [but.goods])
    elif none and none.start() <= cue.start:
        told = behind[:1] or before[-1:]
        if told or "than" not in short.text[cue.end : cue.end + 6]:
            yield Ranked(cue.words, cue.sign, [p.goods for p in told] or short.goods)
    elif others and not any(p.start > others.end() for p in before):
        if told := behind[:1] or before[-1:]:
            yield Ranked(cue.words, -cue.sign, [told[0].goods])
    elif cue.group not in ALIKE and _is_of_all(cue, behind, short):
        if (told := before[-1:] or behind[:1]) and not short.is_negated_before(cue.start):
            yield Ranked(cue.words, cue.sign, [told[0].goods])
    else:
        yield from _than_one(cue, points, short)


def _is_of_all(cue: Cue, behind: Sequence[Mention], short: Statement) -> bool:
    end = cue.end + _FAR
    others = OTHERS.search(short.text, cue.end, end)
    if not others:
        return False
    between = [p for p in behind if p.end <= others.start()]
    return not any(OBJECT.search(short.text[: p.start]) for p in between)


def _than_one(cue: Cue, points: Sequence[Mention], short: Statement) -> Iterator[Ranked]:
    """One of two that is said to be cheaper or dearer than the other."""
    sides = _sides(cue, points, short)
    if not sides:
        return
    subject, other = sides
    is_denied = short.is_negated_before(cue.start)
    if not is_denied and cue.group not in ALIKE:
        yield Ranked(cue.words, cue.sign, [subject], other)
    elif is_denied:
        is_strict = cue.group in ALIKE
        yield Ranked(cue.words, -cue.sign, [subject], other, is_strict)


def _sides(cue: Cue, points: Sequence[Mention], short: Statement) -> tuple[Goods, Goods] | None:
    """What is compared, and what it is compared with."""
    objects = [p for p in points if OBJECT.search(short.text[: p.start][-48:])]
    subjects = [p for p in points if p not in objects]
    if not subjects:
        carried = short.carried if len(short.carried) == 1 else []
        subjects = [
            Mention(one, 0, 0) for one in carried if not points or one is not points[0].goods
        ]
    clause = short.clause_at(cue.start)
    inside = [
        p for p in subjects if clause.start <= p.start < clause.end and not clause.is_question
    ]
    before = [p for p in inside if p.end <= cue.start] or [
        p for p in subjects if p.end <= cue.start and not inside
    ]
    behind = [p for p in (inside or subjects) if p.start >= cue.end]
    chosen = before[-1:] or behind[:1]
    if not chosen:
        return None
    subject = chosen[0].goods
    rest = {id(p.goods): p.goods for p in objects if p.goods is not subject}
    rest = rest or {id(p.goods): p.goods for p in points if p.goods is not subject}
    return (subject, next(iter(rest.values()))) if len(rest) == 1 else None


def _ends_of_a_range(short: Statement) -> Iterator[Ranked]:
    """Both ends of "they run from X up to Y"."""
    if len(short.mentions) != 2:
        return
    first, second = short.mentions
    if not RUNS.search(short.text):
        return
    before, between = short.text[: first.start], short.text[first.end : second.start]
    if FROM_TO.search(before[-24:]) and TO.search(between):
        yield Ranked("from", 1, [first.goods])
        yield Ranked("to", -1, [second.goods])
