"""A shop's own pages as its site shows them: which there are, and one of them whole."""

from itertools import groupby
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agents.kit.errors import NotFound
from agents.recommendation.tables import Passage, ShopPage

MOST_LISTED = 500


def list_pages(session: Session) -> list[dict[str, str]]:
    """Title and address of every page, by title."""
    query = select(ShopPage).order_by(ShopPage.title, ShopPage.number).limit(MOST_LISTED)
    return [{"title": page.title, "address": _address(page)} for page in session.scalars(query)]


def read_page(session: Session, address: str) -> dict[str, Any]:
    """A page with its sections, as they follow one another.

    Raises:
        NotFound: no page has the address.
    """
    query = select(ShopPage).where(or_(ShopPage.url == address, ShopPage.path == address))
    page = session.scalar(query.order_by(ShopPage.url.is_(None), ShopPage.number).limit(1))
    if page is None:
        raise NotFound(f"no page has the address '{address}'", code="unknown_page")
    return {"title": page.title, "address": _address(page), "sections": _sections(session, page)}


def _sections(session: Session, page: ShopPage) -> list[dict[str, str]]:
    """The page's sections; what was parted to be told is whole again."""
    query = select(Passage).where(Passage.page_number == page.number).order_by(Passage.position)
    parted = groupby(session.scalars(query), key=lambda one: (one.heading, one.anchor))
    return [
        {"heading": heading, "anchor": anchor, "text": "\n".join(one.text for one in passages)}
        for (heading, anchor), passages in parted
    ]


def _address(page: ShopPage) -> str:
    return page.url or page.path
