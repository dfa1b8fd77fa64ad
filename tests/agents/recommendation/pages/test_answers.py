"""How many questions are answered rightly, and how few falsely, on tuned and on held-out ones."""

import pytest

from benchmarks.answers.measure import HALVES, Result, measure, read_questions


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return measure(read_questions())


@pytest.mark.parametrize("half", HALVES)
def test_answers_are_right_and_seldom_false(results: dict[str, Result], half: str) -> None:
    result = results[half]
    assert result.answerable >= 40
    assert result.unanswerable >= 20
    assert result.right / result.answerable >= 0.8
    assert result.wrong / result.answerable <= 0.07
    assert result.false / result.unanswerable <= 0.15
