"""Learn from what was bought: `python -m agents.recommendation.learning`."""

import argparse
import logging
import os
import sys
from datetime import UTC, datetime

from agents.kit.logs import configure_logs
from agents.kit.migrations import StoreUnusable
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from agents.recommendation.learning.models import claim, release
from agents.recommendation.policy import POLICY
from agents.recommendation.service import operations
from contracts.settings import SettingError

logger = logging.getLogger(__name__)

NICE = 10
"""A learner gives way to whoever answers shoppers."""


def main(arguments: list[str]) -> int:
    """Learn a model from the shop's orders and let it serve."""
    parser = argparse.ArgumentParser(prog="python -m agents.recommendation.learning")
    parser.description = __doc__
    parser.add_argument("--claim", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    configure_logs()
    os.nice(NICE)
    try:
        settings = AgentSettings.from_env()
        store = Store(
            settings.store_url(operations.agent),
            operations.tables,
            schema=settings.schema(operations.agent),
            derived=operations.derived,
        )
    except (SettingError, StoreUnusable) as error:
        sys.stderr.write(f"nothing was learnt: {error}\n")
        return 1
    try:
        return _learn(store, options.claim)
    finally:
        store.close()


def _learn(store: Store, held: str | None) -> int:
    # Within, as NumPy and SciPy are only for who learns.
    from agents.recommendation.learning.lessons import learn_now  # noqa: PLC0415

    now = datetime.now(UTC)
    held = held or claim(store, now)
    if held is None:
        sys.stderr.write("nothing was learnt: another process is learning; try again later\n")
        return 1
    # A claim that fails is kept until it expires, so that what fails is not begun at once again.
    told = learn_now(store, POLICY.learning, held, now)
    release(store, held)
    sys.stdout.write(f"{told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
