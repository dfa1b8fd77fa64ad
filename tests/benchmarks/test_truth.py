from benchmarks.truth.judging import judge, shares
from benchmarks.truth.sentences import make_sentences

COUNT, SEED = 500, 7


def test_false_sentences_are_stopped_and_true_ones_pass():
    judged = [judge(said) for said in make_sentences(COUNT, SEED)]

    found = shares(judged)

    wrong = [f"{row.said.text} {row.stopped_for}" for row in judged if not row.is_right]
    assert found.caught >= 0.99, wrong
    assert found.stopped <= 0.01, wrong


def test_half_of_the_sentences_are_false():
    made = make_sentences(COUNT, SEED)

    assert sum(said.is_true for said in made) == COUNT // 2
    assert len({said.kind for said in made}) == 12
    assert 0.3 < sum(said.is_held_out for said in made) / COUNT < 0.35


def test_seed_makes_the_same_sentences_again():
    first, again = (make_sentences(60, SEED) for _ in range(2))

    assert [said.text for said in first] == [said.text for said in again]
    assert [said.text for said in make_sentences(60, SEED + 1)] != [said.text for said in first]
