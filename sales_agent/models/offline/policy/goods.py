"""One product or a few: details, comparison, availability, and what to do when it is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    Focus,
    focus_of,
    known_items,
    last_store,
    shown_lists,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.finding import find
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.goods import stock_words, store_names
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.products import price, product_lines

Json = Mapping[str, Any]
_MOST_COMPARED = 4


def pick(wish: Wish, desk: Desk) -> Reply:
    """A product was pointed at and no more: say whether it is there, or describe it."""
    if wish.slots.size or wish.slots.colour or wish.slots.store:
        return availability(wish, desk)
    return details(wish, desk)


def details(wish: Wish, desk: Desk) -> Reply:
    """Describe a product."""
    product_id = meant(wish, desk)
    if product_id is None:
        return which(wish, desk)
    product = desk.call("get_product_details", product_id=product_id)["product"]
    if aspect := _aspect(wish, product, desk):
        return replace(_offer_to_add(product, Slots(products=(product_id,)), desk), text=aspect)
    lines = [
        desk.say("details", name=product["name"], price=price(product)),
        product["description"],
    ]
    for key, values in (
        ("colours", product["colours"]),
        ("sizes", product["sizes"]),
        ("materials", product["materials"]),
    ):
        if values:
            lines.append(desk.say(f"details_{key}", values=listing(values)))
    text = "\n".join(line for line in lines if line)
    return replace(_offer_to_add(product, Slots(products=(product_id,)), desk), text=text)


def _aspect(wish: Wish, product: Json, desk: Desk) -> str | None:
    """The one thing about a product that was asked for, when it was one."""
    values = {
        "sizes": listing(product["sizes"]),
        "colours": listing(product["colours"]),
        "materials": listing(product["materials"]),
        "price": price(product),
    }
    asked = [name for name in values if pattern(f"about_{name}").search(wish.words)]
    if len(asked) != 1 or not values[asked[0]]:
        return None
    return desk.say(f"has_{asked[0]}", name=product["name"], values=values[asked[0]])


def compare(wish: Wish, desk: Desk) -> Reply:
    """Put products side by side: those pointed at, else the first ones shown."""
    ids = list(wish.slots.products)
    if len(ids) < 2:
        shown = next((found for found in shown_lists(desk.talk) if len(found) > 1), ())
        ids = list(dict.fromkeys([*ids, *(item.product_id for item in shown)]))[: max(2, len(ids))]
    if len(ids) < 2:
        return which(wish, desk)
    result = desk.call("compare_products", product_ids=ids[:_MOST_COMPARED])
    rows = result["compared"]
    lines = [product_lines(rows)]
    lines += [
        f"   {n}: {row['description']}" for n, row in enumerate(rows, 1) if row["description"]
    ]
    cheapest = min(rows, key=lambda row: int(row["price"]["amount"]))
    verdict = desk.say("cheaper_of", name=cheapest["name"], price=price(cheapest))
    materials = {row["name"]: listing(row["materials"]) for row in rows if row["materials"]}
    if len(set(materials.values())) > 1:
        verdict += " " + desk.say(
            "made_of", rows=listing([f"{n}: {m}" for n, m in materials.items()])
        )
    text = "\n".join([desk.say("compared"), *lines, verdict])
    return Reply.of(text, ["Add the first one", "Add the second one"])


def availability(wish: Wish, desk: Desk) -> Reply:
    """Whether a product is there, in a size, a colour, a store."""
    product_id = meant(wish, desk)
    if product_id is None:
        return _candidates(wish, desk)
    if wish.picks not in ("name", "place"):
        wish = with_choices(wish, product_id, desk)
    slots = wish.slots
    store = slots.store or _there(wish, desk)
    asked = {"size": slots.size, "colour": slots.colour, "store": store}
    result = desk.call("check_inventory", product_id=product_id, **asked)
    if result["status"] == "no_such_variant":
        return no_such_variant(result, slots, desk)
    if result["onlineStatus"] == "out_of_stock":
        return gone(result, slots, desk)
    if store:
        return _in_store(result, replace(wish, slots=replace(slots, store=store)), desk)
    text = stock_words(result, desk.say)
    if pattern("stores").search(wish.words):
        text += " " + _where(result, desk)
    return replace(_offer_to_add(_as_product(result, desk), slots, desk, result), text=text)


def no_such_variant(result: Json, slots: Slots, desk: Desk) -> Reply:
    """Name what does exist, and something similar that has what was asked for."""
    wanted = listing(
        [part for part in (slots.colour or "", f"size {slots.size}" if slots.size else "") if part]
    )
    options = []
    if slots.size and slots.size not in result["sizes"] and result["sizes"]:
        options.append(desk.say("comes_in_sizes", values=listing(result["sizes"])))
    if slots.colour and slots.colour not in result["colours"] and result["colours"]:
        options.append(desk.say("comes_in_colours", values=listing(result["colours"])))
    if not options:
        options = [
            desk.say("comes_in", sizes=listing(result["sizes"]), colours=listing(result["colours"]))
        ]
    text = " ".join([desk.say("no_such_variant", name=result["name"], wanted=wanted), *options])
    similar = _similar(result["productId"], slots, desk)
    if similar:
        text += "\n" + desk.say("similar_that_has") + "\n" + product_lines(similar)
    return Reply.of(text, [f"In size {size}" for size in result["sizes"][:3]])


def gone(result: Json, slots: Slots, desk: Desk) -> Reply:
    """Out of stock online: the stores that have it, and alternatives, the first one singled out."""
    what = listing(
        [part for part in (slots.colour or "", f"size {slots.size}" if slots.size else "") if part],
        "in",
    )
    name = f"{result['name']} ({what})" if what else result["name"]
    stores = store_names(result.get("availableStores", ()))
    text = (
        desk.say("gone_but_stores", what=name, stores=stores)
        if stores
        else desk.say("gone", what=name)
    )
    similar = _similar(result["productId"], slots, desk)
    if not similar:
        return Reply.of(text, result.get("suggestions", ()))
    first = similar[0]
    text += "\n" + desk.say("alternatives") + "\n" + product_lines(similar)
    colour = slots.colour if slots.colour in first["colours"] else None
    wish = Wish(
        "add_to_cart", Slots(products=(first["productId"],), size=slots.size, colour=colour)
    )
    ask = desk.say("would_first_do", name=first["name"])
    suggestions = ["Yes, add it", "Tell me more about the first", "Something else"]
    return Reply.of(text, suggestions, kind="yes_no", ask=ask, wish=wish)


def meant(wish: Wish, desk: Desk) -> str | None:
    """The one product a wish is about: pointed at, in focus, or alone in fitting its words."""
    products = wish.slots.products
    if len(products) == 1:
        return products[0]
    if products or wish.picks in ("name", "attribute"):
        return None
    if wish.slots.category or (wish.slots.query and not wish.picks):
        return _only_found(wish.slots, desk)
    focus = focus_of(desk.talk)
    if focus and not wish.picks:
        return focus.item.product_id
    shown = next(iter(shown_lists(desk.talk)), ())
    return shown[0].product_id if len(shown) == 1 else None


def which(wish: Wish, desk: Desk) -> Reply:
    """Ask which product is meant, with those that it can be."""
    names = {item.product_id: item for item in known_items(desk.talk)}
    ids = [product for product in wish.slots.products if product in names]
    if not ids:
        ids = [item.product_id for item in next(iter(shown_lists(desk.talk)), ())]
    if not ids:
        return Reply.of(
            "", kind="open", ask=desk.say("which_product_openly"), wish=Wish("search_products")
        )
    lines = "\n".join(f"{n}. {names[i].name}" for n, i in enumerate(ids, 1) if i in names)
    asked = replace(wish, slots=replace(wish.slots, products=()))
    ask = desk.say("which_of", lines=lines)
    return Reply.of(
        "",
        [names[i].name for i in ids[:3] if i in names],
        kind="product",
        ask=ask,
        wish=asked,
        choices=tuple(ids),
    )


def with_choices(wish: Wish, product_id: str, desk: Desk) -> Wish:
    """The wish with the size and colour already chosen for its product, where it names none."""
    focus = focus_of(desk.talk)
    if focus is None or focus.item.product_id != product_id or not focus.is_available:
        return wish
    chosen = Slots(size=focus.size, colour=focus.colour)
    return replace(wish, slots=wish.slots.over(chosen))


def focus_sku(product_id: str, slots: Slots, focus: Focus | None) -> str | None:
    """The SKU in focus, when it is of this product and of the size and colour that are wanted."""
    if focus is None or focus.item.product_id != product_id or focus.sku is None:
        return None
    same = slots.size in (None, focus.size) and slots.colour in (None, focus.colour)
    return focus.sku if same else None


def _only_found(slots: Slots, desk: Desk) -> str | None:
    found = _search_for(slots, desk)
    return found[0]["productId"] if len(found) == 1 else None


def _search_for(slots: Slots, desk: Desk) -> Sequence[Json]:
    names = ("query", "category", "colour", "brand", "material")
    filters = {name: value for name, value in slots.given().items() if name in names}
    products: Sequence[Json] = desk.call("search_products", **filters).get("products", ())
    return products


def _candidates(wish: Wish, desk: Desk) -> Reply:
    """Several products fit the words: check those, or show them when none is named."""
    slots = wish.slots
    ids = list(slots.products)
    if not ids and (slots.category or slots.query):
        ids = [row["productId"] for row in _search_for(slots, desk)[:3]]
        if not ids:
            return find(slots, desk)
    if not ids:
        return which(wish, desk)
    asked = {"size": slots.size, "colour": slots.colour, "store": slots.store}
    results = desk.call_all([("check_inventory", {"product_id": i, **asked}) for i in ids[:3]])
    lines = [_line(result, slots, desk) for result in results]
    return Reply.of(
        "\n".join(lines),
        kind="product",
        ask=desk.say("which_then"),
        wish=replace(wish, intent="add_to_cart", slots=replace(slots, products=())),
        choices=tuple(ids[:3]),
    )


def _line(result: Json, slots: Slots, desk: Desk) -> str:
    if result["status"] == "no_such_variant":
        return "- " + desk.say("line_none", name=result["name"])
    at = _at(result, slots.store) if slots.store else None
    if slots.store and not at:
        return "- " + desk.say("line_not_there", name=result["name"], store=slots.store)
    if slots.store and at:
        return "- " + desk.say("line_there", name=result["name"], store=slots.store, count=at)
    return (
        "- " + stock_words(result, desk.say)
        if result["available"]
        else "- " + desk.say("line_gone", name=result["name"])
    )


def _in_store(result: Json, wish: Wish, desk: Desk) -> Reply:
    store = wish.slots.store or ""
    count = _at(result, store)
    name = result["name"]
    if not count:
        others = store_names(result["availableStores"])
        text = (
            desk.say("not_there_but", name=name, store=store, others=others)
            if others
            else desk.say("not_there", name=name, store=store)
        )
        return replace(
            _offer_to_add(_as_product(result, desk), wish.slots, desk, result), text=text
        )
    reserve = replace(
        wish,
        intent="reserve_in_store",
        slots=replace(wish.slots, products=(result["productId"],)),
        words="",
    )
    return Reply.of(
        desk.say("there", name=name, store=store, count=count),
        ["Yes, reserve it", "Add it to my cart"],
        kind="yes_no",
        ask=desk.say("ask_reserve", store=store),
        wish=reserve,
    )


def _where(result: Json, desk: Desk) -> str:
    stores = store_names(result["availableStores"])
    key = "at_stores" if stores else "at_no_store"
    return desk.say(key, name=result["name"], stores=stores)


def _at(result: Json, store: str) -> int:
    """Units in a store, or in a city's stores together."""
    low = store.lower()
    rows = [r for r in result["availableStores"] if low in (r["name"].lower(), r["city"].lower())]
    return sum(int(row["available"]) for row in rows)


