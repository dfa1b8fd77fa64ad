"""Real shoppers' queries, which name goods by the thousand: whether first pages are sensible."""

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.kit.rows import read_rows
from agents.recommendation import service
from agents.recommendation.search.index import Page
from benchmarks.measuring import print_table
from benchmarks.search.home_goods import home_goods, home_kinds
from benchmarks.search.judging import PAGE, RULES, Answer, Asked, Judge
from benchmarks.search.stores import Shop, temporary_shop

HOME_PRODUCTS = 5000
EXAMPLES = 10
SEEN_IDS = 39
"""Queries up to here, and each third, were looked at while the search was written."""


@dataclass(frozen=True)
class Verdict:
    """A query, what it was taken to ask for, and whether its first page is sensible."""

    query: str
    part: str
    asked: Asked
    answer: Answer
    is_sensible: bool


def measure_real_queries(path: Path, *, is_told: bool) -> None:
    """Print the share of sensible first pages over the sample and over generated home goods."""
    print(RULES)
    queries = read_queries(path)
    sample = list(read_rows(service.__file__, "products"))
    home = list(home_goods(HOME_PRODUCTS))
    shops = {
        "sample": (sample, [one["category"] for one in sample]),
        f"home, {HOME_PRODUCTS:,}": (home, home_kinds()),
    }
    rows, failures = [], []
    for name, (products, kinds) in shops.items():
        verdicts = _verdicts(products, Judge.of(products, kinds), queries)
        rows += [_row(name, part, verdicts) for part in ("seen", "held out")]
        wrong = [one for one in verdicts if not one.is_sensible and one.part == "seen"]
        dice = random.Random(3)
        told = wrong if is_told else dice.sample(wrong, min(EXAMPLES, len(wrong)))
        failures += [(name, products, one) for one in told]
    heads = [
        "catalogue",
        "part",
        "queries",
        "carried",
        "sensible",
        "not carried",
        "sensible",
        "all",
    ]
    print_table("Sensible first pages", heads, rows)
    print("\nFailures among the seen:")
    for name, products, one in failures:
        print(f"- {name}: {_told(one, products)}")


def read_queries(path: Path) -> list[tuple[str, str]]:
    """Queries with the part that each belongs to; half of the unseen ones are held out."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (int(row["query_id"]), row["query"]) for row in csv.DictReader(file, delimiter="\t")
        ]
    seen = {number for number, _ in rows if number < SEEN_IDS or number % 3 == 2}
    others = sorted({number for number, _ in rows} - seen)
    held_out = set(random.Random(11).sample(others, len(others) // 2))
    return [
        (query, "seen" if number in seen else "held out")
        for number, query in rows
        if number in seen | held_out
    ]


def _verdicts(
    products: list[dict[str, Any]], judge: Judge, queries: Sequence[tuple[str, str]]
) -> list[Verdict]:
    places = {one["productId"]: place for place, one in enumerate(products)}
    verdicts = []
    with temporary_shop(products) as shop:
        for query, part in queries:
            asked, answer = judge.asked(query), _answer(shop, query, places)
            is_sensible = judge.is_sensible(asked, answer)
            verdicts.append(Verdict(query, part, asked, answer, is_sensible))
    return verdicts


def _answer(shop: Shop, query: str, places: dict[str, int]) -> Answer:
    found, products = shop.search(query, page=Page(limit=PAGE))
    shown = tuple(places[one.product_id] for one in products)
    return Answer(shown, found.understood.reading.unmet, found.mentioned is not None)


def _row(name: str, part: str, verdicts: Sequence[Verdict]) -> list[str]:
    own = [one for one in verdicts if one.part == part]
    groups = [[one for one in own if one.asked.is_carried is carried] for carried in (True, False)]
    figures = [text for group in groups for text in (str(len(group)), _share(group))]
    return [name, part, str(len(own)), *figures, _share(own)]


def _share(verdicts: Sequence[Verdict]) -> str:
    return f"{sum(one.is_sensible for one in verdicts) / max(1, len(verdicts)):.3f}"


def _told(one: Verdict, products: Sequence[dict[str, Any]]) -> str:
    wanted = {"noun": one.asked.forms, "with": one.asked.attributes, "theme": one.asked.theme}
    names = [products[place]["name"] for place in one.answer.products[:3]]
    asked = json.dumps({key: value for key, value in wanted.items() if value}) or "not carried"
    return f"{one.query!r} taken as {asked}: {names}, unmet {list(one.answer.unmet)}"
