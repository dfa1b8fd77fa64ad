"""Reads what a sentence says to be done: by verbs, by nouns that are done, by how things stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sales_agent.truth.clauses import denials_in
from sales_agent.truth.deed_sorts import (
    BASES,
    CART,
    DOING,
    DONE,
    GENERIC,
    NOUN,
    NOUNS,
    SORTS,
    STATES,
    STEMS,
    VAGUE,
    Sort,
    sort_of,
    sorts_of_nouns,
)
from sales_agent.truth.statement import Statement
from sales_agent.truth.text import words_of

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
_STAFF = r"(?:the|our) (?:team|staff|store|people|folks)(?: (?:at|in) [^.,;]{1,30}?)?"
_SUBJECT = rf"(?:I|we|they|ich|wir|{_STAFF})"
_ADVERBS = (
    r"(?: just| now| already| also| successfully| all| both| being| officially| duly| safely|"
    r" fully| gladly| happily| gone ahead and| went ahead and| took the liberty and| quickly|"
    r" finally| been| nun| jetzt| bereits| schon| soeben| gerade)*"
)
_HAVE = r"(?:'ve|'d| have| had|'m| am|'re| are| habe| haben)?"
_STEM = re.compile(rf"\b(?:{STEMS})\b", re.I)
_OWN = re.compile(rf"\b{_SUBJECT}{_HAVE}{_ADVERBS}\s+(?:{STEMS})\b", re.I)
_PASSIVE = re.compile(
    rf"(?:\b(?:is|are|was|were|been|got|gets?|has|have|wurden?|ist|sind)|'s|'re){_ADVERBS}"
    rf"\s+(?:{STEMS})\b",
    re.I,
)
_GERMAN = re.compile(
    rf"\b(?:habe|haben|hat|wurden?|ist|sind)\b[^.;]{{1,80}}?\s(?:{STEMS})\b(?! werden)", re.I
)
_HAD = re.compile(
    rf"\b(?:consider|(?:I|we)(?:'ve| have)? (?:got|had)) "
    rf"(?:(?!you\b|that\b|which\b|what\b|who\b|we\b)[\w'-]+ ){{1,6}}(?:{STEMS})\b(?! by\b)",
    re.I,
)
_BARE = re.compile(
    rf"^\W*(?:(?:successfully|now|and) )*(?!put\b|noted\W*$)(?:{STEMS})\b"
    r"(?! (?:goods|items?|orders?|products?|units?|prices?|pairs?)\b)",
    re.I,
)
_BEHIND = re.compile(
    rf"(?:{STEMS})\b(?! (?:by|price|items?|goods|orders?|units?|"
    rf"pairs?)\b)",
    re.I,
)
_STEM_BEHIND = ("apply", "reserve", "cart", "remove", "cancel", "refund", "return", "hand over")
_LEAD = re.compile(r"^\W*(?:so |okay |and )?(?:that's|there's|that is|with that|here's)\b", re.I)
_VERB = re.compile(
    r"\b(?:let me|let's|please|to|happy|is|are|was|were|has|have|had|will|can|could|would|"
    r"should|may|might|must|do|does|did|"
    r"costs?|comes?|gets?|goes|make|makes|need|needs|takes?|ist|sind|hat|haben|wird|werden|"
    r"wurden?|"
    r"kann|können|kostet)\b|'(?:s|re|ve|ll|d|m)\b",
    re.I,
)
_OWN_GENERIC = re.compile(
    rf"(?:\b{_SUBJECT}{_HAVE}{_ADVERBS}\s+|^\W*(?:(?:successfully|now|and) "
    rf")*)(?P<verb>{GENERIC})\b",
    re.I,
)
_GERMAN_GENERIC = re.compile(
    rf"\b(?:habe|haben|wurden?|ist|sind)\b[^.;]{{1,80}}?\s(?P<verb>{GENERIC})\b(?! werden)", re.I
)
_NOUN_DONE = re.compile(
    rf"\b(?:{NOUNS})\b(?P<between>[^.;:?]{{0,48}}?)"
    rf"(?:\s(?:is|was|are|were|has|have|got|went|ist|sind|wurden?)|'s|'re){_ADVERBS}\s+"
    rf"(?P<done>{DONE})\b",
    re.I,
)
_NOUN_DONE_BARE = re.compile(
    rf"\b(?:{NOUNS})\b[^.;:?]{{0,40}}?[\s:]{_ADVERBS}\s*(?P<done>{DONE})"
    rf"(?: (?:for|as|on|at|in|with)\b[^.;?]{{0,40}})?\W*$",
    re.I,
)
_RUNS = re.compile(
    r"\b(?:active|live|open|ready|in place|yours|on file|official|"
    r"accepted)$",
    re.I,
)
_ON_HERS = re.compile(rf"\b(?:your?|{CART}|order|total|account|O-\w+|deine?\w*|ihre?\w*)\b", re.I)
_IT_DONE = re.compile(
    rf"\b(?:it|that|this|everything|all|das|alles|es)(?:'s| is| has| was| ist| "
    rf"wurde){_ADVERBS}\s+"
    r"(?:done|sorted(?! (?:by|from|out)\b)|taken care of|handled|processed|completed|complete|"
    r"booked|confirmed|arranged|dealt with|actioned|erledigt)\b"
    rf"|\b{_SUBJECT}{_HAVE}{_ADVERBS}\s+(?:done|sorted|handled|took care of|taken care of|"
    rf"dealt with|"
    r"seen to|saw to|arranged|fixed) (?:it|that|this|everything|all|the rest|your request)\b"
    r"|\b(?:all set|all done|done and dusted|you're (?:all )?set|consider it done|that's that|"
    r"job done|mission accomplished|alles erledigt)\b",
    re.I,
)
_DOING = re.compile(
    rf"(?<!\byou)(?<!\byou )(?:\b(?:is|are|am)|'m|'re|'s)(?: now| just| already| currently| "
    rf"gladly| right now)* "
    rf"(?P<verb>{DOING})\b",
    re.I,
)
_WE_DID = re.compile(
    rf"\b(?:I|we)(?:'ve| have){_ADVERBS}\s+(?P<perfect>[a-z]{{2,}}(?:ed|en|wn|ld|nt|pt|ught)|put|"
    rf"split|cut|set|made|taken|done|gone|given|sent|told|paid|bought)\b"
    rf"|\b(?:I|we){_ADVERBS}\s+(?P<past>[a-z]{{3,}}ed|put|split|sent|told|paid|bought|gave|"
    rf"took)\b",
    re.I,
)
_LOOKED = words_of(
    "looked checked seen heard understood noticed searched pulled listed shown picked chosen "
    "compared "
    "gathered read thought meant said mentioned asked been tried suggested recommended "
    "narrowed sorted "
    "filtered spotted included kept forgotten missed counted verified confirmed run gone made "
    "misread "
    "told explained described answered loved enjoyed sold carried stocked received found known "
    "felt "
    "promised needed wanted liked hoped wished offered priced stored named called learned "
    "learnt used "
    "considered reviewed selected collected highlighted noted remembered focused limited based "
    "concluded guessed assumed misunderstood apologised apologized worked helped agreed "
    "arrived moved "
    "matched ranked scanned browsed examined retrieved located identified determined calculated "
    "totalled added compiled summarised summarized prepared designed started "
    "opened stopped planned expected doubted happened managed decided followed opted "
    "tracked traced dug rechecked brought turned pinned discovered uncovered established "
    "figured glanced "
    "queried consulted scoured combed inspected assessed evaluated weighed shipped dispatched "
    "delivered "
    "packed posted scheduled estimated aimed pencilled penciled quoted handed gave passed sent "
    "double "
    "went held spoken indeed need feed speed"
)
"""Verbs by which we have changed nothing, or which the sorts of deeds know better."""
_DOING_BARE = re.compile(rf"^\W*(?P<verb>{DOING})\b", re.I)
_KEEPS = re.compile(
    r"\b(?:keep|keeping|hold|holding|sav(?:e|ing)|guarding|minding|storing|setting|putting)\b"
    r"[^.;]*\b(?:for you|aside|in your name|under your name|on hold)\b",
    re.I,
)
_MANAGED = re.compile(
    rf"\b{_SUBJECT}{_HAVE}{_ADVERBS}\s*(?:(?:was|were|been) able to|managed to|(?:gone|went) "
    rf"ahead "
    r"(?:and|with)|(?:asked|told|had|got) [^.;]{1,30}? to(?= )|succeeded in|finished|"
    r"(?:taken|took) (?:care|the liberty) of|got around to|made sure to)\b",
    re.I,
)
_BASE = re.compile(rf"\b(?:{BASES})\b", re.I)
_STATE = re.compile(rf"\b(?:{STATES})\b", re.I)
_IN_CART = re.compile(
    rf"\b(?:in|into|inside|to|on|im|in (?:den|deinem|ihrem|deinen|ihren)) (?:your |the |my )?"
    rf"(?:shopping )?{CART}\b"
    rf"|\b(?:your|the) {CART}(?:'s| has| now| contains| holds| includes| features| lists| "
    rf"shows)\b",
    re.I,
)
_OF_CART = re.compile(
    r"\b(?:what(?:'s| is)|check|see|look|view|open|goes?|going|head|anything|something|nothing|"
    r"empty|"
    r"offers?|add|put|place|pop|drop|to add|when|quote|free|discount\w*|coupon|code|voucher|"
    r"promo|"
    r"applied|shows? up|changed?|updated?|out of your|leg\w*|\d+ ?%)\b|(?-i:\b[A-Z]{2,}\d+\b)",
    re.I,
)
"""With these a cart is spoken of for another reason than what is in it."""
_ATTRIBUTE = re.compile(
    r"\b(?:what(?:ever)?|(?:any|every)thing|(?:goods|items|orders|products|those)"
    r"(?: that| which)?)\s*$|\b(?:where|how|when)\b[^.;]*$",
    re.I,
)
"""Before a participle: "what was delivered" is whatever was, and says of nothing that it was."""
_PRESENT = re.compile(r"^(?:is|are|gets?|'s|'re|ist|sind)\s+\w+", re.I)
_UNDONE = re.compile(rf"(?:{BASES}|(?:{STEMS}))\b", re.I)
_FAILED = re.compile(
    r"\b(?:didn't|did not|doesn't|does not|won't|couldn't|wasn't|isn't|hasn't|cannot|"
    r"can't)\s+(?:be )?"
    r"(?:work\w*|go through|gone through|take|stick|applied|apply|accept\w*|valid|on your|in "
    r"your|"
    r"possible|through|register\w*|complete\w*|succeed\w*|successful)\b",
    re.I,
)
_UNABLE = re.compile(
    r"\b(?:couldn't|could not|wasn't able to|was not able to|unable to|haven't|have not|didn't|"
    r"did not|failed to|hasn't been|has not been|wasn't|was not|isn't|aren't|hasn't|weren't|"
    r"konnte nicht|wurde nicht|habe (?:\w+ ){0,3}nicht)\b",
    re.I,
)


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
    patterns = (_OWN, _PASSIVE, _HAD, _BARE, _GERMAN) if _STEM.search(text) else ()
    for pattern in patterns:
        for found in pattern.finditer(text):
            if _is_said(found, part, text):
                sorts = _sorts_of(found, text)
                is_own = pattern in (_OWN, _HAD) or (
                    pattern in (_BARE, _GERMAN) and sorts[0].name != "reserve"
                )
                is_rule = pattern is _PASSIVE and bool(_PRESENT.match(found.group()))
                yield Claim(found.group().strip(), sorts, part, is_own, is_rule, pattern is _OWN)
    if not _VERB.search(_LEAD.sub("", text)):
        yield from _without_verb(part, text)
    yield from _of_nouns(part, text)
    yield from _of_doing(part, text)
    for found in _MANAGED.finditer(text):
        sorts = _sorts_of_words(text[found.end() :])
        if sorts and _is_said(found, part, text):
            yield Claim(found.group().strip(), sorts, part, is_own=True)
    for found in _STATE.finditer(text):
        if _is_said(found, part, text, is_denial="n't" in found.group() or " not" in found.group()):
            yield Claim(found.group(), [sort_of(found, "t")], part, is_own=True)


def _of_doing(part: Statement, text: str) -> Iterator[Claim]:
    """Deeds that are said to go on just now, which only a call can do."""
    bare = _DOING_BARE.match(text)
    is_alone = bare is not None and _VERB.search(text) is None
    for found in [*_DOING.finditer(text), *([bare] if bare and is_alone else [])]:
        if not _is_said(found, part, text):
            continue
        verb, rest = found["verb"].lower(), text[found.end() :]
        sorts = sorts_of_nouns(rest)
        if _KEEPS.search(found.group("verb") + rest):
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
    base = _BASE.search(text)
    return [*by_verb, *([sort_of(base, "b")] if base else []), *sorts_of_nouns(text)]


def _sort_of_verb(verb: str) -> Sort | None:
    """The sort of a deed's verb in "-ing", where that alone tells it."""
    return next((sort for beginning, sort in _BY_VERB.items() if verb.startswith(beginning)), None)


