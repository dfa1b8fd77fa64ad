"""The graph's step that speaks: a model is asked, within what the turn may spend."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolCall
from langchain_core.runnables import RunnableConfig
from langgraph.config import get_stream_writer

from sales_agent.answers.asking import Models
from sales_agent.answers.bounds import closing_words, may_call, spent_in
from sales_agent.answers.replies import LEADER
from sales_agent.answers.speaking import Say, Speech
from sales_agent.events import TextDelta
from sales_agent.guards.leaks import Leaks
from sales_agent.prompt import prompt_message
from sales_agent.settings import TurnBudget
from sales_agent.shop.photo import Seeing
from sales_agent.state import State, context_of
from sales_agent.threads.moments import said_at
from sales_agent.threads.window import Window
from sales_agent.truth.check import Gather
from sales_agent.truth.evidence import gather
from sales_agent.truth.tally import Tally


@dataclass(frozen=True)
class Respond:
    """Asks the models; what holds of their text streams to the channel sentence by sentence.

    Attributes:
        models: Who may be asked, in order.
        window: How much of the conversation they see.
        tally: Counts what was not sent.
        leaks: Knows what only a model was told.
        budget: What a turn may spend.
    """

    models: Models
    window: Window
    tally: Tally
    leaks: Leaks
    budget: TurnBudget

    def __call__(self, state: State, config: RunnableConfig) -> dict[str, Any]:
        """The answer, as a node of the graph."""
        context = context_of(config)
        write = get_stream_writer()
        shown = self.window.show(state["messages"])
        evidence = cache(partial(gather, state, shown, context))

        def say(text: str) -> None:
            write(TextDelta(text))

        def answered(message: AIMessage) -> dict[str, Any]:
            return {"messages": [said_at(message, context.now())]}

        if spent_in(state["messages"], context.started).leaves_no_call(self.budget):
            return answered(_closed(AIMessage(""), evidence, say, ()))
        photo = context.photo
        is_photo = photo is not None and photo.is_unanswered(state["messages"])
        speech = Speech(
            self.models,
            prompt_message(state, context),
            photo.shown(shown) if photo else shown,
            evidence,
            say,
            context.stopped,
            self.tally,
            self.leaks.is_told,
            Seeing(context.watch) if is_photo else context.watch,
        )
        if photo and is_photo:
            for event in photo.events():
                write(event)
            return answered(photo.told_by(speech.give, say))
        return answered(self._bounded(speech.give(), state["messages"], evidence, say))

    def _bounded(
        self, reply: AIMessage, messages: Sequence[AnyMessage], evidence: Gather, say: Say
    ) -> AIMessage:
        """The answer; without calls that the turn may not make any more."""
        if not reply.tool_calls or may_call(reply, messages, self.budget):
            return reply
        return _closed(reply, evidence, say, reply.tool_calls)


def _closed(reply: AIMessage, evidence: Gather, say: Say, left: Sequence[ToolCall]) -> AIMessage:
    """An answer that ends the turn at its limit; calls that were not made are none."""
    said = str(reply.text).rstrip()
    words = closing_words(evidence(), left)
    say(f" {words}" if said else words)
    leader = reply.response_metadata.get(LEADER)
    return AIMessage(
        f"{said} {words}".strip(),
        id=reply.id,
        usage_metadata=reply.usage_metadata,
        response_metadata={LEADER: leader} if leader else {},
    )
