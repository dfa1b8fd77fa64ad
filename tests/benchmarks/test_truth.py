import pytest

from benchmarks.truth.judging import Judged, judge, shares
from benchmarks.truth.sentences import make_sentences

COUNT, SEED = 500, 7


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [judge(said) for said in make_sentences(COUNT, SEED)]


@pytest.mark.parametrize(
    ("is_held_out", "caught", "stopped"),
    [
        (False, 0.99, 0.01),
        (True, 0.92, 0.08),  # nothing was mended on these: they tell what new ways of saying cost
    ],
)
def test_false_sentences_are_stopped_and_true_ones_pass(judged, is_held_out, caught, stopped):
    rows = [row for row in judged if row.said.is_held_out is is_held_out]

    found = shares(rows)

    wrong = [f"{row.said.text} {row.stopped_for}" for row in rows if not row.is_right]
    assert found.caught >= caught, wrong
    assert found.stopped <= stopped, wrong


def test_half_of_the_sentences_are_false():
    made = make_sentences(COUNT, SEED)

    assert sum(said.is_true for said in made) == COUNT // 2
    assert len({said.kind for said in made}) == 12
    assert 0.3 < sum(said.is_held_out for said in made) / COUNT < 0.35


def test_seed_makes_the_same_sentences_again():
    first, again = (make_sentences(60, SEED) for _ in range(2))

    assert [said.text for said in first] == [said.text for said in again]
    assert [said.text for said in make_sentences(60, SEED + 1)] != [said.text for said in first]
