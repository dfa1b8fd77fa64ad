"""Which of the products already seen a message points at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sales_agent.models.offline.context.facts import (
    focus_of,
    is_whole_list,
    known_items,
    offered_product,
    shown_lists,
)
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out, tokenize
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Slots

_LIST_LIVES = 10
"""Turns in which the places of a list are still pointed at."""


@dataclass(frozen=True)
class Pointed:
    """Products that are meant, and how it was said.

    `is_open` when one of them must still be chosen; `weight` counts the words of a name.
    """

    products: tuple[str, ...] = ()
    picks: str = ""
    is_open: bool = False
    weight: int = 0


def resolve(text: str, slots: Slots, places: Sequence[int], talk: Talk) -> Pointed:
    """Resolve places, names, attributes and pronouns of a message to product ids."""
    if places and (listed := _at_places(places, slots, talk)):
        return Pointed(listed, "place")
    if places and pattern("bare_place").search(text):
        return Pointed((), "place", is_open=True)
    if named := _by_name(text, slots, talk):
        return named
    if pattern("other_one").search(text) and (other := _other_than_focus(talk)):
        return other
    if (pattern("one").search(text) or pattern("pointing").search(text)) and (
        chosen := _by_attribute(text, slots, talk)
    ):
        return chosen
    if _has_pronoun(text):
        return _in_focus(text, talk)
    return Pointed()


def match_names(text: str, items: Sequence[Item], generic: Collection[str] = ()) -> list[Item]:
    """Items whose names, colours, sizes and categories the text's words fit best; all ties.

    Words of the catalogue (`generic`) tell less than words that only a name has.
    """
    said = _said(text)
    scores = {}
    for place, item in enumerate(items):
        hits = said & set(_stems(item))
        scores[place] = sum(0.4 if stem in generic else 1.0 for stem in hits)
    best = max(scores.values(), default=0)
    return [items[place] for place, score in scores.items() if best and score == best]


def _said(text: str) -> set[str]:
    """The stems of a text's words, but for those that name nothing; "checked" is none of these."""
    tables = load_tables()
    words = [token for token in tokenize(spell_out(text, tables)) if token.word not in tables.stop]
    meanings: dict[str, str] = tables.words["goods"]
    meant = " ".join(meanings.get(token.word, "") for token in words)
    return {*(token.stem for token in words), *stems_of(meant)}


def _at_places(places: Sequence[int], slots: Slots, talk: Talk) -> tuple[str, ...]:
    """What stands at places of a list; "the first cushion" counts the cushions alone."""
    lists = shown_lists(talk) if slots.category else _fresh_lists(talk)
    for shown in lists:
        kind = [item for item in shown if slots.category in (None, item.category)]
        if not kind and all(item.category for item in shown):
            continue
        if len(kind) < max(places) <= len(shown) or not kind:
            kind = list(shown)
        if len(kind) >= max(places) and (len(kind) > 1 or places == [1]):
            found = [kind[place - 1 if place > 0 else -1] for place in places]
            return tuple(dict.fromkeys(item.product_id for item in found))
    return ()


def _fresh_lists(talk: Talk) -> Sequence[tuple[Item, ...]]:
    """The lists that were shown a few turns ago at most: who says "the second" has seen them."""
    return shown_lists(replace(talk, past=talk.past[-_LIST_LIVES:]))


def _by_name(text: str, slots: Slots, talk: Talk) -> Pointed | None:
    """A product whose own name's words are said; generic words point only with an article."""
    items = known_items(talk)
    generic = talk.vocabulary.words
    stop = load_tables().stop
    said = {stem for stem in _said(text) if not stem.isdigit()}
    own = {item.product_id: _own_words(said, item, slots) - generic for item in items}
    best = max(map(len, own.values()), default=0)
    if best:
        found = [item for item in items if len(own[item.product_id]) == best]
        found = match_names(text, found, generic)
        return Pointed(tuple(i.product_id for i in found[:3]), "name", len(found) > 1, best)
    goods = said & generic
    if not goods or not pattern("pointing").search(text):
        return None
    left = set(stems_of(slots.query or "")) - stop
    fits = [item for item in items if goods | left <= set(_stems(item))]
    if not fits and pattern("one").search(text):  # "is the monsoon one warm?"
        fits = [item for item in items if goods <= set(_stems(item))]
    named = [item for item in fits if goods & set(stems_of(item.name))]
    shown = next(iter(shown_lists(talk)), ())
    named = [item for item in named if item in shown] or named
    if len(named) == 1:
        return Pointed((named[0].product_id,), "name")
    return None


