"""Finding products: search, narrowing, more of them, what is popular."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    has_found,
    last_search,
    shown_lists,
)
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.filters import EXCLUSIONS, FILTERS, search_filters
from sales_agent.models.offline.policy.search.opening import (
    ask_of_words,
    ask_openly,
    has_asked_openly,
    ideas,
    occasion_of,
    open_up,
)
from sales_agent.models.offline.policy.search.range import carried_brands, carried_kinds
from sales_agent.models.offline.policy.search.results import list_products, show_nearest, tell_found
from sales_agent.models.offline.policy.search.suggestions import (
    last_suggested,
    suggest,
    suggest_more,
)
from sales_agent.models.offline.policy.search.tastes import find_by_taste
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import stem
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.goods import filter_words
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import kind_named, named

_PAGE = 5
_SEVERAL, _MOST_WORDS = 2, 3
"""So many words can be looked for one by one, and so many of them are."""


def search(wish: Wish, desk: Desk) -> Reply:
    """Search by everything named; a vague wish gets one open question instead."""
    slots = _with_sense(wish.slots)
    if pattern("asks_brands").search(wish.words.lower()) and not slots.brand:
        return carried_brands(slots.category, desk)
    has_asked = has_asked_openly(desk)
    if _is_vague(slots) and (has_asked or (not desk.is_alone and occasion_of(wish, desk))):
        return ideas(wish, desk)
    if _is_vague(slots):
        if pattern("range").search(wish.words.lower()):
            return carried_kinds(desk) or recommend(Wish("recommend"), desk)
        return ask_openly(wish, desk)
    if _is_liking(wish, slots) and not _finds(slots, desk):
        return _called_by(slots, desk) or open_up(wish, slots, desk)
    if thing := _unknown_thing(wish, slots, desk):
        return _not_sold(thing, desk)
    if has_asked and not slots.category and not _finds(slots, desk):
        return _by_one_word(search_filters(slots, desk), slots, desk) or ideas(wish, desk)
    return find_by_taste(wish, slots, desk) or find(slots, desk)


def _finds(slots: Slots, desk: Desk) -> bool:
    return bool(desk.call("search_products", **search_filters(slots, desk)).get("products"))


def refine(wish: Wish, desk: Desk) -> Reply:
    """Search again with the last filters and the new ones."""
    last = last_search(desk.talk)
    if last is None:
        return suggest(wish, desk) if last_suggested(desk) else search(wish, desk)
    slots = wish.slots
    older = Slots(**{name: last[name] for name in FILTERS if last.get(name) is not None})
    for slot, parameter in EXCLUSIONS:
        older = older.filled(**{slot: tuple(last.get(parameter, ()))})
    if slots.category and slots.category != older.category:
        older = Slots()
    if slots.max_price is not None or slots.min_price is not None:
        older = older.without("min_price", "max_price")
    if not has_found(desk.talk):
        older = older.without("query")
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
    filters = search_filters(slots, desk)
    result = desk.call("search_products", **filters)
    if result["status"] == "ok" and result["products"]:
        return tell_found(result, slots, desk)
    if one := _by_one_word(filters, slots, desk):
        return one
    if _is_of_no_kind(slots):
        return ask_of_words(slots, desk)
    return show_nearest(result, filters, slots, desk)


def _called_by(slots: Slots, desk: Desk) -> Reply | None:
    """What bears one of several words in its name: the coffee mug, of "coffee and long walks"."""
    for word in (slots.query or "").split()[:_MOST_WORDS]:
        alone = replace(slots, query=word)
        rows = desk.call("search_products", **search_filters(alone, desk)).get("products", ())
        named = [row for row in rows if {*stems_of(word)} <= {*stems_of(row["name"])}]
        if named:
            return list_products(desk.say("fits_liking", words=word), named, desk)
    return None


def _is_liking(wish: Wish, slots: Slots) -> bool:
    """Whether it tells what somebody likes, and no kind of goods: "he likes reading"."""
    is_kind = slots.category or slots.brand or slots.material or slots.colour
    return bool(slots.query and not is_kind and pattern("liking").search(wish.words.lower()))


def _is_of_no_kind(slots: Slots) -> bool:
    """Whether words that nothing is found by stand beside a colour or size, and no kind of goods.

    Without those words any goods of that colour would do, which is nothing to show.
    """
    is_kind = slots.category or slots.brand or slots.material
    return bool(slots.query and (slots.colour or slots.size) and not is_kind)


def _by_one_word(filters: Mapping[str, Any], slots: Slots, desk: Desk) -> Reply | None:
    """What one of several words finds, where no goods hold them all: words for goods come first.

    Without a kind of goods only such are tried: a Daily Walnut Table is no Tempo Daily shoe.
    """
    words = (slots.query or "").split()
    goods = [word for word in words if stem(word) in desk.talk.vocabulary.words]
    others = [word for word in words if word not in goods and slots.category]
    for word in [*goods, *others][:_MOST_WORDS] if len(words) >= _SEVERAL else ():
        found = desk.call("search_products", **{**filters, "query": word})
        if found["status"] == "ok" and found["products"] and not found.get("notCarried"):
            lost = " ".join(other for other in words if other != word)
            named = filter_words(replace(slots, query=word))
            text = desk.say("none_of_them", words=named, lost=lost)
            return list_products(text, found["products"], desk)
    return None


def more(wish: Wish, desk: Desk) -> Reply:
    """Show more of the last search."""
    if suggested := last_suggested(desk):
        return suggest_more(suggested, desk)
    last = last_search(desk.talk)
    if last is None:
        return recommend(wish, desk)
    limit = min(int(last.get("limit", _PAGE)) + _PAGE, 20)
    result = desk.call("search_products", **{**last, "limit": limit})
    shown = len(next(iter(shown_lists(desk.talk)), ()))
    products = result.get("products", [])
    if len(products) <= shown:
        return Reply.of(desk.say("no_more"), result.get("suggestions", ()))
    return list_products(desk.say("more"), products, desk)


def recommend(wish: Wish, desk: Desk) -> Reply:
    """Recommend within what was named, else what suits her, sells, or is new."""
    is_of_kind = any(wish.slots.given().get(name) for name in ("category", "brand", "material"))
    is_popular = pattern("popular_goods").fullmatch(wish.slots.query or "")
    if is_of_kind or (wish.slots.query and not is_popular):
        return search(wish, desk)
    if pattern("for_other").search(wish.words.lower()):
        return ideas(wish, desk) if has_asked_openly(desk) else ask_openly(wish, desk)
    return suggest(wish, desk)


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
    known = {*audience, *load_tables().words["vague"]}
    words = [word for word in (slots.query or "").split() if word not in known]
    if not words or stem(words[-1]) in vocabulary.words:
        return None
    noun = re.escape(words[-1])
    if re.search(rf"\bfor (?:\w+ ){{0,2}}{noun}\b", wish.words.lower()):
        return None
    is_noun = words[-1].endswith("s") or re.search(rf"\ban? (?:\w+ )?{noun}\b", wish.words.lower())
    vague = load_tables().words["vague"]
    said = " ".join(word for word in (wish.slots.query or "").split() if word not in vague)
    thing = said if said.endswith(words[-1]) else " ".join(words)
    return thing if is_noun else None


def _not_sold(thing: str, desk: Desk) -> Reply:
    kinds = [kind_named(kind) for kind in desk.talk.vocabulary.kinds]
    text = desk.say("not_sold", words=named(thing), carried=listing(kinds[:8]))
    return Reply.of(text, [f"Show me {kind}" for kind in kinds[:3]])


def _is_vague(slots: Slots) -> bool:
    vague = {stem(word) for word in load_tables().words["vague"]}
    words = {stem(word) for word in (slots.query or "").split()}
    if slots.category or slots.brand or slots.material or slots.colour:
        return False
    return words <= vague and not slots.sort
