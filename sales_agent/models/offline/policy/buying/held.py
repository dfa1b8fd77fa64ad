"""Which of the ways to pay that are named the shopper has, so that one she lacks blocks nothing."""

from dataclasses import replace

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import loyalty
from sales_agent.models.offline.understanding.payments import GIFT_CARD, PAYPAL, POINTS
from sales_agent.models.offline.understanding.wish import Wish

_GIFT_CARD = "gift_card"
"""The kind of such a tender."""
_LOOKED_UP = (POINTS, PAYPAL)
"""What she has or has not; a card or a gift card can be entered here and now."""


def without_lacking(wish: Wish, desk: Desk) -> tuple[Wish, str]:
    """The wish paid only by what she has, and what to say of the rest."""
    named = [name for name in _LOOKED_UP if any(_is(name, way) for way in wish.slots.pay_with)]
    if not named:
        return wish, ""
    lacking = [name for name in named if not has_way(name, desk)]
    kept = tuple(w for w in wish.slots.pay_with if not any(_is(name, w) for name in lacking))
    told = " ".join(desk.say(f"lacks_{name}") for name in lacking)
    return replace(wish, slots=replace(wish.slots, pay_with=kept)), told


def has_way(name: str, desk: Desk) -> bool:
    """Whether she has points, or PayPal; yes where it cannot be told."""
    found = desk.attempt("list_payment_methods")
    return found is None or any(row.get("kind", name) == name for row in found["tenders"])


def is_gift_card(way: str) -> bool:
    """Whether a way that is named is a gift card and says not which."""
    return _is(GIFT_CARD, way)


def lacks_gift_card(wish: Wish, desk: Desk) -> bool:
    """Whether a gift card is to pay of which the code was not told yet."""
    if not any(map(is_gift_card, wish.slots.pay_with)):
        return False
    found = desk.attempt("list_payment_methods")
    return found is not None and not any(
        row.get("kind", _GIFT_CARD) == _GIFT_CARD for row in found["tenders"]
    )


def asks_for_points(wish: Wish) -> bool:
    """Whether points are among the ways that are named."""
    return any(_is(POINTS, way) for way in wish.slots.pay_with)


def tell_of_points(wish: Wish, desk: Desk) -> Reply:
    """What her points would pay, and whether they shall; asking after them chooses nothing."""
    if not has_way(POINTS, desk):
        return Reply.of(desk.say("lacks_points"), ["Checkout", "Sign in with my e-mail"])
    told = loyalty.points(wish, desk)
    if told.question:
        return told
    use = Wish("redeem_points", wish.slots)
    return Reply.of(told.text, ["Yes", "No"], kind="yes_no", ask=desk.say("ask_points"), wish=use)


def _is(name: str, way: str) -> bool:
    return way.split(":")[0] == name
