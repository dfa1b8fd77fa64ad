"""What goes with goods, what is like them, what costs less."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    Focus,
    cart_items,
    cart_of,
    focus_of,
    known_items,
    last_search,
    shown_lists,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.comparison import compare
from sales_agent.models.offline.policy.products.goods import (
    details,
    meant,
    search_for,
)
from sales_agent.models.offline.policy.products.opinions import advise
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.filters import search_filters
from sales_agent.models.offline.policy.search.finding import find, more, refine
from sales_agent.models.offline.policy.search.finding import recommend as finding_recommend
from sales_agent.models.offline.policy.search.results import list_products
from sales_agent.models.offline.policy.search.suggestions import last_suggested, suggest_others
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.goods import offers_words

_NO_LIMIT = 10**9
_TWO = 2
_KINDS = ("category", "brand", "material")


def judge(wish: Wish, desk: Desk) -> Reply:
    """Describe a product; of several that were shown, answer "are they any good?" by advice."""
    shown = next(iter(shown_lists(desk.talk)), ())
    is_of_one = focus_of(desk.talk) or wish.slots.products or wish.slots.category
    is_of_quality = pattern("any_good").search(wish.words.lower())
    if is_of_one or len(shown) < _TWO or not is_of_quality:
        return details(wish, desk)
    return advise(shown, desk) or details(wish, desk)


def complements(wish: Wish, desk: Desk) -> Reply:
    """What goes with a product, or with the cart."""
    focus, product_id = focus_of(desk.talk), _one(wish.slots.products)
    if product_id is None and wish.slots.category:
        product_id = next((str(row["productId"]) for row in search_for(wish.slots, desk)), None)
    product_id = product_id or (focus.item.product_id if focus else None)
    anchors = {"product_ids": [product_id]} if product_id else {}
    if not anchors and not cart_items(cart_of(desk.talk)):
        return _which(wish, desk)
    result = desk.call("get_recommendations", kind="complements", **anchors)
    if not result["recommendations"]:
        return Reply.of(desk.say("no_complements"), result["suggestions"])
    return list_products(desk.say("complements"), result["recommendations"], desk)


def recommend(wish: Wish, desk: Desk) -> Reply:
    """Advise on what was shown ("which one would you take?"), else recommend something."""
    shown = next(iter(shown_lists(desk.talk)), ())
    is_of_these = shown and pattern("which_of_these").search(wish.words.lower())
    if not is_of_these or any(wish.slots.given().get(name) for name in _KINDS):
        return finding_recommend(wish, desk)
    if len(shown) == 1:
        return details(
            replace(wish, slots=replace(wish.slots, products=(shown[0].product_id,))), desk
        )
    side_by_side = replace(wish, slots=replace(wish.slots, products=()), words="")
    return advise(shown, desk) or compare(side_by_side, desk)


def alternatives(wish: Wish, desk: Desk) -> Reply:
    """Something like a product, or something else than what was recommended."""
    if pattern("nicer").search(wish.words.lower()) and (finer := _finer(wish, desk)):
        return finer
    if not wish.slots.products and (suggested := last_suggested(desk)):
        return suggest_others(suggested, desk)
    focus, product_id = focus_of(desk.talk), _one(wish.slots.products)
    if product_id is None and wish.slots.category and wish.slots.query:
        product_id = meant(wish, desk)
    elif product_id is None and focus:
        product_id = focus.item.product_id
    if product_id is None:
        if last_search(desk.talk) is None:
            return _which(wish, desk)
        return refine(wish, desk) if search_filters(wish.slots, desk) else more(wish, desk)
    slots = wish.slots
    most = slots.max_price
    if most is None and pattern("cheaper_still").search(wish.words.lower()):
        most = _under_its_price(product_id, desk)
    wanted = {"size": slots.size, "colour": slots.colour, "max_price": most}
    result = desk.call(
        "get_recommendations", kind="alternatives", product_ids=[product_id], **wanted
    )
    if not result["recommendations"]:
        return Reply.of(desk.say("no_alternatives"), result["suggestions"])
    return list_products(desk.say("alternatives"), result["recommendations"], desk)


def _finer(wish: Wish, desk: Desk) -> Reply | None:
    """What costs more of the kind that was shown, for "something nicer", the cheapest first.

    Which is nicer no result tells; what was not shown yet goes before what was.
    """
    shown, last = next(iter(shown_lists(desk.talk)), ()), last_search(desk.talk) or {}
    prices = [item.price_minor for item in shown if item.price_minor]
    kinds = {item.category for item in shown}
    if focus_of(desk.talk) or not prices or len(kinds) != 1 or wish.slots.category:
        return None
    keep = {name: last[name] for name in ("colour", "size", "max_price") if last.get(name)}
    filters = {**keep, **search_filters(wish.slots.without("query"), desk)}
    filters |= {"category": kinds.pop(), "min_price": (min(prices) + 1) / 100, "sort": "price_asc"}
    found = desk.call("search_products", **filters).get("products", ())
    known = {item.product_id for item in shown}
    rows = [row for row in found if str(row["productId"]) not in known] or found
    if not rows:
        return Reply.of(desk.say("nicest_shown"), ("Compare the first two", "Something else"))
    return list_products(desk.say("nicer"), rows, desk)


def _under_its_price(product_id: str, desk: Desk) -> float | None:
    """The highest price, in whole units, that is lower than a product's own."""
    known = (item for item in known_items(desk.talk) if item.product_id == product_id)
    price = next((item.price_minor for item in known if item.price_minor), None)
    return (price - 1) / 100 if price else None


def cheaper(wish: Wish, desk: Desk) -> Reply:
    """Something cheaper than what was shown, and the offers that apply."""
    focus, kind = focus_of(desk.talk), wish.slots.category
    if kind and not (focus and focus.item.category == kind):
        return find(replace(wish.slots, query=None, sort="price_asc"), desk)
    limit = _price_to_beat(wish, focus, desk)
    last = last_search(desk.talk) or {}
    if limit is None:
        return Reply.of(desk.say("what_budget"), kind="open", ask=desk.say("ask_budget"), wish=wish)
    keep = {name: last[name] for name in ("query", "category", "material") if last.get(name)}
    if focus and focus.item.category:
        keep = {"category": focus.item.category}
    filters: dict[str, Any] = {**keep, "sort": "price_asc"}
    if focus:
        filters["max_price"] = (limit - 1) / 100
    if wish.slots.max_price:
        filters["max_price"] = min(wish.slots.max_price, filters.get("max_price", _NO_LIMIT))
    found, offers = desk.call_all([("search_products", filters), ("get_applicable_offers", {})])
    saving = offers_words(offers, desk.say) if cart_items(cart_of(desk.talk)) else ""
    if found["status"] == "ok" and found["products"]:
        text = desk.say("cheaper" if focus else "least")
        listed = list_products(text, found["products"], desk)
        return replace(listed, text="\n".join(filter(None, (listed.text, saving))))
    text = " ".join(filter(None, (desk.say("nothing_cheaper"), saving)))
    return Reply.of(text, ["Any offers?"])


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
