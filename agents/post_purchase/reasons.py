"""Reasons in the shopper's words: which of the policy's reasons they give."""

import re
from collections.abc import Sequence
from typing import TypeVar

from agents.post_purchase.policy import Reason

ReasonT = TypeVar("ReasonT", bound=Reason)


def find_reason(words: str, reasons: Sequence[ReasonT]) -> ReasonT | None:
    """The reason that a shopper's words give: the longest phrase of the policy found in them."""
    text = words.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("_", " ")
    found = [
        (len(phrase), reason)
        for reason in reasons
        for phrase in (*reason.words, reason.title)
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
