import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.understanding import Score, is_same, is_unseen, main, read, scored

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "utterances"
MANY = 8
"""Of so many labelled rows one is scored twice."""

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


def test_it_runs_as_a_script_by_its_path(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({"id": "R1", "text": "hello", **GOLD}), encoding="utf-8")

    command = [sys.executable, "benchmarks/understanding.py", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "slot F1" in done.stdout
    assert "ms a message" in done.stdout


@pytest.mark.skipif(not DATA.exists(), reason=f"no labelled messages at {DATA}")
def test_figures_agree_with_the_labels_own_scorer(tmp_path):
    lines = (DATA / "utterances_dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines[::MANY]]
    answers = [{"id": row["id"], **read(row)} for row in rows]
    files = (tmp_path / "gold.jsonl", tmp_path / "said.jsonl")
    for file, written in zip(files, (rows, answers), strict=True):
        file.write_text("\n".join(map(json.dumps, written)), encoding="utf-8")

    command = [sys.executable, str(DATA / "score_utterances.py"), *map(str, files)]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    ours = scored(list(zip(rows, answers, strict=True)))

    assert ours.strict / ours.rows == pytest.approx(theirs["intent_strict"], abs=1e-4)
    assert ours.lenient / ours.rows == pytest.approx(theirs["intent_lenient"], abs=1e-4)
    assert ours.macro_f1 == pytest.approx(theirs["macro_f1_strict"], abs=1e-4)
    assert ours.slot_f1 == pytest.approx(theirs["slot_f1"], abs=1e-4)
