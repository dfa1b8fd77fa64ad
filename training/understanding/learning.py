"""Samples of the grammar, and the linear model that is fitted to them."""

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from sales_agent.models.offline.understanding.clause import spoken
from sales_agent.models.offline.understanding.features import features, fold
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.text import clean
from sales_agent.models.offline.understanding.vocabulary import none_yet
from training.understanding.grammar import Grammar, read_grammar

FOLDER = Path(__file__).parent
SEED = 20
A_LINE = 60
"""Sentences taken of a line, at most; a line that says little gives fewer."""
_TRIES = 4
_TYPOS = 0.12
_COURTESIES = ("hi ", "hello ", "please ", "hey ", "ok ", "sorry ", "and ", "so ", "well ", "yes ")
_ENDS = (" please", " thanks", " now", " today", " asap", "?", "!", " thank you")
_COURTEOUS = 0.15
_FEWEST = 2
"""Times that a feature must be seen."""
_STRENGTH = 12.0
_STEPS = 127


def grammars() -> list[str]:
    """The languages that have a grammar."""
    return sorted(file.stem for file in FOLDER.glob("??.txt"))


def load_grammar(language: str) -> Grammar:
    """A language's grammar with its tables' goods, stuffs and colours as its lists."""
    tables = load_tables(language)
    lists = {
        "goods": tuple(tables.goods["nouns"]),
        "material": tuple(tables.goods["materials"]),
        "colour": tuple(tables.words["colours"]),
    }
    return read_grammar(FOLDER / f"{language}.txt", lists)


def samples(grammar: Grammar, seed: int = SEED) -> list[tuple[str, str]]:
    """Intents and sentences, always the same ones."""
    chance = random.Random(seed)
    found: dict[tuple[str, str], None] = {}
    for intent, lines in grammar.intents.items():
        for line in lines:
            said = grammar.sentences(line, chance)
            drawn = {next(said) for _ in range(A_LINE * _TRIES)}
            for sentence in sorted(drawn, key=lambda text: (chance.random(), text))[:A_LINE]:
                found[intent, _as_typed(sentence, chance)] = None
    return list(found)


def fit(rows: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Fit a linear model to samples, as the row that the built-in model reads."""
    intents = sorted({intent for intent, _ in rows})
    seen = [sorted(features(fold(read(text), none_yet()))) for _, text in rows]
    places = _places(seen)
    matrix = _matrix(seen, places)
    wanted = np.array([intents.index(intent) for intent, _ in rows])
    model = LogisticRegression(C=_STRENGTH, max_iter=400, tol=1e-3)
    model.fit(matrix, wanted)
    scale = float(np.abs(model.coef_).max()) / _STEPS
    steps = np.rint(model.coef_ / scale).astype(int)
    weights = {name: _kept(steps[:, place]) for name, place in places.items()}
    return {
        "intents": intents,
        "bias": [round(float(value), 4) for value in model.intercept_],
        "scale": round(scale, 6),
        "weights": {name: row for name, row in weights.items() if row},
    }


def read(text: str) -> str:
    """A sentence as understanding would read it."""
    return spoken(clean(text), none_yet())


def _as_typed(sentence: str, chance: random.Random) -> str:
    """A sentence with figures for their marks, and with what hurried fingers do to it."""
    sentence = re.sub(r"\bnum_", lambda _: str(chance.randint(2, 2000)), sentence)
    sentence = re.sub(r"\bid_", lambda _: _order_number(chance), sentence)
    if chance.random() < _COURTEOUS:
        sentence = chance.choice(_COURTESIES) + sentence
    if chance.random() < _COURTEOUS:
        sentence += chance.choice(_ENDS)
    words = sentence.split()
    longer = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if longer and chance.random() < _TYPOS:
        place = chance.choice(longer)
        words[place] = _mistyped(words[place], chance)
    return " ".join(words)


def _order_number(chance: random.Random) -> str:
    digits = str(chance.randint(10 ** chance.randint(3, 6), 10 ** chance.randint(7, 14)))
    return chance.choice([digits, digits, f"o-{digits[:4]}", f"w{digits[:7]}"])


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return chance.choice([swapped, word[:place] + word[place + 1 :]])


def _places(seen: Sequence[Sequence[str]]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for row in seen:
        for feature in row:
            counts[feature] = counts.get(feature, 0) + 1
    kept = sorted(name for name, count in counts.items() if count >= _FEWEST)
    return {name: place for place, name in enumerate(kept)}


def _matrix(seen: Sequence[Sequence[str]], places: Mapping[str, int]) -> csr_matrix:
    """A row of equal values for each sentence; all rows have the length one."""
    values: list[float] = []
    columns: list[int] = []
    starts = [0]
    for row in seen:
        known = [places[feature] for feature in row if feature in places]
        columns += known
        values += [1 / max(len(row), 1) ** 0.5] * len(known)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(seen), len(places)))


def _kept(steps: Any) -> list[int]:
    """The weights that tell something, each after its intent's place."""
    return [int(value) for place in np.nonzero(steps)[0] for value in (place, steps[place])]
