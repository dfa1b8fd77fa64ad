"""The shopper's yes to a quote."""

import re
from pathlib import Path

AGREEMENTS = frozenset(
    Path(__file__).with_name("agreements.txt").read_text(encoding="utf-8").splitlines()
)
"""Phrases of which a plain yes is made; with any other word it is no plain yes."""
FILLERS = frozenset({"please", "now", "thanks", "thank you", "right"})
"""Agreements that are none alone."""
WORDS_AT_MOST = 8


def is_plain_yes(text: str) -> bool:
    """Whether a message says yes and nothing else; "yes, but make it two" does not."""
    words = re.sub(r"[^\w\s👍✅]", " ", text.lower().replace("'", "")).split()
    if not words or len(words) > WORDS_AT_MOST:
        return False
    phrases = _split(words)
    return phrases is not None and any(phrase not in FILLERS for phrase in phrases)


def _split(words: list[str]) -> list[str] | None:
    """Cut words into known phrases, longest first; None when a word is left over."""
    phrases: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 4), start, -1):
            phrase = " ".join(words[start:end])
            if phrase in AGREEMENTS:
                phrases.append(phrase)
                start = end
                break
        else:
            return None
    return phrases
