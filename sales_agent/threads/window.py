"""The part of a conversation that the model sees: its last whole turns, by their tokens.

What is stored is never changed for it: messages that a provider would refuse (a tool call that was
cut off from its result, two of the shopper's in a row, an answer stopped before its first word)
are mended on their way to the model.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langchain_core.messages.utils import count_tokens_approximately

TOKENS_AT_MOST = 15_000
CUT_OFF = (
    '{"status": "error", "code": "cut_off", "message": "this call was cut off before its result '
    'came; whether it took effect is not known", "suggestions": []}'
)


def count_tokens(message: AnyMessage) -> int:
    """About how many tokens a message takes: a quarter of its characters, calls included."""
    return int(count_tokens_approximately([message]))


@dataclass(frozen=True)
class Window:
    """How much of a conversation a model sees.

    Attributes:
        tokens: The most that the messages take; the turn in progress is always seen whole.
        count: Tells the tokens of a message, such as a provider's own counter.
    """

    tokens: int = TOKENS_AT_MOST
    count: Callable[[Any], int] = count_tokens

    def show(self, messages: Sequence[AnyMessage]) -> list[AnyMessage]:
        """The last whole turns that fit; cut before a shopper's message, so no call is torn."""
        messages = list(_with_results(_answered(_spoken(messages))))
        starts = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
        if not starts:
            return messages
        start, end, size = starts[-1], len(messages), 0
        for first in reversed(starts):
            size += sum(map(self.count, messages[first:end]))
            if size > self.tokens:
                break
            start = end = first
        return messages[start:]


def _spoken(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Without answers that say nothing and call nothing."""
    return [
        message
        for message in messages
        if not isinstance(message, AIMessage) or message.tool_calls or str(message.text).strip()
    ]


def _answered(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Without the messages whose turn failed: she was asked to say them again."""
    return [
        message
        for message, after in zip_longest(messages, messages[1:])
        if not (isinstance(message, HumanMessage) and isinstance(after, HumanMessage))
    ]


def _with_results(messages: Sequence[AnyMessage]) -> Iterator[AnyMessage]:
    """Give every tool call a result right behind it, and leave out results without a call."""
    results = {m.tool_call_id: m for m in messages if isinstance(m, ToolMessage)}
    for message in messages:
        if isinstance(message, ToolMessage):
            continue
        yield message
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            call_id = call["id"] or ""
            yield results.get(call_id) or ToolMessage(
                CUT_OFF, tool_call_id=call_id, name=call["name"], status="error"
            )
