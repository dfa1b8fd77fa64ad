"""What a change of the cart came to: done, or what is missing, gone or too much."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    known_items,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.stock import gone, no_such_variant
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import listing, money
from sales_agent.models.offline.wording.names import named
from sales_agent.models.offline.wording.products import line_words, reason_words
from sales_agent.shop.told import told

Json = Mapping[str, Any]


def tell_change(result: Json, wish: Wish, desk: Desk, *, offers: bool = True) -> Reply:
    """What a change of the cart came to."""
    status = result["status"]
    if status == "added":
        return _added(result, desk, offers=offers and desk.offers)
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


def added_words(result: Json, desk: Desk) -> str:
    """What went into the cart, in a sentence."""
    variant = result.get("variant") or {}
    row = {"name": _name(result), "colour": variant.get("colour"), "size": variant.get("size")}
    units = result.get("quantity") or 1
    what = line_words({**row, "quantity": units})
    return desk.say("added" if units == 1 else "added_many", what=what)


def _added(result: Json, desk: Desk, *, offers: bool) -> Reply:
    text = " ".join([added_words(result, desk), total_words(result, desk)])
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
    text = _done_words(result, desk)
    if lines:
        text += " " + total_words(result, desk)
    return Reply.of(text, ["Checkout", "Show my cart"] if lines else ["Show me what is popular"])


def _done_words(result: Json, desk: Desk) -> str:
    """What was done, as the tool says it where the spoken language has no words of its own."""
    key, variant = f"cart_{result['status']}", result.get("variant")
    if not variant or not desk.texts.has(key):
        return sentence(result["message"])
    row = {"name": _name(result), "quantity": result.get("quantity") or 1}
    options = {"colour": variant.get("colour"), "size": variant.get("size")}
    return desk.say(key, what=line_words({**row, **options}))


def _needs(result: Json, wish: Wish, desk: Desk) -> Reply:
    kind = result["status"].removeprefix("needs_")
    choices = tuple(result["colours"] if kind == "colour" else result["sizes"])
    ask = desk.say(
        f"ask_{kind}_of", name=_name(result), choices=listing([*map(named, choices)], "or")
    )
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
    told = no_such_variant(exists, wish.slots, desk)
    kind = next((one for one in ("colour", "size") if _is_unmade(one, exists, wish)), None)
    if kind is None:
        return told
    choices = tuple(exists[f"{kind}s"])
    known = wish.slots.without(kind).filled(products=(product["productId"],))
    asked = replace(wish, slots=known)
    ask = desk.say(f"ask_other_{kind}")
    return Reply.of(told.text, choices[:4], kind=kind, ask=ask, wish=asked, choices=choices)


def _is_unmade(kind: str, exists: Json, wish: Wish) -> bool:
    """Whether it was wished in a colour, or size, that it is not made in; it is in others."""
    wanted, made = getattr(wish.slots, kind), exists[f"{kind}s"]
    return bool(wanted and made) and wanted not in made


def _name(result: Json) -> str:
    rows = (result.get("product"), result.get("variant"))
    return next((str(row["name"]) for row in rows if row), "it")


def total_words(result: Json, desk: Desk) -> str:
    """The cart's total as a sentence, with the offers that count in it."""
    titles = [told(row["title"]) for row in result["cart"]["discounts"]]
    key = "total_with" if titles else "total"
    return desk.say(key, total=cart_total(result), offers=listing(titles))


def cart_total(result: Json) -> str:
    """The cart's total; empty when nothing is in it."""
    cart = result.get("cart") or {}
    return money(cart["total"]) if cart.get("lines") else ""
