"""The clauses of a sentence, and how each is meant: as a fact, a denial, a question or a case."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

_NEXT = (
    r"(?:(?:and|so|or|und|oder) )?(?:I|we|you|it|they|there|that|this|which|who|sorry|sadly|"
    r"unfortunately|luckily|want|shall|would|should|could|can|do|may|just|as|if|once|because|"
    r"since|happy|feel|let|please|here|then|thanks|ready|right|okay|ok|ich|wir|sie|du|es|soll|"
    r"möchten|möchtest|leider|wenn|falls|sobald|aber|doch|weil|damit)\b"
)
_CUT = re.compile(
    r"\s[\u2013\u2014-]\s|\s?\u2014\s?|[;:.!?\u2026]+[\"')\]]*(?:\s+|$)|\n|\s*[()]\s*"
    r"|,?\s+(?=(?:but|though|although|however|yet|whereas|while|except|aber|obwohl|jedoch)\b)"
    rf"|,\s+(?={_NEXT})",
    re.I,
)
_CASE = re.compile(
    r"^\W*(?:and |but |so |or |und |aber )?(?:if|when|whenever|once|should|in case|as soon as|"
    r"before|after|until|unless|wenn|falls|sobald|bevor|ehe|sollten?)\b|"
    r"^\W*(?:so |and |but )?(?:in order )?to (?:add|apply|arrange|avoid|be|book|buy|cancel|change|"
    r"check|collect|complete|confirm|do|find|finish|get|give|go|have|hold|keep|make|open|order|pay|"
    r"pick|place|put|reach|reserve|return|exchange|save|see|send|set|start|switch|talk|try|update|"
    r"use|qualify|look|let|help|pass|connect)\b",
    re.I,
)
_WISH = re.compile(
    r"^\W*(?:just |please |simply )*(?:say|tell|give|send|type|reply|confirm|name|pick|choose|"
    r"let me "
    r"know|click|tap|ask|sag\w*|nenn\w*)\b",
    re.I,
)
_COMMA = re.compile(r",\s+(?!size\b|größe\b)", re.I)
_ASKS = re.compile(
    r"^\W*(?:and |or |so |but |und |oder )?(?:shall|would|could|can|may|do|does|did|is|are|was|"
    r"were|"
    r"will|should|want|ready|have|has|how|what|which|who|where|when|why|need|fancy|care|soll|"
    r"sollen|möchten|möchtest|darf|kann|können|wollen|willst|haben|hast|wie|was|welche\w*|wo|"
    r"wann)\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot|unable|unfortunately|"
    r"zero|nil|(?:shows?|says?|reads?|lists?|counts?|sees?|has|have|at) 0(?![.,]?\d)|"
    r"(?<![\w.,])0 (?:units?|pieces?|pairs?|items?|left|in stock|available|remaining)|"
    r"non-(?:return|refund|exchang|cancel)\w+|failed to|nicht|kein\w*|nie|niemals|nichts|ohne|"
    r"weder|leider)\b|n't\b",
    re.I,
)
_NO_DENIAL = re.compile(
    r"\b(?:no (?:problem|worries|worry|rush|hurry|need|doubt|trouble|matter|sooner|fuss|strings|"
    r"bother|sweat|stress|biggie|hassle|drama|questions?|catch|issues?|delay|exaggeration|wonder|"
    r"surprises?|ifs|big deal|kidding|joke|small feat)|"
    r"not (?:only|just|to mention|bad|a problem|at all bad)|isn't (?:a )?bad|can't go wrong|"
    r"(?:no|not|nothing) (?:fewer|less|more) than|"
    r"(?:can't|cannot|don't|not) (?:wait|worry|miss|forget|hesitate|beat)|never fear|why not|"
    r"(?:look|search|go|need)\w* no (?:further|farther)|no further than|couldn't be (?:easier|"
    r"better|simpler)|without (?:any |a |further )?(?:delay|ado|fail|"
    r"doubts?|question|hassle|trouble|problem|hesitation|"
    r"exception|fuss|effort|issues?|wait\w*)|(?:without|no) (?:any )?(?:payment|deposit|cost|"
    r"charge|"
    r"fee)s?(?: needed| required)?|at no (?:\w+ )?(?:cost|charge)|kein problem|keine sorge|"
    r"nicht nur|(?:not|no) (?:one )?(?:more|less)(?: and| or| nor|,)+ (?:not |no )?(?:one )?"
    r"(?:less|more)|"
    r"not (?:a|one) (?:single )?(?:unit|piece|pair|one)? ?(?:more|less))\b",
    re.I,
)
"""Words of denial by which nothing is denied."""
_OPEN = re.compile(
    r"\b(?:if|once|when|whenever|until|unless|before|after|as soon as|should you|in case|would|"
    r"could|can|may|might|shall|wenn|falls|sobald|würden?|könnten?|kann|können|möchten?|möchtest|"
    r"soll|sollen|darf|dürfen|bevor|ehe)\b",
    re.I,
)


_MARK = re.compile(r"[?!]|\.(?=\s|$)")
"""What ends a sentence."""
_KEPT = 128
"""Texts that are kept as read: each check reads the clauses of the same sentence."""


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that says one thing.

    Attributes:
        text: Its words, without the marks around it.
        start, end: Where it stands in the sentence.
        is_question: Whether it asks.
    """

    text: str
    start: int
    end: int
    is_question: bool

    @cached_property
    def is_case(self) -> bool:
        """Whether it is a case that is only thought of: "if you order today"."""
        return bool(_CASE.match(self.text))

    @cached_property
    def is_wish(self) -> bool:
        """Whether it asks her to do something, on which what follows with "and" depends."""
        return bool(_WISH.match(self.text))

    @cached_property
    def denials(self) -> list[int]:
        """Where in the sentence it denies."""
        return [self.start + place for place in denials_in(self.text)]

    def is_open_before(self, place: int) -> bool:
        """Whether what stands at a place of the sentence is only possible, or for later."""
        return bool(_OPEN.search(self.text, 0, place - self.start))

    def is_negated_before(self, place: int) -> bool:
        """Whether it denies what stands at a place of the sentence."""
        return any(denial < place for denial in self.denials)


@lru_cache(_KEPT)
def denials_in(text: str) -> list[int]:
    """Where a text denies; "no problem" denies nothing."""
    if _NOT.search(text) is None:
        return []
    meant = _NO_DENIAL.sub(lambda found: " " * len(found.group()), text)
    return [found.start() for found in _NOT.finditer(meant)]


@lru_cache(_KEPT)
def clauses_of(text: str) -> list[Clause]:
    """Cut a sentence into its clauses."""
    return list(_clauses(text))


def _clauses(text: str) -> Iterator[Clause]:
    start = 0
    while start < len(text):
        cut = _cut(text, start)
        end, following = (cut.start(), cut.end()) if cut else (len(text), len(text))
        if words := text[start:end].strip():
            mark = _MARK.search(text, end)
            asks = bool(mark and mark.group() == "?" and _ASKS.match(words))
            is_question = bool(cut and "?" in cut.group()) or asks
            yield Clause(text[start:end], start, end, is_question)
        start = max(following, start + 1)


def _cut(text: str, start: int) -> re.Match[str] | None:
    """Where the clause that begins at a place ends; a case ends at its comma."""
    cut = next((found for found in _CUT.finditer(text, start) if found.end() > start + 1), None)
    if _CASE.match(text[start:]):
        comma = _COMMA.search(text, start)
        if comma and (cut is None or comma.start() < cut.start()):
            return comma
    return cut
