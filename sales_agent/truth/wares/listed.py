"""What is said of a list as a whole: how many it holds, and what all of it has in common."""

import re
from collections.abc import Iterator

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import number_of
from sales_agent.truth.wares.goods import Goods
from sales_agent.truth.wares.options import colours_in, is_made, sizes_in

_N = r"(?P<number>\d{1,3}|two|three|four|five|six|seven|eight|nine)"
_FOUND = re.compile(
    r"\b(?:found|here are|there are|here's|(?:we|i)(?:'ve| have)(?: got)?|have got|see|showing|"
    rf"came up with|picked(?: out)?)\s(?:you |for you |a total of |only |just |all )*{_N}\s"
    r"(?:\w+[ -]){0,2}?(?P<what>[a-z]+s|matches)\b",
    re.I,
)
_MADE_IN = re.compile(rf"\b{_N}\s(?:\w+ ){{0,1}}?(?P<what>colou?rs|shades|sizes)\b", re.I)
_THINGS = frozenset(
    ["options", "products", "items", "results", "matches", "pieces", "ones", "choices", "goods"]
)
_BOTH = re.compile(
    r"\b(?:(?P<two>both|(?:the|these|those) two|each of the two|beide)|"
    r"all (?:of )?(?:them|these|those)|they all|each of (?:them|these))\b",
    re.I,
)
_PAIR = 2
_NOT_BOTH = re.compile(r"\b(?:not|n't|if|or|either|except|but)\b|n't\b", re.I)
_SAME_PRICE = re.compile(
    r"\b(?:the |at the )?(?:same|identical|equal) (?:price|cost|money|amount)\b|"
    r"\bcosts? (?:exactly |just )?(?:the same|alike|equally)\b",
    re.I,
)
_NO_STORE = re.compile(
    r"\b(?:no|none of (?:our|the)|not one|not a single|neither) (?:of (?:our|the) )?"
    r"(?:(?!other\b)\w+ ){0,1}?(?:stores?|shops?|branch(?:es)?)\b[^.;,]{0,24}"
    r"\b(?:has|have|got|stocks?|carr(?:y|ies))\b",
    re.I,
)


def check_listed(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """More than a list holds, what not all of it shares, and stores that are said to have none."""
    if statement.is_question:
        return
    yield from _too_many(statement, evidence)
    yield from _too_many_variants(statement)
    yield from _not_shared(statement, evidence)
    is_of_variant = sizes_in(statement) or colours_in(statement, evidence)
    found = None if is_of_variant else _NO_STORE.search(statement.text)
    stock = [row for one in statement.goods or evidence.at_hand for row in one.stock_now]
    if found and any(row.store and row.available > 0 for row in stock):
        yield Finding(Kind.DENIAL, found.group())


def _too_many(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    found = _FOUND.search(statement.text)
    if not found or not evidence.listed or statement.is_negated_before(found.start()):
        return
    kinds = {word for one in evidence.goods for word in one.kinds}
    what = found["what"].lower()
    if what not in _THINGS and what not in kinds:
        return
    known = [deed.result.get("total") for deed in evidence.now]
    known += [deed.result.get("products") for deed in evidence.now]
    most = max([len(evidence.listed), *(one for one in known if isinstance(one, int))])
    if (number_of(found["number"]) or 0) > most:
        yield Finding(Kind.COUNT, found.group())


def _too_many_variants(statement: Statement) -> Iterator[Finding]:
    """More colours or sizes than the goods that are spoken of have."""
    found = _MADE_IN.search(statement.text)
    if not found or statement.is_negated or not statement.goods:
        return
    is_size = found["what"].lower() == "sizes"
    made = [len(one.sizes if is_size else one.colours) for one in statement.goods]
    if all(0 < count < (number_of(found["number"]) or 0) for count in made):
        yield Finding(Kind.COUNT, found.group())


def _not_shared(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What is said of both, or all, of a list of which one is not so."""
    found = _BOTH.search(statement.text)
    if not found or statement.mentions or _NOT_BOTH.search(statement.text):
        return
    goods = _listed_goods(evidence)
    if len(goods) < _PAIR or (found["two"] and len(goods) != _PAIR):
        return
    for kind, said in (("size", sizes_in(statement)), ("colour", colours_in(statement, evidence))):
        for value in said:
            made = [one.sizes if kind == "size" else one.colours for one in goods]
            if any(values and not is_made(value, values) for values in made):
                yield Finding(Kind.VARIANT, f"{kind} {value}")
    prices = {min(one.prices, default=None) for one in goods}
    if _SAME_PRICE.search(statement.text) and len(prices) > 1:
        yield Finding(Kind.AMOUNT, found.group())


def _listed_goods(evidence: Evidence) -> list[Goods]:
    names = dict.fromkeys(str(row.get("name")).casefold() for row in evidence.listed)
    return [evidence.range[name] for name in names if name in evidence.range]
