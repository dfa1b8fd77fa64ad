"""The stored conversations, for whoever is no node of the graph: load, change, merge, erase."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, cast

from langchain_core.messages import AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple

from sales_agent.graph import Graph
from sales_agent.state import CONTEXT, TurnContext, difference_of_carts
from sales_agent.threads.facts import all_facts
from sales_agent.threads.stored import Stored

Json = dict[str, Any]
STEPS_AT_MOST = 1_000
"""Nodes of the graph that one turn may pass: far more than its budget lets it."""


class Saver(Protocol):
    """What a saver of ours can beside LangGraph's interface."""

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Load a thread's latest checkpoint."""

    def peek(self, config: RunnableConfig) -> CheckpointTuple | None:
        """Load a thread's latest checkpoint, and hand the same to the run that comes next."""

    def read_all(self, thread_id: str, channel: str = "messages") -> Sequence[Any]:
        """A channel's whole list, with what a window leaves out."""

    def delete_thread(self, thread_id: str) -> None:
        """Erase a thread."""


@dataclass(frozen=True)
class Threads:
    """Stored conversations; what changes one holds its lock."""

    graph: Graph
    lock: Callable[[str], AbstractContextManager[object]]

    @property
    def saver(self) -> Saver:
        """Where the graph keeps its threads."""
        return cast(Saver, self.graph.checkpointer)

    def load(self, thread_id: str) -> Stored:
        """A thread as it is now."""
        return Stored.of(self.saver.get_tuple(config_of(thread_id)))

    def begin(self, thread_id: str) -> Stored:
        """A thread as it is now, for a run that follows at once: it loads no more."""
        return Stored.of(self.saver.peek(config_of(thread_id)))

    def messages(self, thread_id: str) -> Sequence[AnyMessage]:
        """All that was said, with what the window leaves out."""
        return self.saver.read_all(thread_id)

    def change(self, thread_id: str, values: Mapping[str, Any]) -> None:
        """Change the state of a thread; a quote that waits is let go of with its stop."""
        with self.lock(thread_id):
            self._update(thread_id, values)

    def revise(self, thread_id: str, decide: Callable[[Json], Mapping[str, Any]]) -> None:
        """Change the state of a thread by what it holds now; nothing where that says nothing."""
        with self.lock(thread_id):
            if values := decide(self._values(thread_id)):
                self._update(thread_id, values)

    def merge(self, left_id: str, thread_id: str, values: Mapping[str, Any]) -> None:
        """Append a conversation, its cart and its facts to another, once, and erase it."""
        with self.lock(left_id), self.lock(thread_id):
            merged = self._facts(thread_id).get("merged", ())
            left = self._values(left_id)
            if left and all(row["thread"] != left_id for row in merged):
                self._update(thread_id, {**values, **self._legacy(left_id, left)})
            self.saver.delete_thread(left_id)

    def append(self, thread_id: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Add to a thread what a conversation went on with elsewhere, from one state to another."""
        known = {message.id for message in before.get("messages", ())}
        said = [message for message in after.get("messages", ()) if message.id not in known]
        changes = difference_of_carts(before.get("cart", {}), after.get("cart", {}))
        values = {"messages": said, "cart": changes, "facts": all_facts(after.get("facts", {}))}
        if self._values(thread_id).get("shopper") is None:
            values["shopper"] = after["shopper"]
        self.change(thread_id, values)

    def delete(self, thread_id: str) -> None:
        """Erase a thread."""
        self.saver.delete_thread(thread_id)

    def _legacy(self, left_id: str, left: Json) -> Json:
        """What a conversation leaves to the one that it is merged into.

        A mark goes with it, so that a repeat after a crash does not add the cart again.
        """
        mark = {"kind": "merged", "thread": left_id, "at": ""}
        cart = left.get("cart", {})
        changes = [{"op": "add", **line} for line in cart.get("lines", [])]
        changes += [{"op": "coupon", "code": code} for code in cart.get("coupons", [])]
        return {
            "messages": list(self.messages(left_id)),
            "cart": changes,
            "facts": [*all_facts(left.get("facts", {})), mark],
        }

    def _update(self, thread_id: str, values: Mapping[str, Any]) -> None:
        if self.begin(thread_id).quote:  # it waits: changing the state would drop its stop
            values = {**values, "pending": []}
        self.graph.update_state(config_of(thread_id), dict(values), as_node="respond")

    def _values(self, thread_id: str) -> Json:
        values: Json = self.graph.get_state(config_of(thread_id)).values
        return values

    def _facts(self, thread_id: str) -> dict[str, list[Json]]:
        facts: dict[str, list[Json]] = self._values(thread_id).get("facts", {})
        return facts


def config_of(thread_id: str, trace_id: str = "", context: TurnContext | None = None) -> Any:
    """The configuration of a run on a thread."""
    configurable = {"thread_id": thread_id, "trace_id": trace_id, CONTEXT: context}
    return {"configurable": configurable, "recursion_limit": STEPS_AT_MOST}
