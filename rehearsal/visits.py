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

Open = Callable[[str, str, str | None], Conversation]
"""A conversation on a channel, for an address there and a customer."""
FIRST_CHANNEL = "terminal"


class Talker:
    """One shopper who talks, and goes on from another channel where she likes."""

    def __init__(self, open_conversation: Open, address: str, customer: str | None) -> None:
        self._open = open_conversation
        self._address = address
        self._customer = customer
        self._out = io.StringIO()
        conversation = self._open(FIRST_CHANNEL, address, customer)
        if customer:
            conversation.forget()
            conversation = self._open(FIRST_CHANNEL, address, customer)
        self._first = conversation
        self._dialogues = {FIRST_CHANNEL: self._dialogue(conversation)}
        self._channel = FIRST_CHANNEL

    def say(self, text: str, channel: str | None) -> dict[str, Any]:
        """Say a line and read the turn that answers it."""
        self._channel = channel or self._channel
        if self._channel not in self._dialogues:
            self._dialogues[self._channel] = self._dialogue(self._moved_to(self._channel))
        self._out.seek(0)
        self._out.truncate()
        self._dialogues[self._channel].take(text)
        turn: dict[str, Any] = json.loads(self._out.getvalue())
        return turn

    def _moved_to(self, channel: str) -> Conversation:
        """The same shopper elsewhere: signed in there too, or led there by a code."""
        conversation = self._open(channel, self._address, self._customer)
        if self._customer is None:
            conversation.take_link(self._first.offer_link())
        return conversation

    def _dialogue(self, conversation: Conversation) -> Dialogue:
        return Dialogue(conversation, JsonFront(self._out, conversation.cart), lambda: None)


def visits(open_conversation: Open) -> Visit:
    """Visits to a shop; what a customer said in an earlier one is forgotten."""
    numbers = count(1)

    def visit(customer: str | None) -> Say:
        return Talker(open_conversation, f"rehearsal-{next(numbers)}", customer).say

    return visit
