"""What the learned scorer sees of a message: its words with goods and figures folded together."""

import re
from itertools import pairwise

from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.text import tokenize
from sales_agent.models.offline.understanding.vocabulary import Vocabulary

_FOLDED = {"goods": "goods_", "material": "stuff_", "size": "size_", "colour": "colour_"}
_TERMS = {"category": "goods_", "type": "goods_", "brand": "brand_", "store": "store_"}
_FIGURE = re.compile(r"\d[\d.,]*")
_CODE = re.compile(r"[a-z]*\d[a-z\d]*")
_MONEY = re.compile(r"[₹$€£]")
_LONGEST = 60
"""Words that are looked at; what is wanted stands early."""
_GRAMS = (3, 5)


def fold(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words of a spelled-out text; goods, colours, figures and the like are one word each."""
    tokens = tokenize(text)[:_LONGEST]
    folded = [token.word for token in tokens]
    spans = {
        start: (end, _FOLDED[kind]) for start, end, kind in mentions(tokens) if kind in _FOLDED
    }
    plain = load_tables().words["no_goods"]
    words: list[str] = []
    place = 0
    while place < len(tokens):
        term = None if folded[place] in plain else vocabulary.terms.get((tokens[place].stem,))
        if place in spans:
            place, word = spans[place]
        elif term and term.kind in _TERMS:
            word, place = _TERMS[term.kind], place + 1
        else:
            word, place = _figure(folded[place]), place + 1
        words.append(word)
    return words


def features(words: list[str]) -> set[str]:
    """Single words, pairs, threes, and pieces of the words that are no figures or goods."""
    ends = ["^", *words, "$"]
    found = {f"1 {word}" for word in words}
    found.update(f"2 {one} {two}" for one, two in pairwise(ends))
    found.update(f"3 {a} {b} {c}" for a, b, c in zip(ends, ends[1:], ends[2:], strict=False))
    for word in words:
        if len(word) > _GRAMS[0] and not word.endswith("_"):
            found.update(_pieces(f"#{word}#"))
    found.add(f"n {min(len(words), 12)}" if len(words) < 6 else f"n {min(len(words) // 4, 6)}+")
    return found


def _pieces(word: str) -> list[str]:
    sizes = range(_GRAMS[0], _GRAMS[1] + 1)
    return [word[at : at + size] for size in sizes for at in range(len(word) - size + 1)]


def _figure(word: str) -> str:
    if _MONEY.fullmatch(word):
        return "money_"
    if _FIGURE.fullmatch(word):
        return "num_" if len(word) < 5 else "id_"
    return "id_" if len(word) > 3 and _CODE.fullmatch(word) else word
