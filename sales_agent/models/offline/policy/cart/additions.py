"""Putting goods into the cart, one or several."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    last_search,
)
from sales_agent.models.offline.policy.cart.cart_results import (
    added_words,
    tell_change,
    total_words,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.goods import (
    focus_sku,
    meant,
    which,
    with_choices,
)
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.finding import find
from sales_agent.models.offline.understanding.amounts import read_quantity
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Slots, Wish

Json = Mapping[str, Any]
INSTEAD_OF = "insteadOf"
"""Parameter of a wish: the SKU of the cart's line that the product takes the place of."""
_CART_TOOLS = ("add_to_cart", "update_cart", "remove_from_cart")
_LOOKS = ("check_inventory", "get_product_details", "search_products")
_LOOKING = frozenset({"browse_catalog", "search_products", "check_inventory"})
_THEN = "then"
"""Parameter of a wish: the products to be added after it."""


def add(wish: Wish, desk: Desk) -> Reply:
    """Put a product into the cart, then offer one that goes with it."""
    if wish.slots.skus:
        added = desk.call("add_to_cart", sku=wish.slots.skus[0], quantity=wish.slots.quantity)
        return tell_change(added, wish, desk)
    if len(wish.slots.products) > 1 and wish.picks == "place":
        return _add_each(wish, desk)
    if (sku := _taken_out(wish, desk)) is not None:
        return tell_change(desk.call("add_to_cart", sku=sku), wish, desk)
    product_id = _first_of_all(wish, desk) or meant(wish, desk)
    if product_id is None:
        return _choose(wish, desk)
    wish = with_choices(wish, product_id, desk)
    slots = wish.slots
    if wish.picks == "pronoun" and slots.quantity is None:
        slots = replace(slots, quantity=_counted_before(desk))
    sku = focus_sku(product_id, slots, focus_of(desk.talk))
    if sku and _is_there(sku, wish, desk):
        return _there_already(sku, wish, desk)
    if sku:
        result = desk.call("add_to_cart", sku=sku, quantity=slots.quantity)
    else:
        variant = {"size": slots.size, "colour": slots.colour, "quantity": slots.quantity}
        result = desk.call("add_to_cart", product_id=product_id, **variant)
    wish = replace(wish, slots=replace(slots, products=(product_id,)))
    if wish.parameters.get(INSTEAD_OF) and result["status"] == "added":
        return _in_its_place(result, str(wish.parameters[INSTEAD_OF]), desk)
    waiting = wish.parameters.get(_THEN)
    if waiting and result["status"] == "added":
        return _next_of_several(tell_change(result, wish, desk, offers=False), waiting, desk)
    return tell_change(result, wish, desk)


def _counted_before(desk: Desk) -> int | None:
    """How many were wanted when they were looked for: "3 packs of socks", then "add them"."""
    last = desk.talk.past[-1] if desk.talk.past else None
    if last is None or {call.name for call in last.calls} - _LOOKING:
        return None
    return read_quantity(spell_out(last.text, load_tables()))


def _is_there(sku: str, wish: Wish, desk: Desk) -> bool:
    """Whether "put them in the basket" is said of what has just been put there."""
    asks_more = wish.slots.quantity or pattern("more_of_it").search(wish.words.lower())
    is_again = pattern("again").search(wish.words.lower())
    is_it = wish.picks == "pronoun" and bool(wish.words) and not asks_more and not is_again
    return is_it and _was_just_added(sku, desk)


def _was_just_added(sku: str, desk: Desk) -> bool:
    """Whether a SKU is what went into the cart last, and nothing was looked at since."""
    for call in desk.talk.latest_calls(*_CART_TOOLS, *_LOOKS, "commit_checkout"):
        result = call.result or {}
        is_held = call.name in _CART_TOOLS and result.get("status") in ("added", "updated")
        return is_held and (result.get("variant") or {}).get("sku") == sku
    return False


def _there_already(sku: str, wish: Wish, desk: Desk) -> Reply:
    line = next((item for item in cart_items(cart_of(desk.talk)) if item.sku == sku), None)
    name = line.name if line else ""
    more = Wish("add_to_cart", Slots(skus=(sku,), products=wish.slots.products, quantity=1))
    ask = desk.say("ask_one_more")
    suggestions = ["Checkout", "Show my cart"]
    told = desk.say("already_there", name=name)
    return Reply.of(told, suggestions, kind="yes_no", ask=ask, wish=more)


