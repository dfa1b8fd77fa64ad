"""What the turns before this one established: lists shown, focus, cart, orders, filters."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sales_agent.models.offline.context.items import Item, item_of_line, item_of_product
from sales_agent.models.offline.context.keeping import found_once
from sales_agent.models.offline.context.talk import Call, Exchange, Talk
from sales_agent.models.offline.understanding.tables import pattern

Json = Mapping[str, Any]
_COUNTED = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
"""A line of goods that are counted out to the shopper."""
_CART_TOOLS = ("add_to_cart", "update_cart")
_OFFERED = ("get_recommendations",)
SEARCH = "search_products"


@dataclass(frozen=True)
class Focus:
    """The product that "it" means, with the size and colour chosen so far."""

    item: Item
    size: str | None = None
    colour: str | None = None
    sku: str | None = None
    is_available: bool = True


@found_once
def shown_lists(talk: Talk) -> tuple[tuple[Item, ...], ...]:
    """Lists of products as they were counted out to the shopper, newest first; none is empty."""
    lists = (_shown_in(turn) for turn in reversed(talk.past) if not _only_adds(turn))
    return tuple(shown for shown in lists if shown)


@found_once
def known_items(talk: Talk) -> tuple[Item, ...]:
    """Every product seen, newest first, each once."""
    page = page_of(talk)
    seen: dict[str, Item] = {page.item.product_id: page.item} if page else {}
    for turn in reversed(talk.past):
        for item in (*_shown_in(turn), *_detailed_in(turn)):
            seen.setdefault(item.product_id, item)
    return tuple(seen.values())


@found_once
def focus_of(talk: Talk) -> Focus | None:
    """The product that "it" means.

    The one whose page she has open when she says "this" or nothing was talked about; else the one
    that was talked about last, unless a choice of several was shown since.
    """
    page = page_of(talk)
    if page and pattern("before_her", talk.language).search(talk.now.text):
        return page
    is_open = page and not shown_lists(talk)
    return _spoken_of(talk) or (page if is_open else None)


def page_of(talk: Talk) -> Focus | None:
    """The product whose page she has open, with the variant that is chosen there."""
    row = talk.memory.get("looksAt")
    if not row:
        return None
    return Focus(item_of_product(row), row.get("size"), row.get("colour"), row.get("sku"))


def _spoken_of(talk: Talk) -> Focus | None:
    for turn in reversed(talk.past):
        for call in reversed(turn.calls):
            if not call.is_ok or (call.name == SEARCH and _is_choice(turn)):
                continue
            if focus := _focus(call, talk):
                return focus
        if any(call.name == SEARCH for call in turn.calls) and _is_choice(turn):
            return None
    return None


def named_for(product_id: str, talk: Talk) -> tuple[str | None, str | None]:
    """The size and colour that the search which showed a product last named, where it has them."""
    for call in talk.latest_calls(SEARCH):
        for row in _rows(call):
            if row["productId"] == product_id:
                size, colour = call.args.get("size"), call.args.get("colour")
                return (
                    size if size in row["sizes"] else None,
                    colour if colour in row["colours"] else None,
                )
    return None, None


def offered_product(talk: Talk) -> str | None:
    """The product that the last reply proposed to add."""
    wish = (asked_of(talk) or {}).get("wish") or {}
    if wish.get("intent") != "add_to_cart":
        return None
    products = wish.get("slots", {}).get("products") or [None]
    product: str | None = products[0]
    return product


def asked_of(talk: Talk) -> Json | None:
    """What the last reply asked for: its kind, and the wish that the answer completes."""
    if not talk.past:
        return None
    last = talk.past[-1]
    return last.asked or _asked_by_result(last)


@found_once
def cart_of(talk: Talk) -> Json | None:
    """The cart as last seen priced; None when it was not seen, or an order emptied it."""
    for call in talk.latest_calls():
        result = call.result or {}
        if call.name == "commit_checkout" and result.get("status") == "placed":
            return None
        cart = result.get("cart")
        if isinstance(cart, Mapping):
            return cart
    return None


def cart_items(cart: Json | None) -> list[Item]:
    """The cart's lines, the newest first."""
    return [item_of_line(line) for line in reversed((cart or {}).get("lines", ()))]


def latest_order_id(talk: Talk) -> str | None:
    """The order that was placed or looked at last."""
    for call in talk.latest_calls():
        result = call.result or {}
        order = result.get("order") or result
        if isinstance(order, Mapping) and isinstance(order.get("orderId"), str):
            return str(order["orderId"])
    return None


def is_whole_list(shown: Sequence[Item], talk: Talk) -> bool:
    """Whether the list shown last is all that its search found."""
    for call in talk.latest_calls(SEARCH):
        return int((call.result or {}).get("total", 0)) <= len(shown)
    return True


@found_once
def last_search(talk: Talk) -> Json | None:
    """The arguments of the search whose results were shown last, else of the last one made."""
    made = list(talk.latest_calls(SEARCH))
    shown = next((call.args for call in made if _rows(call)), None)
    return shown or next((call.args for call in made), None)


def has_found(talk: Talk) -> bool:
    """Whether any search of the talk that is remembered found goods."""
    return any(_rows(call) for call in talk.latest_calls(SEARCH))


def last_store(talk: Talk) -> str | None:
    """The store that was named last."""
    for call in talk.latest_calls("check_inventory", "reserve_in_store", "get_delivery_options"):
        if store := call.args.get("store"):
            return str(store)
    return None


def only_store(talk: Talk) -> str | None:
    """The store that the last stock check found the goods in, when it was one."""
    for call in talk.latest_calls("check_inventory"):
        stores = [str(row["name"]) for row in (call.result or {}).get("availableStores", ())]
        return stores[0] if len(stores) == 1 else None
    return None


