"""Reads what a sentence says to be done: by verbs, by nouns that are done, by how things stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sales_agent.truth.deeds.phrases import (
    ATTRIBUTE,
    BARE,
    BASE,
    BEHIND,
    CHOSEN,
    DOING_BARE,
    FAILED,
    GERMAN,
    GERMAN_GENERIC,
    HAD,
    IN_CART,
    IS_DOING,
    IT_DONE,
    KEEPS,
    LEAD,
    LOOKED,
    MANAGED,
    NOUN_DONE,
    NOUN_DONE_BARE,
    OF_CART,
    ON_HERS,
    OWN,
    OWN_GENERIC,
    PASSIVE,
    PRESENT,
    RUNS,
    STATE,
    STEM,
    STEM_BEHIND,
    UNABLE,
    UNDONE,
    VERB,
    WE_DID,
)
from sales_agent.truth.deeds.sorts import (
    NOUN,
    SORTS,
    VAGUE,
    Sort,
    sort_of,
    sorts_of_nouns,
)
from sales_agent.truth.reading.clauses import denials_in
from sales_agent.truth.reading.statement import Statement

_RESERVE = next(sort for sort in SORTS if sort.name == "reserve")
_SORTS = {sort.name: sort for sort in SORTS}
_BY_VERB = {
    "reserv": _SORTS["reserve"],
    "cancel": _SORTS["cancel"],
    "refund": _SORTS["refund"],
    "credit": _SORTS["refund"],
    "redeem": _SORTS["apply"],
    "transferr": _SORTS["hand over"],
    "connect": _SORTS["hand over"],
    "forward": _SORTS["hand over"],
    "escalat": _SORTS["hand over"],
}


@dataclass(frozen=True)
class Claim:
    """A deed that a clause says was done.

    Attributes:
        words: Those that say it.
        sorts: Those it can be of; it holds when one of them was done.
        part: The clause.
        is_own: Whether it is said to be done by us and just now, and not only to be so.
        is_ours: Whether we are said to have done it: "I've placed your order".
        is_rule: Whether it can also be said of all goods at all times: "refunds are sent".
    """

    words: str
    sorts: Sequence[Sort]
    part: Statement
    is_own: bool = False
    is_rule: bool = False
    is_ours: bool = False


def claims_in(part: Statement) -> Iterator[Claim]:
    """The deeds that a clause says were done."""
    text = part.masked
    patterns = (OWN, PASSIVE, HAD, BARE, GERMAN) if STEM.search(text) else ()
    for pattern in patterns:
        for found in pattern.finditer(text):
            if _is_said(found, part, text):
                sorts = _sorts_of(found, text)
                is_own = pattern in (OWN, HAD) or (
                    pattern in (BARE, GERMAN) and sorts[0].name != "reserve"
                )
                is_rule = pattern is PASSIVE and bool(PRESENT.match(found.group()))
                yield Claim(found.group().strip(), sorts, part, is_own, is_rule, pattern is OWN)
    if not VERB.search(LEAD.sub("", text)):
        yield from _without_verb(part, text)
    yield from _of_nouns(part, text)
    yield from _of_doing(part, text)
    for found in MANAGED.finditer(text):
        sorts = _sorts_of_words(text[found.end() :])
        if sorts and _is_said(found, part, text):
            yield Claim(found.group().strip(), sorts, part, is_own=True)
    for found in STATE.finditer(text):
        if _is_said(found, part, text, is_denial="n't" in found.group() or " not" in found.group()):
            yield Claim(found.group(), [sort_of(found, "t")], part, is_own=True)


def _of_doing(part: Statement, text: str) -> Iterator[Claim]:
    """Deeds that are said to go on just now, which only a call can do."""
    bare = DOING_BARE.match(text)
    is_alone = bare is not None and VERB.search(text) is None
    for found in [*IS_DOING.finditer(text), *([bare] if bare and is_alone else [])]:
        if not _is_said(found, part, text):
            continue
        verb, rest = found["verb"].lower(), text[found.end() :]
        sorts = sorts_of_nouns(rest)
        if KEEPS.search(found.group("verb") + rest):
            sorts = [_RESERVE]
        elif (by_verb := _sort_of_verb(verb)) is not None:
            sorts = [by_verb]
        elif not re.search(r"\b(?:your|the|that|it|this)\b", rest):
            sorts = []
        if sorts:
            yield Claim(found.group().strip(), sorts, part, is_own=True)


def _sorts_of_words(text: str) -> list[Sort]:
    """The sorts that the nouns and verbs behind "I was able to" tell."""
    by_verb = [sort for word in text.lower().split() if (sort := _sort_of_verb(word))]
    base = BASE.search(text)
    return [*by_verb, *([sort_of(base, "b")] if base else []), *sorts_of_nouns(text)]


def _sort_of_verb(verb: str) -> Sort | None:
    """The sort of a deed's verb in "-ing", where that alone tells it."""
    return next((sort for beginning, sort in _BY_VERB.items() if verb.startswith(beginning)), None)


