"""Claims of deeds held against the write log: what was done is said by a tool, or was not done."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from sales_agent.truth.deeds.changed import says_changed
from sales_agent.truth.deeds.claims import (
    Claim,
    claims_in,
    says_all_done,
    says_in_cart,
    says_unknown_deed,
)
from sales_agent.truth.deeds.denied import concerns, stands_done
from sales_agent.truth.deeds.extent import goes_beyond
from sales_agent.truth.deeds.objects import PEOPLE
from sales_agent.truth.deeds.phrases import ON_HERS, VERB
from sales_agent.truth.deeds.sorts import REFUND_THERE, Sort
from sales_agent.truth.deeds.standing import (
    has_discount,
    has_refund,
    has_state,
    is_paid,
)
from sales_agent.truth.deeds.things import speaks_of_nothing
from sales_agent.truth.deeds.undone import undone_in
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Finding, Kind, Statement
from sales_agent.truth.rules.terms import terms_in

_SUBJECT = r"(?:I|we|they|(?:the|our) (?:team|staff|store)(?: at [^.,;]{1,30}?)?)"
_WAITING = re.compile(
    rf"\b{_SUBJECT}(?:'ll|'ve| will| have)? have (?:it|one|them|this|both|"
    rf"(?:your|the) [^.,;]{{1,40}}?) (?:waiting|ready|kept|put by)\b",
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
_HERS = re.compile(
    r"\b(?:you|your|it|this|these|both|dein\w*|ihre?\w*)\b"
    r"|(?-i:\b[A-Z]{1,3}-?(?=[A-Z]*\d)[A-Z0-9]{4,}\b)",
    re.I,
)
_IN_CASE = re.compile(r"\b(?:if|when|whenever|once|unless|until|wenn|falls|sobald)\b", re.I)
_MANY = re.compile(r"^(?:are|'re|gets?|sind)\b", re.I)
_ON_HER_YES = re.compile(
    r"\b(?:once|if|when|as soon as|after) you\b[^.;]{0,40}, (?:then )?(?:I|we|they)\b.{0,40}"
    r"\b(?:hold|reserve|waiting|ready)$",
    re.I,
)
"""What a tool will do when she says yes is an offer, and no favour."""
_JUST_NOW = re.compile(
    r"\b(?:thanks|thank you) for (?:your|the) (?:order|purchase)\b|\bcongrat|"
    r"\bplaced\b.*\bthank|\bthank.*\bplaced\b|"
    r"\b(?:checkout|check-out|purchase)\b|\b(?:just|successfully) (?:been )?placed\b",
    re.I,
)
"""By these an order is said to have been placed in this turn."""
_OF_DEED = re.compile(r" (?:that|as)\b", re.I)
"""Behind what was noted: it is of another deed, "noted that you send it back"."""
_LEAST = 4
"""Letters of a verb by which a tool's message is known to speak of the same deed."""
_OWN_PART = re.compile(r",\s+(?=(?:the|your) \w+(?: \w+)? (?:is|are|was|has|have)\b)", re.I)
_FIRST_ORDER = re.compile(
    r"\b(?:your|a|the|any) (?:first|next|\w+st|second) (?:order|purchase)\b", re.I
)
"""What an offer is of, and no order that she has."""
_FEW = 4
"""Words of which a state behind a colon is made."""
_SHARE = re.compile(r"\d ?(?:%|percent\b|per cent\b)", re.I)
_MEANS = re.compile(r"^\W*[a-z]{3,}ing\b.*\b(?:means?|requires?|takes?|needs?|would)\b", re.I)
"""What doing something comes to: it is not done by that."""
_DONE_TENSE = re.compile(
    r"\b(?:has|have|had|was|were|been|did|\w{2,}'ve|just|now|already|asked|told|said|wished|"
    r"went|took|put|made|gave|sent)\b|'ve\b|\b(?:I|we|they) \w{2,}ed\b",
    re.I,
)
"""With these something is told that has happened, and not what will be."""
_EARLIER = re.compile(r"\b(?:already|earlier|before|previously)\b", re.I)
_PARCEL = re.compile(
    r"\b(?:parcel|package|order|shipment|delivery|carrier|courier|it|tracking|express|label|"
    r"O-\w+)\b",
    re.I,
)
_NO_PARCEL = re.compile(
    rf"\b(?:{PEOPLE}|refund\w*|money|e-?mail\w*|inbox|mailbox|text\w*|invoice)\b", re.I
)
_REFUNDING = ("canceled", "return_opened")
"""Deeds on which money goes back."""
_SHIPPED = ("shipped", "out_for_delivery", "in_transit", "delivered")
_NOT_BY_STATE = ("cancel", "reserve", "refund")
"""Deeds that, claimed as just done, an order in that state does not show."""


