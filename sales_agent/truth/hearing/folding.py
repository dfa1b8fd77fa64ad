"""The words that the learned readers see: goods, variants and stores are one word each."""

import re
from functools import lru_cache

from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Statement
from sales_agent.truth.wares.options import option_spans

_VARIANT = re.compile(
    r"\b(?:sizes? )?(?:colour_|size_)(?:[ ,/]*(?:and |in |or )?(?:sizes? )?(?:colour_|size_))*",
    re.I,
)
_NIL = re.compile(r"(?<![\w.,:])0(?![\w:]|[.,]\d)")
"""Says something else than every other number."""
_KEPT = 32
"""Lists of stores that are kept as patterns."""


def with_variants(statement: Statement, evidence: Evidence) -> str:
    """The text with its goods, stores, and colours and sizes each as one word."""
    spans = [(m.start, m.end, "goods_") for m in statement.mentions]
    spans += [(start, end, "size_") for start, end in option_spans(statement, evidence)]
    text = _put_in(statement.text, spans)
    if evidence.stores:
        text = _any_of(tuple(evidence.stores)).sub("store_", text)
    return one_variant(text)


def with_goods(short: Statement) -> str:
    """The text with its product as one word.

    Args:
        short: A sentence in which names of goods are the word Xx.
    """
    return _put_in(short.text, [(m.start, m.end, "goods_") for m in short.mentions])


def one_variant(text: str) -> str:
    """The text with a colour and a size that stand together as one word, and a 0 as a word."""
    return " ".join(_NIL.sub("zero", _VARIANT.sub("variant_", text)).split())


def _put_in(text: str, spans: "list[tuple[int, int, str]]") -> str:
    pieces, end = [], 0
    for start, stop, word in sorted(spans):
        pieces += [text[end:start], word]
        end = stop
    return "".join([*pieces, text[end:]])


@lru_cache(_KEPT)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.I)
