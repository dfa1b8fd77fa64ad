"""Claims of deeds held against the write log: what was done is said by a tool, or was not done."""

import re
from collections.abc import Iterator

from sales_agent.truth.deed_sorts import (
    NOUN,
    NOUN_DONE,
    STEMS,
    VAGUE,
    Sort,
    sort_of_noun,
    sort_of_stem,
)
from sales_agent.truth.evidence import Deed, Evidence
from sales_agent.truth.goods import Goods
from sales_agent.truth.statement import Finding, Kind, Statement

_SUBJECT = r"(?:I|we|they|(?:the|our) (?:team|staff|store)(?: at [^.,;]{1,30}?)?)"
_FIRST = re.compile(
    rf"\b{_SUBJECT}(?:'ve| have|'m| am|'re| are)?(?: just| now| already| also| successfully|"
    rf" (?:gone|went) ahead and| took the liberty and| happily)*\s+(?:{STEMS})\b",
    re.I,
)
_PASSIVE = re.compile(
    rf"\b(?:is|are|was|were|'s|'re|been|got|gets)(?: now| just| already| all| also| successfully|"
    rf" being| both)*"
    rf"\s+(?:{STEMS})\b",
    re.I,
)
_HAD = re.compile(
    rf"\b(?:consider|(?:I|we)(?:'ve| have)? (?:got|had)) "
    rf"(?:(?!you\b|that\b|which\b|what\b|who\b|we\b)[\w'-]+ ){{1,6}}(?:{STEMS})\b(?! by\b)",
    re.I,
)
_BARE = re.compile(
    rf"(?:^|\b(?:done|great|perfect|all set|success|okay|"
    rf"ok)[!.,:\u2013-]+ )(?:successfully )?(?!put\b)(?:{STEMS})\b",
    re.I,
)
_CART = r"(?:cart|bag|basket)\b"
_IN_CART = re.compile(
    rf"(?:\b(?:is|are)|'s|'re)(?: now| both| already| all| waiting| sitting| safely)* in your "
    rf"{_CART}|\byour {_CART}(?:'s| has) (?:now )?got\b"
    rf"|\byou(?:'ve)? (?:now )?(?:have|got) [^.;]{{1,60}} in your {_CART}"
    rf"|\byour {_CART} (?:now )?(?:contains|has|holds|includes)\b",
    re.I,
)
_WAITING = re.compile(
    rf"\b{_SUBJECT}(?:'ll|'ve| will| have)? have (?:it|one|them|this|both|"
    rf"(?:your|the) [^.,;]{{1,40}}?) (?:waiting|ready|kept|put by)\b",
    re.I,
)
_SET = re.compile(
    r"\b(?:all set|all done|it's done|that's done|done and dusted|taken care of|sorted it|"
    r"(?:that's|it's|all) sorted(?! (?:by|from|out)\b)|"
    r"you're all set|consider it done)\b",
    re.I,
)
_PROMISE = re.compile(
    r"\b(?:I|we)(?:'ll| will| am going to|'m going to| are going to)(?: also| now| gladly|"
    r" happily| make sure (?:we |to )?| "
    r"ensure (?:we )?)*\s+(?P<what>waive|refund|reimburse|upgrade|extend|price[- ]match|match|"
    r"compensate|credit|"
    r"e-?mail|text|call|notify|throw in|knock|give you|cover|honou?r|"
    r"discount|hold|reserve)\b"
    r"|\b(?:you|it|that|this|\w+ fee|the difference|your \w+)(?:'ll| will) be (?P<done>refund|"
    r"waive|upgrade|compensate|credit|reimburse|discount)e?d\b",
    re.I,
)
_RULE = re.compile(
    r"^(?:are|'re) (?:held|reserved|shipped|delivered|refunded|paid|charged)\b", re.I
)
_HERS = re.compile(
    r"\b(?:you|your|it|this|these|both)\b|(?-i:\b[A-Z]{1,3}-?(?=[A-Z]*\d)[A-Z0-9]{4,}\b)", re.I
)
_IN_CASE = re.compile(r"(?:if|when|whenever|where|should)\b[^,]*,", re.I)
"""Without her or her things, or in a case that is only thought of, it is a rule, and no deed."""
_ON_HER_YES = re.compile(
    r"\b(?:once|if|when|as soon as|after) you\b[^.;]{0,40}, (?:then )?(?:I|we|they)\b.{0,40}"
    r"\b(?:hold|reserve|waiting|ready)$",
    re.I,
)
"""What a tool will do when she says yes is an offer, and no favour."""
_CLASS = re.compile(
    r"\b(?:what(?:ever)?|(?:any|every)thing|(?:goods|items|orders|products|those)"
    r"(?: that| which))\s*$",
    re.I,
)
"""Before a participle: "what was delivered" is whatever was, and says of nothing that it was."""
_EARLIER = re.compile(r"\b(?:already|earlier|before|previously)\b", re.I)
_ORDER = re.compile(r"\b[A-Z]{1,3}-?[A-Z0-9]{4,}\b")


