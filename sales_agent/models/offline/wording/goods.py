"""Filters, stock and offers in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sales_agent.models.offline.understanding.wish import Slots
from sales_agent.models.offline.wording.money import listing, money, plain_number
from sales_agent.models.offline.wording.names import as_noun, kind_named, named, searched
from sales_agent.models.offline.wording.products import variant_words
from sales_agent.models.offline.wording.texts import words
from sales_agent.shop.told import told

Json = Mapping[str, Any]
Say = Callable[..., str]
_NEARLY = 0.985
"""Under 2,998.99, a price to beat, is under 2,999."""
FEW = 10
"""Up to so many are worth saying that only they are left."""


def filter_words(slots: Slots, *, bare: bool = False) -> str:
    """Such as "black running shoes in size 9 under 5,000"; `bare` for one filter alone."""
    noun, stuff = _noun(slots), named(slots.material or "")
    if stuff:
        noun = words("of_stuff", stuff=stuff, noun=noun) if noun else stuff
    front = " ".join(part for part in (slots.brand, noun) if part)
    head = front or ("" if bare else words("products"))
    if slots.colour:
        alone, colour = named(slots.colour), as_noun(slots.colour)
        head = words("coloured", colour=colour, noun=head).strip() if head else alone
    size = words("size" if bare else "in_size", size=slots.size) if slots.size else ""
    refused = listing([*map(named, slots.not_colours), *slots.not_brands], "or")
    other = words("other_than", refused=refused) if refused else ""
    return " ".join(part for part in (head, other, size, _price_words(slots)) if part)


def _noun(slots: Slots) -> str:
    """The kind of goods, with the words that are to describe them."""
    kind, said = kind_named(slots.category or ""), searched(slots.query or "")
    return words("described", words=said, noun=kind) if kind and said else kind or said


def _price_words(slots: Slots) -> str:
    low, high = slots.min_price, slots.max_price
    if low is not None and high is not None:
        return words("between", low=plain_number(low), high=plain_number(high))
    if high is not None:
        return words("under", high=plain_number(round(high) if high % 1 > _NEARLY else high))
    return words("over", low=plain_number(low)) if low is not None else ""


def stock_words(result: Json, say: Say) -> str:
    """What a stock check found, in a sentence; scarcity only where the count says so."""
    variants = [row for row in result["variants"] if row["available"] > 0]
    name = result["name"]
    if len(variants) == 1:
        only = variants[0]
        what = f"{name} ({details})" if (details := variant_words(only)) else name
        if is_in_stores_only(result):
            return say("in_stores_only", what=what, stores=store_counts(result["availableStores"]))
        if only["onlineStatus"] == "low_stock" and only["available"] <= FEW:
            return say("few_left", what=what, count=only["available"])
        return say("in_stock", what=what)
    sizes = _distinct(variants, "size")
    colours = _distinct(variants, "colour")
    options = ", ".join(part for part in (listing([*map(as_noun, colours)]), _sizes(sizes)) if part)
    return say("in_stock_in", name=name, options=options)


def counted_name(result: Json) -> str:
    """What a stock check counted: its name, with the one colour or size that was asked for."""
    shared = []
    colours, sizes = (_distinct(result["variants"], option) for option in ("colour", "size"))
    if len(colours) == 1 < len(result["colours"]):
        shared.append(named(colours[0]))
    if len(sizes) == 1 < len(result["sizes"]):
        shared.append(_sizes(sizes))
    return f"{result['name']} ({', '.join(shared)})" if shared else str(result["name"])


def is_in_stores_only(result: Json) -> bool:
    """Whether one variant was found, and that in stores and not in the warehouse."""
    variants = [row for row in result["variants"] if row["available"] > 0]
    return len(variants) == 1 and not variants[0]["warehouse"] and bool(result["availableStores"])


def store_names(rows: Sequence[Json]) -> str:
    """Stores that have something, by name."""
    return listing([row["name"] for row in rows if row.get("available", 1) > 0])


def store_counts(rows: Sequence[Json]) -> str:
    """Stores that have something, with how many each."""
    return listing([f"{row['name']} ({row['available']})" for row in rows if row["available"] > 0])


def offers_words(result: Json, say: Say) -> str:
    """The offers that apply, in a sentence; empty when there are none."""
    applied = result.get("applied", ())
    if not applied:
        return ""
    parts = [
        words("off", title=told(row["title"]), amount=money(row["amount"]))
        if row["amount"]["amount"]
        else told(row["title"])
        for row in applied
    ]
    return say("offers_apply", offers=listing(parts))


def _distinct(rows: Sequence[Json], name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for row in rows if row.get(name)))


def _sizes(values: Sequence[str]) -> str:
    if len(values) > 1:
        return words("sizes", sizes=listing(values))
    return words("size", size=values[0]) if values else ""
