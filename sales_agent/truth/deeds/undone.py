"""Reads of which deeds a clause says that they were not done."""

import re
from collections.abc import Iterator

from sales_agent.truth.deeds.nouns import sorts_of_nouns
from sales_agent.truth.deeds.objects import CART, CODE, PEOPLE
from sales_agent.truth.deeds.phrases import BASE, STEM
from sales_agent.truth.deeds.sorts import BY_NAME, NOUN, Sort, sort_of
from sales_agent.truth.reading.clauses import denials_in
from sales_agent.truth.reading.statement import Statement

_FAILED = re.compile(
    r"\b(?:didn't|did not|doesn't|does not|won't|couldn't|wasn't|isn't|hasn't|cannot|"
    r"can't)\s+(?:be |been )?"
    r"(?:work\w*|go through|gone through|take|stick|applied|apply|accept\w*|valid|on your|in "
    r"your|"
    r"possible|through|register\w*|complete\w*|succeed\w*|successful|open\w*|active|confirmed|"
    r"set up|in place|there|on (?:it|file))\b|"
    r"\b(?:is|was|has been|got|been|'s|stays?|remains?) (?:\w+ )?(?:declined|rejected|refused|"
    r"invalid|unchanged|expired|untouched|not valid|unsuccessful|the same|the old one)\b|"
    r"\b(?:failed|bounced|fell through|fallen through|fell flat|lapsed|expired|was lost|got lost|"
    r"turned down|came to nothing|didn't happen|not happened|abgelehnt|ungültig)\b",
    re.I,
)
_UNABLE = re.compile(
    r"(?:'ve|'s|'re) (?:not|never)\b|"
    r"\b(?:couldn't|could not|wasn't able to|was not able to|unable to|haven't|have not|didn't|"
    r"did not|failed to|hasn't been|has not been|wasn't|was not|isn't|aren't|hasn't|weren't|"
    r"not yet|never|(?:can't|cannot|can not|can no longer|could no longer|won't) be|"
    r"konnte nicht|wurde nicht|habe (?:\w+ ){0,3}nicht)\b",
    re.I,
)
_NONE = re.compile(
    r"\b(?:no(?! longer\b| other\b)|nothing(?! else)|nobody|no[- ]one|none|kein\w*|nichts)\b", re.I
)
_NEAR = 24
"""Characters between a denial and the verb that it denies."""
_NOT_IN_CART = re.compile(
    rf"\b(?:isn't|is not|aren't|not|nothing\b.*) (?:yet )?in (?:your|the) {CART}\b", re.I
)
_THINGS = (
    (_NOT_IN_CART, "cart"),
    (re.compile(rf"{CODE}|\b(?:code|coupon|voucher)\b", re.I), "apply"),
    (re.compile(r"\b(?:delivery |shipping )?address\b", re.I), "change"),
)  # fmt: skip
_INTO = (
    (re.compile(rf"\b(?:in|into|to|on) (?:your|the) {CART}\b", re.I), "cart"),
    (re.compile(rf"{CODE}.*\b(?:in|on|to) (?:your|the) (?:{CART}|order|total)\b", re.I), "apply"),
)
_BESIDE = re.compile(
    r"\b(?:pay\w*|charge[ds]?|costs?|worry|need|until|yet to|not the|if|more than|only)\b", re.I
)
"""With these a denial is of something else than of the deed."""
_STILL_ON = re.compile(
    r"\bstill (?:on (?:its|the) way|coming|active|stands|going (?:out|ahead)|due|on track|"
    r"confirmed|alive|in place)\b",
    re.I,
)
_STILL_OLD = re.compile(r"\b(?:still|stays?|remains?)\b.*\bold (?:\w+ )?address\b", re.I)
_STILL = ((_STILL_ON, "cancel"), (_STILL_OLD, "change"))
_NOBODY = re.compile(
    r"\b(?:couldn't|could not|can't|wasn't able to|unable to) (?:reach|find|get (?:hold of )?|"
    r"fetch|connect|contact)\b",
    re.I,
)
_PERSON = re.compile(rf"\b{PEOPLE}\b", re.I)


def undone_in(part: Statement) -> Iterator[Sort]:
    """The sorts of deed of which a clause says that they were not done."""
    text = part.masked
    for pattern, name in _STILL:
        if pattern.search(text):
            yield BY_NAME[name]
    if _NOBODY.search(text) and _PERSON.search(text):
        yield BY_NAME["hand over"]
    if failed := _FAILED.search(text):
        before = text[: failed.start()]
        yield from sorts_of_nouns(before)[-1:]
        yield from (BY_NAME[name] for pattern, name in _THINGS if pattern.search(before))
    yield from _of_nothing(text)
    if denials_in(text) and not _BESIDE.search(text):
        yield from (BY_NAME[name] for pattern, name in _INTO if pattern.search(text))
    if _NOT_IN_CART.search(text):
        yield BY_NAME["cart"]
    if (unable := _UNABLE.search(text)) is None:
        return
    found = BASE.search(text, unable.end(), unable.end() + _NEAR)
    if found:
        yield sort_of(found, "b")
    elif found := STEM.search(text, unable.end(), unable.end() + _NEAR):
        yield sort_of(found, "s")


def _of_nothing(text: str) -> Iterator[Sort]:
    """What "no return is open" and "nobody was told" deny."""
    if (none := _NONE.search(text)) is None:
        return
    found = NOUN.search(text, none.end(), none.end() + _NEAR)
    if found and re.search(r"\b(?:is|are|was|were|has|have|been|exists?)\b|'s\b", text):
        yield sort_of(found, "n")
    elif none.group().lower() != "no" and (found := STEM.search(text, none.end())):
        yield sort_of(found, "s")
