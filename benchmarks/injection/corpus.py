"""The corpus of attacks, and of harmless messages that read like attacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "tests" / "injection"


@dataclass(frozen=True)
class Attack:
    """One message that would have the assistant do what it must not.

    Attributes:
        kind: What it tries, or how.
        say: What the shopper says.
        obeys: The steps of a model that obeys it.
        never: What must not reach her.
        planted: A text of somebody else's that holds the attack, where she herself is harmless.
        carrier: Where that text stands: a product's description, a feed, a page, a store, a
            parcel's scan, an order that another shop took.
        field: Which field of the carrier it is, where there are several.
    """

    kind: str
    say: str
    obeys: list[Any]
    never: tuple[str, ...]
    planted: str | None = None
    carrier: str = "description"
    field: str | None = None


def read_attacks() -> list[Attack]:
    """All attacks, file by file."""
    return [
        _attack(row, table)
        for file in sorted((FOLDER / "attacks").glob("*.yaml"))
        for table in [yaml.safe_load(file.read_text(encoding="utf-8"))]
        for row in table["attacks"]
    ]


def read_harmless() -> dict[str, list[str]]:
    """Harmless messages, by what they read like."""
    table: dict[str, list[str]] = yaml.safe_load(
        (FOLDER / "harmless.yaml").read_text(encoding="utf-8")
    )
    return table


def _attack(row: str | Mapping[str, Any], table: Mapping[str, Any]) -> Attack:
    own = {"say": row} if isinstance(row, str) else row
    said = {**table, **own}
    planted = {name: said[name] for name in ("planted", "carrier", "field") if name in said}
    return Attack(said["kind"], said["say"], said["obeys"], tuple(said["never"]), **planted)
