"""Tables of words as patterns: a line each; "~" is any ending, "*" up to three words."""

import re
from pathlib import Path

BEFORE, BEHIND = r"(?<!\w)", r"(?!\w)"
"""What stands around a word of a table."""
_ANY = r"(?:\S+ ){0,3}"


def lines_of(table: Path) -> list[str]:
    """The lines of a table, without its comments."""
    rows = table.read_text(encoding="utf-8").splitlines()
    return [row.strip() for row in rows if row.strip() and not row.startswith("#")]


def alternatives(table: Path) -> str:
    """A table as one pattern, the longest of its words first."""
    rows = sorted(lines_of(table), key=len, reverse=True)
    return rf"{BEFORE}(?:{'|'.join(map(form_of, rows))}){BEHIND}"


def form_of(words: str) -> str:
    """A pattern of some words of a table; spaces are as `plain` leaves them."""
    form = ""
    for word in words.split():
        if word == "*":
            form += _ANY
        else:
            form += r"\w*".join(re.escape(piece) for piece in word.split("~")) + " "
    return form.removesuffix(" ")
