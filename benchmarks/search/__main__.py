"""Measure search: `python -m benchmarks.search filters|latency|typos|wands ...`."""

import argparse
from pathlib import Path

from benchmarks.search.faithfulness import measure_faithfulness
from benchmarks.search.latency import measure_latency
from benchmarks.search.real_queries import measure_real_queries
from benchmarks.search.typing_errors import measure_typing_errors


def main() -> None:
    """Run the measurement asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    filters = parts.add_parser("filters", help="precision and recall of filters")
    filters.add_argument("pairs", type=Path, nargs="+", help="QUESTIONS.jsonl FEED, in turn")
    filters.add_argument("--tell", action="store_true", help="print what was wrong")
    latency = parts.add_parser("latency", help="times over generated catalogues")
    latency.add_argument("sizes", type=int, nargs="*", default=[1_000, 100_000])
    parts.add_parser("typos", help="recall with one and two typing errors")
    wands = parts.add_parser("wands", help="whether first pages of real queries are sensible")
    wands.add_argument("queries", type=Path, help="wands_query.csv, tab separated")
    wands.add_argument("--tell", action="store_true", help="print all failures that may be seen")
    options = parser.parse_args()
    match options.part:
        case "filters":
            if len(options.pairs) % 2:
                parser.error("give a feed for each file of questions")
            pairs = list(zip(options.pairs[::2], options.pairs[1::2], strict=True))
            measure_faithfulness(pairs, is_told=options.tell)
        case "latency":
            measure_latency(options.sizes)
        case "wands":
            measure_real_queries(options.queries, is_told=options.tell)
        case _:
            measure_typing_errors()


if __name__ == "__main__":
    main()
