"""Where a placed order goes and how it is paid, and the address for orders to come."""

from dataclasses import replace

from sales_agent.models.offline.context.facts import cart_items, cart_of, has_just_ordered
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.orders.order_choice import (
    asked,
    one_order,
    ways_to_pay,
    with_gift_card,
)
from sales_agent.models.offline.policy.orders.swaps import swap
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.addresses import moved_to
from sales_agent.models.offline.understanding.swaps import read_swap
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.faults import sentence


def change_order(wish: Wish, desk: Desk) -> Reply:
    """A change of an order; asks what it is when it is not said any closer."""
    if wish.slots.size or wish.slots.colour or read_swap(wish.words).wanted:
        return swap(replace(wish, intent="exchange_item"), desk)
    suggestions = ["Another size", "Another address", "Another way to pay", "Cancel it"]
    return Reply.of(desk.say("change_what"), suggestions)


def closed(wish: Wish, desk: Desk) -> Reply:
    """Nothing is added to an order that is placed; what is wanted makes one of its own."""
    return Reply.of(desk.say("order_is_closed"))


def change_address(wish: Wish, desk: Desk) -> Reply:
    """Send an order elsewhere, or keep the address for all orders to come."""
    wish = _with_address(wish)
    if pattern("default_place").search(wish.words):
        return change_default_address(wish, desk)
    order = one_order(wish, desk, lambda row: bool(row["canChangeAddress"]))
    if isinstance(order, Reply):
        return order
    slots = replace(wish.slots, order_id=order["orderId"])
    wish = replace(wish, slots=slots)
    if not slots.line1:
        if not order["canChangeAddress"]:
            state = desk.say(f"state.{order['status']}")
            text = desk.say("address_too_late", order=order["orderId"], state=state)
            return Reply.of(text, ["Where is it?", "Change my default address", "Talk to a person"])
        ask = desk.say("ask_new_address", order=order["orderId"])
        return Reply.of("", kind="address", ask=ask, wish=replace(wish, words=""))
    result = desk.call(
        "change_delivery_address",
        order_id=order["orderId"],
        **slots.address,
    )
    return asked(result, wish, desk)


def send_elsewhere(wish: Wish, desk: Desk) -> Reply:
    """Goods that are to go to somebody else: the cart's to an address, or an order's that is on."""
    if not cart_items(cart_of(desk.talk)) and has_just_ordered(desk.talk):
        return change_address(replace(wish, intent="change_address"), desk)
    lead = desk.say("send_elsewhere")
    if not cart_items(cart_of(desk.talk)):
        return Reply.of(f"{lead} {desk.say('send_elsewhere_later')}")
    ask = desk.say("ask_their_address")
    known = Wish("give_address", wish.slots) if wish.slots.city else Wish("checkout")
    return Reply.of(lead, kind="address", ask=ask, wish=known)


def change_default_address(wish: Wish, desk: Desk) -> Reply:
    """Keep the address that orders to come go to."""
    wish = replace(_with_address(wish), intent="default_address")
    slots = wish.slots
    if not slots.line1:
        ask = desk.say("ask_default_address")
        return Reply.of("", kind="address", ask=ask, wish=replace(wish, words=""))
    result = desk.call("change_default_address", **slots.address)
    address = result["address"]
    where = f"{address['line1']}, {address['city']} {address['postcode']}"
    return Reply.of(desk.say("default_address", where=where), ["Show my orders", "Show my cart"])


def change_payment(wish: Wish, desk: Desk) -> Reply:
    """Pay an order with another single tender."""
    order = one_order(wish, desk, lambda row: bool(row["canChangePayment"]))
    if isinstance(order, Reply):
        return order
    paid = with_gift_card(replace(wish, slots=wish.slots.filled(order_id=order["orderId"])), desk)
    if isinstance(paid, Reply):
        return paid
    wish, ways = paid, paid.slots.pay_with
    if not ways:
        ask = desk.say("ask_new_payment", order=order["orderId"])
        return Reply.of("", ways_to_pay(desk), kind="card", ask=ask, wish=wish)
    if len(ways) > 1:
        text = sentence(desk.say("one_payment_only"))
        ask = desk.say("ask_new_payment", order=order["orderId"])
        slots = replace(wish.slots, pay_with=())
        again = replace(wish, slots=slots)
        return Reply.of(text, ways_to_pay(desk), kind="card", ask=ask, wish=again)
    result = desk.call("change_order_payment", order_id=order["orderId"], pay_with=ways[0])
    return asked(result, wish, desk)


def _with_address(wish: Wish) -> Wish:
    """The wish with the address that its words hold after "to"."""
    if wish.slots.line1 or not wish.words:
        return wish
    address = moved_to(wish.words)
    return replace(wish, slots=address.over(wish.slots)) if address else wish
