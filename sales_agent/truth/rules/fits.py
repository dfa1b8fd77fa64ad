"""Spans of time, fees and what is free, held against the pieces of pages that fit them best."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import number_of
from sales_agent.truth.rules.pieces import Piece, Term
from sales_agent.truth.rules.subjects import subjects_in
from sales_agent.truth.rules.terms import FREE, topics_in
from sales_agent.truth.traces import numbers_in

_CUT = re.compile(r"[;()]|\.\s|\s[\u2013-]\s|,|\b(?:and|but|while|whereas|otherwise)\b", re.I)
"""Where a part of a sentence may end that says a value of its own."""
_VALUE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|week|month|instant|free)", re.I
)
_PAY = re.compile(
    r"\b(?:have to|need to|must|you(?:'ll|'d| will| would)?|will be) (?:still |always |also "
    r")?(?:pay|charged)\b|"
    r"\bcosts? (?:extra|money)|"
    r"\b(?:there's|there is|is|needs?|takes?|requires?) an? (?:\w+ )?(?:charge|fee|deposit)\b|"
    r"\b(?:needs?|takes?|requires?|asks? for|calls? for|wants?|expects?) (?:an? |the |some )?"
    r"(?:\w+ ){0,2}(?:payment|prepayment|deposit|money|fee)\b|\bpay(?:able|s|ing)? (?:\w+ ){0,2}"
    r"(?:upfront|up front|in advance|beforehand)\b|"
    r"\bisn't free\b|\bnot free\b",
    re.I,
)
"""Words by which something costs something."""
_AT_ONCE = re.compile(
    r"\b(?:at once|instant(?:ly|aneous(?:ly)?)?|immediate(?:ly)?|right away|straight away|"
    r"on the spot|without delay|(?:the |that )?(?:very )?"
    r"same (?:day|minute|moment|second|hour)|the (?:minute|moment|second)|there and then|"
    r"within (?:minutes|seconds)|in no time|real[- ]time|overnight)\b",
    re.I,
)
_WAYS = re.compile(
    r"\b(?P<number>\d+|one|a single|two|three|four|five|six|seven|eight|nine) (?:different "
    r")?(?:payment )?"
    r"(?:methods?|ways|means|tenders|payments)\b",
    re.I,
)
"""How many tenders can be combined."""
_SHARED = re.compile(r"\b(?:share|split|combine)\w*\b", re.I)
_FROM_THEN = re.compile(
    r"\b(?:after|following|from|since|of) (?:the |your |a |its )?(?:return|deliver|refund)\w*", re.I
)
"""The day from which a span is counted."""
_MONEY_BACK = frozenset({"refund"})
_SUM = re.compile(
    r"\b(?:total\w*|in all|altogether|comes? to|adds? up|sav(?:e|es|ing)|plus)\b", re.I
)
_CASE = re.compile(r"\b(?:if|when|as long as|unless|only|in that case|provided)\b", re.I)


def of_another_rule(
    place: int, end: int, terms: set[Term], statement: Statement, evidence: Evidence
) -> bool:
    """Whether a span of time is another rule's: a piece with another span fits better."""
    units = {unit for _, unit in terms}
    spans = [
        piece
        for piece in evidence.pieces
        if units & {unit for _, unit in piece.terms} or _AT_ONCE.search(piece.text)
    ]
    about = _about(place, end, statement)
    names = partial(_names, terms)
    return _is_of_others(about[0], names, evidence) or _is_misplaced(about, spans, names, evidence)


def _is_of_others(
    subjects: frozenset[str], names: Callable[[Piece], bool], evidence: Evidence
) -> bool:
    """Whether no piece with that span is about the subjects, and one with another span is."""
    spans = [piece for piece in evidence.pieces if piece.terms or _AT_ONCE.search(piece.text)]
    naming = [piece for piece in spans if names(piece)]
    if not naming or any((piece.own | piece.around) & subjects for piece in naming):
        return False
    return any(piece.own & subjects for piece in spans)


