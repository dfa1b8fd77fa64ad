"""A walk: errands in a random order, with a question in between, checked turn by turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from rehearsal.shoppers import Say
from rehearsal.walks.errands import (
    DIGRESSIONS,
    Errand,
    Wanted,
    add_bit_by_bit,
    browse,
    cancel,
    possible,
)
from rehearsal.walks.goods import Goods
from rehearsal.walks.invariants import Known, broken_by, repeated_question

Turn = Mapping[str, Any]
TURNS = 60
_INTERRUPTED = 0.15
"""How often something else is asked between two lines of an errand that can bear it."""
_BEARS_IT = (browse, add_bit_by_bit, cancel)
_CHANNELS = ("terminal", "web")
_MOVES = 0.05


@dataclass
class Walk:
    """One talk in the making; `findings` is empty in the end when all held."""

    seed: int
    goods: Goods
    say: Say
    most_turns: int = TURNS
    findings: list[str] = field(default_factory=list)
    turns: int = 0

    def __post_init__(self) -> None:
        self._rng = Random(self.seed)
        self._wanted = Wanted(self.goods, self._rng)
        self._known = Known(self.goods.names)
        self._is_lost = False
        self._last: Turn = {"reply": "", "confirm": None}

    def run(self) -> "Walk":
        """Go through errands until the turns are used up."""
        while self.turns < self.most_turns:
            rule = self._rng.choice(possible(self._wanted))
            self._wanted.choosing = None
            self._follow(rule(self._wanted), bears_it=rule in _BEARS_IT)
        return self

    def _follow(self, errand: Errand, *, bears_it: bool) -> None:
        """Say an errand's lines until it is done or its cart is lost, or the turns are used up."""
        line: str | None = next(errand, None)
        is_answer = False
        while line is not None and self.turns < self.most_turns:
            turn = self._turn(line, is_answer=is_answer)
            is_between = bears_it and turn["confirm"] is None and not is_answer
            if is_between and self._rng.random() < _INTERRUPTED and self.turns < self.most_turns:
                self._turn(self._rng.choice(DIGRESSIONS))
            is_answer = self._wanted.choosing is not None
            if self._is_lost:
                self._is_lost = False
                return
            try:
                line = errand.send(turn)
            except StopIteration:
                line = None
            self._note(turn, self._wanted.misses)
            self._wanted.misses.clear()

    def _turn(self, line: str, *, is_answer: bool = False) -> Turn:
        may_commit = line == "yes" and self._last["confirm"] is not None
        channel = self._rng.choice(_CHANNELS) if self._rng.random() < _MOVES else None
        turn = self.say(line, channel)
        self.turns += 1
        self._known.take(turn)
        self._settle(turn)
        broken = broken_by(turn, self._known, cart=self._wanted.cart, may_commit=may_commit)
        if is_answer and repeated_question(turn["reply"], self._last["reply"]):
            broken.append("it asks again what was answered")
        self._note(turn, broken)
        self._last = turn
        return turn

    def _settle(self, turn: Turn) -> None:
        """What she was choosing is asked for as soon as it is in the cart."""
        held = {line["sku"] for line in turn["cart"]["lines"]}
        if (chosen := self._wanted.choosing) and chosen[1].sku in held:
            self._wanted.put(*chosen)
            self._wanted.choosing = None

    def _note(self, turn: Turn, broken: list[str]) -> None:
        """Keep what was broken, and go on from the cart as it is, so that it is told once."""
        for what in broken:
            said = f"{self.turns}. {turn['message']!r}: {what}\n   <- {turn['reply']}"
            self.findings.append(said)
        if any(what.startswith("the cart is") for what in broken):
            self._is_lost = True
            lines = turn["cart"]["lines"]
            self._wanted.cart = {row["sku"]: row["quantity"] for row in lines}
