"""What became of a message, by its answer."""

import re
from typing import Any

from sales_agent.models.offline.wording.texts import load_texts

REFUSED, UNKNOWN, FAILED, SERVED = "refused", "not understood", "failed", "served"


def outcome_of(turn: dict[str, Any]) -> str:
    """What became of a message: served, refused as an attack, not understood, or failed."""
    texts = load_texts().variants
    if turn["error"]:
        return FAILED
    for key, outcome in (("injection", REFUSED), ("unknown", UNKNOWN)):
        if any(_is_worded(turn["reply"], text) for text in texts[key]):
            return outcome
    return SERVED


def _is_worded(reply: str, text: str) -> bool:
    pattern = re.sub(r"\\\{\w+\\\}", ".*", re.escape(text))
    return re.search(pattern, reply) is not None
