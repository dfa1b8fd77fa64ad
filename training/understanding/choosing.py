"""How well the fit foretells lines of the grammar that it was not shown, by its strength.

    python -m training.understanding.choosing [--strengths 4 12 36] [--a-line 20] [--folds 2]

A line's sentences are all shown or all held back, so that what is measured is whether phrases of
one line are understood from those of others. Understanding weighs the shares of the intents and
does not only take the likeliest, so the strength is chosen by the doubt; the share right stands
beside it. An intent of which no line is shown cannot be foretold and is left out.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sales_agent.models.offline.understanding.language import speaking
from training.lesson import Lesson, fitted
from training.understanding.grammar import Grammar
from training.understanding.learning import STRENGTH, Read, features_of, lesson_of, words_of
from training.understanding.minimum import Vector
from training.understanding.sampling import grammars, load_grammar, samples

_OF = 5
"""A fifth of the lines is held back at a time."""


@dataclass(frozen=True)
class Foretold:
    """How held-back sentences fare: the share whose intent is found, and the doubt about them.

    `doubt` is the mean of what is lost at each, the negative logarithm of its intent's likelihood.
    """

    right: float
    doubt: float


def main() -> None:
    """Print, for each language and strength, how the held-back sentences fare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--strengths", type=float, nargs="+", default=[STRENGTH])
    parser.add_argument("--a-line", type=int, default=20, help="sentences taken of a line")
    parser.add_argument("--folds", type=int, default=2, choices=range(1, _OF + 1))
    options = parser.parse_args()
    for language in grammars():
        with speaking(language):
            grammar = load_grammar(language)
            for fold in range(options.folds):
                for strength, found in zip(
                    options.strengths,
                    foretold(grammar, fold, options.strengths, options.a_line),
                    strict=True,
                ):
                    sys.stdout.write(
                        f"{language}, fold {fold}, strength {strength:g}: "
                        f"{found.right:.1%} right, doubt {found.doubt:.3f}\n"
                    )
                    sys.stdout.flush()


def foretold(
    grammar: Grammar, fold: int, strengths: Sequence[float], a_line: int
) -> Iterator[Foretold]:
    """How the sentences of held-back lines are found from the others, for each strength."""
    shown, held = (
        _read(_lines(grammar, fold, is_held=is_held), a_line) for is_held in (False, True)
    )
    lesson = lesson_of(shown)
    held = [row for row in held if row[0] in lesson.intents]
    for strength in strengths:
        taught = replace(lesson, strength=strength)
        yield _told(taught, fitted(taught).point, held)


def _lines(grammar: Grammar, fold: int, *, is_held: bool) -> Grammar:
    kept = {
        intent: tuple(line for line in lines if (_fold_of(line) == fold) is is_held)
        for intent, lines in grammar.intents.items()
    }
    return Grammar(grammar.lists, kept)


def _fold_of(line: str) -> int:
    return hashlib.sha256(line.encode()).digest()[0] % _OF


def _read(grammar: Grammar, a_line: int) -> list[Read]:
    return [(intent, words_of(text)) for intent, text in samples(grammar, a_line=a_line)]


def _told(lesson: Lesson, weights: Vector, held: list[Read]) -> Foretold:
    table = weights.reshape(lesson.shape)
    scores = lesson.rows_of([features_of(words) for _, words in held]) @ table[:-1] + table[-1]
    wanted = np.array([lesson.intents.index(intent) for intent, _ in held])
    found = scores.argmax(axis=1)
    highest = scores.max(axis=1)
    whole = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    lost = whole - scores[np.arange(len(wanted)), wanted]
    return Foretold(float((found == wanted).mean()), float(lost.mean()))


if __name__ == "__main__":
    main()
