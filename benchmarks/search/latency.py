"""How long searches take, over generated goods, from the query to the products of its page."""

import random
import statistics
import time
from collections.abc import Sequence

from benchmarks.measuring import print_table
from benchmarks.search.home_goods import home_goods
from benchmarks.search.stores import Shop, temporary_shop

ORDINARY = (
    "table", "chair", "sofa", "black chair", "modern table", "leather sofa", "wall art",
    "blue area rug under 200", "coffee table", "cheapest sofa", "newest lamp", "table under 50",
    "something under 20", "red", "queen bed frame white", "owl pillow", "living room",
    "mid century modern desk with drawers", "most expensive table", "bookshelf not oak",
)  # fmt: skip
ROUNDS = 5


def measure_latency(sizes: Sequence[int], rounds: int = ROUNDS) -> None:
    """Print the times of ordinary queries over catalogues of the sizes."""
    rows = []
    for size in sizes:
        began = time.perf_counter()
        with temporary_shop(home_goods(size)) as shop:
            filling = time.perf_counter() - began
            rows.append([f"{size:,} products", f"{filling:.0f} s", *times_of(shop, rounds)])
    heads = ["catalogue", "filled in", "first", "p50 ms", "p99 ms", "p50 CPU", "p99 CPU", "slowest"]
    print_table("Latency of ordinary queries, broad ones among them", heads, rows)


def times_of(shop: Shop, rounds: int) -> list[str]:
    """The first search, which reads the vocabulary; then what others took.

    SQLite works within the process, so that its own time says more on a busy machine.
    """
    began = time.perf_counter()
    shop.search("owl pillow")
    first = time.perf_counter() - began
    taken, own = [], []
    for _ in range(rounds):
        for query in random.Random(rounds).sample(ORDINARY, len(ORDINARY)):
            began, began_own = time.perf_counter(), time.process_time()
            shop.search(query)
            taken.append(1000 * (time.perf_counter() - began))
            own.append((1000 * (time.process_time() - began_own), query))
    used = [ms for ms, _ in own]
    figures = (statistics.median(taken), _p99(taken), statistics.median(used), _p99(used))
    return [f"{first:.1f} s", *(f"{ms:.1f}" for ms in figures), f"'{max(own)[1]}'"]


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.99 * len(times)))]
