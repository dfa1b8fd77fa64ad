"""What the agent answers to a photo."""

import base64

from sqlalchemy.orm import Session

from agents.kit.errors import Fault
from agents.kit.operations import Reply
from agents.recommendation.catalog.products import find_products
from agents.recommendation.catalog.views import summary
from agents.recommendation.catalog.vocabulary import Vocabularies
from agents.recommendation.pictures.album import Albums
from agents.recommendation.pictures.embedding import EmbeddingFailed, load_embedding
from agents.recommendation.pictures.features import Vector
from agents.recommendation.pictures.opening import UnusablePicture
from agents.recommendation.pictures.settings import embedding
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import Page
from agents.recommendation.search.indexes import index_of
from agents.recommendation.search.search import Search

DEFAULT_LIMIT = 10
MOST_WITHIN = 1_000_000
WAYS_OUT = ("Show me what is popular", "Talk to a person")
Ranges = dict[int, tuple[int, int]]
albums = Albums()


def products_like(
    session: Session, body: Reply, filters: Filters, vocabularies: Vocabularies
) -> Reply:
    """The products most like a photo, of those within the filters.

    Raises:
        Fault: `invalid_picture` when it is none, `embedding_failed` when what is configured to
            look at it does not answer.
    """
    model = load_embedding(embedding())
    photo = _vector(body["picture"])
    album = albums.of(session, model.name)
    if not len(album.numbers):
        return {"status": "not_ready", "products": [], "suggestions": list(WAYS_OUT)}
    within = _within(session, filters, vocabularies)
    found = album.like(photo, body.get("limit", DEFAULT_LIMIT), within)
    products = find_products(session, [number for number, _ in found])
    rows = [summary(one, *(within or {}).get(one.number, ())) for one in products]
    suggestions = ["Tell me more about the first"] if rows else list(WAYS_OUT)
    return {"status": "ok" if rows else "empty", "products": rows, "suggestions": suggestions}


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:  # what is no ASCII is one too, and no binascii.Error
        raise Fault(
            "the picture is no base64", code="invalid_picture", pointer="/picture"
        ) from error


def _vector(encoded: str) -> Vector:
    try:
        return load_embedding(embedding()).of_file(_decoded(encoded))
    except UnusablePicture as error:
        raise Fault(
            f"{error}; send a JPEG, PNG or WebP of at most 5 MB",
            code="invalid_picture",
            pointer="/picture",
            suggestions=["Try another picture", "Tell me in words what you look for"],
        ) from error
    except EmbeddingFailed as error:
        raise Fault(str(error), code="embedding_failed", status=503) from error


def _within(session: Session, filters: Filters, vocabularies: Vocabularies) -> Ranges | None:
    """The products within the filters with the prices that fit; None when nothing is bounded."""
    if not filters.asked:
        return None
    index = index_of(session)
    bounded = Search(session, index, vocabularies.of(session)).bounds(filters)
    if bounded is None:
        return {}
    bounds, terms = bounded
    hits = index.find(terms, bounds, Page(limit=MOST_WITHIN)).hits
    return {hit.number: (hit.low, hit.high) for hit in hits}
