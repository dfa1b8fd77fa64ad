"""Short sentences on what the shopper could do next."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.recommendation.catalog.vocabulary import Vocabulary
from agents.recommendation.language.words import spoken
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.search import Found
from agents.recommendation.search.understanding import Understood
from contracts.currency import to_major

FILTER_WORDS = {
    "maxPrice": "the price limit",
    "minPrice": "the lowest price",
    "size": "the size",
    "colour": "the colour",
    "material": "the material",
    "brand": "the brand",
    "excludeColours": "the colours left out",
    "excludeBrands": "the brands left out",
    "excludeMaterials": "the materials left out",
    "excludeWords": "the words left out",
    "category": "the category",
    "query": "the words of the search",
}
ORDERS = {
    "price_asc": "the cheapest first",
    "price_desc": "the dearest first",
    "newest": "the newest first",
}
NAMED_CATEGORIES = 5


def search_suggestions(
    found: Found, relaxed: Sequence[dict[str, Any]], vocabulary: Vocabulary
) -> list[str]:
    """How the query was read where it was not taken by the letter, and the ways on."""
    said = list(_reading(found))
    if found.unknown_category:
        said.append(f"The range has no '{found.unknown_category}'.")
    if not found.hits.total:
        said += [_without(one) for one in relaxed]
        if not relaxed:
            said += _range(vocabulary)
    return said


def read_as(understood: Understood, currency: str) -> str:
    """The filters and the order that words became, as a sentence."""
    taken = understood.taken
    said = [value for value in (taken.colour, taken.brand, taken.material) if value]
    said += [f"size {taken.size}"] if taken.size else []
    said += list(_limits(taken, currency))
    refused = (
        *taken.exclude_brands,
        *taken.exclude_colours,
        *taken.exclude_materials,
        *taken.exclude_words,
    )
    said += [f"not {value}" for value in refused]
    said += [ORDERS[understood.sort]] if understood.sort else []
    return f"Read as {', '.join(said)}."


def _limits(taken: Filters, currency: str) -> Iterator[str]:
    low, high = taken.min_price, taken.max_price
    if low is not None and high is not None:
        yield f"{_price(low, currency)} to {_price(high, currency)}"
    elif high is not None:
        yield f"up to {_price(high, currency)}"
    elif low is not None:
        yield f"from {_price(low, currency)}"


def _price(amount: int, currency: str) -> str:
    return f"{to_major(amount, currency):,} {currency}"


def nothing_to_recommend(filters: Filters) -> list[str]:
    """The ways on when nothing can be recommended."""
    if filters.asked:
        return ["Ask again with fewer filters.", "Search the whole range instead."]
    return ["Search the whole range instead."]


def _reading(found: Found) -> Iterator[str]:
    for typed, read in found.understood.reading.corrected:
        yield f"'{typed}' was read as '{spoken(read)}'."
    words = ", ".join(f"'{word}'" for word in found.understood.reading.unmet)
    if words and found.understood.reading.is_unknown:
        yield f"Nothing in the range is called {words}."
    elif words:
        yield f"Nothing matches {words} together with the rest; that was left out."
    if found.mentioned and found.hits.total:
        yield f"Nothing in the range is a '{found.mentioned}'; these only have it in their names."


def _without(relaxed: dict[str, Any]) -> str:
    dropped = " and ".join(FILTER_WORDS[name] for name in relaxed["dropped"].split(" and "))
    count, first = relaxed["total"], relaxed["products"][0]["name"]
    if "maxPrice" in relaxed["dropped"]:
        price = relaxed["products"][0]["price"]
        told = _price(price["amount"], price["currency"])
        return f"Without {dropped} there are {count}; the cheapest is {first} at {told}."
    return f"Without {dropped} there are {count}, such as {first}."


def _range(vocabulary: Vocabulary) -> list[str]:
    categories = list(vocabulary.categories)[:NAMED_CATEGORIES]
    return [f"Look at {', '.join(categories)}."] if categories else []
