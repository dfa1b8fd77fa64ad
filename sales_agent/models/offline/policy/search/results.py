"""What a search found, in words: all of it, what comes nearest, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Question, Reply
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import stem
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.goods import filter_words
from sales_agent.models.offline.wording.money import listing, money
from sales_agent.models.offline.wording.names import kind_named, searched
from sales_agent.models.offline.wording.products import product_lines

Json = Mapping[str, Any]
_NARROWING = ("max_price", "min_price", "size", "colour", "material", "brand", "query", "category")
"""What to give up first when nothing matches."""
_DROPPED = {"maxPrice": "max_price", "minPrice": "min_price", "color": "colour"}
_EXTREMES = {"price_asc": "found_cheapest", "price_desc": "found_dearest"}


def tell_found(result: Json, slots: Slots, desk: Desk) -> Reply:
    """What a search found, as rows with a sentence before them."""
    products = result["products"]
    words = filter_words(slots)
    is_singled = pattern("singling").search(desk.talk.now.text)
    is_other = result.get("notCarried") or not _fits(slots.query or "", products)
    if (slots.query and not slots.category and is_other) or _is_for_children(slots, products):
        text = desk.say("not_carried", words=searched(slots.query or ""))
        return list_products(text, products, desk)
    total = result.get("total", len(products))
    if total > 1 and (key := _EXTREMES.get(slots.sort or "")) and is_singled:
        first = {"name": products[0]["name"], "price": money(products[0]["price"])}
        return list_products(desk.say(key, words=words, total=total, **first), products, desk)
    counted = "found_all" if slots.category else "found_matches"
    key = "found_some" if total > len(products) else counted if total > 1 else "found_one"
    text = desk.say(key, words=words, total=total, shown=len(products))
    return _confirmable(list_products(text, products, desk), products)


def _is_for_children(slots: Slots, products: Sequence[Json]) -> bool:
    """Whether children's goods were asked for, and none of what was found is for them."""
    children = {stem(word) for word in load_tables().words["children"]}
    if not children & {*stems_of(slots.query or "")}:
        return False
    texts = [f"{row['name']} {row.get('category') or ''} {row['description']}" for row in products]
    return not any(children & {*stems_of(text)} for text in texts)


def _confirmable(reply: Reply, products: Sequence[Json]) -> Reply:
    """Let a mere yes to the only product that was found ask for more about it."""
    if len(products) != 1:
        return reply
    wish = Wish("product_details", Slots(products=(str(products[0]["productId"]),)))
    return replace(reply, question=Question("yes", "", wish))


def _fits(query: str, products: Sequence[Json]) -> bool:
    """Whether the noun that was asked for stands in what was found."""
    audience = {stem(word) for word in load_tables().words["audiences"]}
    noun = [word for word in stems_of(query) if word not in audience][-1:]
    texts = [f"{row['name']} {row.get('category') or ''} {row['description']}" for row in products]
    return not noun or any(set(noun) & set(stems_of(text)) for text in texts)


def show_nearest(result: Json, filters: Json, slots: Slots, desk: Desk) -> Reply:
    """Nothing matches: give up one filter, and name what was given up."""
    rows = {_DROPPED.get(row["dropped"], row["dropped"]): row for row in result.get("relaxed", ())}
    useful = {name: row for name, row in rows.items() if row["total"] > 0}
    if len(filters) == 1 and "max_price" not in filters:
        useful = {}
    dropped = next((name for name in _NARROWING if name in useful and name in filters), None)
    if dropped is None and slots.query and slots.category:
        kept = {name: value for name, value in filters.items() if name != "query"}
        return _without_words(kept, slots, desk)
    if dropped is None:
        return _nothing(result, slots, desk)
    kept = {name: value for name, value in filters.items() if name != dropped}
    if dropped == "max_price":
        kept["sort"] = "price_asc"
        kept.pop("min_price", None)  # the cheapest of all is told, and nothing cheaper passed over
    again = desk.call("search_products", **kept)
    products = again.get("products") or useful[dropped]["products"]
    if dropped == "max_price":
        text = desk.say(
            "cheapest_is",
            words=filter_words(slots),
            name=products[0]["name"],
            price=money(products[0]["price"]),
        )
    elif dropped == "query" and (slots.category or slots.brand or slots.material):
        named = filter_words(slots.without("query"))
        text = desk.say("none_of_them", words=named, lost=searched(slots.query or ""))
    else:
        lost = filter_words(Slots(**{dropped: filters[dropped]}), bare=True)
        text = desk.say("without", words=filter_words(slots), lost=lost)
    return list_products(text, products, desk)


def _without_words(filters: Json, slots: Slots, desk: Desk) -> Reply:
    """Goods of the kind that the words left over do not tell of, as near as there are any."""
    found, plain = desk.call("search_products", **filters), slots.without("query")
    if not found.get("products"):
        return show_nearest(found, filters, plain, desk)
    text = desk.say("none_of_them", words=filter_words(plain), lost=slots.query or "")
    return list_products(text, found["products"], desk)


def _nothing(result: Json, slots: Slots, desk: Desk) -> Reply:
    words = filter_words(slots)
    categories = desk.talk.vocabulary.kinds
    if slots.query and not slots.category and categories:
        carried = listing([*map(kind_named, categories[:8])])
        return Reply.of(
            desk.say("nothing_but", words=words, carried=carried),
            [f"Show me {kind_named(c)}" for c in categories[:3]],
        )
    return Reply.of(desk.say("nothing", words=words), result.get("suggestions", ()))


def list_products(text: str, products: Sequence[Json], desk: Desk) -> Reply:
    """Products as numbered rows under a sentence."""
    suggestions = ["Tell me more about the first"]
    if len(products) > 1:
        suggestions += ["Compare the first two", "Something cheaper"]
    lines = product_lines(products, desk.first)
    return Reply(f"{text}\n{lines}", None, tuple(suggestions), len(products))
