"""The shopper's yes to a quote."""

import json
import re
from collections.abc import Collection
from pathlib import Path

_PHRASES = json.loads(Path(__file__).with_name("agreements.json").read_text(encoding="utf-8"))
AGREEMENTS = frozenset(_PHRASES["yes"])
"""Phrases that are a plain yes, thanks or not."""
MILD = frozenset(_PHRASES["mild"])
"""What agrees by itself, and beside thanks only takes note: "ok" is a yes, "ok thanks" is none."""
THANKS = frozenset(_PHRASES["thanks"])
COURTESIES = frozenset(_PHRASES["courtesies"])
"""Politeness and forms of address: beside a yes they leave it plain, alone they are none."""
DEEDS: dict[str, frozenset[str]] = {
    kind: frozenset(said) for kind, said in _PHRASES["deeds"].items()
}
"""What names the very thing that is asked, by a quote's kind: "cancel it" is no yes to an order."""
BESIDE: dict[str, frozenset[str]] = {
    kind: frozenset(said) for kind, said in _PHRASES["beside"].items()
}
"""What leaves a yes plain by a quote's kind and is none alone: "yes cancel", but not "cancel"."""
WORDS_AT_MOST = 12
LONGEST_PHRASE = 4
_NO_YES = re.compile(r"[?¿👎❌🚫✋🛑]")
"""Marks of a question, or of a no, with which no words are a plain yes."""


def is_plain_yes(text: str, kind: str = "") -> bool:
    """Whether a message says yes and nothing else; "yes, but make it two" does not.

    Args:
        text: What the shopper said.
        kind: That of the quote that waits, for what says yes to it alone ("place it").
    """
    if _NO_YES.search(text):
        return False
    plain = re.sub(r"['\u2018\u2019]", "", text.lower())
    words = re.sub(r"[^\w\s👍✅]", " ", plain).split()
    if not words or len(words) > WORDS_AT_MOST:
        return False
    agreements = AGREEMENTS | DEEDS.get(kind, frozenset())
    beside = COURTESIES | THANKS | BESIDE.get(kind, frozenset())
    phrases = {*(_split(words, agreements | MILD | beside) or ())}
    return bool(phrases & agreements) or (bool(phrases & MILD) and not phrases & THANKS)


def _split(words: list[str], known: Collection[str]) -> list[str] | None:
    """Cut words into known phrases, longest first; None when a word is left over."""
    phrases: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST_PHRASE), start, -1):
            phrase = " ".join(words[start:end])
            if phrase in known:
                phrases.append(phrase)
                start = end
                break
        else:
            return None
    return phrases