def check_deeds(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """Deeds that no result of the turn has done."""
    for part in _parts_of(statement):
        if (
            _is_filed(part, evidence)
            or part.is_wish
            or _MEANS.match(part.text)
            or _hangs_on_case(part, statement)
        ):
            continue
        if words := next(_without_ground(part, statement, evidence), ""):
            yield Finding(Kind.DEED, words)


def _parts_of(statement: Statement) -> Iterator[Statement]:
    """The clauses, what a colon joins, and what stands behind a comma on its own."""
    yield from statement.parts
    yield from _labelled(statement)
    for part in statement.parts:
        for found in _OWN_PART.finditer(part.text):
            yield part.part(found.end(), len(part.text))


def _is_filed(part: Statement, evidence: Evidence) -> bool:
    """Whether a clause tells the number under which an order that results name is known."""
    return bool(_FILED.search(part.text) and evidence.orders_in(part.text))


_FILED = re.compile(
    r"\b(?:filed|logged|registered|recorded|stored|saved|entered|listed|noted|booked|known|kept|"
    r"held)"
    r"(?: it| this| that)?(?: \w+ \w+)? (?:as|under|with)(?: the)?(?: \w+){0,2}[ :#]*"
    r"(?-i:[A-Z]{1,3}-)|"
    r"\b(?:matched|tied|linked|assigned|allotted|allocated) (?:you|it|this|that)? ?(?:to |with )?"
    r"(?:the )?(?:number )?(?-i:[A-Z]{1,3}-)",
    re.I,
)


def _is_only_told(statement: Statement, evidence: Evidence) -> bool:
    """Whether she asked where, when or what, and "all set" is said of an order that is known."""
    said = evidence.said.value.get("said") or [""]
    return bool(_ASKED.match(said[-1]) and evidence.orders_in(statement.text))


_ASKED = re.compile(r"\W*(?:where|when|what|which|how|who|wo|wann|was|welche\w*|wie)\b", re.I)


def _hangs_on_case(part: Statement, statement: Statement) -> bool:
    """Whether it is what will be once she agrees: "once you confirm, it will be held for you"."""
    if _DONE_TENSE.search(part.text):
        return False
    return any(
        second.text == part.text and first.is_case and not _DONE_TENSE.search(first.text)
        for first, second in pairwise(statement.clauses)
    )


def _labelled(statement: Statement) -> Iterator[Statement]:
    """Two clauses of which the second is what the first is: "Return for O-5031: opened"."""
    for first, second in pairwise(statement.clauses):
        is_short = len(second.text.split()) <= _FEW and not VERB.search(second.text)
        if is_short and not (first.is_question or first.is_case or VERB.search(first.text)):
            before = statement.part(first.start, first.end)
            yield replace(before, text=f"{before.text} is {second.text.strip()}")


def _without_ground(part: Statement, statement: Statement, evidence: Evidence) -> Iterator[str]:
    """The words of a clause that claim a deed which nothing has done."""
    is_offer = _is_offer(part, evidence)
    claims = list(claims_in(part))
    for claim in claims:
        if is_offer and all(sort.name in ("apply", "remove", "change") for sort in claim.sorts):
            continue
        is_known = _is_rule(claim, statement, evidence) or _is_of_a_parcel(claim, evidence)
        if not is_known and not any(
            _is_done(sort, claim, statement, evidence) for sort in claim.sorts
        ):
            yield claim.words
    is_told = _is_only_told(statement, evidence)
    if (words := says_all_done(part)) and not (is_told or _has_done_something(words, evidence)):
        yield words
    if (words := says_in_cart(part)) and not is_in_cart(statement, evidence):
        yield words
    if (
        not is_offer
        and (words := says_unknown_deed(part))
        and not _has_done_something(words, evidence)
    ):
        yield words
    if words := speaks_of_nothing(part, evidence) or (
        "" if claims else says_changed(part, evidence)
    ):
        yield words
    if any(stands_done(undone, part, evidence) for undone in undone_in(part)):
        yield part.text.strip()


def _is_offer(part: Statement, evidence: Evidence) -> bool:
    """Whether a clause says what an offer takes off: "we've marked down running shoes by 12%"."""
    if not _SHARE.search(part.text) or ON_HERS.search(_FIRST_ORDER.sub("", part.text)):
        return False
    return any(deed.result.get("offers") for deed in evidence.now)


def check_promises(statement: Statement, evidence: Evidence) -> Iterator[Finding]:
    """What is promised that no tool can keep, or said to wait for her."""
    for pattern, is_so in ((_WAITING, _is_held), (_PROMISE, _is_promised)):
        found = pattern.search(statement.text)
        if found and _is_claimed(found, statement) and not is_so(found, evidence):
            yield Finding(Kind.DEED, found.group())


def _is_claimed(found: re.Match[str], statement: Statement) -> bool:
    """Whether it is said as a fact: not denied, asked about, or left open."""
    place = found.start()
    if statement.clause_at(place).is_question or statement.is_in_name(place):
        return False
    if statement.is_wish and place >= statement.clauses[0].end:
        return False  # "tell me when, and I'll reserve it"
    if _ON_HER_YES.search(statement.text[: found.end()]):
        return False
    if statement.is_negated_before(found.end()):
        return False
    return not statement.is_conditional_before(place)


def _is_rule(claim: Claim, statement: Statement, evidence: Evidence) -> bool:
    """Whether it says how things are done here, and not that one was done for her."""
    if not claim.is_rule:
        return False
    said = claim.part.text
    if _IN_CASE.search(statement.text[: statement.text.find(said) + len(said)]):
        return True
    if evidence.has_pages and set(terms_in(claim.part.text)) & evidence.terms:
        return True
    if _HERS.search(statement.text):
        return False
    return bool(_MANY.match(claim.words)) or evidence.has_pages


def _is_of_a_parcel(claim: Claim, evidence: Evidence) -> bool:
    """Whether it says by a verb of other deeds that a parcel is on its way, and one is."""
    if not any(sort.name in ("hand over", "send", "ship", "refund") for sort in claim.sorts):
        return False
    text = claim.part.masked
    if not _PARCEL.search(text) or _NO_PARCEL.search(text):
        return False
    is_sent = any(str(row.get("status")) in _SHIPPED for row in evidence.rows)
    is_label = any(deed.status in ("return_opened", "exchange_opened") for deed in evidence.now)
    return is_sent or (is_label and "label" in text.lower())


def _is_done(sort: Sort, claim: Claim, statement: Statement, evidence: Evidence) -> bool:
    deeds = evidence.deeds if _EARLIER.search(statement.text) else evidence.now
    done = [deed for deed in deeds if deed.status in sort.statuses]
    if goes_beyond(claim.part, done):
        return False
    if done and (sort.name not in ("cart", "remove", "reserve") or concerns(statement, done)):
        return True
    if sort.name == "apply" and (has_discount(evidence) or _is_offered(claim, evidence)):
        return True
    if sort.name == "identify" and evidence.session.value["shopper"].get("isSignedIn"):
        return True
    if sort.name == "save" and _OF_DEED.match(claim.part.text.partition(claim.words)[2]):
        return any(deed.has_effect for deed in evidence.now)
    if sort.name in ("refund", REFUND_THERE) and has_refund(sort, evidence):
        return True
    is_claimed_now = claim.is_own and sort.name in _NOT_BY_STATE
    if sort.name == "order":
        is_claimed_now = claim.is_ours or bool(_JUST_NOW.search(statement.text))
    if sort.name == "pay" and is_paid(statement, evidence):
        return True
    if sort.held and not is_claimed_now and has_state(sort, statement, evidence):
        return True
    return _is_in_words(claim, statement, evidence)


def _is_offered(claim: Claim, evidence: Evidence) -> bool:
    """Whether it is what an offer takes off in general, and offers were asked for."""
    return claim.is_rule and any(deed.result.get("offers") for deed in evidence.now)


def _is_in_words(claim: Claim, statement: Statement, evidence: Evidence) -> bool:
    """Whether the shop's own words say it: a tool's message, a page, an offer."""
    verb = re.findall(r"[a-zäöüß-]+", claim.words.lower())[-1]
    if len(verb) < _LEAST:
        return False  # "it" is in many a word
    stem = verb[:-2] if verb.endswith("ed") else verb
    told = [str(deed.result.get("message", "")) for deed in evidence.now if deed.has_effect]
    named = [mention.goods.key for mention in statement.mentions]
    return any(
        stem in text and " can be " not in text and all(name in text for name in named)
        for text in map(str.casefold, told)
    )


def is_in_cart(statement: Statement, evidence: Evidence) -> bool:
    """Whether the cart holds the goods that are named, or anything at all."""
    if not statement.mentions:
        is_priced = any(cart["lines"] for cart in evidence.carts[-1:])
        is_added = any(deed.status == "added" for deed in evidence.now)
        return bool(evidence.cart_lines) or is_priced or is_added
    held = " ".join(str(cart.get("lines")) for cart in evidence.carts[-1:]).casefold()
    return all(goods.key in held for goods in statement.put_in)


def _has_done_something(words: str, evidence: Evidence) -> bool:
    """Whether anything was done just now, or a result says that it is so."""
    verb = words.split()[-1].lower()
    return any(d.has_effect for d in evidence.now) or any(
        row.get("status") == verb for row in evidence.rows
    )


def _is_held(_: re.Match[str], evidence: Evidence) -> bool:
    """Whether a store keeps something for her: a reservation, or an order to pick up."""
    return any(
        row.get("storeName") and row.get("status") not in ("canceled", "expired")
        for row in evidence.rows
    )


def _is_promised(found: re.Match[str], evidence: Evidence) -> bool:
    """Whether results of this turn speak of it: a page, an order's refund, a held unit."""
    what = found["what"] or found["done"]
    if what.lower() in ("refund", "credit", "reimburse") and any(
        deed.status in _REFUNDING for deed in evidence.now
    ):
        return True
    return what.lower().rstrip("e") in evidence.text_now
