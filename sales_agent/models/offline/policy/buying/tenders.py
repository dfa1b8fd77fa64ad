"""Gift cards, points and other ways to pay: what they hold, and using them for the cart."""

from dataclasses import replace

from sales_agent.models.offline.context.facts import is_buying, is_paying
from sales_agent.models.offline.policy.buying.checkout import checkout
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.orders.order_choice import held_words
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import loyalty
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.faults import sentence


def add_gift_card(wish: Wish, desk: Desk) -> Reply:
    """Take a gift card's code; go on with the checkout when it is to pay for it."""
    code = wish.slots.gift_code
    if code is None:
        return Reply.of("", kind="gift_code", ask=desk.say("ask_gift_code"), wish=wish)
    result = desk.call("add_gift_card", code=code)
    text = sentence(result["message"])
    if result["status"] == "slow_down":
        return Reply.of(text, result["suggestions"])
    if result["status"] != "added" or not result.get("tender"):
        again = replace(wish, slots=wish.slots.without("gift_code"))
        ask = desk.say("ask_gift_code_again")
        return Reply.of(text, result["suggestions"], kind="gift_code", ask=ask, wish=again)
    if not (is_paying(desk.talk) or pattern("paying_now").search(wish.words)):
        return Reply.of(text, ["Checkout", "How can I pay?"])
    others = tuple(way for way in wish.slots.pay_with if not way.startswith("gift card"))
    ways = (str(result["tender"]["tenderId"]), *others)
    paid = checkout(Wish("checkout", replace(wish.slots, pay_with=ways)), desk)
    return replace(paid, text=f"{text} {paid.text}".strip())


def payment_methods(wish: Wish, desk: Desk) -> Reply:
    """The shopper's ways to pay, with what they still hold."""
    desk.call("list_payment_methods")
    rows = held_words(desk)
    if not rows:
        return Reply.of(desk.say("ways_to_pay"), ["Checkout"])
    return Reply.of("\n".join([desk.say("your_ways"), *rows]), ["Checkout"])


def redeem(wish: Wish, desk: Desk) -> Reply:
    """Pay the cart with points, and with whatever else was named for the rest."""
    if not is_buying(desk.talk):
        reply = loyalty.points(wish, desk)
        return replace(reply, text=" ".join([reply.text, desk.say("redeem_at_checkout")]).strip())
    ways = wish.slots.pay_with or ("points",)
    return checkout(replace(wish, slots=replace(wish.slots, pay_with=ways)), desk)
