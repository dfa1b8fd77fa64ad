"""Look at the pictures of the goods, so that they can be found by a photo.

    python -m agents.recommendation.pictures [--folder FOLDER ...] [--again] [--private]

Fetches what was not looked at yet, a few at a time; broken off, it goes on where it was.
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from agents.kit.migrations import StoreUnusable
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from agents.recommendation.pictures.album import Seen, counts, forget_unused, keep, pending
from agents.recommendation.pictures.embedding import Embedding, EmbeddingFailed, load_embedding
from agents.recommendation.pictures.fetching import Fetching, Unfetched
from agents.recommendation.pictures.opening import UnusablePicture
from agents.recommendation.pictures.settings import embedding
from agents.recommendation.search.indexes import text_index
from agents.recommendation.tables import Base
from contracts.settings import SettingError

AT_ONCE = 8
BATCH = 64
PROBLEMS_TOLD = 10


def main(arguments: Sequence[str]) -> int:
    """Look at pictures; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m agents.recommendation.pictures", description=__doc__
    )
    parser.add_argument("--folder", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--again", action="store_true", help="try what failed before once more")
    parser.add_argument("--private", action="store_true", help="hosts of private networks too")
    options = parser.parse_args(list(arguments))
    try:
        settings, model = AgentSettings.from_env(), load_embedding(embedding())
        store = Store(
            settings.store_url("recommendation"),
            Base.metadata,
            schema=settings.schema("recommendation"),
            derived=text_index,
        )
    except (SettingError, StoreUnusable) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    fetching = Fetching(options.folder, may_be_private=options.private)
    look(store, model, fetching, is_retrying=options.again)
    with store.write() as session:
        forgotten = forget_unused(session)
        known, failed = counts(session, model.name)
    store.close()
    sys.stdout.write(f"{known} pictures known, {failed} not to be had, {forgotten} forgotten\n")
    return 0 if known or not failed else 1


def look(store: Store, model: Embedding, fetching: Fetching, *, is_retrying: bool = False) -> None:
    """Look at every picture that is pending; what one batch saw is kept before the next."""
    tried: set[str] = set()
    told = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while addresses := _next(store, model, tried, is_retrying=is_retrying):
            tried.update(addresses)
            seen = list(pool.map(partial(_see, model, fetching), addresses))
            with store.write() as session:
                keep(session, model.name, seen)
            for one in seen:
                if one.problem and (told := told + 1) <= PROBLEMS_TOLD:
                    sys.stdout.write(f"{one.address}: {one.problem}\n")


def _next(store: Store, model: Embedding, tried: set[str], *, is_retrying: bool) -> list[str]:
    with store.read() as session:
        return _untried(session, model.name, tried, is_retrying=is_retrying)


def _untried(session: Session, model: str, tried: set[str], *, is_retrying: bool) -> list[str]:
    limit = BATCH + len(tried) if is_retrying else BATCH
    found = pending(session, model, limit, is_retrying=is_retrying)
    return [address for address in found if address not in tried][:BATCH]


def _see(model: Embedding, fetching: Fetching, address: str) -> Seen:
    try:
        return Seen(address, model.of_file(fetching.fetch(address)))
    except (Unfetched, UnusablePicture, EmbeddingFailed) as error:
        return Seen(address, problem=str(error))
