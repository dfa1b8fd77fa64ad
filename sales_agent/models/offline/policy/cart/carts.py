"""The cart: changing, removing, showing, coupons."""

from collections.abc import Sequence
from dataclasses import replace

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    is_paying,
    known_items,
    shown_lists,
)
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.policy import manners
from sales_agent.models.offline.policy.buying.checkout import refuse_quote
from sales_agent.models.offline.policy.cart.additions import add
from sales_agent.models.offline.policy.cart.cart_results import cart_total, tell_change, total_words
from sales_agent.models.offline.policy.cart.cart_swaps import swap_words, swapped
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.stock import availability
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import shop_pages
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.goods import filter_words
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.products import cart_lines, line_words
from sales_agent.shop.told import told

_SURE = 0.5
"""Confidence from which something is taken out of the cart for words that no phrase has."""


def change(wish: Wish, desk: Desk) -> Reply:
    """Change a line's quantity, size or colour."""
    focus = focus_of(desk.talk)
    in_cart = {item.product_id for item in _items(desk)}
    is_new = focus and focus.item.product_id not in in_cart
    if focus and is_new and wish.slots.quantity and pattern("it").search(wish.words):
        return add(
            replace(wish, slots=replace(wish.slots, products=(focus.item.product_id,))), desk
        )
    if focus and is_new and wish.picks == "pronoun" and (wish.slots.size or wish.slots.colour):
        return availability(wish, desk)
    asks = pattern("question").match(wish.words.lower())
    if wish.slots.quantity and not asks and not in_cart and shown_lists(desk.talk):
        return add(replace(wish, intent="add_to_cart"), desk)
    if wish.is_learned and (asks or not _items(desk)):
        return shop_pages.answer_or_plain(replace(wish, intent="out_of_scope"), desk)
    line = _line_meant(wish, desk)
    if isinstance(line, Reply):
        return line
    if other := swapped(wish, line, desk):
        return other
    slots = wish.slots
    quantity = slots.quantity
    if pattern("more_of_it").search(wish.words.lower()):
        quantity = (line.quantity or 1) + (quantity or 1)
    size = slots.size if slots.size not in line.sizes else None
    colour = slots.colour if slots.colour not in line.colours else None
    if quantity is None and size is None and colour is None and (slots.size or slots.colour):
        return Reply.of(desk.say("already_so", what=_in_words(line)), ["Show my cart", "Checkout"])
    if quantity is None and size is None and colour is None:
        asked = replace(wish, slots=replace(slots, skus=(line.sku or "",)))
        return Reply.of("", kind="option", ask=desk.say("ask_change", name=line.name), wish=asked)
    changes = {"quantity": quantity, "size": size, "colour": colour}
    result = desk.call("update_cart", sku=line.sku, **changes)
    asked = replace(wish, slots=replace(slots, skus=(line.sku or "",), products=()))
    return tell_change(result, asked, desk)


def remove(wish: Wish, desk: Desk) -> Reply:
    """Take a line out, or all of them."""
    words = wish.words.lower()
    if is_paying(desk.talk) and pattern("calls_off").match(desk.talk.now.text.lower()):
        return refuse_quote(wish, desk)
    if wish.is_learned and wish.confidence < _SURE:
        return manners.unknown(wish, desk)
    items = _items(desk)
    if (
        items
        and pattern("everything").search(words)
        and not match_names(words, items, desk.talk.vocabulary.words)
    ):
        for item in items:
            result = desk.call("remove_from_cart", sku=item.sku)
        return Reply.of(desk.say("emptied"), result.get("suggestions", ()))
    line = _line_meant(wish, desk)
    if isinstance(line, Reply):
        return line
    if wish.slots.quantity and (line.quantity or 1) > wish.slots.quantity:
        left = (line.quantity or 1) - wish.slots.quantity
        return tell_change(desk.call("update_cart", sku=line.sku, quantity=left), wish, desk)
    return tell_change(desk.call("remove_from_cart", sku=line.sku), wish, desk)


def show(wish: Wish, desk: Desk) -> Reply:
    """Show the cart."""
    cart = desk.call("show_cart")["cart"]
    if not cart["lines"]:
        return Reply.of(desk.say("cart_empty"), ["Show me what is popular"])
    notes = [told(note) for note in cart["notes"] if note]
    text = "\n".join([desk.say("cart"), cart_lines(cart), *notes])
    return Reply.of(text, ["Checkout", "Any offers?"])


def apply_coupon(wish: Wish, desk: Desk) -> Reply:
    """Try a coupon code."""
    if wish.slots.coupon is None:
        return Reply.of(
            "", kind="parameter", ask=desk.say("ask_coupon"), wish=wish, parameter="coupon"
        )
    result = desk.call("apply_coupon", code=wish.slots.coupon)
    if result["status"] != "applied":
        return Reply.of(sentence(result["message"]), result["suggestions"])
    total = cart_total(result)
    return Reply.of(
        " ".join([sentence(result["message"]), total_words(result, desk) if total else ""]),
        ["Checkout", "Show my cart"],
    )


