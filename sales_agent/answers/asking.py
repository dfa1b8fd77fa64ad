"""One model is asked in one turn: its time, its retries, and what is made of what it says."""

import logging
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage
from langchain_core.runnables import Runnable

from sales_agent.answers.chunks import chunks_of
from sales_agent.answers.hearing import Listener
from sales_agent.answers.replies import fault_in, finished_reply, is_finished, stopped_reply
from sales_agent.answers.showing import shown_to
from sales_agent.answers.stopping import Stopped
from sales_agent.errors import ModelFailed
from sales_agent.models.calls import Call, Watch, usage_of
from sales_agent.models.faults import Fault, Kind, fault_of

logger = logging.getLogger(__name__)

NO_ANSWER = "I could not find an answer just now. What was done so far stands; please ask me again."
Models = Mapping[str, Runnable[Any, AIMessage]]
"""The models by name, in the order in which they are asked."""

ATTEMPTS = 2
"""How often a model is asked before the next one is."""
RETRIED = (Kind.RATE_LIMITED, Kind.SERVER_FAILED, Kind.UNREACHABLE, Kind.CUT_OFF, Kind.EMPTY)
"""Faults that may be gone a moment later; a model that was silent to its deadline had its time."""
LONGEST_WAIT_S = 5.0
"""How long a shopper waits for a model that asks for patience; after that the next one answers."""
USUAL_WAIT_S = 0.3
POLL_S = 0.05


class Faulted(Exception):
    """A call failed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind.value)
        self.fault = fault


@dataclass
class Asking:
    """One model, asked for one answer.

    Attributes:
        name: Who is asked.
        models: All models by name.
        messages: What is to be shown.
        listener: Hears the text as it comes.
        stopped: Whether the shopper listens no more.
        watch: Watches over the turn's calls.
    """

    name: str
    models: Models
    messages: Sequence[AnyMessage]
    listener: Listener
    stopped: Stopped
    watch: Watch

    def answer(self) -> AIMessage:
        """The answer.

        Raises:
            ModelFailed: there is none.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._ask()
            except Faulted as failed:
                cause = type(failed.__cause__ or failed).__name__
                logger.warning(
                    "model_failed model=%s fault=%s type=%s attempt=%d",
                    *(self.name, failed.fault.kind, cause, attempt),
                )
                if attempt == ATTEMPTS or not self._waits(failed.fault):
                    raise ModelFailed(NO_ANSWER) from (failed.__cause__ or failed)
        raise ModelFailed(NO_ANSWER)

    def _ask(self) -> AIMessage:
        """Ask once, and let the watch know what it came to."""
        started = time.monotonic()
        reply: AIMessageChunk | None = None
        fault: Fault | None = None
        model: Any = None
        shown: Sequence[AnyMessage] = ()
        self.listener.start_over()
        try:
            model = self._model()
            shown = shown_to(self.name, self.messages, sees=self.watch.takes_pictures(self.name))
            for chunk in chunks_of(
                model, shown, stopped=self.stopped, deadline=self._deadline(started)
            ):
                reply = chunk if reply is None else reply + chunk
                if text := str(chunk.text):
                    self.listener.hear(text)
            if self.stopped():
                return stopped_reply(reply, self.name)
            if wrong := fault_in(reply):
                raise Faulted(wrong)
            return finished_reply(reply, self.name, self.messages)
        except Faulted as failed:
            fault = failed.fault
            raise
        except Exception as error:
            fault = fault_of(error)
            raise Faulted(fault) from error
        finally:
            ms = (time.monotonic() - started) * 1000
            usage = usage_of(reply, shown, model, fault, is_whole=is_finished(reply))
            self.watch.record(Call(self.name, ms, usage, fault))

    def _model(self) -> Runnable[Any, AIMessage]:
        try:
            return self.models[self.name]
        except Exception as error:
            raise Faulted(Fault(Kind.UNAVAILABLE)) from error

    def _deadline(self, started: float) -> float | None:
        own = None if self.watch.timeout_s is None else started + self.watch.timeout_s
        ends = [end for end in (own, self.watch.deadline) if end is not None]
        return min(ends) if ends else None

    def _waits(self, fault: Fault) -> bool:
        """Wait for another attempt, where one may help and there is time; False where not."""
        if self.listener.has_said or fault.kind not in RETRIED:
            return False
        wait_s = fault.retry_after_s
        if wait_s is None:
            wait_s = USUAL_WAIT_S * (1 + random.random())
        until = time.monotonic() + wait_s
        if wait_s > LONGEST_WAIT_S or (self.watch.deadline and until >= self.watch.deadline):
            return False
        while (left := until - time.monotonic()) > 0:
            if self.stopped():
                return True
            time.sleep(min(left, POLL_S))
        return True
