"""Ask a made-up shop's pages questions, and count what is right."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from agents.kit.storage import Store
from agents.recommendation.pages.files import read_folder
from agents.recommendation.pages.page import Page
from agents.recommendation.pages.questions import find_passages
from agents.recommendation.pages.shelf import put
from agents.recommendation.tables import Base

HERE = Path(__file__).parent
HALVES = ("tuned", "held")


@dataclass(frozen=True)
class Question:
    """A question, and where its answer stands; nowhere when the pages do not say."""

    asks: str
    says: tuple[str, ...]


@dataclass
class Result:
    """What became of a half's questions."""

    answerable: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    unanswerable: int = 0
    false: int = 0
    failures: list[str] = field(default_factory=list)


def read_questions() -> list[Question]:
    """All questions, in their order."""
    rows = yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))
    return [Question(row["asks"], tuple(row["says"])) for row in rows]


def measure(questions: Sequence[Question]) -> dict[str, Result]:
    """Ask every question; the halves are every second question."""
    results = {half: Result() for half in HALVES}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/pages.db", Base.metadata)
        with store.write() as session:
            pages = [page for page in read_folder(HERE / "pages") if isinstance(page, Page)]
            put(session, "pages", pages, "first")
        for place, question in enumerate(questions):
            told = _first(store, question.asks)
            _count(results[HALVES[place % 2]], question, told)
        store.close()
    return results


def _first(store: Store, asks: str) -> str | None:
    with store.read() as session:
        found = find_passages(session, asks, 1)
        return f"{found[0].passage.page.path} {found[0].passage.heading}" if found else None


def _count(result: Result, question: Question, told: str | None) -> None:
    if not question.says:
        result.unanswerable += 1
        result.false += told is not None
    else:
        result.answerable += 1
        result.right += told in question.says
        result.missed += told is None
        result.wrong += told is not None and told not in question.says
    if told not in (question.says or (None,)):
        result.failures.append(f"{question.asks} -> {told}")
