"""`main.py eval FOLDER`: play scripted shoppers and print who got what she came for."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TextIO

from rehearsal.catalogue import Catalogue
from rehearsal.script import UnreadableScript
from rehearsal.shoppers import Outcome, Visit, play, read_shoppers


def run_eval(
    folder: Path,
    catalogue: Catalogue,
    visit: Visit,
    out: TextIO,
    *,
    as_json: bool,
    held_back: Callable[[], Mapping[str, int]] = dict,
) -> int:
    """Play all shoppers of a folder; returns the exit status: 0 when everyone passed.

    `held_back` tells how many claims of the model were not sent, by what they were about.
    """
    try:
        shoppers = read_shoppers(folder)
    except UnreadableScript as error:
        out.write(f"{error}\n")
        return 1
    if not shoppers:
        out.write(f"no shoppers in {folder}: a shopper is a YAML file with a title and turns\n")
        return 1
    started = perf_counter()
    outcomes = []
    for shopper in shoppers:
        outcomes.append(play(shopper, catalogue, visit))
        if not as_json:
            _write(outcomes[-1], out)
    seconds = perf_counter() - started
    _summary(outcomes, seconds, held_back(), out, as_json=as_json)
    return 0 if all(outcome.has_passed or outcome.skipped for outcome in outcomes) else 1


def _write(outcome: Outcome, out: TextIO) -> None:
    word = "pass" if outcome.has_passed else "skip" if outcome.skipped else "FAIL"
    out.write(f"{word}  {outcome.shopper.place}: {outcome.shopper.title}\n")
    for line in (outcome.skipped, *outcome.findings):
        if line:
            out.write(f"      {line}\n")
    out.flush()


def _summary(
    outcomes: Sequence[Outcome],
    seconds: float,
    held: Mapping[str, int],
    out: TextIO,
    *,
    as_json: bool,
) -> None:
    played = [outcome for outcome in outcomes if outcome.skipped is None]
    passed = sum(outcome.has_passed for outcome in played)
    turns, broken = (sum(getattr(o, name) for o in played) for name in ("turns", "broken"))
    if as_json:
        whole = {"played": len(played), "passed": passed, "turns": turns, "broken": broken}
        parts = {"about": _counts(played, "about"), "kinds": _counts(played, "kind")}
        rows = [_row(outcome) for outcome in outcomes]
        took = {"seconds": round(seconds, 1), "heldBack": dict(held)}
        row = {**whole, **took, **parts, "shoppers": rows}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    for name in ("about", "kind"):
        out.write("\n")
        for value, (good, all_of_it, said) in _counts(played, name).items():
            out.write(f"{value:24}{good:4} of {all_of_it:4}{good / all_of_it:7.0%}{said:5} turns\n")
    share = f" ({passed / len(played):.1%})" if played else ""
    out.write(
        f"\n{passed} of {len(played)} shoppers passed{share}, {turns} turns in {seconds:.0f} s; "
        f"{broken} times something happened that never must; "
        f"{len(outcomes) - len(played)} not played for lack of goods\n"
    )
    kinds = ", ".join(f"{count} of a {kind}" for kind, count in sorted(held.items()))
    out.write(f"claims held back by the truth check: {kinds or 'none'}\n")


def _counts(played: Sequence[Outcome], name: str) -> dict[str, tuple[int, int, int]]:
    """By what the talks are about, or of what kind: passed, played, and turns."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in played:
        groups.setdefault(getattr(outcome.shopper, name), []).append(outcome)
    return {
        value: (sum(o.has_passed for o in rows), len(rows), sum(o.turns for o in rows))
        for value, rows in sorted(groups.items())
    }


def _row(outcome: Outcome) -> dict[str, object]:
    return {
        "title": outcome.shopper.title,
        "file": outcome.shopper.place,
        "about": outcome.shopper.about,
        "kind": outcome.shopper.kind,
        "passed": outcome.has_passed,
        "skipped": outcome.skipped,
        "turns": outcome.turns,
        "findings": list(outcome.findings),
    }
