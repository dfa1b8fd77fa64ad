"""How what was learned is made: from the grammar that stands here, the same in every process."""

import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

from sales_agent.models.offline.understanding.clause import spoken
from sales_agent.models.offline.understanding.language import speaking
from sales_agent.models.offline.understanding.learned import file_of
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.vocabulary import none_yet
from training.lesson import digest, fitted, read_back, written
from training.understanding.choosing import foretold
from training.understanding.grammar import Grammar
from training.understanding.learning import fit, lesson_of, words_of
from training.understanding.minimum import length, minimum
from training.understanding.sampling import grammars, load_grammar, samples

ROOT = Path(__file__).parents[3]
FROM_TABLES = ("goods", "material", "colour")
"""Lists of a grammar that are the tables' own."""
LINES = {
    "order_status": ("where is my (order|parcel|package)", "(track|find|trace) my (order|parcel)"),
    "greet": ("(hi|hello|hey) (there|all|again|)", "good (morning|evening|day) (all|)"),
    "find_store": ("where is your (store|shop|branch)", "(any|a) (store|shop) (near|around) me"),
}


def read(rows):
    return [(intent, words_of(text)) for intent, text in rows]


def small():
    return read(samples(Grammar({}, LINES)))


def moved_on(row, lesson, most_steps):
    """How many of its steps each weight moves when the fit goes on from a written row."""
    weights = read_back(row, lesson)
    on = minimum(lesson.loss, lesson.curvature(), weights, slope=0, most_steps=most_steps)
    moved = (on.point - weights).reshape(lesson.shape)[:-1]
    return np.abs(moved) / row["scale"]


@pytest.fixture(scope="module", params=grammars())
def shipped(request):
    """A language's sentences of today, and what the product holds that was learned of it."""
    with speaking(request.param):
        rows = samples(load_grammar(request.param))
    return request.param, rows, json.loads(file_of(request.param).read_text(encoding="utf-8"))


@pytest.mark.slow
def test_shipped_file_is_of_the_sentences_of_today(shipped):
    _, rows, row = shipped
    assert row["samples"] == digest(rows), "run `python -m training.understanding`"


@pytest.mark.slow
def test_shipped_weights_are_where_the_fit_ends(shipped):
    language, rows, row = shipped
    with speaking(language):
        lesson = lesson_of(read(rows))
    assert list(lesson.intents) == row["intents"]
    moved = moved_on(row, lesson, most_steps=12)
    assert (moved > 1).mean() < 0.001  # phrases added since mend a few words otherwise


def test_weights_of_other_sentences_are_told_apart():
    lesson = lesson_of(small())
    row = written(lesson, fitted(lesson).point)
    turned = {"greet": "find_store", "find_store": "greet"}
    other = lesson_of([(turned.get(intent, intent), words) for intent, words in small()])

    assert moved_on(row, lesson, most_steps=50).max() < 0.6  # rounding takes half a step
    assert (moved_on(row, other, most_steps=50) > 1).mean() > 0.2


def test_fit_ends_where_another_solver_does():
    lesson = lesson_of(small())
    start = np.zeros(lesson.shape[0] * lesson.shape[1])
    settings = {"maxiter": 5000, "maxfun": 5000, "ftol": 0, "gtol": 1e-6}
    theirs = minimize(lesson.loss, start, jac=True, method="L-BFGS-B", options=settings)
    ours = fitted(lesson)

    assert ours.slope < 1e-3 * length(lesson.loss(start)[1])
    assert ours.height == pytest.approx(theirs.fun, rel=1e-5)
    weights, others = (p.reshape(lesson.shape)[:-1] for p in (ours.point, theirs.x))
    assert np.abs(weights - others).max() < 0.02 * np.abs(others).max()


_FIT = """
import json
from tests.sales_agent.models.test_training import LINES
from training.understanding.grammar import Grammar
from training.understanding.learning import fit
from training.understanding.sampling import samples
print(json.dumps(fit(samples(Grammar({}, LINES)))))
"""


def test_every_process_fits_the_same_weights():
    rows = {
        subprocess.run(
            [sys.executable, "-c", _FIT],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, threads in (("1", "1"), ("2", "4"))
    }
    assert rows == {json.dumps(fit(samples(Grammar({}, LINES))))}


def test_line_has_no_say_in_what_others_give():
    more = {"thank": ("(thanks|cheers)",), **LINES}
    before, after = samples(Grammar({}, LINES)), samples(Grammar({}, more))
    assert [row for row in after if row[0] != "thank"] == before


def test_lines_that_were_held_back_are_foretold_from_what_they_share():
    ends = ["now", "today", "please", "again", "soon", "then", "quickly", "tomorrow", "here"]
    starts = {"order_status": "track", "greet": "hello", "find_store": "nearest"}
    alike = {
        name: tuple(f"({word}|{word} {word}) {end}" for end in ends)
        for name, word in starts.items()
    }
    same = {"greet": alike["greet"], "thank": alike["greet"]}

    for fold in (0, 1):
        weak, strong = foretold(Grammar({}, alike), fold, (1.0, 12.0), 20)
        assert strong.right == 1
        assert strong.doubt < weak.doubt < math.log(len(alike))
    guessed = next(foretold(Grammar({}, same), 0, (12.0,), 20))
    assert guessed.right <= 0.5
    assert guessed.doubt == pytest.approx(math.log(len(same)), abs=0.1)


def test_words_of_the_grammar_are_taken_for_no_typos():
    grammar = load_grammar("en")
    own = {name: rows for name, rows in grammar.lists.items() if name not in FROM_TABLES}
    lines = [line for rows in (*grammar.intents.values(), *own.values()) for line in rows]
    plain = re.sub(r"<\w+>|\w+_\b", " ", " ".join(lines))
    with speaking("en"):
        words = set(re.findall(r"[^\W\d_]+", spell_out(plain, load_tables())))
        mended = {word: spoken(word, none_yet()) for word in words}
    greetings = {"hallo": "hello", "hullo": "hello"}
    assert {word: other for word, other in mended.items() if other not in (word, "")} == greetings
