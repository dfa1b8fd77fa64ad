"""The cart: adding, changing, removing, showing, coupons."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    known_items,
)
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.finding import find
from sales_agent.models.offline.policy.goods import (
    focus_sku,
    meant,
    which,
    with_choices,
)
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.stock import gone, no_such_variant
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import listing, money
from sales_agent.models.offline.wording.products import cart_lines, line_words, reason_words

Json = Mapping[str, Any]


def add(wish: Wish, desk: Desk) -> Reply:
    """Put a product into the cart, then offer one that goes with it."""
    if len(wish.slots.products) > 1 and wish.picks == "place":
        return _add_each(wish, desk)
    product_id = meant(wish, desk)
    if product_id is None:
        return _choose(wish, desk)
    wish = with_choices(wish, product_id, desk)
    slots = wish.slots
    sku = focus_sku(product_id, slots, focus_of(desk.talk))
    if sku:
        result = desk.call("add_to_cart", sku=sku, quantity=slots.quantity)
    else:
        variant = {"size": slots.size, "colour": slots.colour, "quantity": slots.quantity}
        result = desk.call("add_to_cart", product_id=product_id, **variant)
    return _changed(result, replace(wish, slots=replace(slots, products=(product_id,))), desk)


def change(wish: Wish, desk: Desk) -> Reply:
    """Change a line's quantity, size or colour."""
    focus = focus_of(desk.talk)
    in_cart = {item.product_id for item in _items(desk)}
    is_new = focus and focus.item.product_id not in in_cart
    if focus and is_new and wish.slots.quantity and pattern("it").search(wish.words):
        return add(
            replace(wish, slots=replace(wish.slots, products=(focus.item.product_id,))), desk
        )
    line = _line_meant(wish, desk)
    if isinstance(line, Reply):
        return line
    slots = wish.slots
    quantity = slots.quantity
    if pattern("more_of_it").search(wish.words.lower()):
        quantity = (line.quantity or 1) + (quantity or 1)
    size = slots.size if slots.size not in line.sizes else None
    colour = slots.colour if slots.colour not in line.colours else None
    if quantity is None and size is None and colour is None:
        asked = replace(wish, slots=replace(slots, skus=(line.sku or "",)))
        return Reply.of("", kind="option", ask=desk.say("ask_change", name=line.name), wish=asked)
    changes = {"quantity": quantity, "size": size, "colour": colour}
    result = desk.call("update_cart", sku=line.sku, **changes)
    asked = replace(wish, slots=replace(slots, skus=(line.sku or "",), products=()))
    return _changed(result, asked, desk)


def remove(wish: Wish, desk: Desk) -> Reply:
    """Take a line out, or all of them."""
    words = wish.words.lower()
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
        return _changed(desk.call("update_cart", sku=line.sku, quantity=left), wish, desk)
    return _changed(desk.call("remove_from_cart", sku=line.sku), wish, desk)


def show(wish: Wish, desk: Desk) -> Reply:
    """Show the cart."""
    cart = desk.call("show_cart")["cart"]
    if not cart["lines"]:
        return Reply.of(desk.say("cart_empty"), ["Show me what is popular"])
    notes = [note for note in cart["notes"] if note]
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
        return Reply.of(result["message"], result["suggestions"])
    total = _total(result)
    return Reply.of(
        " ".join([result["message"], _total_words(result, desk) if total else ""]),
        ["Checkout", "Show my cart"],
    )


def _add_each(wish: Wish, desk: Desk) -> Reply:
    replies = []
    for product_id in wish.slots.products:
        one = replace(wish, slots=replace(wish.slots, products=(product_id,)))
        one = with_choices(one, product_id, desk)
        slots = one.slots
        variant = {"size": slots.size, "colour": slots.colour, "quantity": slots.quantity}
        result = desk.call("add_to_cart", product_id=product_id, **variant)
        replies.append(_changed(result, one, desk, offers=False))
    question = next((reply.question for reply in replies if reply.question), None)
    suggestions = tuple(text for reply in replies for text in reply.suggestions)
    return Reply("\n".join(reply.text for reply in replies if reply.text), question, suggestions)


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


def _changed(result: Json, wish: Wish, desk: Desk, *, offers: bool = True) -> Reply:
    """What a change of the cart came to."""
    status = result["status"]
    if status == "added":
        return _added(result, desk, offers=offers)
    if status in ("updated", "removed", "applied"):
        return _done(result, desk)
    if status in ("needs_size", "needs_colour", "needs_option"):
        return _needs(result, wish, desk)
    if status == "out_of_stock":
        return _gone(result, wish, desk)
    if status == "no_such_variant":
        return _no_such(result, wish, desk)
    if status == "not_enough" and result.get("available"):
        enough = replace(wish, slots=replace(wish.slots, quantity=result["available"]))
        text = desk.say("not_enough", available=result["available"], name=_name(result))
        ask = desk.say("ask_that_many", available=result["available"])
        return Reply.of(text, ["Yes, please", "No, thanks"], kind="yes_no", ask=ask, wish=enough)
    return Reply.of(sentence(result["message"]), result["suggestions"])


