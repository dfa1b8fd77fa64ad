"""A message as tokens: cleaned, spelled out, stemmed, typos mended."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sales_agent.models.offline.understanding.tables import Tables, load_tables

LONGEST = 2000
"""Characters of a message that are read; a wish stands in its beginning."""
_SHORTEST_PART = 3
"""Letters that a part of a compound has at least."""
_TOKEN = re.compile(
    r"[₹$€£#%]|\d[\d,.]*\d(?:[a-z]+)?|\d+[a-z]*|[^\W\d_]+(?:'[^\W\d_]+)?", re.UNICODE
)
_HYPHEN = re.compile(r"-(?![\d₹$€£])|(?<!\d)-")
"""A hyphen that is no "to" between figures."""
_COUNTED = re.compile(r"(?:^|(?<=\s))(?:\d{1,2}|[a-d])\)\s+|(?<![.!?,;:\s])[ \t]*[\r\n]+\s*")
"""Where a point of a list begins, "2) towels", or a line without a mark at its end."""
_STRAY = re.compile(r"\s+([.!?;,])(?=\s|$)")
_PUNCTUATION = re.compile(r"[^\w\s@.,'₹$€£#%+/&\[\]?!;:*<>={}\-]", re.UNICODE)


@dataclass(frozen=True)
class Token:
    """A word, lower case and spelled right, and its stem."""

    word: str
    stem: str


def clean(text: str) -> str:
    """Bring a message to one plain form: no control characters, one kind of quote and space."""
    text = unicodedata.normalize("NFKC", text[: LONGEST * 2])
    text = _COUNTED.sub("; ", text)
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u2013", "-")
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    text = _PUNCTUATION.sub(" ", text)
    return _STRAY.sub(r"\1", " ".join(text.split()))[:LONGEST]


def spell_out(text: str, tables: Tables) -> str:
    """Lower-case a text and write its short forms out ("what's" becomes "what is")."""
    low = _HYPHEN.sub(" ", text.lower())
    shorts = _expansions(tables)
    return _expansion(tables).sub(lambda m: shorts[m[0]], low)


def tokenize(text: str) -> list[Token]:
    """Split a spelled-out text into tokens."""
    tables = load_tables()
    return [_token(word, tables) for word in _TOKEN.findall(text)]


def stem(word: str) -> str:
    """Fold a word's forms together; rough, and the same for text and tables."""
    return _token(word, load_tables()).stem


@lru_cache(maxsize=16384)
def _token(word: str, tables: Tables) -> Token:
    return Token(word, _stem(word, tables))


def _stem(word: str, tables: Tables) -> str:
    """Take a word's endings off by the table's rules, each where enough of the word is left."""
    for rule in tables.words["endings"]:
        ending = rule["ending"]
        is_met = word.endswith(ending) and len(word) > rule["longer"]
        if not is_met or word.endswith(tuple(rule.get("not", ()))):
            continue
        word = word[: -len(ending)] + rule.get("put", "")
        if word[-2:-1] == word[-1] and word[-1] in rule.get("single", ""):
            word = word[:-1]
        if rule.get("last"):
            break
    return word


def mend(text: str, known: frozenset[str], targets: tuple[str, ...]) -> str:
    """Correct the words that are one or two keys away from a word that means something here."""

    def better(found: re.Match[str]) -> str:
        word = found[0]
        if word in known or stem(word) in known:
            return word
        return _nearest(word, targets) or word

    return re.sub(r"\b[^\W\d_]{4,20}\b", better, text)


def part_compounds(text: str, known: frozenset[str], heads: frozenset[str]) -> str:
    """Part words that are run together before the goods they end with ("winter jacke")."""

    def parted(found: re.Match[str]) -> str:
        word = found[0]
        if word in known or stem(word) in known:
            return word
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if stem(word[at:]) in heads:
                return f"{word[:at]} {word[at:]}"
        return word

    return re.sub(r"\b[^\W\d_]{7,30}\b", parted, text)


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
    shorts = sorted(_expansions(tables), key=len, reverse=True)
    return re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, shorts)) + r")(?![\w'])")


@lru_cache(maxsize=4)
def _expansions(tables: Tables) -> dict[str, str]:
    """What short forms mean, and words with letters that a keyboard lacks ("groesse")."""
    letters: dict[str, str] = tables.words["letters"]
    plain = str.maketrans(letters)
    known = tables.known_words if letters else ()
    spelled = {word.translate(plain): word for word in known}
    return {
        **{short: word for short, word in spelled.items() if short != word},
        **tables.words["expansions"],
    }