def _items(desk: Desk) -> list[Item]:
    """The cart's lines, newest first; asked for when the talk has not shown them."""
    cart = cart_of(desk.talk)
    return cart_items(cart if cart is not None else desk.call("show_cart")["cart"])


def _line_meant(wish: Wish, desk: Desk) -> Item | Reply:
    items = _items(desk)
    if not items:
        return Reply.of(desk.say("cart_empty"), ["Show me what is popular"])
    if wish.slots.skus and (named := [i for i in items if i.sku in wish.slots.skus]):
        return named[0]
    if wish.intent == "remove_from_cart" and not (items := _as_said(wish, items)):
        return _not_there(wish, _items(desk), desk)
    words, swap = wish.words, swap_words(wish)
    if swap and wish.intent == "update_cart" and match_names(swap.replaced, items):
        words = swap.replaced
    found = match_names(words, items, desk.talk.vocabulary.words)
    is_named = any({*stems_of(words)} & {*stems_of(item.name)} for item in found)
    if not is_named and _is_of_none(wish.slots.category, items, desk):
        return _of_another(wish, items, desk)
    if not found or pattern("it").search(wish.words.lower()):
        found = found if len(found) == 1 else _in_focus(items, desk) or found or items
    if not is_named and swap is None:
        found = _to_be_other(wish, items, desk) or found
    found = _of_that_kind(found, words)
    if len({item.sku for item in found}) == 1 or (wish.picks == "pronoun" and found):
        return found[0]
    lines = "\n".join(f"{n}. {_in_words(item)}" for n, item in enumerate(found, 1))
    skus = tuple(item.sku or "" for item in found)
    labels = tuple(_in_words(item) for item in found)
    ask = desk.say("which_line", lines=lines)
    return Reply.of(
        "",
        [item.name for item in found[:3]],
        kind="line",
        ask=ask,
        wish=wish,
        choices=skus,
        labels=labels,
    )


def _as_said(wish: Wish, items: Sequence[Item]) -> list[Item]:
    """The lines in the colour and size that are said, where any is: "the white one"."""
    said = [value for value in (wish.slots.colour, wish.slots.size) if value]
    return [item for item in items if all(value in (*item.colours, *item.sizes) for value in said)]


def _in_focus(items: Sequence[Item], desk: Desk) -> list[Item]:
    """The lines of the product that is talked about."""
    focus = focus_of(desk.talk)
    return [item for item in items if focus and item.product_id == focus.item.product_id]


def _to_be_other(wish: Wish, items: Sequence[Item], desk: Desk) -> list[Item]:
    """The lines talked about, where the colour or size said is what they are to be.

    With "no, the black one" no line is meant that is black already, whatever words it shares.
    """
    focus, slots = focus_of(desk.talk), wish.slots
    if wish.intent != "update_cart" or slots.quantity or focus is None:
        return []
    made = [(slots.colour, focus.item.colours), (slots.size, focus.item.sizes)]
    wanted = [value for value, values in made if value and value in values]
    lines = _in_focus(items, desk)
    return [i for i in lines if any(value not in (*i.colours, *i.sizes) for value in wanted)]


def _is_of_none(category: str | None, items: Sequence[Item], desk: Desk) -> bool:
    """Whether a kind of goods is named that no line of the cart is of."""
    if category is None:
        return False
    kinds = {item.product_id: item.category for item in known_items(desk.talk) if item.category}
    found = [kinds.get(item.product_id) for item in items]
    return all(found) and category not in found


def _of_that_kind(found: list[Item], words: str) -> list[Item]:
    """Of several lines those that are what is said: "the shirt" is no shirt dress."""
    said = set(stems_of(words))
    return [item for item in found if stems_of(item.name)[-1] in said] or found


def _of_another(wish: Wish, items: Sequence[Item], desk: Desk) -> Reply:
    """Goods that no line of the cart is: a change can be of what is talked about."""
    focus = focus_of(desk.talk)
    is_focus = focus and focus.item.category == wish.slots.category
    if focus and is_focus and wish.intent == "update_cart":
        chosen = replace(wish.slots, products=(focus.item.product_id,), category=None, query=None)
        return availability(replace(wish, slots=chosen), desk)
    return _not_there(wish, items, desk)


def _not_there(wish: Wish, items: Sequence[Item], desk: Desk) -> Reply:
    """What she wants taken out is not in the cart: say so, and what is, and take out nothing."""
    slots = wish.slots
    said = Slots(category=slots.category, colour=slots.colour, size=slots.size)
    text = desk.say("not_in_cart", words=filter_words(said, bare=True))
    inside = desk.say("in_it", goods=listing([_in_words(item) for item in items]))
    return Reply.of(f"{text} {inside}", ["Show my cart", "Checkout"])


def _in_words(item: Item) -> str:
    size = item.sizes[0] if item.sizes else None
    colour = item.colours[0] if item.colours else None
    return line_words(
        {"name": item.name, "size": size, "colour": colour, "quantity": item.quantity or 1}
    )
