"""Scripted shoppers: read from a folder, played, and judged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rehearsal.catalogue import Catalogue, Unfilled
from rehearsal.script import CHECKS, Memory, Turn, UnreadableScript, check_turn, load_script
from rehearsal.shapes import misshapen, misshapen_expectation

Say = Callable[[str, str | None], Turn]
"""Says a text, on another channel than before when one is named."""
Visit = Callable[[str | None], Say]
"""Opens a talk that nobody had before, for a customer or for a guest."""
KINDS = ("happy path", "correction", "digression", "cancellation", "several skills")
"""Source: the five categories by which Rasa's evaluation of assistants sorts conversations."""
_NEVER = ("not_tools", "says_not", "not_args", "no_products")


@dataclass(frozen=True)
class Shopper:
    """Who comes, what she says turn by turn, and what must come of it, or never.

    Attributes:
        about: what the talk is about; the name of its file when the file does not say.
        kind: one of `KINDS`: how the talk goes.
    """

    title: str
    place: str
    customer: str | None
    turns: Sequence[Mapping[str, Any]]
    never: Mapping[str, Any]
    about: str = ""
    kind: str = KINDS[0]


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
    """Read every shopper of a folder and the folders in it; a file holds one or several.

    Raises:
        UnreadableScript: a file is no script; the text names it and says why.
    """
    found = []
    for file in sorted(folder.rglob("*.yaml")):
        script = load_script(file)
        for row in script.get("shoppers") or [script]:
            found.append(_shopper(row, script, file, str(file.relative_to(folder))))
    return found


def _shopper(row: Mapping[str, Any], script: Mapping[str, Any], file: Path, place: str) -> Shopper:
    """One shopper; what her file says of all its shoppers holds where she says nothing else."""
    if not isinstance(row, Mapping):
        raise UnreadableScript(f"{file}: a shopper has to be a mapping with a title and turns")
    lacking = [name for name in ("title", "turns") if name not in row]
    if lacking:
        raise UnreadableScript(f"{file}: a shopper without {' and '.join(lacking)}")
    _check_shapes(row, script, file)
    said = {**script, **row}
    kind = said.get("kind", KINDS[0])
    if kind not in KINDS:
        raise UnreadableScript(f"{file}: {kind!r} is no kind of talk; there are {', '.join(KINDS)}")
    never = {**(script.get("never") or {}), **(row.get("never") or {})}
    about = said.get("about") or file.stem.replace("_", " ")
    return Shopper(
        row["title"], place, row.get("customer"), row["turns"], never, str(about), str(kind)
    )


def _check_shapes(row: Mapping[str, Any], script: Mapping[str, Any], file: Path) -> None:
    """Refuse a shopper whose turns or expectations no check could read."""
    if not isinstance(row["turns"], list):
        raise UnreadableScript(f"{file}: {row['title']!r}: turns have to be a list")
    for number, turn in enumerate(row["turns"], 1):
        if told := misshapen(turn):
            raise UnreadableScript(f"{file}: {row['title']!r}, turn {number}: {told}")
    for never in (script.get("never"), row.get("never")):
        if told := misshapen_expectation(never or {}):
            raise UnreadableScript(f"{file}: {row['title']!r}, never: {told}")


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
        turn = say(memory.fill(str(step["say"])), step.get("channel"))
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