def says_all_done(part: Statement) -> str:
    """The words by which a clause says that all is done, whatever it was; or none."""
    found = _IT_DONE.search(part.masked)
    return found.group() if found and _is_said(found, part, part.masked) else ""


def says_unknown_deed(part: Statement) -> str:
    """The words by which we are said to have done what is no looking, finding or saying."""
    for found in _WE_DID.finditer(part.masked):
        verb = (found["perfect"] or found["past"]).lower()
        if verb not in _LOOKED and _is_said(found, part, part.masked):
            return found.group()
    return ""


def says_in_cart(part: Statement) -> str:
    """The words by which a clause says that something is in her cart; or none."""
    found = _IN_CART.search(part.masked)
    if not found or _OF_CART.search(part.unnamed) or part.is_negated:
        return ""
    return found.group() if not part.is_conditional_before(found.start()) else ""


def undone_in(part: Statement) -> Sort | None:
    """The sort of deed of which a clause says that it was not done."""
    text = part.masked
    if (failed := _FAILED.search(text)) and (sorts := sorts_of_nouns(text[: failed.start()])):
        return sorts[-1]
    if (unable := _UNABLE.search(text)) is None:
        return None
    found = _UNDONE.search(text, unable.end(), unable.end() + 24)
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
    for found in _BEHIND.finditer(text):
        sort = sort_of(found, "s")
        if found.start() and sort.name in _STEM_BEHIND and _is_said(found, part, text):
            yield Claim(found.group(), [sort], part, is_own=sort.name != "reserve")
    found_done = _NOUN_DONE_BARE.search(text)
    if found_done and _is_said(found_done, part, text) and not _RUNS.search(found_done.group()):
        yield Claim(found_done.group(), [sort_of(found_done, "n")], part, is_own=True)


