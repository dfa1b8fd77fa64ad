"""The words of a clause that no other slot took: what could be searched for."""

from collections.abc import Mapping
from functools import lru_cache

from sales_agent.models.offline.understanding.tables import Tables, load_tables
from sales_agent.models.offline.understanding.text import stem
from sales_agent.models.offline.understanding.vocabulary import Vocabulary

_LONG = 20
"""Words that nothing was read from, beyond which they are chat and not what goods are called."""


def left_over(words: list[str], vocabulary: Vocabulary) -> str | None:
    """The words that could be searched for: no chat, no figures, nothing the filters took."""
    tables = load_tables()
    stop, plain = _no_goods(tables), _meanings(tables)
    said = (word.removesuffix("'s") for word in words)
    vague = tables.words["vague"]  # "für meine Frau" is for one, and no goods "for women"
    left = (word for word in said if word not in stop)
    meant = [word if word in vague else plain.get(stem(word), word) for word in left]
    kept = [w for w in meant if w not in stop and not w[0].isdigit() and len(w) > 1]
    if len(words) > _LONG:
        kept = [word for word in kept if stem(word) in vocabulary.words]
    return " ".join(dict.fromkeys(kept)) or None


@lru_cache(maxsize=4)
def _no_goods(tables: Tables) -> frozenset[str]:
    return tables.stop.union(tables.words["numbers"], tables.words["weekdays"])


@lru_cache(maxsize=4)
def _meanings(tables: Tables) -> Mapping[str, str]:
    """What words are searched for as, by their stems: "warmer" as "warm"."""
    rows: dict[str, str] = {**tables.words["comparatives"], **tables.words["meanings"]}
    return {stem(word): meaning for word, meaning in rows.items()}