def says_all_done(part: Statement) -> str:
    """The words by which a clause says that all is done, whatever it was; or none."""
    found = IT_DONE.search(part.masked)
    return found.group() if found and _is_said(found, part, part.masked) else ""


def says_unknown_deed(part: Statement) -> str:
    """The words by which we are said to have done what is no looking, finding or saying."""
    for found in WE_DID.finditer(part.masked):
        verb = (found["perfect"] or found["past"]).lower()
        is_choice = verb == "took" and CHOSEN.match(part.masked, found.end())
        if verb not in LOOKED and not is_choice and _is_said(found, part, part.masked):
            return found.group()
    return ""


def says_in_cart(part: Statement) -> str:
    """The words by which a clause says that something is in her cart; or none."""
    found = IN_CART.search(part.masked)
    if not found or OF_CART.search(part.unnamed) or part.is_negated:
        return ""
    return found.group() if not part.is_conditional_before(found.start()) else ""


def undone_in(part: Statement) -> Sort | None:
    """The sort of deed of which a clause says that it was not done."""
    text = part.masked
    if (failed := FAILED.search(text)) and (sorts := sorts_of_nouns(text[: failed.start()])):
        return sorts[-1]
    if (unable := UNABLE.search(text)) is None:
        return None
    found = UNDONE.search(text, unable.end(), unable.end() + 24)
    if found is None:
        return None
    groups = found.groupdict()
    return sort_of(found, "b" if any(groups.get(f"b{i}") for i in range(len(SORTS))) else "s")


def _sorts_of(found: re.Match[str], text: str) -> list[Sort]:
    """The sort of a participle; of vague ones a noun tells: a refund that is on its way."""
    sort = sort_of(found, "s")
    nouns = sorts_of_nouns(text[: found.start()]) if sort.name in VAGUE else []
    meant = [one for one in nouns if one.name != "order"]
    return meant[-1:] or [sort]


def _without_verb(part: Statement, text: str) -> Iterator[Claim]:
    """Participles of a clause that has no other verb: "O-5031 canceled, as you asked"."""
    for found in BEHIND.finditer(text):
        sort = sort_of(found, "s")
        if found.start() and sort.name in STEM_BEHIND and _is_said(found, part, text):
            yield Claim(found.group(), [sort], part, is_own=sort.name != "reserve")
    found_done = NOUN_DONE_BARE.search(text)
    if found_done and _is_said(found_done, part, text) and not RUNS.search(found_done.group()):
        yield Claim(found_done.group(), [sort_of(found_done, "n")], part, is_own=True)


def _of_nouns(part: Statement, text: str) -> Iterator[Claim]:
    """Nouns that are said to be done, and verbs of which a noun tells what they did."""
    for found in NOUN_DONE.finditer(text):
        is_off = found["done"].lower().startswith("cancel")
        sort = _SORTS["cancel"] if is_off else sort_of(found, "n")
        if sort.name == "apply" and RUNS.search(found["done"]) and not ON_HERS.search(text):
            continue
        if _is_said(found, part, text) and not NOUN.search(found["between"]):
            is_rule = not re.search(r"\b(?:has|have|was|now|just|already)\b", found.group(), re.I)
            yield Claim(found.group(), [sort], part, is_own=True, is_rule=is_rule)
    for pattern in (OWN_GENERIC, GERMAN_GENERIC):
        for found in pattern.finditer(text):
            sorts = sorts_of_nouns(text[found.end("verb") :]) or (
                sorts_of_nouns(text) if pattern is GERMAN_GENERIC else []
            )
            if not sorts and found["verb"].lower() == "booked":
                sorts = [_RESERVE]
            if sorts and _is_said(found, part, text):
                yield Claim(found.group().strip(), sorts, part, is_own=True, is_ours=True)


def _is_said(found: re.Match[str], part: Statement, text: str, *, is_denial: bool = False) -> bool:
    """Whether it is said as a fact: not denied, and not left open."""
    place = found.start()
    if ATTRIBUTE.search(text[:place]) or part.is_in_name(place):
        return False
    if not is_denial and any(at < found.end() for at in denials_in(text)):
        return False
    return not part.is_conditional_before(place)
