"""Sample rows: JSON lists in an agent's `data` folder, with times told in hours from now."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any


def read_rows(package_file: str, name: str) -> list[dict[str, Any]]:
    """Read `data/<name>.json` beside a module, given its `__file__`."""
    path = Path(package_file).parent / "data" / f"{name}.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def hours_ago(now: datetime, hours: float) -> datetime:
    """The time so many hours before now."""
    return now - timedelta(hours=hours)


def hours_ahead(now: datetime, hours: float) -> datetime:
    """The time so many hours after now."""
    return now + timedelta(hours=hours)