_NOT_BY_STATE = ("cancel", "reserve", "refund")
"""Deeds that, claimed as just done, an order in that state does not show."""


def check_deeds(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Deeds that no result of the turn has done, and promises of deeds that no tool can keep."""
    if statement.is_question:
        return
    for pattern in (_FIRST, _PASSIVE, _HAD, _BARE):
        for found in pattern.finditer(statement.text):
            sort = _sort_of(found, statement)
            is_own = pattern in (_FIRST, _HAD) or (pattern is _BARE and sort.name != "reserve")
            if _is_claimed(found, statement) and not _is_done(
                sort, found, statement, evidence, is_own=is_own
            ):
                yield Finding(Kind.DEED, found.group().strip())
    yield from _other_claims(statement, evidence)


def _sort_of(found: re.Match[str], statement: Statement) -> Sort:
    """The sort of deed; of vague participles a noun tells: a refund that is on its way."""
    sort = sort_of_stem(found)
    nouns = NOUN.finditer(statement.text[: found.start()]) if sort.name in VAGUE else ()
    meant = [named for noun in nouns if (named := sort_of_noun(noun)).name != "order"]
    return meant[-1] if meant else sort


def _other_claims(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    if (found := NOUN_DONE.search(statement.text)) and _is_claimed(found, statement):
        sort = sort_of_noun(found)
        if not _is_done(sort, found, statement, evidence, is_own=sort.name in _NOT_BY_STATE):
            yield Finding(Kind.DEED, found.group())
    for pattern, is_so in (
        (_IN_CART, _is_in_cart),
        (_SET, _has_done_something),
        (_WAITING, _is_held),
        (_PROMISE, _is_promised),
    ):
        found = pattern.search(statement.text)
        if found and _is_claimed(found, statement) and not is_so(found, statement, evidence):
            yield Finding(Kind.DEED, found.group())


def _is_claimed(found: re.Match[str], statement: Statement) -> bool:
    """Whether it is said as a fact: not denied, asked about, or left open."""
    place = found.start()
    is_of_her = _HERS.search(statement.text) and not _IN_CASE.match(statement.text)
    if _RULE.search(found.group()) and not is_of_her:
        return False
    if _ON_HER_YES.search(statement.text[: found.end()]):
        return False
    if _CLASS.search(statement.text[:place]):
        return False
    if statement.is_negated_before(found.end()) or statement.is_in_name(place):
        return False
    return not statement.is_conditional_before(place)


def _is_done(
    sort: Sort, found: re.Match[str], statement: Statement, evidence: Evidence, *, is_own: bool
) -> bool:
    deeds = evidence.deeds if _EARLIER.search(statement.text) else evidence.now
    done = [deed for deed in deeds if deed.status in sort.statuses]
    if done and (sort.name not in ("cart", "remove", "reserve") or _is_of(statement, done)):
        return True
    if sort.name == "apply" and _has_discount(evidence):
        return True
    if sort.name == "refund" and _has_refund(statement, evidence):
        return True
    is_claimed_now = is_own and sort.name in _NOT_BY_STATE
    if sort.states and not is_claimed_now and _has_state(sort, statement, evidence):
        return True
    return _is_in_words(found, statement, evidence)


def _is_of(statement: Statement, done: list[Deed]) -> bool:
    """Whether the deeds concern the goods, and the store, that the sentence names."""
    text = " ".join(str(deed.result) for deed in done).casefold()
    named = [mention.goods for mention in statement.mentions]
    return all(_is_in_text(goods, text) for goods in named)


def _is_in_text(goods: Goods, text: str) -> bool:
    return goods.key in text or any(one.casefold() in text for one in goods.ids)


def _has_discount(evidence: Evidence) -> bool:
    """Whether a cart, a quote or an offer of the window takes something off."""
    return any(
        row.get("discounts") or row.get("applied") or row.get("totalDiscount")
        for row in evidence.rows
    )


def _has_refund(statement: Statement, evidence: Evidence) -> bool:
    """Whether a result says that money goes back: one that has, or a cancellation just made."""
    if any(deed.status == "canceled" for deed in evidence.now):
        return True
    is_open = any(deed.status in ("return_opened", "exchange_opened") for deed in evidence.now)
    return is_open or any(
        row.get("refundedAt") or _amount(row.get("refunded")) or row.get("creditNotes")
        for row in evidence.rows
    )


def _amount(money: object) -> int:
    return int(money.get("amount") or 0) if isinstance(money, dict) else 0


def _has_state(sort: Sort, statement: Statement, evidence: Evidence) -> bool:
    """Whether an order, of the number that is named, or any, is in such a state."""
    ids = [word for word in _ORDER.findall(statement.text) if word.casefold() in evidence.text]
    rows = [row for row in evidence.rows if str(row.get("status")) in sort.states]
    if ids and (meant := [row for row in rows if any(i in str(row) for i in ids)]):
        return bool(meant)
    if ids and any(row.get("orderId") in ids for row in evidence.rows):
        return False
    return bool(rows) or any(fact.get("status") in sort.states for fact in evidence.facts)


def _is_in_words(found: re.Match[str], statement: Statement, evidence: Evidence) -> bool:
    """Whether the shop's own words say it: a tool's message, a page, an offer."""
    verb = re.findall(r"[a-z-]+", found.group().lower())[-1]
    stem = verb[:-2] if verb.endswith("ed") else verb
    told = [str(deed.result.get("message", "")) for deed in evidence.now if deed.has_effect]
    named = [mention.goods.key for mention in statement.mentions]
    return any(
        stem in text and " can be " not in text and all(name in text for name in named)
        for text in map(str.casefold, told)
    )


def _is_in_cart(_: re.Match[str], statement: Statement, evidence: Evidence) -> bool:
    """Whether the cart holds the goods that are named, or anything at all."""
    if not statement.mentions:
        return bool(evidence.cart_lines)
    held = " ".join(str(cart.get("lines")) for cart in evidence.carts[-1:]).casefold()
    return all(mention.goods.key in held for mention in statement.mentions)


def _has_done_something(_: re.Match[str], statement: Statement, evidence: Evidence) -> bool:
    return any(deed.has_effect for deed in evidence.now)


def _is_held(_: re.Match[str], statement: Statement, evidence: Evidence) -> bool:
    """Whether a store keeps something for her: a reservation, or an order to pick up."""
    return any(
        row.get("storeName") and row.get("status") not in ("canceled", "expired")
        for row in evidence.rows
    )


def _is_promised(found: re.Match[str], _: Statement, evidence: Evidence) -> bool:
    """Whether results of this turn speak of it: a page, an order's refund, a held unit."""
    what = found["what"] or found["done"]
    return what.lower().rstrip("e") in evidence.text_now
