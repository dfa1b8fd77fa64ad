"""Where pages are kept: put in, changed and taken out, with the words of their passages."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from agents.recommendation.pages.page import Page, Section, part
from agents.recommendation.pages.words import stems_of
from agents.recommendation.tables import Passage, PassageWord, ShopPage

SAMPLE = "sample"
"""Source of the sample store's pages, which make room for a shop's own."""
HEADING_COUNTS, TITLE_COUNTS = 3, 2
"""A word of the heading counts as if it stood so often more in the text."""
LONGEST_WORD = 80
CHANGES_TOLD = 20


@dataclass
class Changes:
    """What an import of pages did; `told` says it of the first in words."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    told: list[str] = field(default_factory=list)

    def tell(self, change: str) -> None:
        """Say a change, unless there were many already."""
        if len(self.told) < CHANGES_TOLD:
            self.told.append(change)


def put(session: Session, source: str, pages: Sequence[Page], import_id: str) -> Changes:
    """Create and change pages of a source; a page as it was is left as it is."""
    paths = [page.path for page in pages]
    query = select(ShopPage).where(ShopPage.source == source, ShopPage.path.in_(paths))
    known = {row.path: row for row in session.scalars(query)}
    changes = Changes()
    for page in pages:
        row = known.get(page.path)
        if row is None:
            row = ShopPage(source=source, path=page.path)
            session.add(row)
            changes.created += 1
            changes.tell(f"{page.title} ({page.path}): new")
        elif row.digest == page.digest:
            changes.unchanged += 1
        else:
            changes.updated += 1
            changes.tell(f"{page.title} ({page.path}): {_difference(session, row, page)}")
        _write(session, row, page, import_id)
    return changes


def remove_others(session: Session, source: str, import_id: str, *, is_replacing: bool) -> Changes:
    """Take out what an import did not name: of its source and the sample, or of every source."""
    sources = [] if is_replacing else [ShopPage.source.in_([source, SAMPLE])]
    query = select(ShopPage).where(ShopPage.import_id != import_id, *sources)
    changes = Changes()
    for row in session.scalars(query.order_by(ShopPage.source, ShopPage.path)).all():
        changes.removed += 1
        changes.tell(f"{row.title} ({row.path}): taken out")
        _forget_passages(session, row)
        session.delete(row)
    return changes


def _write(session: Session, row: ShopPage, page: Page, import_id: str) -> None:
    row.import_id = import_id
    if row.digest == page.digest:
        return
    row.title, row.url, row.digest = page.title, page.url, page.digest
    session.flush()
    _forget_passages(session, row)
    passages = [short for section in page.sections for short in part(section)]
    for position, short in enumerate(passages):
        _keep_passage(session, row, position, short)


def _keep_passage(session: Session, row: ShopPage, position: int, section: Section) -> None:
    words = stems_of(section.text)
    weights = Counter(words)
    for text, counts in ((section.heading, HEADING_COUNTS), (row.title, TITLE_COUNTS)):
        for word in stems_of(text):
            weights[word] += counts
    passage = Passage(
        page_number=row.number,
        position=position,
        heading=section.heading,
        anchor=section.anchor,
        text=section.text,
        length=len(words),
    )
    session.add(passage)
    session.flush()
    rows = [
        {"word": word, "number": passage.number, "weight": weight}
        for word, weight in weights.items()
        if len(word) <= LONGEST_WORD
    ]
    if rows:
        session.execute(insert(PassageWord), rows)


def _forget_passages(session: Session, row: ShopPage) -> None:
    is_of_page: ColumnElement[bool] = Passage.page_number == row.number
    numbers = select(Passage.number).where(is_of_page)
    session.execute(delete(PassageWord).where(PassageWord.number.in_(numbers)))
    session.execute(delete(Passage).where(is_of_page))


def _difference(session: Session, row: ShopPage, page: Page) -> str:
    """Which sections another version of a page has changed, in words."""
    query = select(Passage.heading, Passage.text).where(Passage.page_number == row.number)
    before = {(heading, text) for heading, text in session.execute(query)}
    after = {(one.heading, one.text) for section in page.sections for one in part(section)}
    headings = dict.fromkeys(heading or page.title for heading, _ in sorted(before ^ after))
    named = ", ".join(f"'{heading}'" for heading in list(headings)[:5])
    more = f" and {len(headings) - 5} more sections" if len(headings) > 5 else ""
    return f"{named}{more} changed" if named else "title or address changed"
