"""Which shop a rehearsal plays in."""

import os
from pathlib import Path

_ELSEWHERE = ("REDIS_URL", "DATABASE_URL")


def use_data_dir(directory: Path) -> None:
    """Make a directory the shop of this process and of the agents that it starts."""
    os.environ["SALES_DATA_DIR"] = str(directory)


def kept_elsewhere() -> list[str]:
    """Settings that put a shop's data where a copy of its directory does not have them."""
    agents = [name for name in os.environ if name.endswith("_URL") and name not in _ELSEWHERE]
    ours = [name for name in agents if name.removesuffix("_URL").lower() in _AGENTS]
    return [name for name in (*_ELSEWHERE, *ours) if os.environ.get(name)]


_AGENTS = ("recommendation", "inventory", "fulfillment", "payment", "post_purchase", "loyalty")
