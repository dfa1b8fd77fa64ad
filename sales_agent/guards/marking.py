"""Mark what a tool's result holds of others' prose as data, on its way to a model.

A description, a review, a page or a note can hold sentences that read like orders to whoever reads
them. They go to the model between two brackets that nothing else can write, and its prompt says
what these mean. Nothing is lost by it: `read_result` takes the marks off again.

Source: Hines et al. 2024, "Defending Against Indirect Prompt Injection Attacks With Spotlighting".
"""

import json
import re
from typing import Any

OPEN, CLOSE = "⟦", "⟧"
PROSE = frozenset(
    {"description", "text", "comment", "comments", "note", "notes", "review", "reviews", "body"}
)
"""Names of fields that hold prose, however short."""
OWN_WORDS = frozenset({"message", "suggestions"})
"""Names of fields that an agent words itself."""
LONG = 80
"""Characters from which on a text of several words is prose, whatever its field is called."""
LONGEST = 4_000
"""Characters of one text that reach a model; more is cut, and says so."""
CUT = " … (cut)"
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]"
)
"""What no eye sees and a model reads: fillers, direction marks, tags, selectors beyond the first.

The joiners U+200C and U+200D stay: words of Hindi and Persian, and families of emoji, need them.
"""
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_MARKS = str.maketrans({OPEN: None, CLOSE: None})
_NO_MARKS = str.maketrans({OPEN: "[", CLOSE: "]"})


def without_unseen(text: str) -> str:
    """A text without characters that nobody sees."""
    return _UNSEEN.sub("", text)


def mark_result(content: str) -> str:
    """A tool's result as a model reads it: nothing unseen in it, others' prose marked."""
    try:
        result = json.loads(content)
    except ValueError:
        return _prose(_clean(content))
    return json.dumps(_mark(result), ensure_ascii=False)


def without_marks(content: str) -> str:
    """A result as it was, but for what nobody sees."""
    return content.translate(_MARKS)


def _mark(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _mark(held, key) for key, held in value.items()}
    if isinstance(value, list):
        return [_mark(held, name) for held in value]
    if not isinstance(value, str):
        return value
    text = _clean(value)
    return _prose(text) if _is_prose(text, name) else text


def _is_prose(text: str, name: str) -> bool:
    if name in OWN_WORDS or not text:
        return False
    return name.lower() in PROSE or (len(text) >= LONG and " " in text)


def _clean(text: str) -> str:
    clean = _CONTROLS.sub("", without_unseen(text)).translate(_NO_MARKS)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - len(CUT)] + CUT


def _prose(text: str) -> str:
    return f"{OPEN}{text}{CLOSE}"