@found_once
def has_just_ordered(talk: Talk) -> bool:
    """Whether an order was placed, and nothing was put into the cart or looked at since."""
    for call in talk.latest_calls(*_CART_TOOLS, "commit_checkout", SEARCH, "check_inventory"):
        return (call.result or {}).get("status") == "placed"
    return False


@found_once
def is_paying(talk: Talk) -> bool:
    """Whether a checkout was begun and has not ended in an order."""
    for call in talk.latest_calls("initiate_checkout", "commit_checkout"):
        return (call.result or {}).get("status") != "placed"
    return False


def is_buying(talk: Talk) -> bool:
    """Whether there is something to check out."""
    return is_paying(talk) or bool(cart_items(cart_of(talk)))


@found_once
def _shown_in(turn: Exchange) -> tuple[Item, ...]:
    """The products of a turn, in the order of its reply where that counts them out.

    A search whose goods were not told, as one with more filters found fewer, counts nothing.
    """
    items: dict[str, Item] = {}
    for call in turn.calls:
        for row in _rows(call):
            items.setdefault(row["productId"], item_of_product(row))
    counted = [_named_by(line, items.values()) for line in _COUNTED.findall(turn.reply)]
    told = tuple(dict.fromkeys(item for item in counted if item))
    return told or tuple(items.values())


def _named_by(line: str, items: Iterable[Item]) -> Item | None:
    """The product that a line begins with."""
    named = [item for item in items if line.startswith(item.name)]
    return max(named, key=lambda item: len(item.name), default=None)


@found_once
def _only_adds(turn: Exchange) -> bool:
    """Whether its products were only looked up, to add one or to offer one that goes with it."""
    added = any((call.result or {}).get("status") == "added" for call in turn.calls)
    return added and not re.search(r"^\d+\. ", turn.reply, re.MULTILINE)


def _is_choice(turn: Exchange) -> bool:
    """Whether several products were shown, and none of them singled out ("the cheapest mug")."""
    return len(_shown_in(turn)) > 1 and not pattern("singling").search(turn.text)


def _rows(call: Call) -> list[Json]:
    keys = {
        SEARCH: "products",
        "get_recommendations": "recommendations",
        "compare_products": "compared",
    }
    rows: list[Json] = (call.result or {}).get(keys.get(call.name, ""), [])
    return rows if call.is_ok else []


@found_once
def _detailed_in(turn: Exchange) -> list[Item]:
    products = [(call.result or {}).get("product") for call in turn.calls if call.is_ok]
    return [item_of_product(row) for row in products if isinstance(row, Mapping)]


def _focus(call: Call, talk: Talk) -> Focus | None:
    result = call.result or {}
    if call.name in _CART_TOOLS:
        return _cart_focus(call, result)
    if call.name == "get_product_details" and result.get("product"):
        return Focus(item_of_product(result["product"]))
    if call.name == "check_inventory":
        return _stock_focus(call, result, talk)
    if call.name == SEARCH and (rows := _rows(call)):
        return Focus(item_of_product(rows[0]), size=call.args.get("size"))
    return None


def _cart_focus(call: Call, result: Json) -> Focus | None:
    product, variant = result.get("product"), result.get("variant") or {}
    if not product:
        return None
    args = call.args if result["status"] != "no_such_variant" else {}
    size, colour = (variant.get(name) or args.get(name) for name in ("size", "colour"))
    is_there = result["status"] not in ("out_of_stock", "not_enough")
    price_minor = (variant.get("price") or {}).get("amount")
    item = replace(item_of_product(product), price_minor=price_minor)
    return Focus(item, size, colour, variant.get("sku") or item.sku, is_there)


def _stock_focus(call: Call, result: Json, talk: Talk) -> Focus | None:
    known = {item.product_id: item for item in known_items(talk)}
    item = known.get(result["productId"]) or Item(result["productId"], result["name"])
    size, colour = call.args.get("size"), call.args.get("colour")
    if result["status"] == "no_such_variant":
        return Focus(item)
    variants = result.get("variants", [])
    if len(variants) == 1:
        only = variants[0]
        size, colour = only.get("size") or size, only.get("colour") or colour
    sku = variants[0]["sku"] if len(variants) == 1 else None
    item = item if item.colours else replace(item, colours=_distinct(variants, "colour"))
    item = item if item.sizes else replace(item, sizes=_distinct(variants, "size"))
    return Focus(item, size, colour, sku, result.get("onlineStatus") != "out_of_stock")


def _distinct(variants: list[Json], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(variant[name] for variant in variants if variant.get(name)))


_QUESTIONS = {
    "needs_size": "size",
    "needs_colour": "colour",
    "needs_option": "option",
    "needs_tender": "card",
    "needs_address": "address",
    "confirmation_required": "confirm",
    "ambiguous_store": "store",
}


def _asked_by_result(turn: Exchange) -> Json | None:
    """The question that a result leaves open, for replies that another model worded."""
    for call in reversed(turn.calls):
        result = call.result or {}
        kind = _QUESTIONS.get(result.get("status", ""))
        if kind is None:
            continue
        if kind in ("size", "colour", "option"):
            args = {name: call.args[name] for name in ("size", "colour") if call.args.get(name)}
            product = (result.get("product") or {}).get("productId")
            slots = {**args, "products": [product] if product else []}
            return {"kind": kind, "wish": {"intent": "add_to_cart", "slots": slots}}
        if kind in ("card", "address"):
            return {"kind": kind, "wish": {"intent": "checkout", "slots": {}}}
        return {"kind": kind}
    return None
