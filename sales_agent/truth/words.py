"""Words that a shop's sentences are made of whatever it sells; in capitals they are no names."""

from pathlib import Path

PLAIN_WORDS = frozenset(
    Path(__file__).with_name("plain_words.txt").read_text(encoding="utf-8").split()
)
