"""Learn from the sales of a real shop, and score what is recommended by another's evaluator.

    python -m benchmarks.recommendations TRANSACTIONS --evaluator eval_transactions.py

TRANSACTIONS is a Parquet file, or CSV packed with gzip, with the columns invoice, sku, description,
qty, date, price, customer, is_cancel and is_product. The evaluator is a module with `Baseline`,
`clean` and `evaluate`. What learns and recommends is the agent's own code on its own store; the
times are of its app, checks included. The policy's weights were chosen on September, with what came
before to learn from; the default here learns until October and is judged on what came after.
"""

import argparse
import importlib.util
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas
from flask.testing import FlaskClient

from agents.kit.app import create_app
from agents.recommendation.service import operations
from benchmarks.measuring import print_table
from benchmarks.recommendations.model import read_sales
from benchmarks.recommendations.shop import BenchmarkShop
from contracts.tokens import Claims, sign
from tests.agents.recommendation.sales import PastOrders

CUT = "2011-10-01"
BASELINES = ("popularity", "own_history", "cooccurrence")
MEASURES = ("next_hit@10", "complete_hit@10", "new_hit@10")
CALLS = 300
TOKEN_S = 3600


def main(arguments: Sequence[str]) -> int:
    """Learn, score, time; returns 0."""
    options = _options(arguments)
    evaluator = _load(options.evaluator)
    sales = _read(options.transactions)
    train = sales[sales.date < options.cut]
    test = sales[sales.date >= options.cut]
    if options.until:
        test = test[test.date < options.until]
    shop = BenchmarkShop(read_sales(train))
    try:
        print(shop.learn())
        products, size = shop.size_bytes()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"model: {products} products, {size / 2**20:.1f} MiB of neighbours")
        print(f"peak memory of this process, the sales in it included: {peak:.0f} MiB")
        _score(evaluator, train, test, shop)
        _time(shop, evaluator.clean(test))
    finally:
        shop.close()
    return 0


class Judged:
    """A shop as the evaluator asks it; new goods are those of a long list she never bought."""

    def __init__(self, shop: BenchmarkShop) -> None:
        self._shop = shop

    def next_basket(self, customer: Any, k: int) -> list[str]:
        """What suits a customer."""
        return self._shop.for_shopper(str(int(customer)), k)

    def complete(self, basket: Sequence[str], k: int) -> list[str]:
        """What goes with a basket."""
        return self._shop.together(sorted(basket), k)

    def forecast(self, sku: str, weeks: int) -> list[float]:
        """Nothing: demand is another agent's to foresee, and is not told of here."""
        return [0.0] * weeks


def _score(evaluator: Any, train: Any, test: Any, shop: BenchmarkShop) -> None:
    models = {name: evaluator.Baseline(train, name) for name in BASELINES}
    found = evaluator.evaluate(train, test, {**models, "this shop": Judged(shop)})
    rows = [
        [name, *(f"{found[name][measure]:.4f}" for measure in MEASURES)]
        for name in (*BASELINES, "this shop")
    ]
    counted = f"{found['customers']} customers, {found['completion_baskets']} baskets"
    print_table(f"Hit rate at 10: {counted}", ["", *MEASURES], rows)


def _time(shop: BenchmarkShop, test: Any) -> None:
    """Time the agent's app on the shop's store, for shoppers of the test and for strangers."""
    customers = test.customer.dropna().astype(int).astype(str).unique()[:CALLS]
    products = test.sku.unique()[:CALLS]
    app = create_app(operations, shop.settings, peers=PastOrders().peers())  # type: ignore[arg-type]
    client = app.test_client()
    asked: dict[str, list[Callable[[], float]]] = {
        "for a shopper": [partial(_call, client, shop, "for_you", by=one) for one in customers],
        "for a stranger": [partial(_call, client, shop, "for_you") for _ in range(CALLS)],
        "bought together": [
            partial(_call, client, shop, "bought_together", about=one) for one in products
        ],
        "popular": [partial(_call, client, shop, "popular") for _ in range(CALLS)],
    }
    rows = []
    for name, calls in asked.items():
        times = sorted(call() * 1000 for call in calls)
        last = times[int(len(times) * 0.99) - 1]
        rows.append([name, f"{statistics.median(times):.1f}", f"{last:.1f}"])
    app.extensions["store"].close()
    print_table("Answer of the agent's app, ms", ["", "p50", "p99"], rows)


def _call(
    client: FlaskClient, shop: BenchmarkShop, kind: str, *, by: str = "", about: str = ""
) -> float:
    body: dict[str, Any] = {"kind": kind, "limit": 10}
    headers = {}
    if about:
        body["productIds"] = [about]
    if by:
        token = sign(Claims(by), shop.settings.signing_key, ttl_s=TOKEN_S)
        headers["Authorization"] = f"Bearer {token}"
    began = time.perf_counter()
    reply = client.post("/get-recommendations", json=body, headers=headers)
    taken = time.perf_counter() - began
    if reply.status_code != 200:
        raise RuntimeError(f"{kind} was answered with {reply.status_code}: {reply.get_json()}")
    return taken


def _read(path: Path) -> Any:
    if path.suffix == ".parquet":
        return pandas.read_parquet(path)
    return pandas.read_csv(path, parse_dates=["date"], dtype={"invoice": str, "sku": str})


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("evaluator", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recommendations")
    parser.add_argument("transactions", type=Path)
    parser.add_argument("--evaluator", type=Path, required=True)
    parser.add_argument("--cut", default=CUT, help="the day from which on it is judged")
    parser.add_argument("--until", help="the day until which it is judged")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
