"""From a read clause to the wish it speaks, with what the talk makes of it."""

from sales_agent.models.offline.context.facts import (
    is_buying,
    is_paying,
    shown_lists,
)
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.amounts import bare_number
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.codes import wish_of_codes
from sales_agent.models.offline.understanding.counts import tell_of_us
from sales_agent.models.offline.understanding.identifiers import (
    read_address,
    read_bare_card,
    read_name,
    read_postcode,
)
from sales_agent.models.offline.understanding.placing import places_cart
from sales_agent.models.offline.understanding.stories import refuses_goods
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.weighing import ABOUT_ONE, weigh
from sales_agent.models.offline.understanding.wish import Slots, Wish

_PAYING = (
    "provide_payment",
    "ways_to_pay",
    "checkout",
    "payment_problem",
    "add_to_cart",
    "redeem_points",
    "",
)
_OF_SUMS = (
    "return_item",
    "refund_status",
    "exchange_item",
    "cancel_order",
    "payment_problem",
    "provide_payment",
    "invoice",
    "complaint",
    "injection",
    "out_of_scope",
)
"""Wishes in which an amount is a sum of money and no limit to a price."""
_TOLD = 0.45
"""What is only told is served where nothing is asked for beside it."""
_LONGEST_ADDITION = 10
"""Words beyond which a clause that also tells something is no mere "size M, under 2000"."""
_CODE = "{}<>="
"""Marks of what a program wrote: a SKU in it is nobody's wish."""
_NAME_AND_PLACE = 9
"""Words in which a name and a postcode are all that is said."""


def choose(clause: Clause, talk: Talk) -> list[Wish]:
    """The wishes of a clause, the likeliest reading; empty when it says nothing by itself."""
    if clause.is_bare and clause.lead:
        return [Wish(clause.lead, words=clause.raw)]
    if refuses_goods(clause, talk):
        return [Wish("refuse", words=clause.raw)]
    if exact := _exact(clause, talk):
        return [exact]
    scores = weigh(clause, talk)
    intent = max(
        scores, key=lambda name: scores[name], default="told" if clause.is_told else "unknown"
    )
    confidence = min(scores.get(intent, 0.0), _TOLD if clause.is_told else 1.0)
    if intent == "search_products" and len(clause.categories) > 1:
        return [_wish(intent, clause, confidence, category=name) for name in clause.categories]
    return [_wish(intent, clause, confidence)]


def is_addition(clause: Clause) -> bool:
    """Whether a clause only adds to the wish before it ("Size M. Under 2000")."""
    strong = max(clause.scores.values(), default=0) >= 0.5
    names = clause.has_filter or bool(clause.slots.store or clause.slots.reason)
    is_tale = clause.parted.has_asides and len(clause.text.split()) > _LONGEST_ADDITION
    is_own = strong or clause.slots.category or pattern("asks_own").match(clause.text) or is_tale
    return names and not is_own


def _wish(intent: str, clause: Clause, confidence: float, category: str | None = None) -> Wish:
    is_search = intent in ("search_products", "refine_search", "recommend")
    products = () if is_search else clause.pointed.products
    slots = clause.slots.filled(products=products)
    if clause.is_told:
        slots = slots.without("query")
    if intent in _OF_SUMS:
        slots = slots.without("min_price", "max_price")
    if category:
        slots = slots.filled(category=category)
    return Wish(
        intent,
        slots,
        confidence,
        clause.raw,
        clause.pointed.picks,
        clause.said(intent),
        is_learned=intent not in clause.scores,
    )


def _exact(clause: Clause, talk: Talk) -> Wish | None:
    """A wish that an exact thing in the message settles."""
    if places_cart(clause, talk):
        return Wish("checkout", clause.slots.without("query"), 1.0, clause.raw)
    if told := tell_of_us(clause, talk) or wish_of_codes(clause, talk):
        return told
    top = max(clause.scores, key=lambda name: clause.scores[name], default="")
    return (
        _paid(top, clause, talk)
        or _sent_nothing(top, clause, talk)
        or _named(top, clause, talk)
        or _placed(clause, talk)
    )


def _paid(top: str, clause: Clause, talk: Talk) -> Wish | None:
    """A card, a gift card or another way to pay."""
    slots = clause.slots
    if is_paying(talk) and read_bare_card(clause.raw):
        return Wish("provide_payment", Slots(pay_with=slots.pay_with), 1.0, clause.raw)
    if slots.card_last_four and (is_paying(talk) or top in _PAYING):
        return _wish("provide_payment", clause, 1.0)
    if slots.gift_code:
        return _wish("add_gift_card", clause, 1.0)
    if slots.pay_with and is_paying(talk) and top in _PAYING:
        return _wish("provide_payment", clause, 0.95)
    return None


def _sent_nothing(top: str, clause: Clause, talk: Talk) -> Wish | None:
    """An address to which nothing is to go as yet: what can be sent there."""
    address = read_address(clause.raw) if not top and not is_buying(talk) else None
    if address is None or not any(mark.isdigit() for mark in address.line1 or ""):
        return None
    return Wish("delivery_options", address, 0.9, clause.raw)


def _named(top: str, clause: Clause, talk: Talk) -> Wish | None:
    """Stars, a name, a SKU, an e-mail address, a coupon."""
    slots = clause.slots
    if slots.rating and (top == "" or "feedback" in clause.scores):
        return _wish("feedback", clause, 1.0)
    if _names_herself(clause):
        return _wish("identify", clause, 1.0)
    is_code = any(mark in talk.now.text for mark in _CODE)
    if slots.skus and not is_code and top in ("", *ABOUT_ONE, "remove_from_cart"):
        return _wish(top or "add_to_cart", clause, 0.95)
    if slots.email:
        return _wish("identify", clause, 1.0)
    if slots.coupon and clause.scores.get("get_offers", 0) <= 1:
        return _wish("apply_coupon", clause, 0.95)
    return None


def _placed(clause: Clause, talk: Talk) -> Wish | None:
    """An address while a checkout is open, or a number in the list that was shown."""
    address = read_address(clause.raw) if is_buying(talk) and "," in clause.raw else None
    if address and clause.raw[:1].isdigit():
        return Wish("give_address", address, 0.9, clause.raw)
    number = bare_number(clause.text)
    if number and clause.lead == "refuse" and _has_just_counted(talk):
        return Wish("update_cart", Slots(quantity=number), 0.9, clause.raw, "pronoun")
    if number and shown_lists(talk) and number <= len(shown_lists(talk)[0]):
        product = shown_lists(talk)[0][number - 1].product_id
        return Wish("pick_product", Slots(products=(product,)), 0.9, clause.raw, "place")
    return None


def _has_just_counted(talk: Talk) -> bool:
    """Whether the last turn put goods into the cart or changed how many there are."""
    calls = talk.past[-1].calls if talk.past else ()
    return any((call.result or {}).get("status") in ("added", "updated") for call in calls)


def _names_herself(clause: Clause) -> bool:
    """Whether it says who she is and her postcode, and nothing else: "I am Ada Roy, zip 10001"."""
    is_short = len(clause.raw.split()) <= _NAME_AND_PLACE
    return bool(is_short and read_name(clause.raw) and read_postcode(clause.raw))
