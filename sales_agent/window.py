"""The part of a conversation that the model sees."""

from collections.abc import Sequence
from itertools import zip_longest

from langchain_core.messages import AnyMessage, HumanMessage

CHARACTERS_AT_MOST = 60_000
"""About 15,000 tokens; the turn in progress is always seen whole."""


def recent_turns(
    messages: Sequence[AnyMessage], limit: int = CHARACTERS_AT_MOST
) -> list[AnyMessage]:
    """The last whole turns that fit; cut before a shopper's message, so no tool call is torn.

    A message whose turn failed is left out: she was asked to say it again, and a provider may
    refuse two of hers in a row.
    """
    messages = _answered(messages)
    starts = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if not starts:
        return list(messages)
    start = starts[-1]
    size = sum(len(str(message.content)) for message in messages[start:])
    for earlier in reversed(starts[:-1]):
        size += sum(len(str(message.content)) for message in messages[earlier:start])
        if size > limit:
            break
        start = earlier
    return list(messages[start:])


def _answered(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    return [
        message
        for message, after in zip_longest(messages, messages[1:])
        if not (isinstance(message, HumanMessage) and isinstance(after, HumanMessage))
    ]
