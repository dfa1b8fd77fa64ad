"""The import of a folder of pages: read, sent to the agent, and told."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

from agents.recommendation.feeds.report import Counted
from agents.recommendation.pages.files import Unread, read_folder
from agents.recommendation.pages.page import Page
from contracts.client import CallFailed
from contracts.shop import Shop

SERVICE = "import"
BATCH_PAGES = 100
BATCH_CHARACTERS = 1_000_000
UNREAD_TOLD = 20
CHANGES_TOLD = 20


def import_folders(
    folders: Sequence[Path], shop: Shop, out: TextIO, *, is_replacing: bool, is_dry: bool
) -> int:
    """Load folders of pages; returns the exit status, 1 when one could not be loaded."""
    import_id = f"import-{uuid4().hex}"
    for folder in folders:
        read = list(read_folder(folder))
        pages = [one for one in read if isinstance(one, Page)]
        out.writelines(f"{line}\n" for line in _described(folder, pages, read))
        if not pages:
            return 1
        if is_dry:
            out.write("a dry run: nothing was sent\n")
            continue
        try:
            told = _sent(shop, folder, pages, import_id, is_replacing=is_replacing)
        except CallFailed as error:
            out.write(f"{error}; importing again is safe\n")
            return 1
        out.writelines(f"{line}\n" for line in told)
    return 0


def _described(folder: Path, pages: Sequence[Page], read: Sequence[Page | Unread]) -> Iterator[str]:
    unread = [one for one in read if isinstance(one, Unread)]
    for one in unread[:UNREAD_TOLD]:
        yield f"{folder.name}/{one.path}: {one.reason}; left out"
    if len(unread) > UNREAD_TOLD:
        yield f"... and {len(unread) - UNREAD_TOLD} more left out"
    sections = sum(len(page.sections) for page in pages)
    yield f"{folder.name}: {len(pages)} pages with {sections} sections; {len(unread)} left out"


def _sent(
    shop: Shop, folder: Path, pages: Sequence[Page], import_id: str, *, is_replacing: bool
) -> Iterator[str]:
    counted = Counted()
    batches = list(_batches(pages))
    for place, batch in enumerate(batches):
        body: dict[str, Any] = {
            "source": folder.resolve().name[:120] or "pages",
            "importId": import_id,
            "pages": [_row(page) for page in batch],
        }
        if place == len(batches) - 1:
            body |= {"isLast": True, "replace": is_replacing}
        reply = shop.call("recommendation", "importPages", body, shopper=SERVICE, service=SERVICE)
        counted.add({**reply, "changes": ()})
        counted.changes += reply["changes"]
    yield f"pages: {counted}"
    yield from (f"  {change}" for change in counted.changes[:CHANGES_TOLD])


def _batches(pages: Sequence[Page]) -> Iterator[list[Page]]:
    batch: list[Page] = []
    characters = 0
    for page in pages:
        length = sum(len(section.text) for section in page.sections)
        is_full = len(batch) == BATCH_PAGES or characters + length > BATCH_CHARACTERS
        if batch and is_full:
            yield batch
            batch, characters = [], 0
        batch.append(page)
        characters += length
    yield batch


def _row(page: Page) -> dict[str, Any]:
    sections = [
        {"heading": one.heading, "anchor": one.anchor, "text": one.text} for one in page.sections
    ]
    return {"path": page.path, "title": page.title, "url": page.url, "sections": sections}
