"""Ask the model for its answer; where it fails before it has said a word, the next one is asked."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    HumanMessage,
    message_chunk_to_message,
)
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from sales_agent.chunks import chunks_of
from sales_agent.errors import ModelFailed
from sales_agent.stopping import Stopped, never

logger = logging.getLogger(__name__)

NO_ANSWER = "I could not find an answer just now. What was done so far stands; please ask me again."
LEADER = "leader"
"""Where a message's metadata name the model that answered."""
STOPPED = "stopped"
"""Where they say that the shopper stopped the answer."""

Models = Mapping[str, Runnable[Any, AIMessage]]
"""The models by name, in the order in which they are asked."""


def bind_models(models: Mapping[str, BaseChatModel], tools: Sequence[BaseTool]) -> Models:
    """Let every model see the tools."""
    return _BoundModels(models, tools)


class _BoundModels(Mapping[str, Runnable[Any, AIMessage]]):
    """Models that see the tools; each is made and bound when it is first asked."""

    def __init__(self, models: Mapping[str, BaseChatModel], tools: Sequence[BaseTool]) -> None:
        self._models = models
        self._tools = tools
        self._bound: dict[str, Runnable[Any, AIMessage]] = {}

    def __getitem__(self, name: str) -> Runnable[Any, AIMessage]:
        """The model, bound once."""
        if name not in self._bound:
            self._bound[name] = self._models[name].bind_tools(self._tools)
        return self._bound[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order in which they are asked."""
        return iter(self._models)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._models)


def answer(
    models: Models,
    messages: Sequence[AnyMessage],
    say: Callable[[str], None],
    *,
    stopped: Stopped = never,
) -> AIMessage:
    """The first model's answer, saying its text as it comes.

    An answer that is stopped is what was said of it until then, perhaps nothing, and calls no tool.

    Raises:
        ModelFailed: no model answers, or one failed after it had begun to speak.
    """
    failure: ModelFailed | None = None
    for name in _left_in_turn(list(models), messages):
        said: list[str] = []
        if stopped():
            return stopped_message()
        try:
            return _ask(name, models, messages, _both(said.append, say), stopped)
        except ModelFailed as failed:
            if "".join(said).strip():
                raise
            cause = type(failed.__cause__ or failed).__name__
            logger.warning("model_failed model=%s type=%s", name, cause)
            failure = failed
    raise failure or ModelFailed(NO_ANSWER)


def stopped_message(said: str = "") -> AIMessage:
    """An answer that the shopper stopped."""
    return AIMessage(said, response_metadata={STOPPED: True})


def is_stopped(message: AnyMessage) -> bool:
    """Whether the shopper stopped this answer."""
    return isinstance(message, AIMessage) and bool(message.response_metadata.get(STOPPED))


def _left_in_turn(names: Sequence[str], messages: Sequence[AnyMessage]) -> Sequence[str]:
    """A turn that one model has begun is not given back to one that failed in it."""
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        leader = message.response_metadata.get(LEADER)
        if leader in names:
            return names[names.index(leader) :]
    return names


def _ask(
    name: str,
    models: Models,
    messages: Sequence[AnyMessage],
    say: Callable[[str], None],
    stopped: Stopped,
) -> AIMessage:
    reply: AIMessageChunk | None = None
    for chunk in _stream(name, models, messages, stopped):
        reply = chunk if reply is None else reply + chunk
        if chunk.text:
            say(str(chunk.text))
    if stopped():
        left = stopped_message(str(reply.text) if reply else "")
        left.response_metadata[LEADER] = name
        return left
    if reply is None or not (str(reply.text).strip() or reply.tool_calls):
        raise ModelFailed(NO_ANSWER)
    message = message_chunk_to_message(reply)
    assert isinstance(message, AIMessage)
    message.response_metadata[LEADER] = name
    return message


def _stream(
    name: str,
    models: Models,
    messages: Sequence[AnyMessage],
    stopped: Stopped,
) -> Iterator[AIMessageChunk]:
    """Stream the model's answer; what a provider raises says nothing to a shopper."""
    try:
        yield from chunks_of(models[name], messages, stopped=stopped)
    except Exception as error:
        raise ModelFailed(NO_ANSWER) from error


def _both(first: Callable[[str], object], second: Callable[[str], None]) -> Callable[[str], None]:
    def tell(text: str) -> None:
        first(text)
        second(text)

    return tell
