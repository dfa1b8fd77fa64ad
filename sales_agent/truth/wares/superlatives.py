"""Superlatives held against lists that are whole, or sorted so that they begin with the most."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sales_agent.truth.evidence import Deed, Evidence
from sales_agent.truth.hearing.ranks import heard_ranks
from sales_agent.truth.reading.anycase import AnyCase
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.wares.comparisons import Ranked, ranks_in
from sales_agent.truth.wares.goods import Goods, money_of

_LOVED = AnyCase(
    r"\b(?:best[- ]?sell\w+|most popular|top[- ]rated|highest[- ]rated|top[- ]sell\w+|"
    r"bestsell\w+|most loved|(?:our|the) number one (?:sell\w+|choice)|#1 sell\w+|"
    r"award[- ]winning|5[- ]star|five[- ]star)\b"
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
    r"\b(?:our|we|shop's|store's)\b[^.;:]*\b(?:expensive|cheapest|costly|affordable|priced|"
    r"dearest|priciest|costliest) "
    r"(?:thing|product|item|article)\b(?! (?:that )?(?:I|we|you|here|in|on|of|from|among)\b)",
    re.I,
)
_FILTERS = ("query", "category", "colour", "size", "brand", "material", "min_price", "max_price")
_POPULAR = ("popular", "best-sell", "bestsell", "best sell", "top rated", "rated", "sells")


def check_superlatives(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """The cheapest that is not, and praise that no result gives."""
    if statement.is_question:
        return
    ranks = [*ranks_in(statement)]
    if not ranks and _is_among_others(statement, evidence):
        ranks += heard_ranks(statement)
    for rank in ranks:
        if not _is_right(rank, statement, evidence):
            yield Finding(Kind.SUPERLATIVE, rank.words)
    loved = _LOVED.search(statement.text)
    if loved and _is_claimed(loved, statement) and not _is_popular(evidence):
        yield Finding(Kind.SUPERLATIVE, loved.group())


def _is_among_others(statement: Statement, evidence: Evidence) -> bool:
    """Whether what it names stands in one half of a list, so that its rank can be wrong."""
    goods = [mention.goods for mention in statement.mentions[:1]]
    both = [Ranked("", sign, goods) for sign in (1, -1)] if goods else []
    return not all(_is_in_half(evidence, rank) for rank in both)


def _is_right(rank: Ranked, statement: Statement, evidence: Evidence) -> bool:
    """Whether prices are as a claim says."""
    if rank.than is not None:
        return _is_before(rank, rank.than)
    if rank.is_loose:
        return _is_in_half(evidence, rank)
    return _is_first(statement, evidence, rank.sign, rank.goods)


def _is_before(rank: Ranked, other: Goods) -> bool:
    """Whether one of two costs less or more than the other, as far as their prices are known."""
    prices = [[price for price, _ in one.prices] for one in (*rank.goods, other)]
    if not all(prices):
        return True
    first, second = (rank.sign * min(found) for found in prices)
    return first < second or (first == second and not rank.is_strict)


def _is_in_half(evidence: Evidence, rank: Ranked) -> bool:
    """Whether no list has more goods before it than behind it."""
    key = rank.goods[0].key
    for rows in (rows for deed in evidence.deeds for rows in _lists(deed.result)):
        prices = {str(row["name"]).casefold(): rank.sign * (_price(row) or 0) for row in rows}
        if (own := prices.get(key)) is not None:
            before = sum(price < own for price in prices.values())
            if before > sum(price > own for price in prices.values()):
                return False
    return True


def _is_claimed(found: re.Match[str], statement: Statement) -> bool:
    clause = statement.clause_at(found.start())
    return not clause.is_question and not clause.is_negated_before(found.start())


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
