"""Measure the truth check: `python -m benchmarks.truth [--count 500] [--seed 7] [--tell]`.

Sentences are made of templates over the sample store, half of them false. A third is of templates
that the check was never mended on. Each is judged twice: with the results of its turn cold, and
with those warm.
"""

import argparse
import statistics
from collections.abc import Sequence

from benchmarks.measuring import print_table
from benchmarks.truth.judging import Judged, judge_twice, shares
from benchmarks.truth.sentences import make_sentences


def main() -> None:
    """Print what is caught and what is stopped, by kind and by template, and the time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--tell", action="store_true", help="print what was judged wrongly")
    parser.add_argument("--seen", action="store_true", help="leave the held-out templates alone")
    options = parser.parse_args()
    twice = [judge_twice(said) for said in make_sentences(options.count, options.seed)]
    judged = [cold for cold, _ in twice]
    if options.seen:
        judged = [row for row in judged if not row.said.is_held_out]
    _print_shares(judged)
    print("\nms a sentence, the evidence of its turn gathered anew")
    _print_times("cold, each result read for the first time", [cold.ms for cold, _ in twice])
    _print_times("warm, its results read before", [warm.ms for _, warm in twice])
    if options.tell:
        for row in judged:
            if not row.is_right:
                print(
                    f"{row.said.is_true!s:5} {row.said.kind:12} {row.said.text}  {row.stopped_for}"
                )


def _print_shares(judged: Sequence[Judged]) -> None:
    kinds = list(dict.fromkeys(row.said.kind for row in judged))
    rows = [_row(kind, [row for row in judged if row.said.kind == kind]) for kind in kinds]
    seen = [row for row in judged if not row.said.is_held_out]
    held_out = [row for row in judged if row.said.is_held_out]
    rows += [_row("all, seen", seen), _row("all, held out", held_out), _row("all", judged)]
    heads = ["kind", "false", "caught", "true", "stopped"]
    print_table("Sentences over the sample store", heads, rows)


def _row(name: str, judged: Sequence[Judged]) -> list[str]:
    true = sum(row.said.is_true for row in judged)
    of = shares(judged)
    return [name, str(len(judged) - true), f"{of.caught:.1%}", str(true), f"{of.stopped:.1%}"]


def _print_times(name: str, times: Sequence[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    median = statistics.median(times)
    print(f"{name}: median {median:.2f}, p95 {p95:.2f}")


if __name__ == "__main__":
    main()