def check_fits(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Fees of another rule, what is free only in another case, and money that is back at once."""
    if not evidence.pieces or statement.mentions:
        return
    yield from _fees(statement, evidence)
    yield from _free(statement, evidence)
    yield from _at_once(statement, evidence)
    yield from _paid(statement, evidence)
    for found in _WAYS.finditer(statement.text):
        number = 1 if found["number"].lower() == "a single" else number_of(found["number"])
        told = {n for p in evidence.pieces if _SHARED.search(p.text) for n in numbers_in(p.text)}
        if number is not None and number not in (told or evidence.numbers):
            yield Finding(Kind.POLICY, found.group())


def _fees(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    with_fees = [piece for piece in evidence.pieces if piece.fees]
    known = {fee for piece in with_fees for fee in piece.fees}
    if _SUM.search(statement.text) or statement.is_question:
        return
    for amount in statement.amounts:
        values = frozenset(amount.values) & known
        about = _about(amount.start, amount.end, statement)
        if values and _is_misplaced(about, with_fees, partial(_costs, values), evidence):
            yield Finding(Kind.POLICY, statement.text[amount.start : amount.end])


def _costs(values: frozenset[Decimal], piece: Piece) -> bool:
    return bool(values & piece.fees)


def _free(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What is said to cost nothing where a page names a price, or another case."""
    found = FREE.search(statement.text)
    if not found or statement.clause_at(found.start()).is_question:
        return
    if statement.is_negated_before(found.start()):
        return
    subjects, words = _about(found.start(), found.end(), statement)
    said = subjects_in(statement.lower) | ({"amount"} if statement.amounts else set())
    in_case = _CASE.search(statement.text)
    priced = [piece for piece in evidence.pieces if piece.is_free or piece.fees]
    free = [
        piece.fit(subjects, words)
        for piece in priced
        if piece.is_free and (not piece.case or piece.case & said or (in_case and not said))
    ]
    paid = [
        piece.fit(subjects, words)
        for piece in priced
        if not (piece.is_free and (not piece.case or piece.case & said)) and piece.own & subjects
    ]
    if paid and max(paid) > max(free, default=-1):
        yield Finding(Kind.POLICY, found.group())


def _paid(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What is said to be paid for where a page says that it is free."""
    found = _PAY.search(statement.text)
    if not found or statement.is_question or statement.is_negated_before(found.start()):
        return
    subjects, words = _about(found.start(), found.end(), statement)
    said = subjects_in(statement.lower)
    fits = [
        (piece.fit(subjects, words), piece.is_free and bool(not piece.case or piece.case & said))
        for piece in evidence.pieces
        if (piece.is_free or piece.fees) and (piece.own | piece.around) & subjects
    ]
    if fits and max(fits)[1] and not any(f == max(fits)[0] and not free for f, free in fits):
        yield Finding(Kind.POLICY, found.group())


def _at_once(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Money that is said to be back at once, where only that of another tender is."""
    found = _AT_ONCE.search(statement.text)
    if not found or statement.is_negated_before(found.start()) or statement.is_question:
        return
    about = _about(found.start(), found.end(), statement)
    if not about[0] & _MONEY_BACK or not about[0] - _MONEY_BACK:
        return
    spans = [piece for piece in evidence.pieces if piece.terms or _AT_ONCE.search(piece.text)]
    if _is_misplaced(about, spans, lambda piece: bool(_AT_ONCE.search(piece.text)), evidence):
        yield Finding(Kind.POLICY, found.group())


About = tuple[frozenset[str], frozenset[str]]
"""The subjects and the telling words of a part of a sentence."""


def _about(place: int, end: int, statement: Statement) -> About:
    """What a value is said of: its part of the sentence with those before it that name no value.

    Where they name no subject, it is what stands behind, or all.
    """
    text = statement.unnamed.lower()
    counted = _FROM_THEN.sub(lambda found: " " * len(found.group()), text)
    if subjects_in(counted):
        text = counted
    cuts = [found.span() for found in _CUT.finditer(text)]
    stop = min((a for a, _ in cuts if a >= end), default=len(text))
    starts = [b for _, b in cuts if b <= place]
    start = max(starts, default=0)
    while starts and not _VALUE.search(text, starts[-2] if len(starts) > 1 else 0, starts[-1]):
        starts.pop()
        start = starts[-1] if starts else 0
    beside = text[start:stop]
    starts = [0, *starts]
    while starts and not subjects_in(beside):  # "Express: ₹199, 1 to 2 days"
        beside = text[starts.pop() : stop]
    if not subjects_in(beside):
        beside = text
    return subjects_in(beside), topics_in(beside)


def _is_misplaced(
    about: About, pieces: Sequence[Piece], names: Callable[[Piece], bool], evidence: Evidence
) -> bool:
    """Whether a piece that does not name a value fits better than each that does."""
    subjects, words = about
    meant = subjects | subjects_in(evidence.said_text)
    naming = [max(p.fit(subjects, words), p.fit(meant, words)) for p in pieces if names(p)]
    others = [
        p.fit(subjects, words) for p in pieces if not names(p) and (p.own | p.around) & subjects
    ]
    return bool(naming and others) and max(others) > max(naming)


def _names(terms: set[Term], piece: Piece) -> bool:
    """Whether a piece names a span of time, both ends of it, in one of its units."""
    units = {unit for _, unit in terms}
    return any(
        (said := {term for term in terms if term[1] == unit}) and said <= piece.terms
        for unit in units
    )
