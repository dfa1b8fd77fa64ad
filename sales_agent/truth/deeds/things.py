"""What is said of things that only deeds bring about, and that no deed has brought about."""

import re
from collections.abc import Callable

from sales_agent.truth.deeds.objects import CART, PEOPLE
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Statement

_FACT = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|do|took|takes|brought|brings|gives|gave|got|"
    r"went|"
    r"goes|made|makes|came|comes|knows|sees|stays|waits|sits|lies|lives|holds|shows|heads|ships|"
    r"pay|pays|get|see|have|grew|stands|counts|includes|contains|features|put|set|carries|bears|"
    r"reflects|uses|wears|runs|works|applies|kicks|keeps|boasts|enjoys|counts|covers|cuts|drops|"
    r"saves|saw|sat|sits|fell|hat|ist|sind|"
    r"wurde|\w{3,}ed)\b|'(?:s|re|ve|m)\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:can|could|would|may|might|should|shall|must|need|needs|want|wants|prefer|rather|like|"
    r"happy|glad|ready (?:to|when|if)|able|try|let|please|if|once|when|whenever|until|before|"
    r"after|to (?:add|"
    r"put|"
    r"go|bring|get)|kann|können|könnte|möchte\w*|würde|soll|falls|wenn)\b|'(?:d|ll)\b",
    re.I,
)
"""Words by which nothing is said to be so yet."""
_CODE = re.compile(
    r"(?-i:(?<![\w-])[A-Z]{3,}\d+\b)|"
    r"\b(?:the|your|this|that) (?:promo |discount |coupon |voucher )?"
    r"(?:code|coupon|voucher|discount)\b",
    re.I,
)
_NOUN = re.compile(
    r"\b(?:your|the|an?|this|that|open|new) (?:\w+ ){0,2}(?P<noun>return|cancell?ation|"
    r"reservation|"
    r"refund|address change|change of address)\b(?! (?:window|policy|shipping|label|period|"
    r"number))",
    re.I,
)
_ANY = re.compile(r"an?\b", re.I)
_IS_THERE = re.compile(
    r"\b(?:has been|have|had|was|is (?:now |already )?(?:open\w*|set|in place|made|under|booked|"
    r"through|on|registered|there|waiting|ready))\b|'(?:ve|d)\b",
    re.I,
)
"""How one of them is said to have been made."""
_PERSON = re.compile(rf"\b{PEOPLE}\b", re.I)
_CART = re.compile(rf"\b(?:your|the|deine?[mnr]?|ihre?[mnr]?) {CART}\b", re.I)
_CART_ELSE = re.compile(
    r"\b(?:what(?:'s| is)|check|see|look|view|open|anything|something|nothing|empty|leer|offers?|"
    r"when|quote|free|discount\w*|coupon|code|voucher|promo|applied|changed?|updated?|out of|off|"
    r"from|removed?|cleared|emptied|gone|stays? as it is|will be here|"
    r"\d+ ?%)\b|(?-i:(?<![\w-])[A-Z]{2,}\d+\b)",
    re.I,
)
"""With these a cart is spoken of for another reason than what is in it."""
_ADDRESS = re.compile(r"\b(?:the|your) new (?:delivery |shipping )?address\b", re.I)
_KEPT = re.compile(
    r"\b(?:wait\w*|tucked|stashed|stowed|hang\w*|stay\w*|kept|keep\w*|holds?|holding|saves|safe|"
    r"minds|guards|locked|put|set|"
    r"sits?|sitting|lies|lying|remains?|saved?|"
    r"saving|stored?|reserved|held|ready)\b",
    re.I,
)
_FOR_HER = re.compile(
    r"\bfor you\b|\byour(?! (?:size|colou?r|nearest|city|area|closest|best))\b|\baside\b|"
    r"\bto one side\b|\bin your name\b",
    re.I,
)
_UNTIL_HERS = re.compile(
    r"\b(?:until|till) you(?:'re|'ve)? (?:come|get|arrive|can|pick|collect|drop|visit|make|there|"
    r"here|fetch|call|are|have)\b[^.,;]*",
    re.I,
)
"""What stays "until you come by" stays for her."""
_ON_SALE = re.compile(r"\b(?:shelf|shelves|rail|in stock|available|stock)\b", re.I)


def speaks_of_nothing(part: Statement, evidence: Evidence) -> str:
    """The thing that a clause says something of, and that no result has brought about; or none."""
    text = _UNTIL_HERS.sub(" for you ", part.masked)
    if part.is_negated or _OPEN.search(text):
        return ""
    for pattern, is_there in _THINGS:
        found = pattern.search(text)
        is_said = _FACT.search(text) or (pattern is _CART and part.mentions)
        if found and is_said and not is_there(part, evidence):
            return found.group()
    is_kept = _KEPT.search(text) and _FOR_HER.search(text) and not _ON_SALE.search(text)
    if is_kept and any(name in part.lower for name in evidence.stores):
        return "" if _is_kept(evidence) else "kept for you"
    return ""


def _has_code(part: Statement, evidence: Evidence) -> bool:
    """Whether results speak of a code, an offer or a discount; a parcel has a code too."""
    found = _CODE.search(part.masked)
    if found and found.group().lower().endswith(" code") and " " in found.group():
        is_bare = len(found.group().split()) == 2
        if is_bare and any(row.get("trackingNumber") for row in evidence.rows):
            return True
    return any(
        row.get("discounts") or row.get("offers") or row.get("code") or "applied" in row
        for row in evidence.rows
    ) or any(deed.status == "applied" for deed in evidence.deeds)


def _has_done(part: Statement, evidence: Evidence) -> bool:
    """Whether a result speaks of such a deed, or anything was done; "a return is easy" is none."""
    found = _NOUN.search(part.masked)
    if found and _ANY.match(found.group()) and not _IS_THERE.search(part.masked):
        return True
    noun = found["noun"].lower().split()[0][:6] if found else ""
    return noun in evidence.text_now or any(deed.has_effect for deed in evidence.deeds)


def _has_person(part: Statement, evidence: Evidence) -> bool:
    """Whether a person was called, or pages or messages speak of one."""
    if any(deed.status == "queued" for deed in evidence.deeds):
        return True
    return bool(_PERSON.search(evidence.text_now)) or any(
        "ticket" in str(fact).lower() for fact in evidence.facts
    )


def _has_cart(part: Statement, evidence: Evidence) -> bool:
    """Whether a cart holds anything; of what is named the deeds are looked at."""
    if _CART_ELSE.search(part.unnamed):
        return True
    held = " ".join(str(cart.get("lines")) for cart in evidence.carts).casefold()
    if part.mentions:
        return all(goods.key in held for goods in part.put_in) or bool(evidence.cart_lines)
    return bool(evidence.cart_lines or evidence.carts)


def _has_new_address(part: Statement, evidence: Evidence) -> bool:
    return any(d.has_effect and d.status in ("changed", "saved", "updated") for d in evidence.deeds)


def _is_kept(evidence: Evidence) -> bool:
    """Whether a store keeps something: a reservation, or an order to pick up."""
    return any(
        row.get("storeName") and row.get("status") not in ("canceled", "expired")
        for row in evidence.rows
    ) or any(deed.status == "reserved" for deed in evidence.deeds)


Thing = tuple[re.Pattern[str], Callable[[Statement, Evidence], bool]]
_THINGS: tuple[Thing, ...] = (
    (_CODE, _has_code),
    (_NOUN, _has_done),
    (_PERSON, _has_person),
    (_CART, _has_cart),
    (_ADDRESS, _has_new_address),
)
