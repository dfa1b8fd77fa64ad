"""Products side by side: those pointed at, those named, else the ones shown."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sales_agent.models.offline.context.facts import shown_lists
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.goods import which
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.finding import search
from sales_agent.models.offline.understanding.clause import read_clause
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import named
from sales_agent.models.offline.wording.products import price, product_lines

Json = Mapping[str, Any]
_MOST_COMPARED = 4
_TWO = 2
_OPINIONS = frozenset({"better", "nicer", "best", "nicest"})


def compare(wish: Wish, desk: Desk) -> Reply:
    """Put products side by side: those pointed at, else the first ones shown."""
    ids = list(wish.slots.products)
    if not ids and _names_others(wish, desk):
        return search(wish, desk)
    if len(ids) < _TWO and len(found := _named(wish, desk)) >= _TWO:
        ids = found
    if len(ids) < _TWO:
        shown = next((found for found in shown_lists(desk.talk) if len(found) > 1), ())
        ids = list(dict.fromkeys([*ids, *(item.product_id for item in shown)]))[: max(2, len(ids))]
    if len(ids) < _TWO:
        return _only_one(desk) or which(wish, desk)
    rows = desk.call("compare_products", product_ids=ids[:_MOST_COMPARED])["compared"]
    return side_by_side(rows, _unjudged(wish, rows, desk) or desk.say("compared"), desk)


def side_by_side(rows: Sequence[Json], opening: str, desk: Desk) -> Reply:
    """Compared products under a sentence: what the shop says of each, the price, the stuff."""
    lines = [product_lines(rows)]
    lines += [
        f"   {n}: {row['description']}" for n, row in enumerate(rows, 1) if row["description"]
    ]
    cheapest = min(rows, key=lambda row: int(row["price"]["amount"]))
    verdict = desk.say("cheaper_of", name=cheapest["name"], price=price(cheapest))
    materials = {
        row["name"]: listing([*map(named, row["materials"])]) for row in rows if row["materials"]
    }
    if len(set(materials.values())) > 1:
        verdict += " " + desk.say(
            "made_of", rows=listing([f"{n}: {m}" for n, m in materials.items()])
        )
    text = "\n".join([opening, *lines, verdict])
    return Reply.of(text, ["Add the first one", "Add the second one"])


def _names_others(wish: Wish, desk: Desk) -> bool:
    """Whether one kind of goods is to be compared that was not shown: "compare some backpacks"."""
    said = set(stems_of(f"{wish.slots.query or ''} {wish.slots.category or ''}"))
    shown = {word for items in shown_lists(desk.talk) for i in items for word in _words_of(i)}
    is_some = pattern("compares_some").search(wish.words.lower())
    return bool(said and is_some and not said & shown)


def _words_of(item: Item) -> tuple[str, ...]:
    return stems_of(f"{item.name} {item.category or ''}")


def _only_one(desk: Desk) -> Reply | None:
    """There is nothing to hold the one product against that was shown: offer what is like it."""
    shown = next(iter(shown_lists(desk.talk)), ())
    if len(shown) != 1:
        return None
    wish = Wish("alternatives", Slots(products=(shown[0].product_id,)))
    ask, text = desk.say("ask_similar"), desk.say("only_one_shown", name=shown[0].name)
    return Reply.of(text, ["Yes, please", "Tell me more"], kind="yes_no", ask=ask, wish=wish)


def _unjudged(wish: Wish, rows: Sequence[Json], desk: Desk) -> str | None:
    """Such as "which is warmer?": no result measures that, a description can say "warm"."""
    traits: dict[str, str] = load_tables().words["comparatives"]
    highest = {f"{word.removesuffix('r')}st": word for word in traits}
    said = re.findall(r"[^\W\d_]+", wish.words.lower())
    word = next((word for word in said if word in traits or word in highest), None)
    if word is None:
        plain = next((word for word in said if word in _OPINIONS), None)
        return desk.say("unjudged", word=plain) if plain else None
    trait = traits[highest.get(word, word)]
    told = [row["name"] for row in rows if {*stems_of(trait)} & {*stems_of(row["description"])}]
    if not told:
        return desk.say("unjudged", word=word)
    return desk.say("said_of", word=word, trait=trait, names=listing(told))


def _named(wish: Wish, desk: Desk) -> list[str]:
    """The products whose names stand on both sides of an "and", looked up where unseen."""
    said = pattern("compared_lead").sub("", wish.words.lower())
    parts = [part for part in pattern("compared_links").split(said) if part.strip()]
    slots = [read_clause(part, desk.talk).slots for part in parts[:_MOST_COMPARED]]
    if len(slots) < _TWO or not all(row.query for row in slots):
        return []
    names = ("query", "category", "material", "colour", "brand")
    filters = [{k: v for k, v in row.given().items() if k in names} for row in slots]
    results = desk.call_all([("search_products", row) for row in filters])
    found = [
        _best(str(row.query), result.get("products", ()))
        for row, result in zip(slots, results, strict=True)
    ]
    return list(dict.fromkeys(product for product in found if product))


def _best(query: str, products: Sequence[Json]) -> str | None:
    """The only product, else the one whose name holds most of what was said, if it holds any."""
    if len(products) == 1:
        return str(products[0]["productId"])
    said = set(stems_of(query))
    hits = [len(said & set(stems_of(row["name"]))) for row in products]
    most = max(hits, default=0)
    return str(products[hits.index(most)]["productId"]) if most else None
