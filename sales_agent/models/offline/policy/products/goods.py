"""One product: which is meant, what is told of it, and the offer to add it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    Focus,
    cart_items,
    cart_of,
    focus_of,
    known_items,
    named_for,
    shown_lists,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import shop_pages
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import named
from sales_agent.models.offline.wording.products import price, variant_words

Json = Mapping[str, Any]
_MOST_TOLD, _FEW, _TWO = 4, 3, 2
"""Products of which a trait is told at once; so few that "is it warm?" is answered of each."""
_FEWEST_OF_A_NAME = 2
"""Words from which they can be a product's name, and not only a kind of goods."""


def details(wish: Wish, desk: Desk) -> Reply:
    """Describe a product."""
    if pattern("about_rules").search(wish.words.lower()) and not wish.slots.products:
        return shop_pages.answer(wish, desk)
    if several := _asked_of(wish, desk):
        return _traits(several, wish, desk)
    is_of_it = pattern("asks_of_it").match(wish.words.lower()) and not wish.slots.category
    is_plain = _asks_reviews(wish) or (is_of_it and shown_lists(desk.talk))
    about = wish.slots.without("query", "category") if is_plain else wish.slots
    product_id = meant(replace(wish, slots=about), desk)
    if product_id is None:
        return _told_of_none(wish, desk)
    product = desk.call("get_product_details", product_id=product_id)["product"]
    offer = offer_to_add(product, named_slots(product_id, desk), desk)
    if aspect := _aspect(wish, product):
        return _told(aspect, product, offer, desk)
    if pattern("about_care").search(wish.words.lower()) and (told := shop_pages.found(wish, desk)):
        return told
    if trait := _trait(wish, product, desk):
        return Reply.of(trait, ["Add it to my cart", "Something similar"])
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
            lines.append(desk.say(f"details_{key}", values=listing([*map(named, values)])))
    return replace(offer, text="\n".join(line for line in lines if line))


def beyond(wish: Wish, desk: Desk) -> Reply:
    """What no rule is for: the pages may know; of goods, what the shop says of them."""
    if told := shop_pages.found(wish, desk):
        return told
    focus = focus_of(desk.talk)
    is_of_it = pattern("asks_of_it").match(wish.words.lower())
    if not (focus and is_of_it):
        return shop_pages.answer_or_plain(wish, desk)
    product = desk.call("get_product_details", product_id=focus.item.product_id)["product"]
    return Reply.of(
        _told_with("trait_untold", product, desk), ["Add it to my cart", "Something similar"]
    )


def _asked_of(wish: Wish, desk: Desk) -> Sequence[str]:
    """The products shown last, when a trait of all of them is asked after ("are they warm?")."""
    words = wish.words.lower()
    shown = next(iter(shown_lists(desk.talk)), ())
    if focus_of(desk.talk) or wish.slots.category or wish.slots.products or len(shown) < _TWO:
        return ()
    is_of_all = pattern("of_several").search(words) and pattern("asks_trait").search(words)
    asks = wish.slots.query or _aspects(wish)
    is_question = pattern("question").match(words) or _aspects(wish)
    is_of_any = len(shown) <= _FEW and wish.picks in ("", "pronoun") and is_question
    is_asked = asks and (is_of_all or is_of_any)
    return [item.product_id for item in shown[:_MOST_TOLD]] if is_asked else ()


def _traits(product_ids: Sequence[str], wish: Wish, desk: Desk) -> Reply:
    """What the shop says of a trait of several products: of those that have it, else of all."""
    rows = desk.call("compare_products", product_ids=list(product_ids))["compared"]
    aspects = _aspects(wish)
    told = [(row["name"], _values(aspects[0], row)) for row in rows] if aspects else []
    if lines := [f"- {name}: {values}" for name, values in told if values]:
        return Reply.of("\n".join(lines), ["Compare the first two", "Something else"])
    asked = set(stems_of(wish.slots.query or ""))
    fitting = [row for row in rows if _speaks_of(asked, wish, row)]
    names = listing([row["name"] for row in fitting])
    text = desk.say("traits_told", names=names) if fitting else desk.say("traits_untold")
    lines = [f"- {row['name']}: {row['description']}" for row in fitting or rows]
    return Reply.of("\n".join([text, *lines]), ["Compare the first two", "Something else"])


