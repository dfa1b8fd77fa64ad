"""A message as tokens: cleaned, spelled out, stemmed, typos mended."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sales_agent.models.offline.understanding.tables import Tables

LONGEST = 1500
"""Characters of a message that are read; a wish stands in its beginning."""
_TOKEN = re.compile(
    r"[₹$€£#%]|\d[\d,.]*\d(?:[a-z]+)?|\d+[a-z]*|[^\W\d_]+(?:'[^\W\d_]+)?", re.UNICODE
)
_PUNCTUATION = re.compile(r"[^\w\s@.,'₹$€£#%+/&\[\]?!;:*<>={}\-]", re.UNICODE)


@dataclass(frozen=True)
class Token:
    """A word, lower case and spelled right, and its stem."""

    word: str
    stem: str


def clean(text: str) -> str:
    """Bring a message to one plain form: no control characters, one kind of quote and space."""
    text = unicodedata.normalize("NFKC", text[: LONGEST * 2])
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u2013", "-")
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    text = _PUNCTUATION.sub(" ", text)
    return " ".join(text.split())[:LONGEST]


def spell_out(text: str, tables: Tables) -> str:
    """Lower-case a text and write its short forms out ("what's" becomes "what is")."""
    low = text.lower().replace("-", " ")
    return _expansion(tables).sub(lambda m: _meaning(m[0], tables), low)


def tokenize(text: str) -> list[Token]:
    """Split a spelled-out text into tokens."""
    return [Token(word, stem(word)) for word in _TOKEN.findall(text)]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Fold plural and -ing forms together; rough, and the same for text and tables."""
    for ending, put in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + put
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending, shortest in (("ing", 6), ("ed", 5)):
        if len(word) > shortest and word.endswith(ending):
            word = word[: -len(ending)]
            word = word[:-1] if word[-1] == word[-2] and word[-1] not in "sl" else word
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def mend(text: str, known: frozenset[str], targets: tuple[str, ...]) -> str:
    """Correct the words that are one or two keys away from a word that means something here."""

    def better(found: re.Match[str]) -> str:
        word = found[0]
        if word in known or stem(word) in known:
            return word
        return _nearest(word, targets) or word

    return re.sub(r"\b[a-z]{4,20}\b", better, text)


def as_written(words: str, raw: str) -> str:
    """Words of a mended text as the message writes them: "t shirt" is "T-shirt", "grey" "gray"."""
    form = r"[\s-]*".join(map(re.escape, words.split()))
    if found := re.search(rf"(?<!\w){form}(?!\w)", raw, re.IGNORECASE):
        return found[0]
    parts, size = raw.split(), len(words.split())
    runs = [" ".join(parts[at : at + size]) for at in range(len(parts) - size + 1)]
    best = process.extractOne(words, runs, scorer=OSA.normalized_similarity, score_cutoff=0.6)
    return str(best[0]).strip(" .,!?;:") if best else words


@lru_cache(maxsize=4096)
def _nearest(word: str, targets: tuple[str, ...]) -> str | None:
    cutoff = 0.79 if 4 < len(word) < 8 else 0.75
    near = _by_start(targets).get(word[0], ())
    near = [*near, *(t for t in _by_start(targets).get(word[1], ()) if t[:2] == word[1::-1])]
    best = process.extractOne(word, near, scorer=OSA.normalized_similarity, score_cutoff=cutoff)
    if best is None:
        return None
    is_swap = sorted(best[0]) == sorted(word)
    return best[0] if is_swap or len(word) > 4 or len(best[0]) > 4 else None


@lru_cache(maxsize=8)
def _by_start(targets: tuple[str, ...]) -> dict[str, list[str]]:
    """The words that a typo can have meant, by their first letters, which few get wrong."""
    found: dict[str, list[str]] = {}
    for target in targets:
        found.setdefault(target[0], []).append(target)
    return found


@lru_cache(maxsize=4)
def _expansion(tables: Tables) -> re.Pattern[str]:
    shorts = sorted(tables.words["expansions"], key=len, reverse=True)
    return re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, shorts)) + r")(?![\w'])")


def _meaning(short: str, tables: Tables) -> str:
    long: str = tables.words["expansions"][short]
    return long