def _added(result: Json, desk: Desk, *, offers: bool) -> Reply:
    variant = result.get("variant") or {}
    row = {"name": _name(result), "colour": variant.get("colour"), "size": variant.get("size")}
    units = result.get("quantity") or 1
    what = line_words({**row, "quantity": units})
    key = "added" if units == 1 else "added_many"
    text = " ".join([desk.say(key, what=what), _total_words(result, desk)])
    product = result.get("product")
    if not offers or not product:
        return Reply.of(text, ["Checkout", "Show my cart"])
    advice = desk.attempt(
        "get_recommendations", kind="complements", product_ids=[product["productId"]], limit=1
    )
    in_cart = {line["productId"] for line in result["cart"]["lines"]}
    kinds = {i.category for i in known_items(desk.talk) if i.product_id in in_cart and i.category}
    rows = [
        row
        for row in (advice or {}).get("recommendations", ())
        if row["productId"] not in in_cart and row["category"] not in kinds
    ]
    if not rows:
        return Reply.of(text, ["Checkout", "Show my cart"])
    return _with_complement(text, rows[0], product["name"], desk)


def _with_complement(text: str, row: Json, added: str, desk: Desk) -> Reply:
    reason = reason_words(row, added)
    key = "complement_because" if reason else "complement"
    offer = desk.say(key, name=row["name"], price=money(row["price"]), reason=reason)
    wish = Wish("add_to_cart", Slots(products=(row["productId"],)))
    return Reply.of(
        f"{text} {offer}",
        ["Yes, add it", "No, thanks", "Checkout"],
        kind="yes_no",
        ask=desk.say("ask_add_too"),
        wish=wish,
    )


def _done(result: Json, desk: Desk) -> Reply:
    lines = result["cart"]["lines"]
    text = sentence(result["message"])
    if lines:
        text += " " + _total_words(result, desk)
    return Reply.of(text, ["Checkout", "Show my cart"] if lines else ["Show me what is popular"])


def _needs(result: Json, wish: Wish, desk: Desk) -> Reply:
    kind = result["status"].removeprefix("needs_")
    choices = tuple(result["colours"] if kind == "colour" else result["sizes"])
    ask = desk.say(f"ask_{kind}_of", name=_name(result), choices=listing(choices, "or"))
    return Reply.of("", choices[:4], kind=kind, ask=ask, wish=wish, choices=choices)


def _gone(result: Json, wish: Wish, desk: Desk) -> Reply:
    product_id = (result.get("product") or {}).get("productId") or (wish.slots.products or ("",))[0]
    variant = result.get("variant") or {}
    size, colour = (
        variant.get("size") or wish.slots.size,
        variant.get("colour") or wish.slots.colour,
    )
    stock = desk.attempt("check_inventory", product_id=product_id, size=size, colour=colour)
    fallback = {
        "productId": product_id,
        "name": _name(result),
        "suggestions": result["suggestions"],
    }
    return gone(stock or fallback, replace(wish.slots, size=size, colour=colour), desk)


def _no_such(result: Json, wish: Wish, desk: Desk) -> Reply:
    product = result.get("product") or {}
    if not product:
        return Reply.of(sentence(result["message"]), result["suggestions"])
    exists = {**result, "name": product["name"], "productId": product["productId"]}
    exists["sizes"] = result["sizes"] or product["sizes"]
    exists["colours"] = result["colours"] or product["colours"]
    return no_such_variant(exists, wish.slots, desk)


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
    found = match_names(wish.words, items, desk.talk.vocabulary.words)
    if not found or pattern("it").search(wish.words.lower()):
        focus = focus_of(desk.talk)
        in_focus = [i for i in items if focus and i.product_id == focus.item.product_id]
        found = found if len(found) == 1 else in_focus or found or items
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


def _in_words(item: Item) -> str:
    size = item.sizes[0] if item.sizes else None
    colour = item.colours[0] if item.colours else None
    return line_words(
        {"name": item.name, "size": size, "colour": colour, "quantity": item.quantity or 1}
    )


def _name(result: Json) -> str:
    rows = (result.get("product"), result.get("variant"))
    return next((str(row["name"]) for row in rows if row), "it")


def _total_words(result: Json, desk: Desk) -> str:
    titles = [row["title"] for row in result["cart"]["discounts"]]
    key = "total_with" if titles else "total"
    return desk.say(key, total=_total(result), offers=listing(titles))


def _total(result: Json) -> str:
    cart = result.get("cart") or {}
    return money(cart["total"]) if cart.get("lines") else ""
