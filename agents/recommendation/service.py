"""The recommendation agent's operations."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agents.kit.operations import Call, Operations, Reply
from agents.kit.rows import hours_ago, read_rows
from agents.kit.wire import money
from agents.recommendation.catalog import imports
from agents.recommendation.catalog.products import find_by_ids, upsert
from agents.recommendation.catalog.variants import find_variant as variant_named
from agents.recommendation.catalog.views import whole
from agents.recommendation.catalog.vocabulary import Counts, Vocabularies
from agents.recommendation.interactions.deeds import record
from agents.recommendation.interactions.erasure import erase
from agents.recommendation.language.words import spoken
from agents.recommendation.learning.schedule import tidy
from agents.recommendation.pages import reading
from agents.recommendation.pages import replies as pages
from agents.recommendation.policy import POLICY
from agents.recommendation.ranking.recommendations import recommend
from agents.recommendation.search.indexes import index_of, text_index
from agents.recommendation.search.replies import filters_of, search_reply
from agents.recommendation.tables import Base

VOCABULARY_VALUES = 200
RECORDED_HOURS = "listedHoursAgo"


def load_sample(session: Session, now: datetime) -> None:
    """Load the sample catalogue and the sample store's pages."""
    from agents.recommendation.pages.sample import load_pages  # noqa: PLC0415 once in a store's life

    goods = [
        {
            **{name: value for name, value in row.items() if name != RECORDED_HOURS},
            "listedAt": hours_ago(now, row[RECORDED_HOURS]),
        }
        for row in read_rows(__file__, "products")
    ]
    upsert(session, index_of(session), goods, now)
    load_pages(session)


operations = Operations(
    "recommendation", tables=Base.metadata, derived=text_index, seed=load_sample, tidy=tidy
)
vocabularies = Vocabularies()


@operations.read("searchProducts")
def search_products(call: Call) -> Reply:
    """Find products within filters."""
    vocabulary = vocabularies.of(call.session)
    return search_reply(call.session, index_of(call.session), vocabulary, call.body)


@operations.read("getProducts")
def get_products(call: Call) -> Reply:
    """Products by ids and SKUs."""
    product_ids, skus = call.body.get("productIds", []), call.body.get("skus", [])
    products, unknown = find_by_ids(call.session, product_ids, skus)
    return {
        "products": [whole(product) for product in products],
        "unknown": [{"id": i, "suggestions": similar} for i, similar in unknown.items()],
    }


@operations.read("findVariant")
def find_variant(call: Call) -> Reply:
    """The variant of a product that is meant."""
    return variant_named(call.session, call.body)


@operations.steps("getRecommendations")
def get_recommendations(call: Call) -> Reply:
    """Recommend products that can be bought now."""
    return recommend(call, filters_of(call.body), vocabularies, POLICY)


@operations.write("recordInteractions")
def record_interactions(call: Call) -> Reply:
    """What the shopper did with products."""
    done = record(call.session, call.shopper, call.body, POLICY.appeal, call.now)
    return {"recorded": done}


@operations.write("eraseInteractions")
def erase_interactions(call: Call) -> Reply:
    """Erase what is known of the shopper."""
    return dict(erase(call.session, call.shopper, call.now))


@operations.read("getVocabulary")
def get_vocabulary(call: Call) -> Reply:
    """What the catalogue is made of."""
    known = vocabularies.of(call.session)
    lowest, highest = known.lowest, known.highest
    return {
        "revision": known.revision,
        "products": known.products,
        "categories": _counts(known.categories),
        "brands": _counts(known.brands),
        "colours": _counts(known.colours),
        "sizes": _counts(known.sizes),
        "materials": _counts(known.materials),
        "productTypes": _counts({spoken(kind): n for kind, n in known.types.items()}),
        "minPrice": None if lowest is None else money(lowest, known.currency),
        "maxPrice": None if highest is None else money(highest, known.currency),
    }


@operations.write("upsertProducts")
def upsert_products(call: Call) -> Reply:
    """Create and change products."""
    changes = upsert(
        call.session,
        index_of(call.session),
        call.body["products"],
        call.now,
        is_replacing=call.body.get("replace", False),
    )
    if import_id := call.body.get("importId"):
        imports.note(call.session, import_id, [one["productId"] for one in call.body["products"]])
    counts = {
        "created": changes.created,
        "updated": changes.updated,
        "unchanged": changes.unchanged,
        "removed": changes.removed,
    }
    if not call.body.get("tellChanges"):
        return counts
    told = [
        {"productId": one.product_id, "name": one.name, "details": list(one.details)}
        for one in changes.told
    ]
    return {**counts, "changes": told}


@operations.write("removeProducts")
def remove_products(call: Call) -> Reply:
    """Take products out: those named, or those that an import did not name."""
    index = index_of(call.session)
    if import_id := call.body.get("exceptImport"):
        removal = imports.remove_others(call.session, index, import_id)
    else:
        removal = imports.remove_named(call.session, index, call.body.get("productIds", []))
    return {
        "removed": removal.removed,
        "names": removal.names,
        "isFinished": removal.is_finished,
    }


@operations.write("importPages")
def import_pages(call: Call) -> Reply:
    """Create, change and take out the shop's own pages."""
    return pages.import_pages(call.session, call.body)


@operations.read("findPassages")
def find_passages(call: Call) -> Reply:
    """What the shop's own pages say to a question."""
    return pages.passages_for(call.session, call.body)


@operations.read("listPages")
def list_pages(call: Call) -> Reply:
    """Which pages the shop has."""
    return {"pages": reading.list_pages(call.session)}


@operations.read("readPage")
def read_page(call: Call) -> Reply:
    """One of the shop's own pages."""
    return reading.read_page(call.session, call.body["address"])


@operations.read("searchByPhoto")
def search_by_photo(call: Call) -> Reply:
    """Products that look like a photo."""
    # Within, as starting agents need no numpy; the first photo waits for it.
    from agents.recommendation.pictures import replies as pictures  # noqa: PLC0415

    return pictures.products_like(call.session, call.body, filters_of(call.body), vocabularies)


def _counts(counts: Counts) -> list[dict[str, Any]]:
    return [{"value": v, "count": n} for v, n in list(counts.items())[:VOCABULARY_VALUES]]
