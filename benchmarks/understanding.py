"""How well the built-in model understands messages that people labelled, and how fast.

    python -m benchmarks.understanding FILE.jsonl [--confusions]

A row holds `text`, the assistant's turn before it (`context`, or null), and what it means:
`intents`, `also_ok`, `slots`. A strict answer is one of `intents`, a lenient one is that or one of
`also_ok`. A fifth of the rows, told by a hash of their ids, is the unseen one: nobody looks at its
rows when the model's tables are written, and its figures stand beside those of the rest.
"""

import argparse
import hashlib
import json
import os
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__" and not __package__:  # run as a file: the house is one up
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labels import labelled
from benchmarks.measuring import print_table
from sales_agent.models.offline.context.talk import Exchange, Talk
from sales_agent.models.offline.understanding.language import BASE
from sales_agent.models.offline.understanding.learned import file_of, learned
from sales_agent.models.offline.understanding.understand import understand

Row = dict[str, Any]
_SALT = "unseen fifth:"
_EXACT = ("quantity", "min_price", "max_price", "payment_last4", "order_id")
"""Slots of which a part is not the value."""
_MOST = 15
"""Confusions that are printed."""


@dataclass
class Score:
    """Counts over rows; `slots` counts hits, misses and inventions by slot."""

    rows: int = 0
    strict: int = 0
    lenient: int = 0
    by_label: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slots: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, gold: Row, said: Row) -> None:
        """Count one row."""
        intent = said["intent"]
        strict = intent in gold["intents"]
        lenient = strict or intent in gold["also_ok"]
        self.rows, self.strict = self.rows + 1, self.strict + strict
        self.lenient += lenient
        self.by_label[gold["intent"]].update(rows=1, right=strict)
        self.by_label[intent].update(said=1)
        if not lenient:
            self.confusions[gold["intent"], intent] += 1
        self._add_slots(_pairs(gold["slots"]), _pairs(said["slots"]))

    @property
    def macro_f1(self) -> float:
        """The mean over the labels of their strict F1."""
        rows = [row for row in self.by_label.values() if row["rows"]]
        return statistics.mean(2 * row["right"] / (row["rows"] + row["said"]) for row in rows)

    @property
    def slot_f1(self) -> float:
        """Of all slots together, by slot and value."""
        total: Counter[str] = sum(self.slots.values(), Counter())
        found = 2 * total["hit"]
        return found / (found + total["missed"] + total["invented"]) if found else 0.0

    def _add_slots(self, gold: list[tuple[str, Any]], said: list[tuple[str, Any]]) -> None:
        left = list(said)
        for name, value in gold:
            hit = next((p for p in left if p[0] == name and is_same(name, value, p[1])), None)
            self.slots[name]["hit" if hit else "missed"] += 1
            if hit:
                left.remove(hit)
        for name, _ in left:
            self.slots[name]["invented"] += 1


