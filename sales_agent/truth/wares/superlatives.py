"""Superlatives held against lists that are whole, or sorted so that they begin with the most."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sales_agent.truth.evidence import Deed, Evidence
from sales_agent.truth.figures.price_words import (
    ALL_LESS,
    ALL_MORE,
    BEATS_ALL,
    COMPARED,
    COMPARES,
    FALLING,
    FROM_TO,
    LEAST,
    MOST,
    NO_OBJECT,
    NOTHING_LESS,
    NOTHING_MORE,
    OWN_PRICE,
    PRICED,
    RISING,
    RUNS,
    THAN,
    THAN_LESS,
    THAN_MORE,
    TO,
    TOPS_ALL,
    WEAK_LESS,
    WEAK_MORE,
    WINS,
)
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.wares.goods import Goods, money_of

_LOVED = re.compile(
    r"\b(?:best[- ]?sell\w+|most popular|top[- ]rated|highest[- ]rated|top[- ]sell\w+|"
    r"bestsell\w+|most loved|(?:our|the) number one (?:sell\w+|choice)|#1 sell\w+|"
    r"award[- ]winning|5[- ]star|five[- ]star)\b",
    re.I,
)
_AMONG = re.compile(
    r"\b(?:of (?:these|those|them|the (?:two|three|four|five|lot|bunch|\w+ shown|ones))|among "
    r"(?:these|those|"
    r"them)|(?:in|of) this (?:list|selection)|here|"
    r"between the two|of the pair|the two|your (?:cart|order))\b",
    re.I,
)
_EVERYWHERE = re.compile(
    r"\b(?:whole|entire) (?:shop|store|range|catalog\w*)|\banywhere\b|"
    r"\bin (?:our|the|this) (?:shop|store)\b|"
    r"\b(?:expensive|cheapest|costly|affordable|priced|dearest|priciest|costliest) "
    r"(?:thing|product|item|article)\b",
    re.I,
)
_FILTERS = ("query", "category", "colour", "size", "brand", "material", "min_price", "max_price")
_POPULAR = ("popular", "best-sell", "bestsell", "best sell", "top rated", "rated", "sells")


def check_superlatives(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """The cheapest that is not, and praise that no result gives."""
    if statement.is_question or not COMPARES.search(statement.text):
        return
    for words, sign, wanted in _claims(statement):
        if not _is_first(statement, evidence, sign, wanted):
            yield Finding(Kind.SUPERLATIVE, words)
    if words := _wrong_comparison(statement):
        yield Finding(Kind.SUPERLATIVE, words)
    loved = _LOVED.search(statement.text)
    if loved and _is_claimed(loved, statement) and not _is_popular(evidence):
        yield Finding(Kind.SUPERLATIVE, loved.group())


def _claims(statement: Statement) -> Iterator[tuple[str, int, list[Goods]]]:
    """Each superlative with its sign, 1 for the least, and the goods that it is said of."""
    text = statement.unnamed
    for pattern, sign, needs_name in _OF_ALL:
        found = pattern.search(text)
        if found and (statement.mentions or not needs_name) and len(statement.mentions) < 2:
            yield found.group(), sign, statement.goods
            return
    cues = [
        (found, sign)
        for pattern, sign in ((LEAST, 1), (MOST, -1))
        for found in pattern.finditer(text)
        if _is_claimed(found, statement)
        and (OWN_PRICE.search(found.group()) or statement.mentions or PRICED.search(text))
    ]
    strong = [cue for cue in cues if OWN_PRICE.search(cue[0].group())]
    if strong and len(cues) != len(statement.mentions):
        cues = strong
    cues.sort(key=lambda cue: cue[0].start())
    for place, (found, sign) in enumerate(cues):
        yield found.group(), sign, _meant(found, place, len(cues), statement)
    if not cues:
        yield from _ends_of_a_range(statement)


def _meant(cue: re.Match[str], place: int, count: int, statement: Statement) -> list[Goods]:
    """The goods that one of several superlatives is said of."""
    mentions = statement.mentions
    if not mentions:
        return statement.goods
    if len(mentions) == count:
        return [mentions[place].goods]
    clause = statement.clause_at(cue.start())
    inside = [m for m in mentions if clause.start <= m.start < clause.end] or mentions
    return [min(inside, key=lambda m: max(m.start - cue.end(), cue.start() - m.end)).goods]


_OF_ALL = (
    (NOTHING_LESS, 1, False),
    (NOTHING_MORE, -1, False),
    (WEAK_LESS, 1, True),
    (WEAK_MORE, -1, True),
    (BEATS_ALL, 1, True),
    (TOPS_ALL, -1, True),
    (ALL_MORE, 1, True),
    (ALL_LESS, -1, True),
    (NO_OBJECT, -1, True),
    (WINS, 1, True),
)
"""Ways of saying that one product is the first of all: the sign, and whether it must be named."""


def _ends_of_a_range(statement: Statement) -> Iterator[tuple[str, int, list[Goods]]]:
    """Both ends of "they run from X up to Y"."""
    if len(statement.mentions) != 2:
        return
    first, second = statement.mentions
    falls = FALLING.search(statement.unnamed)
    if falls or RISING.search(statement.unnamed):
        yield "first", -1 if falls else 1, [first.goods]
        yield "last", 1 if falls else -1, [second.goods]
    if not RUNS.search(statement.unnamed):
        return
    before, between = statement.text[: first.start], statement.text[first.end : second.start]
    if FROM_TO.search(before[-24:]) and TO.search(between):
        yield "from", 1, [first.goods]
        yield "to", -1, [second.goods]


def _wrong_comparison(statement: Statement) -> str:
    """The words by which one of two products is wrongly called the cheaper or the dearer."""
    if len(statement.mentions) != 2:
        return ""
    first, second = statement.mentions
    between = statement.text[first.end : second.start]
    compared = COMPARED.search(statement.text[: first.start])
    if not (compared or THAN.search(between)) or not (first.goods.prices and second.goods.prices):
        return ""
    if compared:
        first, second = second, first
    less = THAN_LESS.search(statement.unnamed)
    more = None if less else THAN_MORE.search(statement.unnamed)
    if (found := less or more) is None or statement.is_negated:
        return ""
    lowest = [min(price for price, _ in m.goods.prices) for m in (first, second)]
    is_right = lowest[0] < lowest[1] if less else lowest[0] > lowest[1]
    return "" if is_right else found.group()


def _is_claimed(found: re.Match[str], statement: Statement) -> bool:
    clause = statement.clause_at(found.start())
    is_answered = clause is not statement.clauses[-1] and any(
        mention.start > clause.end for mention in statement.mentions
    )
    return (is_answered or not clause.is_question) and not clause.is_negated_before(found.start())


def _is_first(statement: Statement, evidence: Evidence, sign: int, goods: Sequence[Goods]) -> bool:
    """Whether a list shows it, of the goods that are named or of the amount that is said."""
    lists = [(deed, rows) for deed in evidence.deeds for rows in _lists(deed.result)]
    wanted = [one.key for one in goods]
    if not wanted:
        return _has_extreme(statement, lists, sign)
    for deed, rows in lists:
        named = [row for row in rows if str(row["name"]).casefold() in wanted]
        if named and _is_whole(deed, rows, statement, sign) and _leads(named, rows, sign):
            return _is_never_beaten(named, evidence, sign)
    return _is_named_so(wanted, evidence, sign) or _is_free_of_rivals(statement, evidence)


def _has_extreme(statement: Statement, lists: list[tuple[Deed, Any]], sign: int) -> bool:
    """Without goods: an amount that is the extreme of a list, or a heading of a sorted one."""
    for deed, rows in lists:
        prices = [sign * price for row in rows if (price := _price(row)) is not None]
        said = [value for amount in statement.amounts for value in amount.values]
        is_extreme = not said or any(sign * v == min(prices, default=None) for v in said)
        if prices and is_extreme and _is_whole(deed, rows, statement, sign):
            return True
    return not statement.amounts and not lists


def _lists(result: Any) -> Iterator[list[Mapping[str, Any]]]:
    """The lists of priced goods in a result."""
    for name in ("products", "recommendations", "compared", "lines"):
        rows = result.get(name) if isinstance(result, Mapping) else None
        if isinstance(rows, list):
            found = [
                r
                for r in rows
                if isinstance(r, Mapping) and r.get("name") and _price(r) is not None
            ]
            if found:
                yield found
    for inner in (result.get("cart"), result.get("order")) if isinstance(result, Mapping) else ():
        if isinstance(inner, Mapping):
            yield from _lists(inner)


def _price(row: Mapping[str, Any]) -> Decimal | None:
    money = money_of(row.get("price")) or money_of(row.get("unitPrice"))
    return money[0] if money else None


def _is_whole(deed: Deed, rows: list[Any], statement: Statement, sign: int) -> bool:
    """Whether nothing outside the list can beat it: complete, sorted, or meant as shown."""
    total = deed.result.get("total")
    if _EVERYWHERE.search(statement.text) and any(deed.args.get(name) for name in _FILTERS):
        return False
    if isinstance(total, int) and total <= len(rows):
        return True
    if deed.args.get("sort") == ("price_asc" if sign > 0 else "price_desc"):
        return True
    return bool(_AMONG.search(statement.text)) or "compared" in deed.result


def _leads(named: list[Any], rows: list[Any], sign: int) -> bool:
    best = min(sign * price for row in rows if (price := _price(row)) is not None)
    return any(sign * (_price(row) or 0) == best for row in named)


def _is_never_beaten(named: list[Any], evidence: Evidence, sign: int) -> bool:
    """Whether no result of this turn shows another of its category that is more so."""
    category = {row.get("category") for row in named if row.get("category")}
    best = min(sign * (_price(row) or 0) for row in named)
    return not any(
        sign * price < best
        for row in evidence.listed
        if row.get("category") in category and (price := _price(row)) is not None
    )


def _is_named_so(wanted: list[str], evidence: Evidence, sign: int) -> bool:
    """Whether a result itself names it the cheapest."""
    rows = [deed.result.get("cheapest") for deed in evidence.deeds] if sign > 0 else []
    return any(
        isinstance(row, Mapping) and str(row.get("name")).casefold() in wanted for row in rows
    )


def _is_free_of_rivals(statement: Statement, evidence: Evidence) -> bool:
    """Delivery options and the like are no goods: they are left to the check of amounts."""
    return bool(re.search(r"\b(?:delivery|shipping)\b", statement.lower))


def _is_popular(evidence: Evidence) -> bool:
    if any(deed.args.get("kind") == "popular" for deed in evidence.deeds):
        return True
    return any(word in evidence.text for word in _POPULAR)
