"""What is said of codes for an offer: which of two is better, and "apply it"."""

import re

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish

_CODE = re.compile(r"(?<!\w)[A-Za-z]{3,}\d{1,4}(?!\w)")
_TOLD_BY = "get_applicable_offers"


def wish_of_codes(clause: Clause, talk: Talk) -> Wish | None:
    """The wish of a clause that asks between codes, or that takes the offer just named."""
    if len(set(codes_in(clause.raw))) > 1 and _asks(clause, talk):
        return Wish("get_offers", Slots(), 1.0, clause.raw)
    if not pattern("applies_it").fullmatch(clause.text):
        return None
    codes = _just_told(talk)
    if not codes:
        return None
    coupon = codes[0] if len(codes) == 1 else None
    return Wish("apply_coupon", Slots(coupon=coupon), 1.0, clause.raw)


def codes_in(text: str) -> list[str]:
    """The codes that a text names, as the shop writes them."""
    return [code.upper() for code in _CODE.findall(text)]


def _asks(clause: Clause, talk: Talk) -> bool:
    is_question = pattern("question").match(clause.text) or "?" in talk.now.text
    return bool(is_question or pattern("either_of").search(clause.raw))


def _just_told(talk: Talk) -> list[str]:
    """The codes that the last reply named, in its order."""
    last = talk.past[-1] if talk.past else None
    if last is None or not any(call.name == _TOLD_BY for call in last.calls):
        return []
    known = {
        str(row["code"])
        for call in last.calls
        if call.name == _TOLD_BY
        for row in (call.result or {}).get("offers", ())
        if row.get("code")
    }
    return [code for code in dict.fromkeys(codes_in(last.reply)) if code in known]
