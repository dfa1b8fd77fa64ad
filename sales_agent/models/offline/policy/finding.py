"""Finding products: search, narrowing, recommendations, something cheaper, something that goes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    Focus,
    cart_items,
    cart_of,
    focus_of,
    last_search,
    shown_lists,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.range import carried_brands, carried_kinds
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import stem
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.goods import filter_words, offers_words
from sales_agent.models.offline.wording.money import listing, money
from sales_agent.models.offline.wording.products import product_lines

Json = Mapping[str, Any]
_FILTERS = (
    "query",
    "category",
    "colour",
    "size",
    "brand",
    "material",
    "min_price",
    "max_price",
    "sort",
)
_EXCLUSIONS = (("not_colours", "exclude_colours"), ("not_brands", "exclude_brands"))
_NARROWING = ("max_price", "min_price", "size", "colour", "material", "brand", "query", "category")
"""What to give up first when nothing matches."""
_DROPPED = {"maxPrice": "max_price", "minPrice": "min_price", "color": "colour"}
_EXTREMES = {"price_asc": "found_cheapest", "price_desc": "found_dearest"}
_PAGE = 5


def search(wish: Wish, desk: Desk) -> Reply:
    """Search by everything named; a vague wish gets one open question instead."""
    slots = _with_sense(wish.slots)
    if pattern("asks_brands").search(wish.words.lower()) and not slots.brand:
        return carried_brands(slots.category, desk)
    if _is_vague(slots):
        if pattern("range").search(wish.words.lower()):
            return carried_kinds(desk) or recommend(Wish("recommend"), desk)
        return _ask_openly(wish, desk)
    if thing := _unknown_thing(wish, slots, desk):
        return _not_sold(thing, desk)
    return find(slots, desk)


def refine(wish: Wish, desk: Desk) -> Reply:
    """Search again with the last filters and the new ones."""
    last = last_search(desk.talk) or {}
    slots = wish.slots
    older = Slots(**{name: last[name] for name in _FILTERS if last.get(name) is not None})
    for slot, parameter in _EXCLUSIONS:
        older = older.filled(**{slot: tuple(last.get(parameter, ()))})
    if slots.category and slots.category != older.category:
        older = Slots()
    if slots.max_price is not None or slots.min_price is not None:
        older = older.without("min_price", "max_price")
    if older.colour in slots.not_colours:
        older = older.without("colour")
    refused = {*older.not_colours, *slots.not_colours} - {slots.colour}
    slots = replace(slots, not_colours=tuple(sorted(refused)))
    older = older.without("not_colours")
    query = (
        older.query if slots.query is None else " ".join(filter(None, (older.query, slots.query)))
    )
    return find(_with_sense(replace(slots.over(older), query=query)), desk)


def find(slots: Slots, desk: Desk) -> Reply:
    """Search, and when nothing matches say so and show what comes nearest."""
    filters = _filters(slots, desk)
    result = desk.call("search_products", **filters)
    if result["status"] == "ok" and result["products"]:
        return _found(result, slots, desk)
    return _nearest(result, filters, slots, desk)


def more(wish: Wish, desk: Desk) -> Reply:
    """Show more of the last search."""
    last = last_search(desk.talk)
    if last is None:
        return recommend(wish, desk)
    limit = min(int(last.get("limit", _PAGE)) + _PAGE, 20)
    result = desk.call("search_products", **{**last, "limit": limit})
    shown = len(next(iter(shown_lists(desk.talk)), ()))
    products = result.get("products", [])
    if len(products) <= shown:
        return Reply.of(desk.say("no_more"), result.get("suggestions", ()))
    return _listed(desk.say("more"), products, desk)


def recommend(wish: Wish, desk: Desk) -> Reply:
    """Recommend within what was named, else what is popular."""
    if any(wish.slots.given().get(name) for name in ("category", "brand", "material", "query")):
        return search(wish, desk)
    result = desk.call("get_recommendations", kind="popular", max_price=wish.slots.max_price)
    if not result["recommendations"]:
        return Reply.of(desk.say("nothing_to_recommend"), result["suggestions"])
    return _listed(desk.say("popular"), result["recommendations"], desk)


def complements(wish: Wish, desk: Desk) -> Reply:
    """What goes with a product, or with the cart."""
    focus, product_id = focus_of(desk.talk), _one(wish.slots.products)
    product_id = product_id or (focus.item.product_id if focus else None)
    anchors = {"product_ids": [product_id]} if product_id else {}
    if not anchors and not cart_items(cart_of(desk.talk)):
        return _which(wish, desk)
    result = desk.call("get_recommendations", kind="complements", **anchors)
    if not result["recommendations"]:
        return Reply.of(desk.say("no_complements"), result["suggestions"])
    return _listed(desk.say("complements"), result["recommendations"], desk)


def alternatives(wish: Wish, desk: Desk) -> Reply:
    """Something like a product."""
    focus, product_id = focus_of(desk.talk), _one(wish.slots.products)
    product_id = product_id or (focus.item.product_id if focus else None)
    if product_id is None:
        if last_search(desk.talk) is None:
            return _which(wish, desk)
        return refine(wish, desk) if _filters(wish.slots, desk) else more(wish, desk)
    slots = wish.slots
    wanted = {"size": slots.size, "colour": slots.colour, "max_price": slots.max_price}
    result = desk.call(
        "get_recommendations", kind="alternatives", product_ids=[product_id], **wanted
    )
    if not result["recommendations"]:
        return Reply.of(desk.say("no_alternatives"), result["suggestions"])
    return _listed(desk.say("alternatives"), result["recommendations"], desk)


def cheaper(wish: Wish, desk: Desk) -> Reply:
    """Something cheaper than what was shown, and the offers that apply."""
    limit = _price_to_beat(wish, focus_of(desk.talk), desk)
    last = last_search(desk.talk) or {}
    if limit is None:
        return Reply.of(desk.say("what_budget"), kind="open", ask=desk.say("ask_budget"), wish=wish)
    keep = {name: last[name] for name in ("query", "category", "material") if last.get(name)}
    focus = focus_of(desk.talk)
    if focus and focus.item.category:
        keep = {"category": focus.item.category}
    filters: dict[str, Any] = {**keep, "sort": "price_asc"}
    if focus:
        filters["max_price"] = (limit - 1) / 100
    found, offers = desk.call_all([("search_products", filters), ("get_applicable_offers", {})])
    saving = offers_words(offers, desk.say)
    if found["status"] == "ok" and found["products"]:
        text = desk.say("cheaper" if focus else "least")
        listed = _listed(text, found["products"], desk)
        return replace(listed, text="\n".join(filter(None, (listed.text, saving))))
    text = " ".join(filter(None, (desk.say("nothing_cheaper"), saving)))
    return Reply.of(text, ["Any offers?"])


def _with_sense(slots: Slots) -> Slots:
    """Words of an occasion do not narrow a search by category."""
    words = (slots.query or "").split()
    vague = set(load_tables().words["vague"])
    about = set(stems_of(slots.category or ""))
    plain = [word for word in words if stem(word) not in about]
    kept = [word for word in plain if word not in vague]
    kept = kept or ([] if slots.category else plain)
    return replace(slots, query=" ".join(kept) or None)


def _unknown_thing(wish: Wish, slots: Slots, desk: Desk) -> str | None:
    """The goods that were asked for by a noun, "laptops" or "a laptop", of which there are none."""
    vocabulary = desk.talk.vocabulary
    if not vocabulary.has_types or slots.category or slots.brand or slots.material:
        return None
    audience = load_tables().words["audiences"]
    words = [word for word in (slots.query or "").split() if word not in audience]
    if not words or stem(words[-1]) in vocabulary.words:
        return None
    noun = re.escape(words[-1])
    if re.search(rf"\bfor (?:\w+ ){{0,2}}{noun}\b", wish.words.lower()):
        return None
    is_noun = words[-1].endswith("s") or re.search(rf"\ban? (?:\w+ )?{noun}\b", wish.words.lower())
    said = wish.slots.query or ""
    thing = said if said.endswith(words[-1]) else " ".join(words)
    return thing if is_noun else None


def _not_sold(thing: str, desk: Desk) -> Reply:
    kinds = [kind.lower() for kind in desk.talk.vocabulary.kinds]
    text = desk.say("not_sold", words=thing, carried=listing(kinds[:8]))
    return Reply.of(text, [f"Show me {kind}" for kind in kinds[:3]])


def _is_vague(slots: Slots) -> bool:
    vague = {stem(word) for word in load_tables().words["vague"]}
    words = {stem(word) for word in (slots.query or "").split()}
    if slots.category or slots.brand or slots.material or slots.colour:
        return False
    return words <= vague and not slots.sort


def _ask_openly(wish: Wish, desk: Desk) -> Reply:
    categories = desk.talk.vocabulary.kinds[:4]
    found = pattern("occasion").search(wish.words)
    occasion = re.sub(r"\b(?:my|our)\b", "your", found[1].lower()) if found else None
    if occasion and (limit := filter_words(_limits_of(wish.slots), bare=True)):
        occasion = f"{occasion} {limit}"
    text = desk.say("open_for", occasion=occasion) if occasion else desk.say("open")
    return Reply.of(
        text,
        [f"Show me {name.lower()}" for name in categories[:3]],
        kind="open",
        ask=desk.say("ask_kind", examples=listing([c.lower() for c in categories], "or"))
        if categories
        else desk.say("ask_kind_plain"),
        wish=replace(wish, intent="search_products"),
    )


def _limits_of(slots: Slots) -> Slots:
    return Slots(min_price=slots.min_price, max_price=slots.max_price)


def _filters(slots: Slots, desk: Desk) -> dict[str, Any]:
    given = slots.given()
    filters = {name: given[name] for name in _FILTERS if name in given}
    for slot, parameter in _EXCLUSIONS:
        if given.get(slot) and desk.tools.takes("search_products", parameter):
            filters[parameter] = list(given[slot])
    return filters


def _found(result: Json, slots: Slots, desk: Desk) -> Reply:
    products = result["products"]
    words = filter_words(slots)
    is_singled = pattern("singling").search(desk.talk.now.text)
    is_other = result.get("notCarried") or not _fits(slots.query or "", products)
    if slots.query and not slots.category and is_other:
        return _listed(desk.say("not_carried", words=slots.query), products, desk)
    total = result.get("total", len(products))
    if total > 1 and (key := _EXTREMES.get(slots.sort or "")) and is_singled:
        first = {"name": products[0]["name"], "price": money(products[0]["price"])}
        return _listed(desk.say(key, words=words, total=total, **first), products, desk)
    counted = "found_all" if slots.category else "found_matches"
    key = "found_some" if total > len(products) else counted if total > 1 else "found_one"
    return _listed(desk.say(key, words=words, total=total, shown=len(products)), products, desk)


def _fits(query: str, products: Sequence[Json]) -> bool:
    """Whether the noun that was asked for stands in what was found."""
    audience = {stem(word) for word in load_tables().words["audiences"]}
    noun = [word for word in stems_of(query) if word not in audience][-1:]
    texts = [f"{row['name']} {row.get('category') or ''} {row['description']}" for row in products]
    return not noun or any(set(noun) & set(stems_of(text)) for text in texts)


def _nearest(result: Json, filters: Json, slots: Slots, desk: Desk) -> Reply:
    """Nothing matches: give up one filter, and name what was given up."""
    rows = {_DROPPED.get(row["dropped"], row["dropped"]): row for row in result.get("relaxed", ())}
    useful = {name: row for name, row in rows.items() if row["total"] > 0}
    if len(filters) == 1 and "max_price" not in filters:
        useful = {}
    dropped = next((name for name in _NARROWING if name in useful and name in filters), None)
    if dropped is None:
        return _nothing(result, slots, desk)
    kept = {name: value for name, value in filters.items() if name != dropped}
    if dropped == "max_price":
        kept["sort"] = "price_asc"
    again = desk.call("search_products", **kept)
    products = again.get("products") or useful[dropped]["products"]
    if dropped == "max_price":
        text = desk.say(
            "cheapest_is",
            words=filter_words(slots),
            name=products[0]["name"],
            price=money(products[0]["price"]),
        )
    else:
        lost = filter_words(Slots(**{dropped: filters[dropped]}), bare=True)
        text = desk.say("without", words=filter_words(slots), lost=lost)
    return _listed(text, products, desk)


def _nothing(result: Json, slots: Slots, desk: Desk) -> Reply:
    words = filter_words(slots)
    categories = desk.talk.vocabulary.kinds
    if slots.query and not slots.category and categories:
        carried = listing([name.lower() for name in categories[:8]])
        return Reply.of(
            desk.say("nothing_but", words=words, carried=carried),
            [f"Show me {c.lower()}" for c in categories[:3]],
        )
    return Reply.of(desk.say("nothing", words=words), result.get("suggestions", ()))


def _listed(text: str, products: Sequence[Json], desk: Desk) -> Reply:
    suggestions = ["Tell me more about the first"]
    if len(products) > 1:
        suggestions += ["Compare the first two", "Something cheaper"]
    lines = product_lines(products, desk.first)
    return Reply(f"{text}\n{lines}", None, tuple(suggestions), len(products))


def _price_to_beat(wish: Wish, focus: Focus | None, desk: Desk) -> int | None:
    """The price, in minor units, that was too much: of what is meant, else the cheapest shown."""
    if focus and focus.item.price_minor:
        return focus.item.price_minor
    shown = next(iter(shown_lists(desk.talk)), ())
    return min((item.price_minor for item in shown if item.price_minor), default=None)


def _which(wish: Wish, desk: Desk) -> Reply:
    return Reply.of("", kind="product", ask=desk.say("which_product"), wish=wish)


def _one(products: Sequence[str]) -> str | None:
    return products[0] if products else None
