"""Counts and stores held against what stock checks found."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.figures.dates import find_days
from sales_agent.truth.hearing.presence import is_denied
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import number_of
from sales_agent.truth.reading.words import plain_words
from sales_agent.truth.wares.goods import Stock
from sales_agent.truth.wares.options import colours_in, fits, size_spans, sizes_in
from sales_agent.truth.wares.variants import NEUTRAL

_N = r"\d+|two|three|four|five|six|seven|eight|nine|one"
_UNITS = r"units?|pieces?|pairs?|items?|of (?:them|these|those)|sets?"
_COUNT = AnyCase(
    rf"(?<!size )\b(?P<a>{_N})\s+(?:more |other )?(?:(?:{_UNITS})\s+)?(?:(?:are|is|were)\s+)?"
    r"(?:still |now |currently )?(?:left|in stock|available|remaining|on hand|there\b|"
    r"in (?:our|the) warehouse|(?:sitting|waiting|ready|up for grabs|on (?:the|our) shel\w+)\b)"
    r"|\b(?:has|have|holds?|stocks?|there(?:'s| is| are)|got|last|final)\s+(?:only |just |about |"
    rf"exactly |still |the last )*(?P<b>{_N})\s+(?:{_UNITS}|of\b|left|in stock|available)"
    rf"|\b(?:only|just|hurry,?)\s+(?P<c>{_N})\s+(?:{_UNITS}|of\b|remain\w*)"
    rf"|\b(?:stock|availab\w+|there)\b[^.;]{{0,60}}?\b(?P<d>{_N})\s+(?:units?|pieces?|pairs?)\b"
    rf"|\bdown to (?:the last |just |only )?(?P<e>{_N})\b"
    rf"|\b(?:stock|availab\w+|left)\b[^.;:]{{0,60}}: (?P<f>{_N})\b(?!:)"
)
_SCARCE = re.compile(
    r"\b(?:only|just|last|final|hurry|almost gone|nearly gone|selling (?:fast|out)|running "
    r"(?:low|"
    r"out)|limited (?:stock|quantit\w+|availability)|low (?:in|on)? ?stock|few left|going fast|"
    r"won't last|before (?:they're|it's) gone|last chance|high demand)\b",
    re.I,
)
_NOT_ONE = re.compile(r"\bnot (?:a |even )?$", re.I)
"""Before "one", which then is none."""
_AT_LEAST = re.compile(r"\b(?:at least|more than|no fewer than|mindestens) (?:\w+ )?$", re.I)
_OF_STOCK = re.compile(r"\b(?:left|in stock|remain\w*|on hand|down to)\b", re.I)
_NEAR = 25
"""Characters before and behind a number that say what it counts."""
_SCARCE_ALONE = AnyCase(
    r"\b(?:(?<!in a )hurry|almost gone|nearly gone|selling (?:fast|out)|going fast|last few|"
    r"running (?:low|out)|limited (?:stock|quantit\w+|availability)|low (?:in|on)? ?stock|"
    r"(?:only )?(?:a )?few left|won't last|"
    r"last one\b|before (?:they're|it's) gone|last chance|in high demand)"
)
_FIGURE = re.compile(
    r"(?:(?<![\w.,:/₹$€£#+-])|(?<=\bx))\d{1,4}(?![\w:/%]|[.,]\d|\s?(?:%|percent|per cent)|[.)] )"
)
"""A number that may be a count: no decimal, no time, no part of another sign."""
_SIZED = re.compile(r"\b(?:sizes?|größen?|no\.?|number|option|step|top)\s*:?\s*$", re.I)
_OF_OTHERS = re.compile(
    r"\s?(?:[x\u00d7]\b|\*)|\s*(?:or|to|-|\u2013)\s*\d|\s(?:\w+[\s-])?(?:stores?|locations?|shops?|"
    r"branch(?:es)?|outlets?|"
    r"places?|cities|colou?rs?|sizes?|options?|variants?|ways?|results?|products?|styles?|"
    r"matches|"
    r"offers?|points?|stars?|reviews?|minutes?|hours?|days?|weeks?|months?|years?|cm|inch(?:es)?|"
    r"°|filialen?|größen?|farben?|tagen?|stunden?|wochen?|minuten?)\b",
    re.I,
)
"""Behind a number that counts no units of stock."""
_AND = re.compile(r",|\band\b|;|\u2013", re.I)
_OVERALL = re.compile(
    r"\b(?:overall|altogether|in (?:all|total)|total|together|everywhere|all (?:our |the )?"
    r"(?:places|stores|locations|shops))\b",
    re.I,
)
"""Beside a count of all places together."""
_PLACE = re.compile(
    r"\b(?:address|hours?|opens?|clos(?:es?|ing)|located|street|phone|directions|metro|km|"
    r"reserv\w*|h[eo]ld\w*|booked|kept|keep(?:ing)?|aside|collect\w*|pick\w* up|adresse|"
    r"öffnet)\b",
    re.I,
)
"""With these a store is spoken of for another reason than what it has, or by a deed."""


def check_counts(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Counts of stock that no check of this turn found, and scarcity without one."""
    places: dict[int, str] = {}
    sizes = size_spans(statement)
    for found in _COUNT.finditer(statement.text):
        group = next(name for name in "abcdef" if found[name])
        places[found.start(group)] = found[group]
    places |= dict(_figures(statement, evidence))
    for place, digits in sorted(places.items()):
        number = number_of(digits)
        if number is None or statement.is_in_name(place) or statement.clause_at(place).is_question:
            continue
        if place and statement.text[place - 1] in "-#/":
            continue  # of an identifier
        if number <= 1 and statement.text[place - 1 : place] == "=":
            continue  # a flag
        if any(start <= place < end for start, end in sizes):
            continue
        if not _is_counted(number, place, statement, evidence):
            yield Finding(Kind.COUNT, statement.text[place : place + 24])
    scarce = _SCARCE_ALONE.search(statement.text)
    if scarce and not statement.is_negated and not _is_scarce(statement, evidence):
        yield Finding(Kind.COUNT, scarce.group())


