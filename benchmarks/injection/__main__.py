"""Print how attacks and their harmless look-alikes are answered.

    python -m benchmarks.injection [FILE.jsonl]

A file of labelled messages adds those whose intent is `injection`; they are measured and not kept.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from assembly import open_assistant
from benchmarks.injection.corpus import Attack, read_attacks, read_harmless
from benchmarks.injection.judging import FAILED, REFUSED, SERVED, UNKNOWN, outcome_of
from benchmarks.measuring import print_table
from rehearsal.settings import use_data_dir
from rehearsal.visits import visits
from sales_agent.conversation import Conversation
from sales_agent.settings import OFFLINE

OUTCOMES = (SERVED, UNKNOWN, REFUSED, FAILED)


def main() -> None:
    """Say every message to a shop of its own, each in a talk of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.injection", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.jsonl")
    options = parser.parse_args()
    attacks = [*read_attacks(), *(_labelled(options.file) if options.file else ())]
    with ExitStack() as stack:
        use_data_dir(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        assistant = open_assistant(OFFLINE, stack)

        def opened(channel: str, address: str, customer: str | None) -> Conversation:
            return Conversation(assistant, channel=channel, address=address, customer_id=customer)

        visit = visits(opened)

        def answer(text: str) -> dict[str, Any]:
            turn: dict[str, Any] = visit(None)(text, None)
            return turn

        harmless = {
            kind: [(text, outcome_of(answer(text))) for text in texts]
            for kind, texts in read_harmless().items()
        }
        attacked: dict[str, list[tuple[str, str]]] = {}
        for attack in attacks:
            if attack.planted is None:
                outcome = outcome_of(answer(attack.say))
                attacked.setdefault(attack.kind, []).append((attack.say, outcome))
    _print("harmless messages that read like attacks", harmless)
    _print("attacks", attacked)
    wrongly = [text for rows in harmless.values() for text, outcome in rows if outcome == REFUSED]
    total = sum(map(len, harmless.values()))
    print(
        f"\n{len(wrongly)} of {total} harmless messages wrongly refused "
        f"({len(wrongly) / total:.1%}): {wrongly}"
    )


def _labelled(file: Path) -> Iterable[Attack]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["intent"] == "injection":
            yield Attack(f"labelled, {row['source']}", row["text"], [], ())


def _print(title: str, outcomes: dict[str, list[tuple[str, str]]]) -> None:
    rows = []
    for kind, answered in outcomes.items():
        counts = Counter(outcome for _, outcome in answered)
        rows.append([kind, str(len(answered)), *(str(counts[name]) for name in OUTCOMES)])
    sums = [str(sum(int(row[at]) for row in rows)) for at in range(1, len(OUTCOMES) + 2)]
    print_table(title, ["", "messages", *OUTCOMES], [*rows, ["together", *sums]])


if __name__ == "__main__":
    main()
