"""Short sentences on what the shopper could do next."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.recommendation.catalog.vocabulary import Vocabulary
from agents.recommendation.language.words import spoken
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.search import Found

FILTER_WORDS = {
    "maxPrice": "the price limit",
    "minPrice": "the lowest price",
    "size": "the size",
    "colour": "the colour",
    "material": "the material",
    "brand": "the brand",
    "excludeColours": "the colours left out",
    "excludeBrands": "the brands left out",
    "category": "the category",
    "query": "the words of the search",
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


def nothing_to_recommend(filters: Filters) -> list[str]:
    """The ways on when nothing can be recommended."""
    if filters.asked:
        return ["Ask again with fewer filters.", "Search the whole range instead."]
    return ["Search the whole range instead."]


def _reading(found: Found) -> Iterator[str]:
    for typed, read in found.reading.corrected:
        yield f"'{typed}' was read as '{spoken(read)}'."
    words = ", ".join(f"'{word}'" for word in found.reading.unmet)
    if words and found.reading.is_unknown:
        yield f"Nothing in the range is called {words}."
    elif words:
        yield f"Nothing matches {words} together with the rest; that was left out."
    if found.mentioned and found.hits.total:
        yield f"Nothing in the range is a '{found.mentioned}'; these only have it in their names."


def _without(relaxed: dict[str, Any]) -> str:
    dropped = " and ".join(FILTER_WORDS[name] for name in relaxed["dropped"].split(" and "))
    count, first = relaxed["total"], relaxed["products"][0]["name"]
    if "maxPrice" in relaxed["dropped"]:
        return f"Without {dropped} there are {count}; the cheapest is {first}."
    return f"Without {dropped} there are {count}, such as {first}."


def _range(vocabulary: Vocabulary) -> list[str]:
    categories = list(vocabulary.categories)[:NAMED_CATEGORIES]
    return [f"Look at {', '.join(categories)}."] if categories else []