def _in_its_place(added: Json, sku: str, desk: Desk) -> Reply:
    """The product is in the cart: take out the line that it replaces."""
    left = desk.call("remove_from_cart", sku=sku)
    old = next((i.name for i in cart_items(cart_of(desk.talk)) if i.sku == sku), "")
    text = desk.say("swapped", added=added_words(added, desk).rstrip("."), old=old)
    return Reply.of(f"{text} {total_words(left, desk)}", ["Checkout", "Show my cart"])


def _taken_out(wish: Wish, desk: Desk) -> str | None:
    """The SKU that the turn before took out, for "no, put it back"."""
    calls = desk.talk.past[-1].calls if desk.talk.past else ()
    gone = [call.args.get("sku") for call in calls if call.name == "remove_from_cart"]
    return str(gone[-1]) if gone and pattern("put_back").search(wish.words.lower()) else None


def _first_of_all(wish: Wish, desk: Desk) -> str | None:
    """The cheapest or dearest of what is named or was searched for last, in the size said."""
    slots = wish.slots
    if slots.sort not in ("price_asc", "price_desc") or slots.products:
        return None
    last = last_search(desk.talk) or {}
    kept = {name: last[name] for name in ("category", "query") if last.get(name)}
    named = {"category": slots.category} if slots.category else kept
    more = {"size": slots.size, "colour": slots.colour, "sort": slots.sort}
    found = desk.call("search_products", **named, **more).get("products", ()) if named else ()
    return str(found[0]["productId"]) if found else None


def _add_each(wish: Wish, desk: Desk) -> Reply:
    replies = []
    for product_id in wish.slots.products:
        one = replace(wish, slots=replace(wish.slots, products=(product_id,)))
        one = with_choices(one, product_id, desk)
        slots = one.slots
        variant = {"size": slots.size, "colour": slots.colour, "quantity": slots.quantity}
        result = desk.call("add_to_cart", product_id=product_id, **variant)
        replies.append(tell_change(result, one, desk, offers=False))
    open_ones = [reply for reply in replies if reply.question and reply.question.wish]
    question = open_ones[0].question if open_ones else None
    waiting = [wished.slots.products[0] for wished in _wishes_of(open_ones[1:])]
    if question and question.wish and waiting:
        question = replace(question, wish=replace(question.wish, parameters={_THEN: waiting}))
    suggestions = tuple(text for reply in replies for text in reply.suggestions)
    return Reply("\n".join(reply.text for reply in replies if reply.text), question, suggestions)


def _wishes_of(replies: Sequence[Reply]) -> list[Wish]:
    questions = [reply.question for reply in replies]
    return [question.wish for question in questions if question and question.wish]


def _next_of_several(done: Reply, waiting: Sequence[str], desk: Desk) -> Reply:
    """One of several is in the cart: go on with the next, which had to wait for its answer."""
    slots = Slots(products=(waiting[0],))
    following = add(Wish("add_to_cart", slots, parameters={_THEN: list(waiting[1:])}), desk)
    return replace(following, text="\n".join(filter(None, (done.text, following.text))))


def _choose(wish: Wish, desk: Desk) -> Reply:
    """No single product is meant: show those that fit, and ask which."""
    slots = wish.slots
    if slots.products or not (slots.category or slots.query):
        return which(wish, desk)
    found = find(slots.without("quantity", "size"), desk)
    shown = desk.call("search_products", **_last_search_args(desk))
    ids = tuple(row["productId"] for row in shown.get("products", ()))
    if not ids:
        return found
    pending = replace(wish, slots=slots.without("category", "query", "brand", "material"))
    return Reply.of(
        found.text,
        found.suggestions,
        kind="product",
        ask=desk.say("which_to_add"),
        wish=pending,
        choices=ids,
    )


def _last_search_args(desk: Desk) -> dict[str, Any]:
    searches = [call for call in desk.talk.now.calls if call.name == "search_products"]
    return dict(searches[-1].args) if searches else {}
