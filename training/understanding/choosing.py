"""How well the fit foretells lines of the grammar that it was not shown, by its strength.

    python -m training.understanding.choosing [--strengths 4 12 36] [--a-line 20] [--folds 2]

A line's sentences are all shown or all held back, so that what is measured is whether phrases of
one line are understood from those of others.
"""

import argparse
import hashlib
import sys

import numpy as np

from sales_agent.models.offline.understanding.language import speaking
from training.understanding.grammar import Grammar
from training.understanding.learning import STRENGTH, Lesson, Read, fitted, lesson_of, words_of
from training.understanding.minimum import Vector
from training.understanding.sampling import grammars, load_grammar, samples

_OF = 5
"""A fifth of the lines is held back at a time."""


def main() -> None:
    """Print, for each language and strength, the share of held-back sentences that are right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--strengths", type=float, nargs="+", default=[STRENGTH])
    parser.add_argument("--a-line", type=int, default=20, help="sentences taken of a line")
    parser.add_argument("--folds", type=int, default=2, choices=range(1, _OF + 1))
    options = parser.parse_args()
    for language in grammars():
        with speaking(language):
            grammar = load_grammar(language)
            for strength in options.strengths:
                shares = [
                    foretold(grammar, fold, strength, options.a_line)
                    for fold in range(options.folds)
                ]
                sys.stdout.write(f"{language}, strength {strength:g}: {np.mean(shares):.1%}\n")
                sys.stdout.flush()


def foretold(grammar: Grammar, fold: int, strength: float, a_line: int) -> float:
    """The share of the sentences of held-back lines whose intent is found from the others."""
    shown, held = (
        _read(_lines(grammar, fold, is_held=is_held), a_line) for is_held in (False, True)
    )
    lesson = lesson_of(shown, strength)
    return _share_right(lesson, fitted(lesson).point, held)


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


def _share_right(lesson: Lesson, weights: Vector, held: list[Read]) -> float:
    table = weights.reshape(lesson.shape)
    scores = lesson.rows_of([words for _, words in held]) @ table[:-1] + table[-1]
    found: list[str] = [lesson.intents[place] for place in scores.argmax(axis=1)]
    right = [intent == one for (intent, _), one in zip(held, found, strict=True)]
    return right.count(True) / len(right)


if __name__ == "__main__":
    main()
