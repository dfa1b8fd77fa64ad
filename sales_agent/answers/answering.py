"""Ask the model for its answer; where it fails before anything was said, the next one is asked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from sales_agent.answers.asking import NO_ANSWER, Asking, Models
from sales_agent.answers.hearing import Listener
from sales_agent.answers.replies import LEADER, stopped_reply
from sales_agent.answers.stopping import Stopped, never
from sales_agent.errors import ModelFailed
from sales_agent.models.calls import UNWATCHED, Watch


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
    listener: Listener,
    *,
    stopped: Stopped = never,
    watch: Watch = UNWATCHED,
) -> AIMessage:
    """The first model's answer, heard as it comes.

    An answer that is stopped is what was said of it until then, perhaps nothing, and calls no tool.

    Args:
        models: Who may be asked, in order.
        messages: What they are shown.
        listener: Hears the text as it comes.
        stopped: Whether the shopper listens no more.
        watch: Watches over the turn's calls.

    Raises:
        ModelFailed: no model answers, or one failed when a part of its answer was sent.
    """
    failure: ModelFailed | None = None
    for name in watch.order(_left_in_turn(list(models), messages)):
        if stopped():
            return stopped_reply()
        asking = Asking(name, models, messages, listener, stopped, watch)
        try:
            return asking.answer()
        except ModelFailed as failed:
            if listener.has_said:
                raise
            failure = failed
    raise failure or ModelFailed(NO_ANSWER)


def _left_in_turn(names: Sequence[str], messages: Sequence[AnyMessage]) -> Sequence[str]:
    """A turn that one model has begun is not given back to one that failed in it."""
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        leader = message.response_metadata.get(LEADER)
        if leader in names:
            return names[names.index(leader) :]
    return names