def _similar(product_id: str, slots: Slots, desk: Desk) -> Sequence[Json]:
    wanted = {"size": slots.size, "colour": slots.colour}
    result = desk.attempt(
        "get_recommendations", kind="alternatives", product_ids=[product_id], **wanted
    )
    rows = list((result or {}).get("recommendations", ()))
    if not rows and slots.colour:
        result = desk.attempt(
            "get_recommendations", kind="alternatives", product_ids=[product_id], size=slots.size
        )
        rows = list((result or {}).get("recommendations", ()))
    return rows


def _offer_to_add(product: Json, slots: Slots, desk: Desk, stock: Json | None = None) -> Reply:
    """Ask for what is missing to add a product, else whether to add it."""
    variants = [row for row in (stock or {}).get("variants", ()) if row["available"] > 0]
    rows = variants or product.get("variants", ())
    wish = Wish("add_to_cart", slots.without("store", "query", "category"))
    wish = replace(wish, slots=replace(wish.slots, products=(product["productId"],)))
    for kind, known in (("size", slots.size), ("colour", slots.colour)):
        choices = tuple(dict.fromkeys(row[kind] for row in rows if row.get(kind)))
        if known is None and len(choices) > 1:
            ask = desk.say(f"ask_{kind}", choices=listing(choices, "or"))
            return Reply.of("", choices[:4], kind=kind, ask=ask, wish=wish, choices=choices)
    return Reply.of(
        "",
        ["Add it to my cart", "What goes with it?"],
        kind="yes_no",
        ask=desk.say("ask_add"),
        wish=wish,
    )


def _as_product(result: Json, desk: Desk) -> Json:
    return {
        "productId": result["productId"],
        "name": result["name"],
        "variants": result["variants"],
    }


def _there(wish: Wish, desk: Desk) -> str | None:
    return last_store(desk.talk) if pattern("there").search(wish.words) else None
