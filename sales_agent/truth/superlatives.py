"""Superlatives held against lists that are whole, or sorted so that they begin with the most."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sales_agent.truth.evidence import Deed, Evidence
from sales_agent.truth.goods import Goods, money_of
from sales_agent.truth.statement import Finding, Kind, Statement

_COMPARES = re.compile(
    r"less|least|most|more|cheap|expens|pric|dear|cost|low|high|top|bottom|budget|afford|best|beat|"
    r"under|above|below|spend|sav|than|number one|#1|award|star|rated|loved|end\b|first|last|as\b|"
    r"bargain|econom|wallet|güns|teuer|billig|preis|wenig|meist|höchst|from|between|steep|premium|"
    r"splurge|rather|instead|extra|exceed",
    re.I,
)
"""Without these a sentence compares nothing."""
_LESS = (
    r"(?:cheaper|less expensive|more affordable|less costly|lower(?:[- ]priced)?|günstiger|"
    r"billiger)"
)
_MORE = (
    r"(?:dearer|pricier|costlier|more expensive|more costly|higher(?:[- ]priced)?|steeper|teurer)"
)
_THING = r"(?:price|cost|price tag|one|option|choice|end)"
_LEAST = re.compile(
    r"\b(?:most money (?:in|left|over)|(?:cheap|low|affordable)\w* end|"
    r"(?:the|our) (?:low-cost|low-priced|cheap|inexpensive|cheaper) (?:option|one|choice|pick)|"
    r"(?:asks?|takes|demands|wants) the least|cheapest|least expensive|lowest(?! (?:heel|rise|"
    r"waist|neck|stock))|most affordable|"
    r"least costly|most economical|"
    r"(?:costs?|cost you|pay|spend|charge[sd]?|sets? you back) (?:the|you the) least|"
    r"the least (?:you(?:'ll|'d| can| will| would)? )?(?:pay|spend|to pay|money)|tight(?:est)? "
    r"budget|"
    r"(?:friendl|nic|kind|sweet|gentl|light)\w+ (?:price|cost)|best[- ]price|best "
    r"(?:deal|buy|"
    rf"value)|{_LESS} of the (?:\w+ )?(?:two|pair|both)|smallest {_THING}|"
    r"(?:the|our|my|your) (?:\w+ )?(?:budget|bargain|thrifty|wallet-friendly|entry[- ]level) "
    r"(?:pick|choice|option|buy|one)|bargain of|(?:kindest|easiest|gentlest|lightest) on "
    r"(?:the|your) "
    r"(?:wallet|purse|pocket|budget)|bottom (?:end )?of (?:the|our|this) (?:range|list|scale|"
    r"price)|"
    r"at the (?:bottom|low(?:er)? end)|lowest down|günstigste\w*|billigste\w*|preiswerteste\w*|"
    r"(?:am|kostet am) wenigsten|niedrigste\w*)\b",
    re.I,
)
_MOST = re.compile(
    r"\b(?:(?:price?y|expensive|dear|high)\w* end|"
    r"(?:the|our) (?:expensive|price?y|dear|dearer|pricier) (?:option|one|choice|pick)|"
    r"(?:asks?|takes|demands|wants) the most|most expensive|priciest|dearest|costliest|"
    r"highest(?! (?:heel|rise|waist|neck|"
    r"quality|rated|stock))|most costly|steepest|"
    r"(?:costs?|cost you|pay|spend|charge[sd]?|sets? you back) (?:the|you the) most|"
    rf"{_MORE} of the (?:\w+ )?(?:two|pair|both)|(?:biggest|largest) {_THING}|"
    r"the most (?!money (?:in|left|over))(?:you(?:'ll|'d| can| will| would)? )?(?:pay|spend|to "
    r"pay|money)|tops the "
    r"(?:list|range|bill|"
    r"price)|at the (?:top|upper|high(?:er)?) end|"
    r"(?:the|our|my) (?:\w+ )?(?:premium|splurge|luxury|top[- ]end) (?:pick|choice|option|one)|"
    r"top (?:end )?of (?:the|our|this) (?:range|list|scale|price)|at the (?:very )?top(?! of "
    r"mind)|"
    r"top end|teuerste\w*|(?:am|kostet am) meisten|höchste\w*)\b",
    re.I,
)
_NONE = (
    r"(?:\b(?:nothing|anything|none|no other|no one|not find|nowhere|nichts|keine?s?)\b|n't "
    r"(?:\w+ ){0,3}?(?:find|get|come|beat|spend|pay|go|see|do)\b|"
    r"\b(?:not|never|cannot) (?:\w+ ){0,3}?(?:find|get|come|beat|spend|pay|go|see|"
    r"do)\b)[^.;]{0,60}"
)
_NOTHING_LESS = re.compile(
    rf"{_NONE}\b(?:{_LESS}|(?:costs?|spend|pay)(?: you)? less|beats?|undercuts?|for less)\b", re.I
)
_NOTHING_MORE = re.compile(
    rf"{_NONE}\b(?:{_MORE}|(?:costs?|spend|pay)(?: you)? more|tops|"
    rf"outprices)\b",
    re.I,
)
_WEAK_LESS = re.compile(
    rf"{_NONE}\b(?:as (?:little|cheap\w*|low|affordable|inexpensive) as|below|under(?:neath)?|"
    r"lower than|for less than|gets? (?:any )?(?:cheaper|lower))\b",
    re.I,
)
_WEAK_MORE = re.compile(
    rf"{_NONE}\b(?:as (?:much|expensive|dear|pric\w+|high|steep|costly) as|above|over|beyond|"
    r"higher than|for more than)\b",
    re.I,
)
"""Superlatives where a product is named behind them."""
_OTHERS = (
    r"(?:all (?:of )?(?:the )?(?:others?|rest|remaining|these|them)|everything(?: else)?|"
    r"(?:every|any|each) "
    r"(?:of the )?others?|any of the|the (?:others?|rest|remaining)|anything(?: else)?|all else)"
)
_BEATS_ALL = re.compile(
    rf"\b(?:{_LESS}|less|undercuts|below|under|beats)\b(?: than)?[^.;]{{0,20}}\b{_OTHERS}\b", re.I
)
_TOPS_ALL = re.compile(
    rf"\b(?:{_MORE}|more|tops|outprices|above|over|exceeds)\b(?: "
    rf"than)?[^.;]{{0,20}}\b{_OTHERS}\b",
    re.I,
)
_ALL_MORE = re.compile(rf"\b{_OTHERS}\b[^.;]{{0,40}}\b(?:{_MORE}|more|above|higher)\b", re.I)
_ALL_LESS = re.compile(rf"\b{_OTHERS}\b[^.;]{{0,40}}\b(?:{_LESS}|less|below|lower|under)\b", re.I)
_WINS = re.compile(
    r"\b(?:price|budget|money|sav(?:e|ing)|spend(?:ing)?|cost|wallet)\b[^.]{0,60}"
    r"\b(?:wins|best bet|the one|way to go|it is|takes it|the answer|smart(?:est)? (?:pick|"
    r"choice)|"
    r"safest)\b|\b(?:wins|best bet|leads|comes out (?:on top|ahead|best))\b[^.]{0,16}\bon "
    r"(?:price|cost|budget)\b|\b(?:lightest|softest|gentle|easiest) on\b",
    re.I,
)
_NO_OBJECT = re.compile(
    r"\b(?:money|price|budget|cost)s?\b[^.,;]{0,12}\b(?:no (?:object|issue|concern|matter|worry)|"
    r"(?:isn't|is not|doesn't|does not) (?:an? )?(?:issue|matter|concern|problem|object))\b",
    re.I,
)
_RISING = re.compile(
    r"\b(?:low(?:est)? to high(?:est)?|cheap(?:est)? (?:first|to)|ascending|rising price|price "
    r"order|"
    r"by price|order of price|up the price)\b",
    re.I,
)
_FALLING = re.compile(
    r"\b(?:high(?:est)? to low(?:est)?|(?:dearest|priciest|most expensive) (?:first|to)|"
    r"descending|"
    r"falling price)\b",
    re.I,
)
_THAN = re.compile(
    r"\b(?:than|als|instead of|over|versus|vs\.?|compared (?:to|with)|against|not|below|under|"
    r"above|beneath)\b",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:compared (?:to|with)|next to|unlike|against|beside|where(?:as)?|while)\s+(?:the )?$",
    re.I,
)
_THAN_LESS = re.compile(
    rf"\b(?:{_LESS}|less|undercuts|under|sav(?:e|es|ing)|fewer|below|easier on|kinder to|"
    rf"beats)\b",
    re.I,
)
_THAN_MORE = re.compile(rf"\b(?:{_MORE}|more|extra|above|exceeds|tops)\b", re.I)
_FROM_TO = re.compile(
    r"\b(?:from|between|starts? (?:at|with|from)|beginn\w* (?:bei|mit)|von)\b", re.I
)
_TO = re.compile(r"\b(?:to|and|ends? (?:at|with)|through|bis)\b", re.I)
_RUNS = re.compile(
    r"\b(?:price\w*|range[sd]?|run|runs|goes|go|cost\w*|start\w*|"
    r"preis\w*)\b",
    re.I,
)
_OWN_PRICE = re.compile(
    r"cheap|expens|pric|dear|cost|afford|pay|spend|budget|bargain|entry|premium|splurge|econom|"
    r"thrift|value|wallet|günst|teuer|billig",
    re.I,
)
_PRICED = re.compile(
    r"\b(?:pric\w+|cost\w*|cheap\w*|expensive|pay|money|range|budget|list|these|of (?:all|them)|"
    r"affordable|least|most|lot|bunch|selection|preis\w*|günstig\w*|teuer\w*|billig\w*)\b",
    re.I,
)
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
    if statement.is_question or not _COMPARES.search(statement.text):
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
        for pattern, sign in ((_LEAST, 1), (_MOST, -1))
        for found in pattern.finditer(text)
        if _is_claimed(found, statement)
        and (_OWN_PRICE.search(found.group()) or statement.mentions or _PRICED.search(text))
    ]
    strong = [cue for cue in cues if _OWN_PRICE.search(cue[0].group())]
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
    (_NOTHING_LESS, 1, False),
    (_NOTHING_MORE, -1, False),
    (_WEAK_LESS, 1, True),
    (_WEAK_MORE, -1, True),
    (_BEATS_ALL, 1, True),
    (_TOPS_ALL, -1, True),
    (_ALL_MORE, 1, True),
    (_ALL_LESS, -1, True),
    (_NO_OBJECT, -1, True),
    (_WINS, 1, True),
)
"""Ways of saying that one product is the first of all: the sign, and whether it must be named."""


def _ends_of_a_range(statement: Statement) -> Iterator[tuple[str, int, list[Goods]]]:
    """Both ends of "they run from X up to Y"."""
    if len(statement.mentions) != 2:
        return
    first, second = statement.mentions
    falls = _FALLING.search(statement.unnamed)
    if falls or _RISING.search(statement.unnamed):
        yield "first", -1 if falls else 1, [first.goods]
        yield "last", 1 if falls else -1, [second.goods]
    if not _RUNS.search(statement.unnamed):
        return
    before, between = statement.text[: first.start], statement.text[first.end : second.start]
    if _FROM_TO.search(before[-24:]) and _TO.search(between):
        yield "from", 1, [first.goods]
        yield "to", -1, [second.goods]


def _wrong_comparison(statement: Statement) -> str:
    """The words by which one of two products is wrongly called the cheaper or the dearer."""
    if len(statement.mentions) != 2:
        return ""
    first, second = statement.mentions
    between = statement.text[first.end : second.start]
    compared = _COMPARED.search(statement.text[: first.start])
    if not (compared or _THAN.search(between)) or not (first.goods.prices and second.goods.prices):
        return ""
    if compared:
        first, second = second, first
    less = _THAN_LESS.search(statement.unnamed)
    more = None if less else _THAN_MORE.search(statement.unnamed)
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