def main(arguments: Sequence[str]) -> None:
    """Measure a file and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--confusions", action="store_true", help="of the rows that are looked at")
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    answers, times_ms = zip(*(_timed(row) for row in rows), strict=True)
    pairs = list(zip(rows, answers, strict=True))
    looked_at = scored([pair for pair in pairs if not is_unseen(pair[0])])
    unseen = scored([pair for pair in pairs if is_unseen(pair[0])])
    _print_scores(scored(pairs), looked_at, unseen)
    _print_origins(pairs)
    _print_slots(looked_at, unseen)
    _print_times(sorted(times_ms))
    if options.confusions:
        for (meant, said), count in looked_at.confusions.most_common(_MOST):
            print(f"{count:4} {meant} taken for {said}")


def read(row: Row) -> Row:
    """What the product understands by a row's message, in the guide's labels."""
    before = (Exchange("", reply=row["context"]),) if row.get("context") else ()
    return labelled(understand(Talk(before, Exchange(row["text"]))))


def scored(pairs: Sequence[tuple[Row, Row]]) -> Score:
    """Count rows with what was understood by them."""
    score = Score()
    for gold, said in pairs:
        score.add(gold, said)
    return score


def is_unseen(row: Row) -> bool:
    """Whether a row belongs to the fifth that is not looked at."""
    digest = hashlib.sha256(f"{_SALT}{row['id']}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 5 == 0


def is_same(name: str, value: Any, other: Any) -> bool:
    """Whether two values of a slot are one: the same number, or words of which one holds the other.

    Articles, case and punctuation do not count.
    """
    try:
        return float(value) == float(other)
    except (TypeError, ValueError):
        pass
    one, two = _plain(value), _plain(other)
    if not one or not two:
        return str(value).lower().strip() == str(other).lower().strip()
    if name == "order_id":
        return one.lstrip("#") == two.lstrip("#")
    return one == two or (name not in _EXACT and (one in two or two in one))


def _plain(value: Any) -> str:
    text = re.sub(r"[^\w.#%+\-\u00d7* ]", " ", str(value).lower())
    text = re.sub(r"\b(the|a|an|my|some|this|that|these|those)\b", " ", text)
    return " ".join(text.split())


def _pairs(slots: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    listed = {k: v if isinstance(v, list) else [v] for k, v in (slots or {}).items()}
    return [(k, one) for k, values in listed.items() for one in values if one not in (None, "")]


def _timed(row: Row) -> tuple[Row, float]:
    """What is understood, and in how many milliseconds of the processor's time."""
    started = time.process_time()
    said = read(row)
    return said, (time.process_time() - started) * 1000


def _print_scores(whole: Score, looked_at: Score, unseen: Score) -> None:
    rows = [
        [
            name,
            str(s.rows),
            *(_share(part, s.rows) for part in (s.strict, s.lenient)),
            *(f"{figure:.2f}" for figure in (s.macro_f1, s.slot_f1)),
        ]
        for name, s in (("all", whole), ("looked at", looked_at), ("unseen fifth", unseen))
        if s.rows
    ]
    heads = ["rows", "", "strict", "lenient", "macro-F1", "slot F1"]
    print_table("What is wanted", heads, rows)


def _print_times(ordered: Sequence[float]) -> None:
    """The processor's time, which a busy machine lengthens less than the clock's."""
    file, started = file_of(BASE), time.process_time()
    learned.cache_clear()
    learned(BASE)
    loaded_ms = (time.process_time() - started) * 1000
    print(
        f"\nunderstanding: median {statistics.median(ordered):.2f} ms a message, "
        f"95 of 100 within {ordered[int(len(ordered) * 0.95)]:.2f} ms\n"
        f"what was learned: {file.stat().st_size / 1e6:.1f} MB, read in {loaded_ms:.0f} ms; "
        f"load of the machine {os.getloadavg()[0]:.1f}"
    )


def _print_origins(pairs: Sequence[tuple[Row, Row]]) -> None:
    by_origin: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
    for pair in pairs:
        by_origin[pair[0].get("origin", "")].append(pair)
    rows = []
    for origin, found in sorted(by_origin.items()):
        seen = scored([pair for pair in found if not is_unseen(pair[0])])
        rest = scored([pair for pair in found if is_unseen(pair[0])])
        cells = [_share(s.lenient, s.rows) if s.rows else "-" for s in (seen, rest)]
        rows.append([origin, str(len(found)), *cells])
    print_table("By origin, lenient", ["origin", "rows", "looked at", "unseen"], rows)


def _print_slots(looked_at: Score, unseen: Score) -> None:
    rows = [
        [name, *(str(count[kind]) for kind in ("hit", "missed", "invented"))]
        + [str(unseen.slots[name][kind]) for kind in ("hit", "missed", "invented")]
        for name, count in sorted(looked_at.slots.items())
    ]
    heads = ["slot", "hit", "missed", "invented", "unseen: hit", "missed", "invented"]
    print_table("Slots", heads, rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}"


if __name__ == "__main__":
    main(sys.argv[1:])