def _told_with(key: str, product: Json, desk: Desk) -> str:
    """A sentence, and all that the shop says of a product."""
    made_of = listing([*map(named, product["materials"])])
    material = desk.say("details_materials", values=made_of) if made_of else ""
    told = (desk.say(key), product["description"], material)
    return " ".join(part for part in told if part)


def _speaks_of(asked: set[str], wish: Wish, product: Json) -> bool:
    """Whether what the shop says of a product holds a word of the question, or its measures."""
    told = _told_of(product)
    is_measured = pattern("asks_measures").search(wish.words.lower())
    return bool(asked & set(stems_of(told)) or (is_measured and pattern("measure").search(told)))


def _told_of(product: Json) -> str:
    return " ".join([product["description"], *product["materials"], *product.get("tags", ())])


def _told_of_none(wish: Wish, desk: Desk) -> Reply:
    """What the pages say to a question that is about no one product, else which is meant."""
    asks = wish.slots.query and pattern("question").match(wish.words.lower())
    return (shop_pages.found(wish, desk) if asks else None) or which(wish, desk)


def named_slots(product_id: str, desk: Desk) -> Slots:
    """A product, with the size and colour that were named in the search that showed it."""
    size, colour = named_for(product_id, desk.talk)
    return Slots(products=(product_id,), size=size, colour=colour)


def _aspect(wish: Wish, product: Json) -> str | None:
    """The one thing about a product that was asked for, when it was one and is known."""
    asked = _aspects(wish)
    return asked[0] if len(asked) == 1 and product[asked[0]] else None


def _aspects(wish: Wish) -> list[str]:
    """The things about a product that are asked for."""
    names = ("sizes", "colours", "materials", "price")
    return [name for name in names if pattern(f"about_{name}").search(wish.words)]


def _values(aspect: str, product: Json) -> str:
    return price(product) if aspect == "price" else listing([*map(named, product[aspect])])


def _told(aspect: str, product: Json, offer: Reply, desk: Desk) -> Reply:
    """That one thing, and what is still to be chosen, which need not be counted out again."""
    text = desk.say(f"has_{aspect}", name=product["name"], values=_values(aspect, product))
    in_cart = {item.product_id for item in cart_items(cart_of(desk.talk))}
    if product["productId"] in in_cart:
        return Reply.of(text, ["Show my cart", "Checkout"])
    question = offer.question
    if question and f"{question.kind}s" == aspect:
        question = replace(question, text=desk.say("which_then"))
    return replace(offer, text=text, question=question)


def _trait(wish: Wish, product: Json, desk: Desk) -> str | None:
    """What the shop says of a trait that was asked after ("is it waterproof?"), if anything."""
    if _asks_reviews(wish):
        return " ".join([desk.say("no_reviews", name=product["name"]), product["description"]])
    asked = set(stems_of(wish.slots.query or "")) - set(stems_of(product["name"]))
    if not asked or not pattern("asks_trait").search(wish.words.lower()):
        return None
    key = "trait_told" if _speaks_of(asked, wish, product) else "trait_untold"
    return _told_with(key, product, desk)


def _asks_reviews(wish: Wish) -> bool:
    """Whether it asks what others say of a product."""
    return bool(pattern("asks_reviews").search(wish.words.lower()))


def meant(wish: Wish, desk: Desk) -> str | None:
    """The one product a wish is about: pointed at, in focus, or alone in fitting its words."""
    products = wish.slots.products
    if len(products) == 1:
        return products[0]
    if products or wish.picks in ("name", "attribute", "place"):
        return None
    if wish.slots.category or (wish.slots.query and not wish.picks):
        found = search_for(wish.slots, desk)
        if not found:
            return named_in_full(wish, desk) or named_in_others(wish, desk)
        called = [row for row in found if _is_called(row, wish)]
        one = found if wish.slots.category or len(called) != 1 else called
        is_it = len(one) == 1 and (wish.slots.category or called)
        return str(one[0]["productId"]) if is_it else None
    focus = focus_of(desk.talk)
    if focus and not wish.picks:
        return focus.item.product_id
    shown = next(iter(shown_lists(desk.talk)), ())
    return shown[0].product_id if len(shown) == 1 else None


