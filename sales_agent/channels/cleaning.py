"""Texts as they may be kept and shown: no control characters or escapes, not too long."""

import re

from sales_agent.guards.marking import without_unseen

LIMIT = 4000
"""Characters of a message, after cleaning."""
EMPTY = "Say what you are looking for, or type /help."

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"  # titles and links
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\)?"  # strings to the terminal
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean_message(line: str) -> str:
    """A shopper's line without what nobody typed on purpose; may be empty then."""
    return without_unseen(printable(line)).strip()


def printable(text: str) -> str:
    """A text that no terminal obeys: escapes and control characters out, newline and tab stay."""
    text = _ESCAPES.sub("", text.replace("\r\n", "\n"))
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def one_line(text: object) -> str:
    """A value from data as one printable line."""
    return " ".join(printable(str(text)).split())


def length_refusal(text: str) -> str | None:
    """Why a message is too long to be taken, or None."""
    if len(text) <= LIMIT:
        return None
    return (
        f"That message has {len(text):,} characters, and I can take {LIMIT:,} at a time. "
        "Nothing of it was sent; please say it shorter or in parts."
    )


def sentence(text: object) -> str:
    """An error's words as a sentence for the shopper."""
    words = one_line(text)
    if not words:
        return "That did not work."
    ended = words if words[-1] in ".!?…)" else f"{words}."
    return ended[0].upper() + ended[1:]
