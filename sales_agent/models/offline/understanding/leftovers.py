"""The words of a clause that no other slot took: what could be searched for."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sales_agent.models.offline.understanding.tables import Tables, load_tables
from sales_agent.models.offline.understanding.text import Token, stem
from sales_agent.models.offline.understanding.vocabulary import Vocabulary

_LONG, _LONG_OF_GOODS = 20, 12
"""Words that nothing was read from, beyond which they are chat and not what goods are called."""
_NEAR = 4
"""So many words on either side of a noun for goods describe them."""
_MARKS = re.compile(r"[,.;:!?]")


def left_over(
    rest: Sequence[Token], vocabulary: Vocabulary, text: str, goods: str | None
) -> str | None:
    """The words that could be searched for: no chat, no figures, nothing the filters took.

    In a long clause what stands near the noun for its goods describes them, and no word far off.
    """
    words, tables = [token.word for token in rest], load_tables()
    stop, plain = _no_goods(tables), _meanings(tables)
    said = (word.removesuffix("'s") for word in words)
    vague = tables.words["vague"]  # "für meine Frau" is for one, and no goods "for women"
    left = (word for word in said if word not in stop)
    meant = [word if word in vague else plain.get(stem(word), word) for word in left]
    kept = [w for w in meant if w not in stop and not w[0].isdigit() and len(w) > 1]
    if len(words) > (_LONG_OF_GOODS if goods else _LONG):
        near = _near(text, goods) if goods else frozenset()
        kept = [word for word in kept if stem(word) in vocabulary.words or word in near]
    return " ".join(dict.fromkeys(kept)) or None


def _near(text: str, goods: str) -> frozenset[str]:
    """The words right before and behind the noun for the goods, as far as no mark parts them."""
    before, _, after = text.partition(goods)
    lead = _MARKS.split(before)[-1].split()[-_NEAR:]
    return frozenset([*lead, *_MARKS.split(after)[0].split()[:_NEAR]])


@lru_cache(maxsize=4)
def _no_goods(tables: Tables) -> frozenset[str]:
    return tables.stop.union(tables.words["numbers"], tables.words["weekdays"])


@lru_cache(maxsize=4)
def _meanings(tables: Tables) -> Mapping[str, str]:
    """What words are searched for as, by their stems: "warmer" as "warm"."""
    rows: dict[str, str] = {**tables.words["comparatives"], **tables.words["meanings"]}
    return {stem(word): meaning for word, meaning in rows.items()}
