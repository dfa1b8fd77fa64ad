"""Makes sentences over the sample store, true and false, each with the turn that it is said in."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.truth.doing import Call
from benchmarks.truth.store import Json, SampleStore
from benchmarks.truth.turns import Turn, Turns

SEEN, HELD_OUT = "seen", "held_out"


@dataclass(frozen=True)
class Said:
    """A sentence of a model, and the turn that it is said in.

    Attributes:
        kind: What its claim is about.
        is_true: Whether the turn's results support it.
        is_held_out: Whether its template was kept from whoever wrote the check.
        turn: The tool calls of the turn, each `tool`, `args` and `result`.
    """

    kind: str
    text: str
    is_true: bool
    is_held_out: bool
    turn: Sequence[Call]
    asked: str
    cart: Json


def make_sentences(count: int, seed: int) -> list[Said]:
    """So many sentences, half of them false, all kinds alike."""
    maker = Maker(Random(seed), SampleStore())
    kinds = list(maker.kinds)
    made = []
    for number in range(count):
        kind = kinds[number // 2 % len(kinds)]
        which = HELD_OUT if number // 2 // len(kinds) % 3 == 2 else SEEN
        made.append(maker.make(kind, is_true=number % 2 == 0, which=which))
    return made


_WRONG = {
    "price": ("amount",),
    "percent": ("percent",),
    "name": ("name",),
    "count": ("count", "at_store"),
    "date": ("date", "weekday"),
    "number": ("order", "tracking"),
    "deed": (),
    "store": ("store",),
    "variant": ("variant",),
    "policy": ("days", "hours"),
    "denial": ("variant",),
    "superlative": ("least", "most"),
}
"""What is filled in wrongly in a false sentence of a kind."""


class Maker:
    """Makes sentences of each kind."""

    def __init__(self, random: Random, store: SampleStore) -> None:
        self._random = random
        turns = Turns(random, store)
        self._turns = turns
        self._templates = {which: _read(which) for which in (SEEN, HELD_OUT)}
        self.kinds: dict[str, Callable[[], Turn]] = {
            "price": turns.goods,
            "percent": turns.offers,
            "name": turns.goods,
            "count": turns.stock,
            "date": turns.order,
            "number": turns.order,
            "deed": turns.goods,
            "store": turns.stock,
            "variant": turns.variant,
            "policy": turns.policy,
            "denial": turns.denial,
            "superlative": turns.goods,
        }

    def make(self, kind: str, *, is_true: bool, which: str) -> Said:
        """One sentence."""
        templates = self._templates[which][kind]
        if kind in ("deed", "policy"):
            return self._by_row(kind, templates, is_true=is_true, which=which)
        turn = self.kinds[kind]()
        text = self._fill(self._random.choice(templates), turn, kind, is_true=is_true)
        return Said(kind, text, is_true, which == HELD_OUT, turn.calls, turn.asked, turn.cart)

    def _fill(self, template: str, turn: Turn, kind: str, *, is_true: bool) -> str:
        """Fill a template; of a false sentence the value that its kind is about is wrong."""
        values = dict(turn.right)
        if not is_true:
            values |= {name: turn.wrong[name] for name in _WRONG[kind] if name in turn.wrong}
        return template.format(**values)

    def _by_row(self, kind: str, rows: Sequence[Json], *, is_true: bool, which: str) -> Said:
        row = self._random.choice([r for r in rows if r.get("is", is_true) is is_true])
        turn = (
            self._turns.deed(row["deed"], is_done=row.get("done", is_true))
            if kind == "deed"
            else self._turns.policy()
        )
        text = self._fill(row["text"], turn, kind, is_true=is_true)
        return Said(kind, text, is_true, which == HELD_OUT, turn.calls, turn.asked, turn.cart)


def _read(which: str) -> dict[str, list[Any]]:
    """The templates of each kind: those the check was mended on, or those it never was."""
    path = Path(__file__).parent / "templates" / f"{which}.json"
    found: dict[str, list[Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found
