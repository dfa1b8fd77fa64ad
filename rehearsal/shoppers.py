"""Scripted shoppers: read from a folder, played, and judged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehearsal.catalogue import Catalogue, Unfilled
from rehearsal.script import CHECKS, Memory, Turn, check_turn, load_script

Say = Callable[[str], Turn]
Visit = Callable[[str | None], Say]
"""Opens a talk that nobody had before, for a customer or for a guest."""
_NEVER = ("not_tools", "says_not", "not_args", "no_products")


@dataclass(frozen=True)
class Shopper:
    """Who comes, what she says turn by turn, and what must come of it, or never."""

    title: str
    place: str
    customer: str | None
    turns: Sequence[Mapping[str, Any]]
    never: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """How it went.

    Attributes:
        findings: what was not as expected; empty when all was.
        broken: how often something happened that never must.
        skipped: why it was not played, if so.
    """

    shopper: Shopper
    turns: int
    findings: tuple[str, ...] = ()
    broken: int = 0
    skipped: str | None = None

    @property
    def has_passed(self) -> bool:
        """It was played, and all was as expected."""
        return not self.findings and self.skipped is None


def read_shoppers(folder: Path) -> list[Shopper]:
    """Read every shopper of a folder and the folders in it; a file holds one or several."""
    found = []
    for file in sorted(folder.rglob("*.yaml")):
        script = load_script(file)
        for row in script.get("shoppers") or [script]:
            place = str(file.relative_to(folder))
            never = {**(script.get("never") or {}), **(row.get("never") or {})}
            found.append(Shopper(row["title"], place, row.get("customer"), row["turns"], never))
    return found


def play(shopper: Shopper, catalogue: Catalogue, visit: Visit) -> Outcome:
    """Play a shopper, and say what was not as expected."""
    try:
        turns = catalogue.fill_all(list(shopper.turns))
        never = catalogue.fill_all(dict(shopper.never))
    except Unfilled as lack:
        return Outcome(shopper, 0, skipped=str(lack))
    say, memory = visit(shopper.customer), Memory()
    findings: list[str] = []
    broken = 0
    for number, step in enumerate(turns, 1):
        turn = say(memory.fill(str(step["say"])))
        seen = check_turn(turn, step, memory)
        forbidden = check_turn(turn, never, memory) if never else []
        forbidden += [f for name in _NEVER if name in step for f in _one(name, turn, step, memory)]
        broken += len(forbidden)
        for finding in dict.fromkeys([*seen, *forbidden]):
            findings.append(f"{number}. {turn['message']!r}: {finding}\n   <- {turn['reply']}")
        memory.take(turn)
    return Outcome(shopper, len(turns), tuple(findings), broken)


def _one(name: str, turn: Turn, step: Mapping[str, Any], memory: Memory) -> list[str]:
    return CHECKS[name](turn, step[name], memory)