def _own_words(said: Collection[str], item: Item, slots: Slots) -> set[str]:
    """The words said that its name has; one alone names nothing of another kind of goods."""
    hits = {*said} & {*stems_of(item.name)}
    if len(hits) == 1 and _is_called_other(item, slots):
        return set()
    is_other = slots.category and item.category and slots.category != item.category
    kind = {*stems_of(slots.category or "")}
    return set() if is_other and len(hits - kind) == 1 else hits


def _is_called_other(item: Item, slots: Slots) -> bool:
    """Whether a noun and another word are said that an item has not: "Block-Print Cotton Scarf"."""
    words = tokenize(slots.query or "")
    left = {word.stem for word in words} - {*_stems(item)}
    nouns = {words[end - 1].stem for _, end, kind in mentions(words) if kind == "goods"}
    return len(left) > 1 and bool(nouns & left)


def _by_attribute(text: str, slots: Slots, talk: Talk) -> Pointed | None:
    """Such as "the blue one", "the cheaper one": of the list shown last."""
    shown = next((found for found in shown_lists(talk) if len(found) > 1), ())
    is_superlative = pattern("cheapest").search(text) or pattern("dearest").search(text)
    if is_superlative and not is_whole_list(shown, talk):
        return None
    priced = sorted(
        (i for i in shown if i.price_minor is not None), key=lambda i: i.price_minor or 0
    )
    if priced and pattern("cheaper_one").search(text) and pattern("pointing").search(text):
        return Pointed((priced[0].product_id,), "price")
    if priced and pattern("dearer_one").search(text) and pattern("pointing").search(text):
        return Pointed((priced[-1].product_id,), "price")
    focus = focus_of(talk)
    if focus and (slots.colour or slots.size) and _can_be(focus.item, slots):
        return Pointed((focus.item.product_id,), "attribute")
    wanted = [value.lower() for value in (slots.colour, slots.brand, slots.material) if value]
    fits = [item for item in shown if wanted and all(w in _traits(item) for w in wanted)]
    if not pattern("one").search(text):
        fits = [item for item in fits if _can_be(item, replace(slots, brand=None, material=None))]
    if not fits:
        return None
    return Pointed(tuple(item.product_id for item in fits[:3]), "attribute", len(fits) > 1)


def _other_than_focus(talk: Talk) -> Pointed | None:
    """Of a list of two the one that is not talked about; of a longer list one of the others."""
    focus = focus_of(talk)
    shown = next((found for found in shown_lists(talk) if len(found) > 1), ())
    others = [item.product_id for item in shown if focus and item != focus.item]
    others = [product for product in others if focus and product != focus.item.product_id]
    if not others or len(others) == len(shown):
        return None
    return Pointed(tuple(others[:3]), "attribute", len(others) > 1)


def _can_be(item: Item, slots: Slots) -> bool:
    """Whether nothing is named that a product is not ("the ridge trail in 9" is another one)."""
    if slots.brand or slots.material or slots.category not in (None, item.category):
        return False
    return set(stems_of(slots.query or "")) <= set(_stems(item))


def _in_focus(text: str, talk: Talk) -> Pointed:
    adds = pattern("taking").search(text)
    focus = focus_of(talk)
    offered = offered_product(talk)
    if offered and adds:
        return Pointed((offered,), "pronoun")
    if focus:
        return Pointed((focus.item.product_id,), "pronoun")
    lists = shown_lists(talk)
    if lists and len(lists[0]) == 1:
        return Pointed((lists[0][0].product_id,), "pronoun")
    return Pointed((), "pronoun", bool(lists))


def _has_pronoun(text: str) -> bool:
    return bool(pattern("pronoun").search(pattern("no_pronoun").sub("", text)))


def _stems(item: Item) -> tuple[str, ...]:
    texts = (item.name, item.brand, item.category, *item.colours, *item.sizes, *item.materials)
    return tuple(stem for text in texts if text for stem in stems_of(text))


def _traits(item: Item) -> list[str]:
    return [value.lower() for value in (*item.colours, *item.materials, item.brand or "")]
