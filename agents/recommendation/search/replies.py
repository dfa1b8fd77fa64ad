"""Search as the contract spells it: requests read, replies made."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from agents.kit.wire import money
from agents.recommendation.catalog.products import find_by_ids, find_products
from agents.recommendation.catalog.views import summary
from agents.recommendation.catalog.vocabulary import Vocabulary
from agents.recommendation.search.facets import FACETS, Value, count_facets
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import Hits, Page, SearchIndex
from agents.recommendation.search.search import Found, Relaxed, Search, Wanted
from agents.recommendation.search.similar import find_similar
from agents.recommendation.search.understanding import Understood
from agents.recommendation.wording import read_as, search_suggestions

DEFAULT_LIMIT = 10
Json = dict[str, Any]
TEXTS = ("category", "colour", "size", "brand", "material")
LISTS = ("excludeColours", "excludeBrands", "excludeMaterials", "excludeWords")


def search_reply(
    session: Session, index: SearchIndex, vocabulary: Vocabulary, body: Mapping[str, Any]
) -> Json:
    """Find products within filters, or products like another."""
    search = Search(session, index, vocabulary)
    if "similarTo" in body:
        return _similar_reply(session, search, index, body)
    found = search.find(Wanted(body.get("query", ""), filters_of(body), _page(body)))
    relaxed = [_relaxed(session, one) for one in found.relaxed]
    reply = {
        "status": "ok" if found.hits.total else "empty",
        "total": found.hits.total,
        "isTotalExact": found.hits.is_exact,
        "products": _summaries(session, found.hits),
        "relaxed": relaxed,
        "cheapest": _cheapest(relaxed),
        "understood": _understood(found.understood, vocabulary.currency),
        "notCarried": found.mentioned if found.hits.total else None,
        "suggestions": search_suggestions(found, relaxed, vocabulary),
    }
    names = FACETS if body.get("facets") is True else body.get("facets") or ()
    if not names:
        return reply
    return {**reply, "facets": _facets(search, index, found, names, vocabulary.currency)}


def filters_of(body: Mapping[str, Any]) -> Filters:
    """A request's filters; blank texts are none."""
    texts = {name: body.get(name, "").strip() or None for name in TEXTS}
    lists = {_snake(name): tuple(body.get(name, ())) for name in LISTS}
    prices = {_snake(name): body.get(name) for name in ("minPrice", "maxPrice")}
    values: dict[str, Any] = {**texts, **lists, **prices}
    return Filters(**values)


def _page(body: Mapping[str, Any]) -> Page:
    return Page(
        body.get("sort", "relevance"), body.get("limit", DEFAULT_LIMIT), body.get("offset", 0)
    )


def _similar_reply(
    session: Session, search: Search, index: SearchIndex, body: Mapping[str, Any]
) -> Json:
    named = body["similarTo"]
    products, unknown = find_by_ids(session, [named], [])
    if not products:
        products, _ = find_by_ids(session, [], [named])
    hits = Hits()
    suggestions = [f"There is no product '{named}'."]
    suggestions += [f"Ask for what is like '{one}'." for one in unknown.get(named, ())]
    if products:
        hits = find_similar(session, search, index, products[0], filters_of(body), _page(body))
        suggestions = [f"Nothing within these filters is like the {products[0].name}."]
    return {
        "status": "ok" if hits.total else "empty",
        "total": hits.total,
        "products": _summaries(session, hits),
        "relaxed": [],
        "notCarried": None,
        "suggestions": [] if hits.total else suggestions,
    }


def _summaries(session: Session, hits: Hits) -> list[Json]:
    prices = {hit.number: hit for hit in hits.hits}
    return [
        summary(product, prices[product.number].low, prices[product.number].high)
        for product in find_products(session, list(prices))
    ]


def _relaxed(session: Session, relaxed: Relaxed) -> Json:
    return {
        "dropped": " and ".join(_camel(name) for name in relaxed.dropped),
        "total": relaxed.hits.total,
        "products": _summaries(session, relaxed.hits),
    }


def _cheapest(relaxed: list[Json]) -> Json | None:
    """The cheapest there is, where a price limit left nothing."""
    without = (one["products"] for one in relaxed if one["dropped"] == "maxPrice")
    return next((products[0] for products in without if products), None)


def _understood(understood: Understood, currency: str) -> Json | None:
    """The filters and the order that words became; None where none did."""
    taken = {_camel(name): getattr(understood.taken, name) for name in understood.taken.asked}
    told = {name: list(v) if isinstance(v, tuple) else v for name, v in taken.items()}
    if understood.sort:
        told["sort"] = understood.sort
    if not told:
        return None
    return {"filters": told, "sentence": read_as(understood, currency)}


def _facets(
    search: Search, index: SearchIndex, found: Found, names: Any, currency: str
) -> dict[str, list[Json]]:
    understood = found.understood
    counted = count_facets(search, index, understood.reading, understood.filters, names)
    return {name: [_value(one, currency) for one in values] for name, values in counted.items()}


def _value(value: Value, currency: str) -> Json:
    if value.name:
        return {"value": value.name, "count": value.count}
    low, high = money(value.low, currency), money(value.high, currency)
    return {"minPrice": low, "maxPrice": high, "count": value.count}


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
