"""Amounts and percentages held against what the tools said."""

import re
from collections.abc import Iterator
from decimal import Decimal

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.figures.amounts import Amount, Money
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.reading.text import stem, words_of
from sales_agent.truth.rules.terms import topics_in
from sales_agent.truth.traces import words_in
from sales_agent.truth.wares.goods import Goods

_TOTAL = re.compile(r"\b(?:total|in all|subtotal|altogether|comes to|come to)\b", re.I)
_OVER = r"(?<!hand )(?<!hands )(?<!handing )(?<!fork )(?<!forking )(?<!turn )(?<!pass )over"
_COMES = re.compile(r"\b(?:comes?|coming) to\b[^.;]{0,12}$", re.I)
_DENIED = re.compile(
    r"(?:\b(?:not|never)|n't)(?: (?:cost|costs|be|for|at|priced|exactly|quite|going|selling|"
    r"sold))* ?$",
    re.I,
)
"""Before an amount that something does not cost."""
_UPPER = re.compile(
    r"\b(?:under|below|up to|within|less than|cheaper than|at most|no more than|"
    r"max(?:imum)?)\s*$",
    re.I,
)
_LOWER = re.compile(
    rf"\b(?:{_OVER}|above|more than|at least|dearer than|no less than)\s*$",
    re.I,
)
_NEARLY = re.compile(
    r"\b(?:around|about|roughly|approximately|nearly|almost|close to|some)\s*$", re.I
)
_LIMIT = re.compile(
    r"\b(?:between|budget|limit|or more|or less|said|asked|mentioned|minimum)\b"
    rf"|\b(?:under|below|{_OVER}|above|up to|within|than|around|about|at least|at most|from)"
    r"(?: \w+){0,2} ?$",
    re.I,
)
_EXAMPLE = re.compile(
    r"\b(?:order|goods|cart|basket|purchase|spend(?:ing)?|bill|something|items?)(?: of| worth| "
    r"for| at)?"
    r"(?: about| say)? ?$|\bworth ?$|\bon an? ?$",
    re.I,
)
"""Before an amount of an example: "an order of ₹900"."""

_EITHER = re.compile(r"\bor (?:would|is|do|are|should|shall|something)\b", re.I)
_ROLE = re.compile(
    r"\b(?:deliver\w*|shipping|postage|off|discount\w*|sav(?:e|es|ing|ings)|free|less|cheaper|"
    r"dearer|more|refund\w*|(?<!set you )back|paid|charged?|tax|gift card|balance|worth|points?|"
    r"coupon|voucher|spend|reach\w*|fee|left|remaining|holds?|difference|extra|add|together|both|"
    r"each|with)\b",
    re.I,
)
_DIFFERENCE = re.compile(
    r"\b(?:off|sav\w+|less|cheaper|dearer|more|difference|extra|discount)\b", re.I
)
_SUM = re.compile(r"\b(?:together|both|all|total|sum|altogether|pair of|each|\d+)\b", re.I)
_BEFORE = 32
_AFTER = 24
_PERCENT = re.compile(
    r"(?P<value>\d+(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b|prozent\b)|"
    r"\b(?P<half>half(?: the)? price|half off)\b",
    re.I,
)
_JOINS = re.compile(r"[,;](?!\d)| (?:but|while|whereas|and|und|aber|sowie) ", re.I)
_PLAIN = words_of(
    "a an the you your our we i it is are be of off on at for with and or to in get gets have has "
    "there right now moment today offer offers discount come comes percent code this that these "
    "all any order orders cart total price prices save extra while lasts until only just up more "
    "can see current promotion takes lucky running run runs going help happy good great one deal "
    "deals shop store here list find found like would want know from by as if when also not no us "
    "me my they them will do does be been was were which what so but"
)
_NO_SUBJECT = frozenset(map(stem, _PLAIN))
"""Words that do not tell one offer from another."""
_HER_WISH = re.compile(
    r"\byou (?:\w+ )?(?:hop\w+|look\w*|want\w*|expect\w*|wish\w*|think\w*|mean|after|ask\w*)\b",
    re.I,
)
"""What she is asked whether she wants."""
_FIGURE = re.compile(
    r"^100\s?(?:%|percent|per cent)\s+(?!off|refund|discount|cotton|wool|"
    r"linen|silk|cheaper|less|back|of)[a-z]",
    re.I,
)


