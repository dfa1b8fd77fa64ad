"""Whether filters hold: found products against the complete sets that satisfy the constraints."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import Page
from benchmarks.measuring import print_table
from benchmarks.search.stores import Shop, goods_of_feed, temporary_shop

ALL = Page(limit=50)
PLAIN = ("category", "brand", "colour", "size", "material")


@dataclass(frozen=True)
class Question:
    """A query, its constraints by name, and all products that satisfy them."""

    number: str
    query: str
    constraints: dict[str, Any]
    relevant: frozenset[str]

    @property
    def filters(self) -> Filters:
        """The constraints as a request's filters."""
        given = {name: self.constraints[name] for name in PLAIN if name in self.constraints}
        limits = {
            name: round(self.constraints[name] * 100)
            for name in ("min_price", "max_price")
            if name in self.constraints
        }
        return Filters(**given, **limits)


@dataclass
class Score:
    """What was found rightly, wrongly, and not at all; over all queries together."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set[str], relevant: frozenset[str]) -> None:
        """Count one query's answer."""
        self.right += len(found & relevant)
        self.wrong += len(found - relevant)
        self.missed += len(relevant - found)

    @property
    def precision(self) -> float:
        """Share of what was found that satisfies the constraints."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of what satisfies the constraints that was found."""
        return self.right / max(1, self.right + self.missed)


def measure_faithfulness(pairs: Sequence[tuple[Path, Path]], *, is_told: bool) -> None:
    """Print precision and recall for each file of questions over its feed, asked in two ways."""
    rows = []
    for questions_file, feed in pairs:
        questions = read_questions(questions_file)
        with temporary_shop(goods_of_feed(feed)) as shop:
            for way in ("as filters", "as text only"):
                score = _score(shop, questions, way, is_told=is_told)
                figures = (score.right, score.wrong, score.missed)
                shares = (f"{score.precision:.3f}", f"{score.recall:.3f}")
                rows.append([f"{feed.stem}, {way}", str(len(questions)), *map(str, figures)])
                rows[-1] += shares
    heads = ["constraints", "queries", "right", "wrong", "missed", "precision", "recall"]
    print_table("Filters hold (all products found, over all queries)", heads, rows)


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions, one JSON object a line."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Question(row["qid"], row["query"], row["constraints"], frozenset(row["relevant"]))
        for row in rows
    ]


def _score(shop: Shop, questions: Sequence[Question], way: str, *, is_told: bool) -> Score:
    score = Score()
    for question in questions:
        is_text = way == "as text only"
        text, filters = (question.query, Filters()) if is_text else ("", question.filters)
        found, products = shop.search(text, filters, ALL)
        ids = {product.product_id for product in products}
        score.add(ids, question.relevant)
        if is_told and ids != question.relevant:
            print(f"{question.number} {way}: {question.query!r} {question.constraints}")
            print(f"  read as {found.understood.taken.asked} {found.understood.reading}")
            print(f"  wrong {sorted(ids - question.relevant)}")
            print(f"  missed {sorted(question.relevant - ids)}")
    return score
