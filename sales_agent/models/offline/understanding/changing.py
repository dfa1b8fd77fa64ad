"""What is to become what: "from blue to black" is to be black, and no longer blue."""

import re

from sales_agent.models.offline.understanding.lexicon import mentions
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import tokenize
from sales_agent.models.offline.understanding.vocabulary import Vocabulary

_KINDS = ("colour", "material", "size")
"""Kinds of values that goods can be changed in."""


def as_wanted(text: str, vocabulary: Vocabulary) -> str:
    """A spelled-out text of a change, without the value that is to be given up.

    "Change the size from 9 to 10" is "change the size size 10". A text that tells two values of
    other kinds, such as places, prices or counts, stays as it is.
    """
    if not pattern("changing").search(text):
        return text
    is_count = bool(pattern("about_counts").search(text))

    def wanted(found: re.Match[str]) -> str:
        old, new = _kind(found["old"], vocabulary), _kind(found["new"], vocabulary)
        if old is None or old != new or (old == "size" and is_count):
            return found[0]
        return (
            f"{load_tables().words['size_word']} {found['new']}" if old == "size" else found["new"]
        )

    return pattern("from_to").sub(wanted, text)


def _kind(words: str, vocabulary: Vocabulary) -> str | None:
    """The kind of value that words begin with."""
    tokens = tokenize(words)
    stems = tuple(token.stem for token in tokens)
    for length in range(len(stems), 0, -1):
        term = vocabulary.terms.get(stems[:length])
        if term and term.kind in _KINDS:
            return term.kind
    kinds = {kind for start, _, kind in mentions(tokens) if start == 0 and kind in _KINDS}
    sizes = {*vocabulary.sizes, *load_tables().words["sizes"]}
    is_size = bool(tokens) and (tokens[0].word in sizes or words.lower() in sizes)
    return next(iter(kinds), "size" if is_size else None)
