import json

import pytest

from benchmarks.understanding import Score, is_same, is_unseen, main, read

GOLD = {"intent": "greet", "intents": ["greet"], "also_ok": ["help"], "slots": {}}


def score(said, slots=None, gold=GOLD):
    counted = Score()
    counted.add(gold, {"intent": said, "intents": [said], "slots": slots or {}})
    return counted


def test_another_label_that_is_accepted_counts_leniently():
    assert (score("help").strict, score("help").lenient) == (0, 1)
    assert (score("greet").strict, score("greet").lenient) == (1, 1)
    assert score("thank").confusions == {("greet", "thank"): 1}


def test_slots_count_once_for_each_value():
    gold = {**GOLD, "slots": {"colour": ["red", "blue"], "size": "M"}}

    counted = score("greet", {"colour": ["blue"], "size": ["L"]}, gold)

    assert counted.slots["colour"] == {"hit": 1, "missed": 1}
    assert counted.slots["size"] == {"missed": 1, "invented": 1}
    assert counted.slot_f1 == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("name", "value", "other", "same"),
    [
        ("category", "running shoes", "shoes", True),
        ("colour", "the Blue", "blue", True),
        ("max_price", 50, "50.0", True),
        ("order_id", "#W123", "W123", True),
        ("order_id", "W123", "W1234", False),
        ("size", "M", "L", False),
    ],
)
def test_values_are_compared_by_what_they_name(name, value, other, same):
    assert is_same(name, value, other) is same


def test_the_products_own_understanding_is_measured():
    said = read({"text": "where is my order O-5026?", "context": None})

    assert said["intent"] == "order_status"
    assert said["slots"]["order_id"] == ["O-5026"]


def test_figures_of_the_unseen_fifth_are_printed_apart(tmp_path, capsys):
    file = tmp_path / "rows.jsonl"
    rows = [{"id": f"R{n}", "text": "hello", "origin": "me", **GOLD} for n in range(20)]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")

    main([str(file)])

    printed = capsys.readouterr().out
    unseen = sum(map(is_unseen, rows))
    assert 0 < unseen < 20
    line = next(line for line in printed.splitlines() if line.startswith("unseen fifth"))
    assert line.split()[2] == str(unseen)
    assert "100.0%" in printed