def _of_nouns(part: Statement, text: str) -> Iterator[Claim]:
    """Nouns that are said to be done, and verbs of which a noun tells what they did."""
    for found in _NOUN_DONE.finditer(text):
        sort = sort_of(found, "n")
        if sort.name == "apply" and _RUNS.search(found["done"]) and not _ON_HERS.search(text):
            continue
        if _is_said(found, part, text) and not NOUN.search(found["between"]):
            is_rule = not re.search(r"\b(?:has|have|was|now|just|already)\b", found.group(), re.I)
            yield Claim(found.group(), [sort], part, is_own=True, is_rule=is_rule)
    for pattern in (_OWN_GENERIC, _GERMAN_GENERIC):
        for found in pattern.finditer(text):
            sorts = sorts_of_nouns(text[found.end("verb") :]) or (
                sorts_of_nouns(text) if pattern is _GERMAN_GENERIC else []
            )
            if not sorts and found["verb"].lower() == "booked":
                sorts = [_RESERVE]
            if sorts and _is_said(found, part, text):
                yield Claim(found.group().strip(), sorts, part, is_own=True, is_ours=True)


def _is_said(found: re.Match[str], part: Statement, text: str, *, is_denial: bool = False) -> bool:
    """Whether it is said as a fact: not denied, and not left open."""
    place = found.start()
    if _ATTRIBUTE.search(text[:place]) or part.is_in_name(place):
        return False
    if not is_denial and any(at < found.end() for at in denials_in(text)):
        return False
    return not part.is_conditional_before(place)
