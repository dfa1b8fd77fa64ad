"""What the agent answers about a shop's own pages."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import NotFound
from agents.kit.operations import Reply
from agents.recommendation.pages.page import Page, Section
from agents.recommendation.pages.questions import Found, find_passages
from agents.recommendation.pages.shelf import Changes, put, remove_others
from agents.recommendation.tables import Passage, ShopPage

DEFAULT_PASSAGES = 3
NOT_FOUND = ["Talk to a person", "What is your return policy?", "Show me what is popular"]


def import_pages(session: Session, body: Reply) -> Reply:
    """Put pages in; the last call of an import takes out what it did not name.

    Raises:
        NotFound: the import named no page, so that all would go.
    """
    source, import_id = body["source"], body["importId"]
    changes = put(session, source, [_page(row) for row in body["pages"]], import_id)
    reply = {**_counts(changes), "removed": 0, "changes": changes.told}
    if body.get("isLast"):
        session.flush()
        _refuse_empty(session, import_id)
        is_replacing = body.get("replace", False)
        removed = remove_others(session, source, import_id, is_replacing=is_replacing)
        reply |= {"removed": removed.removed, "changes": changes.told + removed.told}
    return reply


def passages_for(session: Session, body: Reply) -> Reply:
    """The passages that answer a question."""
    found = find_passages(session, body["question"], body.get("limit", DEFAULT_PASSAGES))
    return {
        "status": "ok" if found else "not_found",
        "passages": [_passage(one) for one in found],
        "suggestions": ["Talk to a person"] if found else NOT_FOUND,
    }


def _page(row: dict[str, Any]) -> Page:
    sections = tuple(Section(**section) for section in row["sections"])
    return Page(row["path"], row["title"], sections, row.get("url"))


def _counts(changes: Changes) -> dict[str, int]:
    return {
        "created": changes.created,
        "updated": changes.updated,
        "unchanged": changes.unchanged,
    }


def _refuse_empty(session: Session, import_id: str) -> None:
    if session.scalar(select(ShopPage).where(ShopPage.import_id == import_id).limit(1)) is None:
        raise NotFound(
            f"no page came with import '{import_id}'; import pages with this id first",
            code="unknown_import",
        )


def _passage(found: Found) -> dict[str, Any]:
    passage = found.passage
    return {
        "title": passage.page.title,
        "heading": passage.heading,
        "text": passage.text,
        "excerpt": found.excerpt,
        "source": _source(passage),
        "score": found.score,
    }


def _source(passage: Passage) -> str:
    address = passage.page.url or passage.page.path
    is_led_to = passage.anchor and "#" not in address
    return f"{address}#{passage.anchor}" if is_led_to else address
