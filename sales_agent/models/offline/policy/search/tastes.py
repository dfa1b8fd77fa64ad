"""What is known of her taste, in a search that says nothing of it: budget, brands, dislikes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sales_agent.memory.profiles.traits import SAID, Trait, is_consenting
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.filters import search_filters
from sales_agent.models.offline.policy.search.results import list_products
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.goods import filter_words
from sales_agent.models.offline.wording.money import listing, money

Json = Mapping[str, Any]
_MINOR = 100


@dataclass(frozen=True)
class Taste:
    """What she said of herself that narrows or orders a search; empty where she said nothing.

    Attributes:
        budget: the most that one thing may cost, in minor units of `currency`.
        brands: the brand she likes, looked at first.
        not_colours, not_brands, not_stuffs: what she does not want to see.
    """

    budget: int | None = None
    currency: str = ""
    brands: tuple[str, ...] = ()
    not_colours: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    not_stuffs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        refused = self.not_colours or self.not_brands or self.not_stuffs
        return bool(self.budget or self.brands or refused)


def find_by_taste(wish: Wish, slots: Slots, desk: Desk) -> Reply | None:
    """The goods of a kind by what she said of herself; None where that says nothing of them.

    What the message itself names goes before, and "all shirts" are all of them.
    """
    taste = _told(slots, desk)
    if not slots.category or not taste or pattern("all_of_a_kind").search(wish.words.lower()):
        return None
    narrowed = replace(
        slots,
        max_price=taste.budget / _MINOR if taste.budget else slots.max_price,
        not_colours=slots.not_colours or taste.not_colours,
        not_brands=slots.not_brands or taste.not_brands,
        query=_without(taste.not_stuffs, slots),
    )
    for row in _from_narrowest(narrowed, taste):
        rows = desk.call("search_products", **search_filters(row, desk)).get("products", ())
        how = _how(taste, row, desk)
        if rows and how and (not taste.budget or rows[0]["price"]["currency"] == taste.currency):
            return _listed(rows, how, slots, desk)
    return None


def _without(stuffs: Sequence[str], slots: Slots) -> str | None:
    """The words to search by, with what goods are not to be made of: search reads such refusals."""
    refused = [f"not {stuff}" for stuff in stuffs if stuff != slots.material]
    return " ".join(filter(None, [slots.query, *refused])) or None


def _from_narrowest(narrowed: Slots, taste: Taste) -> list[Slots]:
    """With the brand she likes first; without it where it has none of the kind."""
    liked = [replace(narrowed, brand=brand) for brand in taste.brands]
    return [*liked, narrowed]


def _listed(rows: Sequence[Json], how: Sequence[str], slots: Slots, desk: Desk) -> Reply:
    text = desk.say("by_taste", words=filter_words(slots), how=listing(how))
    found = list_products(text, rows, desk)
    every = f"Show me all {(slots.category or '').lower()}"
    return replace(found, suggestions=(*found.suggestions[:2], every))


def _told(slots: Slots, desk: Desk) -> Taste:
    """What she said that the search leaves open, as far as the shop knows the words."""
    profile = tuple(Trait.from_json(row) for row in desk.talk.memory.get("profile", ()))
    if not is_consenting(profile):
        return Taste()
    said = [trait for trait in profile if trait.how == SAID]
    brands = {brand.lower(): brand for brand in desk.talk.vocabulary.brands}
    is_open = slots.min_price is None and slots.max_price is None and slots.sort is None
    budget = next((t for t in said if t.kind == "budget" and is_open and t.value.isdigit()), None)
    likes = [brands.get(t.value.lower()) for t in said if t.kind == "brand"]
    dislikes = [t.value for t in said if t.kind == "dislike"]
    colours = {*load_tables().words["colours"]}
    stuffs = [v for v in dislikes if v.lower() not in brands and v.lower() not in colours]
    return Taste(
        budget=int(budget.value) if budget else None,
        currency=budget.about if budget else "",
        brands=() if slots.brand or slots.sort else tuple(filter(None, likes))[-1:],
        not_colours=tuple(v for v in dislikes if v.lower() in colours and v != slots.colour),
        not_brands=tuple(brands[v.lower()] for v in dislikes if v.lower() in brands),
        not_stuffs=tuple(stuffs),
    )


def _how(taste: Taste, searched: Slots, desk: Desk) -> list[str]:
    """By which of her words the goods of a search were chosen."""
    said = []
    if taste.budget:
        amount = {"amount": taste.budget, "currency": taste.currency}
        said.append(desk.say("taste_budget", budget=money(amount)))
    if searched.brand:
        said.append(desk.say("taste_brand", brand=searched.brand))
    if refused := (*taste.not_colours, *taste.not_brands, *taste.not_stuffs):
        said.append(desk.say("taste_without", refused=listing(refused, "or")))
    return said
