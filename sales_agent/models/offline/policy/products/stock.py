"""Whether something is there: online, in a size and colour, in a store; and what to do if not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import last_store, only_store
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.goods import (
    details,
    meant,
    named_in_full,
    named_in_others,
    named_slots,
    offer_to_add,
    search_for,
    which,
    with_choices,
)
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.finding import find, search
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.goods import (
    counted_name,
    is_in_stores_only,
    stock_words,
    store_names,
)
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import named
from sales_agent.models.offline.wording.products import product_lines
from sales_agent.models.offline.wording.texts import words

Json = Mapping[str, Any]


def pick(wish: Wish, desk: Desk) -> Reply:
    """A product was pointed at and no more: say whether it is there, or describe it."""
    if wish.slots.size or wish.slots.colour or wish.slots.store:
        return availability(wish, desk)
    return details(wish, desk)


def look_for(wish: Wish, desk: Desk) -> Reply:
    """Search; "do you have that in white in 9?" with one product that fits asks for its stock."""
    slots = wish.slots
    names_one = slots.query or (slots.category and (slots.size or slots.colour))
    asks_stock = names_one and pattern("asks_stock").search(wish.words.lower())
    if asks_stock and (one := _only_one(wish, desk)):
        return availability(replace(wish, slots=replace(slots, products=(one,))), desk)
    asks_about = slots.query and pattern("asks_about").match(wish.words.lower())
    if asks_about and (one := _only_one(wish, desk)):
        return details(replace(wish, slots=replace(slots, products=(one,))), desk)
    return search(wish, desk)


def _only_one(wish: Wish, desk: Desk) -> str | None:
    """The one product that fits what is named; where none does, the one named in full."""
    found = [str(row["productId"]) for row in search_for(wish.slots, desk)]
    if not found:
        return named_in_full(wish, desk) or named_in_others(wish, desk)
    return found[0] if len(found) == 1 else None


def availability(wish: Wish, desk: Desk) -> Reply:
    """Whether a product is there, in a size, a colour, a store."""
    product_id = meant(wish, desk)
    if product_id is None:
        return _candidates(wish, desk)
    if wish.picks in ("name", "place"):
        wish = replace(wish, slots=wish.slots.over(named_slots(product_id, desk)))
    else:
        wish = with_choices(wish, product_id, desk)
    slots = wish.slots
    store = slots.store or store_there(wish, desk)
    asked = {"size": slots.size, "colour": slots.colour, "store": store}
    result = desk.call("check_inventory", product_id=product_id, **asked)
    if result["status"] == "no_such_variant":
        return no_such_variant(result, slots, desk)
    if result["onlineStatus"] == "out_of_stock":
        return gone(result, slots, desk)
    if store:
        return _in_store(result, replace(wish, slots=replace(slots, store=store)), desk)
    text = stock_words(result, desk.say)
    if is_in_stores_only(result):
        return _reservable(text, result, wish, desk)
    if pattern("asks_count").search(wish.words):
        text += " " + desk.say("counted", count=result["available"])
    if pattern("stores").search(wish.words):
        text += " " + _where(result, desk)
    return replace(offer_to_add(_as_product(result, desk), slots, desk, result), text=text)


def no_such_variant(result: Json, slots: Slots, desk: Desk) -> Reply:
    """Name what does exist, and something similar that has what was asked for."""
    colour = slots.colour if slots.size in (None, *result["sizes"]) else None
    size = slots.size if slots.size not in result["sizes"] or not colour else None
    if slots.size in result["sizes"] and slots.colour in result["colours"]:
        colour, size = slots.colour, slots.size
    parts = [named(colour or ""), words("size", size=size) if size else ""]
    wanted = listing([part for part in parts if part])
    options = []
    if slots.size and slots.size not in result["sizes"] and result["sizes"]:
        options.append(desk.say("comes_in_sizes", values=listing(result["sizes"])))
    if slots.colour and slots.colour not in result["colours"] and result["colours"]:
        options.append(
            desk.say("comes_in_colours", values=listing([*map(named, result["colours"])]))
        )
    if not options:
        colours = listing([*map(named, result["colours"])])
        sizes = listing(result["sizes"])
        key = "comes_in" if colours and sizes else "comes_in_one"
        options = [desk.say(key, sizes=sizes, colours=colours)]
    text = " ".join([desk.say("no_such_variant", name=result["name"], wanted=wanted), *options])
    similar = _similar(result["productId"], slots, desk)
    if similar:
        has = all(slots.colour in (None, *row["colours"]) for row in similar)
        key = "similar_that_has" if has else "similar"
        text += "\n" + desk.say(key) + "\n" + product_lines(similar)
    return Reply.of(text, [f"In size {size}" for size in result["sizes"][:3]])


def gone(result: Json, slots: Slots, desk: Desk) -> Reply:
    """Out of stock online: the stores that have it, and alternatives, the first one singled out."""
    what = listing(
        [named(slots.colour or ""), words("size", size=slots.size) if slots.size else ""], "in"
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


def _candidates(wish: Wish, desk: Desk) -> Reply:
    """Several products fit the words: check those, or show them when none is named."""
    slots = wish.slots
    ids = list(slots.products)
    if not ids and (slots.category or slots.query):
        ids = [row["productId"] for row in search_for(slots, desk)[:3]]
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
        return replace(offer_to_add(_as_product(result, desk), wish.slots, desk, result), text=text)
    if in_city := _stores_in(store, result):
        told = {"name": counted_name(result), "city": store, "stores": store_names(in_city)}
        chosen = replace(wish, slots=wish.slots.without("store"))
        there = {**result, "availableStores": in_city}
        return _reservable(desk.say("there_in", **told), there, chosen, desk)
    reserve = replace(
        wish,
        intent="reserve_in_store",
        slots=replace(wish.slots, products=(result["productId"],)),
        words="",
    )
    return Reply.of(
        desk.say("there", name=counted_name(result), store=store, count=count),
        ["Yes, reserve it", "Add it to my cart"],
        kind="yes_no",
        ask=desk.say("ask_reserve", store=store),
        wish=reserve,
    )


def _reservable(text: str, result: Json, wish: Wish, desk: Desk) -> Reply:
    """In stores only: to be reserved where it is."""
    names = tuple(row["name"] for row in result["availableStores"] if row["available"] > 0)
    slots = replace(wish.slots, products=(result["productId"],))
    reserve = Wish("reserve_in_store", slots)
    if len(names) > 1:
        ask = desk.say("ask_reserve_where", stores=listing(names, "or"))
        return Reply.of(text, names[:4], kind="store", ask=ask, wish=reserve, choices=names)
    reserve = replace(reserve, slots=replace(slots, store=names[0]))
    ask = desk.say("ask_reserve", store=names[0])
    suggestions = ["Yes, reserve it", "Something similar"]
    return Reply.of(text, suggestions, kind="yes_no", ask=ask, wish=reserve)


def _where(result: Json, desk: Desk) -> str:
    stores = store_names(result["availableStores"])
    key = "at_stores" if stores else "at_no_store"
    return desk.say(key, name=result["name"], stores=stores)


def _stores_in(city: str, result: Json) -> list[Json]:
    """The stores of a city that have it; none where a store is meant."""
    rows = [row for row in result["availableStores"] if row["available"] > 0]
    return [row for row in rows if row["city"].lower() == city.lower() != row["name"].lower()]


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


def _as_product(result: Json, desk: Desk) -> Json:
    return {
        "productId": result["productId"],
        "name": result["name"],
        "variants": result["variants"],
    }


def store_there(wish: Wish, desk: Desk) -> str | None:
    """The store that "there" means."""
    if not pattern("there").search(wish.words):
        return None
    return last_store(desk.talk) or only_store(desk.talk)
