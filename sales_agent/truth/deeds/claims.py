"""Reads what a sentence says to be done: by verbs, by nouns that are done, by how things stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sales_agent.truth.deeds.nouns import next_sorts, sorts_of_nouns
from sales_agent.truth.deeds.objects import CART
from sales_agent.truth.deeds.phrases import (
    AS_ASKED,
    ATTRIBUTE,
    BARE,
    BASE,
    BEHIND,
    CHAINED,
    CHAINED_VAGUE,
    CHOSEN,
    DOING_BARE,
    GERMAN,
    GERMAN_GENERIC,
    HAD,
    HERS,
    IN_CART,
    IS_DOING,
    IT_DONE,
    KEEPS,
    LEAD,
    LOOKED,
    MANAGED,
    NOUN_DONE,
    NOUN_DONE_BARE,
    NOW,
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
    VERB,
    WANTED,
    WE_DID,
    YOU_SEE,
)
from sales_agent.truth.deeds.sorts import BY_NAME, NOUN, VAGUE, Sort, sort_of
from sales_agent.truth.reading.clauses import denials_in
from sales_agent.truth.reading.statement import Statement

_BY_VERB = {
    "reserv": BY_NAME["reserve"],
    "cancel": BY_NAME["cancel"],
    "refund": BY_NAME["refund"],
    "credit": BY_NAME["refund"],
    "redeem": BY_NAME["apply"],
    "transferr": BY_NAME["hand over"],
    "connect": BY_NAME["hand over"],
    "forward": BY_NAME["hand over"],
    "escalat": BY_NAME["hand over"],
}

_SECURED = ("in", "down", "secured")
"""Ends of words by which goods are kept, and other things too: "locked in"."""
_TENDER = re.compile(r"\b(?:gift card|points|store credit|balance)\b", re.I)
"""What is applied as money, and not as a code."""
_WILL = re.compile(r"\bwill\b|'ll\b", re.I)
_LATER = re.compile(r"\b(?:if|once|when|whenever|as soon as|unless|should)\b", re.I)
"""Behind what will be, it is an offer."""
_CART = re.compile(rf"\b{CART}\b", re.I)
_DENIED_BEHIND = re.compile(r"[^.,;]{0,40}\b(?:nichts?|kein\w*|nie)\b", re.I)
"""Behind a deed that German denies at the end: "storniert habe ich nichts"."""
_OF_ANY = re.compile(r",\s+(?:the )?(?:goods|items|things|products|articles|orders)\b", re.I)
"""Behind a participle: it is said of all goods, "put on hold, goods stay there"."""
_BY_OTHERS = re.compile(
    r"\b(?:every(?:thing|one)?|all|each|the (?:very )?last|somebody|someone|others?|whatever|what) "
    r"(?:(?!your\b)[\w',-]+ ){0,12}$",
    re.I,
)
"""Before what was bought: others have bought it, and it is gone."""


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
    has_stem = STEM.search(text) is not None
    if has_stem:
        yield from _of_verbs(part, text)
    yield from _chained(part, text)
    has_noun = NOUN.search(text) is not None
    if (has_stem or has_noun) and not VERB.search(LEAD.sub("", text)):
        yield from _without_verb(part, text)
    if has_noun:
        yield from _of_nouns_done(part, text)
    yield from _of_vague_verbs(part, text)
    yield from _of_doing(part, text)
    for found in MANAGED.finditer(text):
        sorts = _sorts_of_words(text[found.end() :])
        if sorts and _is_said(found, part, text):
            yield Claim(found.group().strip(), sorts, part, is_own=True)
    for found in STATE.finditer(text):
        if _WILL.search(found.group()) and _LATER.search(text, found.end()):
            continue
        if _is_said(found, part, text, is_denial=bool(denials_in(found.group()))):
            is_rule = not NOW.search(found.group())
            yield Claim(found.group(), [sort_of(found, "t")], part, is_own=True, is_rule=is_rule)


def _of_verbs(part: Statement, text: str) -> Iterator[Claim]:
    """Deeds that are told by a verb of their own."""
    as_asked = (AS_ASKED,) if " as " in text else ()
    for pattern in (OWN, PASSIVE, HAD, HERS, *as_asked, BARE, GERMAN):
        for found in pattern.finditer(text):
            if _is_said(found, part, text):
                sorts = _sorts_of(found, text)
                if sorts[0].name == "order" and _BY_OTHERS.search(text[: found.start()]):
                    continue
                is_own = pattern in (OWN, HAD) or (
                    pattern in (BARE, GERMAN) and sorts[0].name != "reserve"
                )
                is_rule = (pattern is PASSIVE and bool(PRESENT.match(found.group()))) or (
                    pattern is BARE and bool(_OF_ANY.search(text, found.end()))
                )
                yield Claim(found.group().strip(), sorts, part, is_own, is_rule, pattern is OWN)


def _chained(part: Statement, text: str) -> Iterator[Claim]:
    """The second of two deeds that one subject has done: "added it and paid for it"."""
    first = OWN.search(text) or PASSIVE.search(text) or OWN_GENERIC.search(text)
    if first is None or not _is_said(first, part, text):
        return
    for found in CHAINED.finditer(text, first.end()):
        if _is_said(found, part, text):
            yield Claim(found.group(), _sorts_of(found, text), part, is_own=True)
    for found in CHAINED_VAGUE.finditer(text, first.end()):
        sorts = next_sorts(text[found.end() :])
        if sorts and _is_said(found, part, text):
            yield Claim(found.group(), sorts, part, is_own=True)


def _of_doing(part: Statement, text: str) -> Iterator[Claim]:
    """Deeds that are said to go on just now, which only a call can do."""
    bare = DOING_BARE.match(text)
    is_alone = bare is not None and VERB.search(text) is None
    for found in [*IS_DOING.finditer(text), *([bare] if bare and is_alone else [])]:
        if not _is_said(found, part, text):
            continue
        verb, rest = found["verb"].lower(), text[found.end() :]
        sorts = next_sorts(rest)
        if KEEPS.search(found.group("verb") + rest):
            sorts = [BY_NAME["reserve"]]
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
    said = YOU_SEE.sub(" ", part.unnamed)
    if not found or OF_CART.search(said) or part.is_negated:
        return ""
    return found.group() if not part.is_conditional_before(found.start()) else ""


def _sorts_of(found: re.Match[str], text: str) -> list[Sort]:
    """The sort of a participle; of vague ones a noun tells: a refund that is on its way."""
    sort = sort_of(found, "s")
    if sort.name == "apply" and _TENDER.search(text, found.end()):
        return [BY_NAME["pay"]]
    is_vague = sort.name in VAGUE or found.group().lower().split()[-1] in _SECURED
    if not is_vague:
        return [sort]
    meant = [one for one in sorts_of_nouns(text[: found.start()]) if one.name != "order"]
    if not meant and (behind := NOUN.search(text, found.end())):
        meant = [sort_of(behind, "n")]
    if sort.name == "change" and _CART.search(text):
        return [sort, BY_NAME["cart"], *meant[-1:]]
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


def _of_nouns_done(part: Statement, text: str) -> Iterator[Claim]:
    """Nouns that are said to be done."""
    for found in NOUN_DONE.finditer(text):
        is_off = found["done"].lower().startswith("cancel")
        sort = BY_NAME["cancel"] if is_off else sort_of(found, "n")
        if sort.name == "apply" and RUNS.search(found["done"]) and not ON_HERS.search(text):
            continue
        if _is_said(found, part, text) and not NOUN.search(found["between"]):
            is_rule = not NOW.search(found.group())
            yield Claim(found.group(), [sort], part, is_own=True, is_rule=is_rule)


def _of_vague_verbs(part: Statement, text: str) -> Iterator[Claim]:
    """Verbs of any deed, of which a noun tells what they did."""
    for pattern in (OWN_GENERIC, GERMAN_GENERIC):
        for found in pattern.finditer(text):
            sorts = next_sorts(text[found.end("verb") :]) or (
                sorts_of_nouns(text) if pattern is GERMAN_GENERIC else []
            )
            if not sorts and found["verb"].lower() == "booked":
                sorts = [BY_NAME["reserve"]]
            if sorts and _is_said(found, part, text):
                is_rule = bool(_OF_ANY.search(text, found.end()))
                yield Claim(found.group().strip(), sorts, part, True, is_rule, is_ours=not is_rule)


def _is_said(found: re.Match[str], part: Statement, text: str, *, is_denial: bool = False) -> bool:
    """Whether it is said as a fact: not denied, and not left open."""
    place = found.start()
    if ATTRIBUTE.search(text[:place]) or part.is_in_name(place):
        return False
    if not is_denial and any(at < found.end() for at in denials_in(text)):
        return False
    if not is_denial and _DENIED_BEHIND.match(text, found.end()):
        return False
    return not (part.is_conditional_before(place) or WANTED.search(text, 0, found.end()))
