"""Words that a shop's sentences are made of whatever it sells; in capitals they are no names."""

from pathlib import Path

PLAIN_WORDS = frozenset(
    word
    for file in Path(__file__).parent.glob("plain_words*.txt")
    for word in file.read_text(encoding="utf-8").split()
)
