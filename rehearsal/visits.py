"""Visits of scripted shoppers: each a talk of its own, through the JSON channel."""

import io
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from rehearsal.shoppers import Say, Visit
from sales_agent.channels.dialogue import Dialogue
from sales_agent.channels.json_lines import JsonFront
from sales_agent.conversation import Conversation

Open = Callable[[str, str | None], Conversation]
"""A conversation for an address and a customer."""


def visits(open_conversation: Open) -> Visit:
    """Visits to a shop; what a customer said in an earlier one is forgotten."""
    numbers = count(1)

    def visit(customer: str | None) -> Say:
        address = f"rehearsal-{next(numbers)}"
        conversation = open_conversation(address, customer)
        if customer:
            conversation.forget()
            conversation = open_conversation(address, customer)
        out = io.StringIO()
        dialogue = Dialogue(conversation, JsonFront(out, conversation.cart), lambda: None)

        def say(text: str) -> dict[str, Any]:
            out.seek(0)
            out.truncate()
            dialogue.take(text)
            turn: dict[str, Any] = json.loads(out.getvalue())
            return turn

        return say

    return visit