def check_amounts(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Amounts that stand in no result, or are another product's."""
    for amount in statement.amounts:
        is_count = amount.currency is None and any(
            one.stock_now for one in statement.goods or evidence.at_hand
        )
        is_of_another = not (
            statement.mentions or _DIFFERENCE.search(statement.text)
        ) and _is_of_another_rule(amount, statement, evidence)
        if not is_count and (is_of_another or not _is_grounded(amount, statement, evidence)):
            yield Finding(Kind.AMOUNT, statement.text[amount.start : amount.end])


def check_percents(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Percentages that no result names, or that are of something else."""
    for found in _PERCENT.finditer(statement.text):
        if statement.is_in_name(found.start()) or _FIGURE.match(statement.text, found.start()):
            continue
        if statement.clause_at(found.start()).is_question and _HER_WISH.search(statement.text):
            continue
        value = 50.0 if found["half"] else float(found["value"].replace(",", "."))
        if not _is_known_percent(found, value, statement, evidence):
            yield Finding(Kind.PERCENT, found.group())


def _is_grounded(amount: Amount, statement: Statement, evidence: Evidence) -> bool:
    around = _around(amount, statement)
    if not statement.mentions and _is_supposed(amount, statement, evidence):
        return True
    if (bound := _bound(amount, statement)) is not None:
        return bound
    before = statement.unnamed[max(0, amount.start - _BEFORE) : amount.start]
    if _DENIED.search(before):
        return amount.is_one_of(evidence.money | evidence.said_money)
    is_limit = _LIMIT.search(around) or _LIMIT.search(before)
    if is_limit or statement.is_negated_before(amount.start):
        return amount.is_one_of(_money_about(amount, statement, evidence) | evidence.said_money)
    if _TOTAL.search(around):
        return amount.is_one_of(_totals(amount, statement, evidence)) or _is_sum(amount, statement)
    if _ROLE.search(around):
        known = _money_about(amount, statement, evidence)
        return amount.is_one_of(known) or _is_worked_out(amount, statement, evidence)
    if orders := evidence.orders_in(statement.text):
        return amount.is_one_of(evidence.money_of(orders))
    if (goods := statement.nearest(amount)) is not None:
        others = set() if statement.mentions or statement.points else evidence.common_money
        return amount.is_one_of(goods.amounts | others) or _is_sum(amount, statement)
    return amount.is_one_of(evidence.money) and not _is_of_another_rule(amount, statement, evidence)


def _money_about(amount: Amount, statement: Statement, evidence: Evidence) -> set[Money]:
    """What an amount can be when it is not plainly a price: no other product's price."""
    goods = statement.nearest(amount) if statement.mentions else None
    return evidence.common_money | goods.amounts if goods else evidence.money


def _totals(amount: Amount, statement: Statement, evidence: Evidence) -> set[Money]:
    """What things come to; a product comes to its own price where nothing was added up."""
    goods = statement.nearest(amount)
    if goods is None or not goods.amounts:
        return evidence.totals
    is_added_up = evidence.added_up and not _COMES.search(statement.text[: amount.start])
    return evidence.totals if is_added_up else goods.amounts | evidence.added_up


def _is_of_another_rule(amount: Amount, statement: Statement, evidence: Evidence) -> bool:
    """Whether pages name this amount for something else, and another for what is spoken of."""
    pages = [deed.traces for deed in evidence.deeds if "passages" in deed.result]
    charges = [charge for traces in pages for charge in traces.charges]
    words = topics_in(statement.unnamed)
    own = {word for one in charges if amount.values & one.fees for word in one.topics}
    others = {word for one in charges if not amount.values & one.fees for word in one.topics}
    return bool(own) and len(words & others - own) > len(words & own)


def _bound(amount: Amount, statement: Statement) -> bool | None:
    """Whether a bound or a rough figure is right of the goods it is said of; None if it is none."""
    if not statement.mentions or not (goods := statement.nearest(amount)) or not goods.prices:
        return None
    before = statement.text[: amount.start]
    prices = [price for price, _ in goods.prices]
    if _UPPER.search(before):
        return any(price <= value for price in prices for value in amount.values)
    if _LOWER.search(before):
        return any(price >= value for price in prices for value in amount.values)
    if _NEARLY.search(before):
        known = [value for value, _ in goods.amounts]
        return any(abs(k - value) * 20 <= k for k in known for value in amount.values)
    return None


def _is_supposed(amount: Amount, statement: Statement, evidence: Evidence) -> bool:
    """Whether it is an example's: "goods worth ₹1,000 with delivery would come to ₹1,099"."""
    if statement.is_question and (_LIMIT.search(statement.text) or _EITHER.search(statement.text)):
        return True
    examples = [one for one in statement.amounts if _is_example(one, statement)]
    if not examples or not any("passages" in deed.result for deed in evidence.deeds):
        return False
    if amount in examples:
        return True
    if not _TOTAL.search(statement.text) and not _PAYS.search(statement.text):
        return False
    topics = topics_in(statement.text)
    fees = _fees_of(topics, evidence)
    return any(abs(a - b) in fees for a in amount.values for one in examples for b in one.values)


_PAYS = re.compile(r"\b(?:pay|owe|total|altogether|come to|comes to|in all|cost)\b", re.I)


def _is_example(amount: Amount, statement: Statement) -> bool:
    return bool(_EXAMPLE.search(statement.text[: amount.start])) or bool(
        re.match(r" (?:order|cart|basket|purchase)\b", statement.text[amount.end :])
    )


def _fees_of(topics: frozenset[str], evidence: Evidence) -> set[Decimal]:
    """What pages charge for what a sentence is about; none where it costs nothing."""
    charges = [charge for traces in evidence.told for charge in traces.charges]
    known = topics & {word for charge in charges for word in charge.topics}
    return {fee for charge in charges if not known or topics & charge.topics for fee in charge.fees}


def _around(amount: Amount, statement: Statement) -> str:
    """The words right before and behind an amount, up to the next amount or clause."""
    others = statement.amounts
    start = max((a.end for a in others if a.end <= amount.start), default=0)
    end = min((a.start for a in others if a.start >= amount.end), default=len(statement.text))
    before = statement.unnamed[max(start, amount.start - _BEFORE) : amount.start]
    after = statement.unnamed[amount.end : min(end, amount.end + _AFTER)]
    before = re.split(r"[.;\u2013(]|, (?!and )", before)[-1]
    after = re.split(r"[,.;\u2013(]| and ", after)[0]
    return f"{before} {after}"


def _is_worked_out(amount: Amount, statement: Statement, evidence: Evidence) -> bool:
    """Whether it is the difference of two amounts that stand in results, or their sum."""
    if _is_sum(amount, statement):
        return True
    if not _DIFFERENCE.search(statement.text):
        return False
    pools = [goods.amounts for goods in statement.goods] or [evidence.money]
    if len(pools) > 1:
        pools = [set().union(*pools)]
    return any(_is_difference(amount, pool) for pool in pools)


def _is_difference(amount: Amount, pool: set[Money]) -> bool:
    known = {(abs(a - b), code) for a, code in pool for b, other in pool if code == other}
    return amount.is_one_of(known)


def _is_sum(amount: Amount, statement: Statement) -> bool:
    """Whether it is the price of several units, or of the goods named together."""
    if not _SUM.search(statement.text):
        return False
    prices = [(goods, price) for goods in statement.goods for price in goods.prices]
    counts = {int(n) for n in re.findall(r"(?<![\w.,])\d{1,2}(?![\w.,%])", statement.text)}
    words = {"both": 2, "two": 2, "pair": 2, "three": 3, "four": 4, "five": 5}
    counts |= {n for word, n in words.items() if re.search(rf"\b{word}\b", statement.lower)}
    known = {(price * n, code) for _, (price, code) in prices for n in counts}
    return amount.is_one_of(known | _together(statement.goods))


def _together(goods: list[Goods]) -> set[Money]:
    if len(goods) < 2 or not all(one.prices for one in goods):
        return set()
    firsts = [min(one.prices, key=lambda money: money[0]) for one in goods]
    return {(sum((money[0] for money in firsts), Decimal()), firsts[0][1])}


def _is_known_percent(
    found: re.Match[str], value: float, statement: Statement, evidence: Evidence
) -> bool:
    if statement.is_negated and f"{value:g}" in evidence.said_text:
        return True
    return value in evidence.percents and not _is_of_another(found, value, statement, evidence)


def _is_of_another(found: re.Match[str], value: float, st: Statement, evidence: Evidence) -> bool:
    """Whether the words beside a percentage are more those of another one in the results."""
    lines = evidence.percent_lines
    known = frozenset().union(*(line.words for line in lines))
    clause = st.clause_at(found.start()).text
    piece = _piece_at(found.start(), st.text)
    words = subject_of(piece) & known or subject_of(clause) & known or subject_of(st.text) & known
    own = max((len(words & line.words) for line in lines if value in line.percents), default=0)
    return any(len(words & line.words) > own for line in lines if value not in line.percents)


def _piece_at(place: int, text: str) -> str:
    """What stands around a place between commas and words that join."""
    cuts = list(_JOINS.finditer(text))
    start = max((cut.end() for cut in cuts if cut.end() <= place), default=0)
    return text[
        start : min((cut.start() for cut in cuts if cut.start() > place), default=len(text))
    ]


def subject_of(text: str) -> frozenset[str]:
    """The words that tell of what something is taken off."""
    return frozenset(stem(w) for w in words_in(text.lower()) if w.isalpha()) - _NO_SUBJECT
