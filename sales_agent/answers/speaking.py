"""Lets a model answer, and a shopper hear of it what holds.

A sentence that results do not support is not sent. Where the answer calls tools, it is left out:
the model speaks again when they have answered. Else the model is asked once more, told why, and
what then still does not hold is replaced by what the tools said.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import UsageMetadata, add_usage

from sales_agent.answers.answering import answer
from sales_agent.answers.asking import Models
from sales_agent.answers.replies import is_stopped
from sales_agent.answers.stopping import Stopped, never
from sales_agent.errors import ModelFailed
from sales_agent.models.calls import UNWATCHED, Watch
from sales_agent.models.offline.understanding.recognition import language_of
from sales_agent.truth.check import Gather, IsLeak, TruthCheck, tells_nothing
from sales_agent.truth.guard import Guard
from sales_agent.truth.reading.sentences import split
from sales_agent.truth.reading.statement import Finding
from sales_agent.truth.tally import ASKED_AGAIN, DROPPED, REPLACED, Tally
from sales_agent.truth.telling import reason_for, tell

logger = logging.getLogger(__name__)

CALLS = "calls"
"""Where a message's metadata say how often a model was asked for it, when more than once."""


Say = Callable[[str], None]
"""Sends words to the shopper."""


@dataclass(frozen=True)
class Speech:
    """One answer to be given.

    Attributes:
        models: Who can give it, in the order in which they are asked.
        prompt: How we sell, and what is known of the session.
        shown: The part of the conversation that a model sees.
        gather: Collects the evidence of the turn, when there is something to check.
        say: Sends words to the shopper.
        stopped: Whether the shopper listens no more.
        tally: Counts what was not sent.
        is_leak: Whether a sentence repeats what only the model was told.
        watch: Watches over the turn's calls of models.
    """

    models: Models
    prompt: SystemMessage
    shown: Sequence[AnyMessage]
    gather: Gather
    say: Say
    stopped: Stopped = never
    tally: Tally = field(default_factory=Tally)
    is_leak: IsLeak = tells_nothing
    watch: Watch = UNWATCHED

    def give(self) -> AIMessage:
        """Ask for the answer and say of it what holds; the message's text is what was said.

        Raises:
            ModelFailed: no model answers, or one failed while it spoke.
        """
        guard = Guard(
            TruthCheck(self.gather, is_leak=self.is_leak), self.say, before=said_in_turn(self.shown)
        )
        reply = self._ask(self.prompt, guard)
        if not is_stopped(reply):
            guard.end()
        if not guard.findings:
            return self._as_heard(reply, guard)
        if reply.tool_calls or is_stopped(reply):
            self._count(guard.findings, DROPPED)
            return as_said(reply, guard.said)
        self._count(guard.findings, ASKED_AGAIN)
        return self._give_again(reply, guard)

    def _ask(self, prompt: SystemMessage, guard: Guard) -> AIMessage:
        shown = [prompt, *self.shown]
        return answer(self.models, shown, guard, stopped=self.stopped, watch=self.watch)

    def _give_again(self, first: AIMessage, heard: Guard) -> AIMessage:
        """Ask once more, with the reason; what was said of the first answer stays said."""
        before = [*said_in_turn(self.shown), *split(heard.said)]
        replace = partial(self._replaced, told=set())
        guard = Guard(
            TruthCheck(self.gather, is_leak=self.is_leak), self.say, before=before, replace=replace
        )
        reason = reason_for(heard.findings, heard.said, self.gather)
        prompt = self.prompt.model_copy(update={"content": f"{self.prompt.text}{reason}"})
        try:
            reply = self._ask(prompt, guard)
        except ModelFailed:
            reply = first
        else:
            if not is_stopped(reply):
                guard.end()
        if not (guard.said.strip() or reply.tool_calls or is_stopped(reply)):
            guard.say_instead(self._tell(heard.findings))
        said = as_said(reply, f"{heard.said}{guard.said}")
        said.usage_metadata = _usage(first, reply)
        said.response_metadata[CALLS] = 2
        return said

    def _replaced(self, findings: Sequence[Finding], told: set[str]) -> str:
        """What the tools said, once in an answer."""
        self._count(findings, REPLACED)
        words = self._tell(findings)
        if words in told:
            return ""
        told.add(words)
        return words

    def _tell(self, findings: Sequence[Finding]) -> str:
        """What the tools said, in the language that the shopper speaks."""
        said = [str(one.text) for one in self.shown if isinstance(one, HumanMessage)]
        return tell(self.gather, findings, language_of(said))

    def _as_heard(self, reply: AIMessage, guard: Guard) -> AIMessage:
        """An answer that holds; one that only repeats what was said is said all the same."""
        if not guard.said.strip() and not reply.tool_calls and str(reply.text).strip():
            guard.say_instead(str(reply.text))
        return as_said(reply, guard.said)

    def _count(self, findings: Sequence[Finding], outcome: str) -> None:
        self.tally.add(findings, outcome)
        kinds = ",".join(sorted({finding.kind for finding in findings}))
        logger.warning("claim_without_ground kinds=%s outcome=%s", kinds, outcome)


def said_in_turn(shown: Sequence[AnyMessage]) -> list[str]:
    """The sentences that were said since the shopper spoke."""
    said: list[str] = []
    for message in reversed(shown):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, AIMessage):
            said += split(str(message.text))
    return said


def as_said(reply: AIMessage, said: str) -> AIMessage:
    """The answer with the words that were said; whatever else it holds is kept."""
    if str(reply.text).strip() == said.strip():
        return reply
    content: str | list[str | dict[str, object]] = said
    if isinstance(reply.content, list):
        others = [b for b in reply.content if isinstance(b, dict) and b.get("type") != "text"]
        content = [{"type": "text", "text": said}, *others] if said.strip() else [*others]
    return reply.model_copy(update={"content": content})


def _usage(first: AIMessage, second: AIMessage) -> UsageMetadata | None:
    if second is first:
        return first.usage_metadata
    if first.usage_metadata is None or second.usage_metadata is None:
        return second.usage_metadata or first.usage_metadata
    return add_usage(first.usage_metadata, second.usage_metadata)
