"""A conversation as one model is shown it, whichever models have led it so far."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from sales_agent.answers.replies import LEADER

NO_PICTURE = "(The shopper sent a picture here, which you cannot see.)"


def shown_to(name: str, messages: Sequence[AnyMessage], *, sees: bool) -> list[AnyMessage]:
    """The messages for a model.

    What another provider's model said is told in plain words and calls: its signatures and its
    thoughts are of no use elsewhere, and refused. Pictures go to who sees them.
    """
    return [_shown(message, name, sees=sees) for message in messages]


def _shown(message: AnyMessage, name: str, *, sees: bool) -> AnyMessage:
    if isinstance(message, AIMessage) and not _is_by(message, name):
        return AIMessage(str(message.text), id=message.id, tool_calls=message.tool_calls)
    if isinstance(message, HumanMessage) and not sees and not isinstance(message.content, str):
        return HumanMessage(f"{message.text}\n{NO_PICTURE}".strip(), id=message.id)
    return message


def _is_by(message: AIMessage, name: str) -> bool:
    """Whether a message is of the same provider, or of nobody in particular."""
    leader = message.response_metadata.get(LEADER)
    if leader is None:
        return not isinstance(message.content, list)
    return str(leader).partition(":")[0] == name.partition(":")[0]
