"""Sentences of a grammar as shoppers type them, always the same ones."""

import random
import re
from pathlib import Path

from sales_agent.models.offline.understanding.tables import load_tables
from training.understanding.grammar import Grammar, read_grammar

FOLDER = Path(__file__).parent
SEED = 20
A_LINE = 60
"""Sentences taken of a line, at most; a line that says little gives fewer."""
_TRIES = 4
_TYPOS = 0.12
_COURTESIES = ("hi ", "hello ", "please ", "hey ", "ok ", "sorry ", "and ", "so ", "well ", "yes ")
_ENDS = (
    *(" please", " thanks", " now", " today", " asap", "?", "!", " thank you", " if possible"),
    *(" if it is not too much trouble", " if you do not mind", " if that is alright"),
)
_COURTEOUS = 0.15


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


def samples(grammar: Grammar, seed: int = SEED, a_line: int = A_LINE) -> list[tuple[str, str]]:
    """Intents and sentences, always the same ones; no line has a say in what others give."""
    found: dict[tuple[str, str], None] = {}
    for intent, lines in grammar.intents.items():
        for line in lines:
            chance = random.Random(f"{seed} {intent} {line}")
            said = grammar.sentences(line, chance)
            drawn = dict.fromkeys(next(said) for _ in range(a_line * _TRIES))
            for sentence in list(drawn)[:a_line]:
                found[intent, _as_typed(sentence, chance)] = None
    return list(found)


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