def check_stores(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Stores that are said to have goods, and that no stock check found there."""
    if any(row.store for one in evidence.goods for row in one.stock_now):
        yield from (Finding(Kind.STORE, name) for name in _unknown_places(statement, evidence))
    for part in statement.parts:
        rows = [row for one in part.goods for row in one.stock if row.store]
        if not rows or NEUTRAL.search(part.text) or _PLACE.search(part.text):
            continue
        there = {row.store for row in rows if row.available > 0}
        wrong = [store for store in stores_in(part, evidence) if store not in there]
        if wrong and not is_denied(part, evidence):
            yield from (Finding(Kind.STORE, store) for store in wrong)


_SHOWS = re.compile(
    r"\b(?:find|where|in stock|available|has|have|got|stocks?|carr(?:y|ies)|stores?|shops?|"
    r"branch(?:es)?|pick|try|see)\b",
    re.I,
)
_ALONE = re.compile(
    r"[:\u2013]\s+\W*(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=\s*(?:,|[.!]\W*\s\w))"
)


def _unknown_places(statement: Statement, evidence: Evidence) -> Iterator[str]:
    """Names that stand alone where a store is to be told, and are none: "Try here: Soho, say"."""
    if not _SHOWS.search(statement.text):
        return
    for found in _ALONE.finditer(statement.text):
        words = found["place"].lower().split()
        known = plain_words(statement.lower) | evidence.text_words
        is_goods = statement.is_in_name(found.start("place"))
        if not is_goods and any(word not in known for word in words):
            yield found["place"]


def stores_in(statement: Statement, evidence: Evidence) -> list[str]:
    """The stores that a sentence names, in lower case."""
    return [name for name in evidence.stores if name in statement.lower]


def _figures(statement: Statement, evidence: Evidence) -> Iterator[tuple[int, str]]:
    """The numbers that are nothing else, where the turn has counted what the sentence is of."""
    if not any(goods.stock_now for goods in statement.goods or evidence.at_hand):
        return
    taken = [(a.start, a.end) for a in statement.amounts if a.currency]
    taken += [(day.start, day.end) for day in find_days(statement.text)]
    taken += size_spans(statement)
    for found in _FIGURE.finditer(statement.text):
        is_other = any(a <= found.start() < b for a, b in taken)
        if is_other or _OF_OTHERS.match(statement.text, found.end()):
            continue
        is_marker = not found.start() and any(
            m.start <= found.end() + 3 for m in statement.mentions
        )
        if not (is_marker or _SIZED.search(statement.text[: found.start()])):
            yield found.start(), found.group()


def _is_counted(number: int, place: int, statement: Statement, evidence: Evidence) -> bool:
    if number in evidence.said.said_numbers and statement.is_negated_before(place):
        return True
    rows = _rows_meant(statement, evidence, place, is_now=bool(_SCARCE.search(statement.text)))
    counts = {n for row in rows for n in (row.available, row.warehouse) if n is not None}
    whole = [row.available for row in rows if row.store is None and row.is_of_variant]
    counts.update((sum(whole), sum(row.available for row in rows if row.store)))
    counts.update(*(goods.quantities for goods in statement.goods))
    if number == 1 and _NOT_ONE.search(statement.text[:place]):
        return True
    if number in counts or (_AT_LEAST.search(statement.text[:place]) and number <= max(counts)):
        return True
    if rows or statement.goods:
        return False
    around = statement.text[max(0, place - _NEAR) : place + _NEAR]
    if _SCARCE.search(statement.text) and _OF_STOCK.search(around):
        return any(number in (row.get("available"), row.get("warehouse")) for row in evidence.rows)
    return number in evidence.numbers


def _is_scarce(statement: Statement, evidence: Evidence) -> bool:
    rows = _rows_meant(statement, evidence, None, is_now=True)
    return any(0 < row.available < _LOW for row in rows) or "low_stock" in evidence.text_now


_LOW = 50
"""Fewer than so many in all are low. Source: the shop's rule, `onlineStatus` of a stock check."""


def _rows_meant(
    statement: Statement, evidence: Evidence, place: int | None, *, is_now: bool
) -> list[Stock]:
    """The stock rows that a number can be of, by the goods, store, size and colour beside it."""
    goods = statement.goods or evidence.goods
    rows = [row for one in goods for row in (one.stock_now if is_now else one.stock)]
    if stores := _stores_beside(statement, evidence, place):
        rows = [row for row in rows if row.store in stores]
    sizes, colours = sizes_in(statement), colours_in(statement, evidence)
    return [
        row
        for row in rows
        if (not sizes or row.size is None or fits(row.size, sizes))
        and (not colours or row.colour is None or fits(row.colour, colours))
    ]


def _stores_beside(statement: Statement, evidence: Evidence, place: int | None) -> list[str]:
    """The stores that a count is of; none when it is of all places together."""
    stores = stores_in(statement, evidence)
    if not stores or place is None:
        return stores
    cuts = [0, *(m.end() for m in _AND.finditer(statement.text)), len(statement.text)]
    start = max(cut for cut in cuts if cut <= place)
    beside = statement.lower[start : min(cut for cut in cuts if cut > place)]
    near = [store for store in stores if store in beside]
    if near or _OVERALL.search(beside):
        return near
    return stores if start and statement.text[:start].rstrip().endswith("and") else near