def _is_called(product: Json, wish: Wish) -> bool:
    """Whether a word of the wish is of a product's name: "plus sizes" are no bath towel's."""
    return bool({*stems_of(wish.slots.query or "")} & {*stems_of(product["name"])})


def which(wish: Wish, desk: Desk) -> Reply:
    """Ask which product is meant, with those that it can be."""
    names = {item.product_id: item for item in known_items(desk.talk)}
    ids = [product for product in wish.slots.products if product in names]
    if not ids:
        ids = [item.product_id for item in next(iter(shown_lists(desk.talk)), ())]
    if not ids:
        key = "which_of_told" if desk.first > 1 else "which_product_openly"
        return Reply.of("", kind="open", ask=desk.say(key), wish=Wish("search_products"))
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
    chosen = named_slots(product_id, desk).without("products")
    if focus and focus.item.product_id == product_id:
        if not focus.is_available:
            return wish
        chosen = Slots(size=focus.size, colour=focus.colour).over(chosen)
    return replace(wish, slots=wish.slots.over(chosen))


def focus_sku(product_id: str, slots: Slots, focus: Focus | None) -> str | None:
    """The SKU in focus, when it is of this product and of the size and colour that are wanted."""
    if focus is None or focus.item.product_id != product_id or focus.sku is None:
        return None
    same = slots.size in (None, focus.size) and slots.colour in (None, focus.colour)
    return focus.sku if same else None


def named_in_full(wish: Wish, desk: Desk) -> str | None:
    """The one product all of whose name is said, whatever else its words could mean.

    Such as "the Linen-Look Curtain in grey", which is of no linen.
    """
    stop = load_tables().stop
    words = [word for word in re.findall(r"[^\W_]+", wish.words.lower()) if word not in stop]
    if len(words) < _FEWEST_OF_A_NAME:
        return None
    found = desk.call("search_products", query=" ".join(dict.fromkeys(words)))
    said = set(stems_of(wish.words))
    whole = [row for row in found.get("products", ()) if set(stems_of(row["name"])) <= said]
    longest = max((len(stems_of(row["name"])) for row in whole), default=0)
    named = [row for row in whole if len(stems_of(row["name"])) == longest]
    is_a_name = longest >= _FEWEST_OF_A_NAME
    return str(named[0]["productId"]) if len(named) == 1 and is_a_name else None


def named_in_others(wish: Wish, desk: Desk) -> str | None:
    """The one product that all but the colour fits: "the oxford shirt in purple"."""
    if not wish.slots.colour:
        return None
    found = search_for(wish.slots.without("colour"), desk)
    return str(found[0]["productId"]) if len(found) == 1 else None


def search_for(slots: Slots, desk: Desk) -> Sequence[Json]:
    """The products that fit what was named, whatever their sizes."""
    names = ("query", "category", "colour", "brand", "material")
    filters = {name: value for name, value in slots.given().items() if name in names}
    products: Sequence[Json] = desk.call("search_products", **filters).get("products", ())
    return products


def offer_to_add(product: Json, slots: Slots, desk: Desk, stock: Json | None = None) -> Reply:
    """Ask for what is missing to add a product, else whether to add it."""
    variants = [row for row in (stock or {}).get("variants", ()) if row["available"] > 0]
    rows = variants or product.get("variants", ())
    wish = Wish("add_to_cart", slots.without("store", "query", "category"))
    wish = replace(wish, slots=replace(wish.slots, products=(product["productId"],)))
    for kind, known in (("size", slots.size), ("colour", slots.colour)):
        choices = tuple(dict.fromkeys(row[kind] for row in rows if row.get(kind)))
        if known is None and len(choices) > 1:
            ask = desk.say(f"ask_{kind}", choices=listing([*map(named, choices)], "or"))
            return Reply.of("", choices[:4], kind=kind, ask=ask, wish=wish, choices=choices)
    if len(variants) == 1:  # it was named in full, so a yes is a yes to that one
        only = {"size": variants[0].get("size"), "colour": variants[0].get("colour")}
        wish = replace(wish, slots=replace(wish.slots, **only))
    details = "" if stock else variant_words({"size": slots.size, "colour": slots.colour})
    return Reply.of(
        "",
        ["Add it to my cart", "What goes with it?"],
        kind="yes_no",
        ask=desk.say("ask_add_in", details=details) if details else desk.say("ask_add"),
        wish=wish,
    )
