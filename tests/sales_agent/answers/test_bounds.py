"""What a turn may spend, calls that repeat, and what is said at the limit."""

from datetime import UTC, datetime
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver

from sales_agent.answers.bounds import LIMIT, REPEATED, spent_in
from sales_agent.answers.replies import LEADER
from sales_agent.events import TextDelta, ToolFinished
from sales_agent.graph import build_graph
from sales_agent.settings import InvalidSetting, TurnBudget
from sales_agent.state import TurnContext
from sales_agent.threads.threads import config_of
from tests.scripted_model import ScriptedModel

LOOK = {"name": "look", "args": {}}
ADD = {"name": "add", "args": {}}


class Counted:
    """A conversation whose tools count how often they are called."""

    def __init__(self, *steps: Any, budget: TurnBudget | None = None) -> None:
        self.calls: list[str] = []
        self.model = ScriptedModel(steps=list(steps))
        self.graph = build_graph(
            {"scripted": self.model}, self._tools(), InMemorySaver(), budget=budget
        )

    def _tools(self) -> list[Any]:
        @tool
        def look(what: str = "") -> dict[str, Any]:
            """Look."""
            self.calls.append("look")
            return {"status": "ok", "message": f"there is {what or 'a lamp'}"}

        @tool
        def add() -> dict[str, Any]:
            """Add."""
            self.calls.append("add")
            return {"status": "added", "message": "one lamp is in the cart"}

        return [look, add]

    def say(self, text: str = "go on") -> str:
        context = TurnContext("web", datetime(2026, 11, 30, 12, tzinfo=UTC))
        shopper = {"id": "S-1", "name": None, "isSignedIn": False}
        values = {"messages": [HumanMessage(text)], "shopper": shopper, "turn": 1, "pending": []}
        events = list(
            self.graph.stream(values, config_of("t", context=context), stream_mode="custom")
        )
        self.finished = [event for event in events if isinstance(event, ToolFinished)]
        return "".join(event.text for event in events if isinstance(event, TextDelta)).strip()

    def stored(self) -> list[Any]:
        return list(self.graph.get_state(config_of("t")).values["messages"])


def test_same_call_is_given_its_earlier_result():
    talk = Counted(LOOK, LOOK, "There is a lamp.")

    assert talk.say() == "There is a lamp."
    assert talk.calls == ["look"]
    results = [m.text for m in talk.stored() if isinstance(m, ToolMessage)]
    assert [REPEATED in text for text in results] == [False, True]
    assert len(talk.finished) == 1


def test_second_repeat_ends_the_calls_of_a_turn():
    talk = Counted(LOOK, LOOK, LOOK)

    heard = talk.say()

    assert heard.startswith(LIMIT)
    assert "There is a lamp." in heard
    assert "Not done any more: look." in heard
    talk.model.assert_finished()


def test_same_call_after_a_change_is_made_again():
    talk = Counted(LOOK, ADD, LOOK, "Both are done.")

    talk.say()

    assert talk.calls == ["look", "add", "look"]


def test_write_that_is_repeated_is_made_once():
    talk = Counted(ADD, ADD, "One lamp is there.")

    talk.say()

    assert talk.calls == ["add"]


def test_last_model_call_makes_no_tool_call():
    calls = [{"name": "look", "args": {"what": f"lamp {n}"}} for n in range(3)]
    talk = Counted(*calls, budget=TurnBudget(model_calls=3))

    heard = talk.say()

    assert talk.calls == ["look", "look"]
    assert heard.startswith(LIMIT)
    assert not talk.stored()[-1].tool_calls
    talk.model.assert_finished()


def test_calls_past_the_budget_are_not_made():
    many = [{"name": "look", "args": {"what": f"lamp {n}"}} for n in range(5)]
    talk = Counted([ADD], many, budget=TurnBudget(tool_calls=4))

    heard = talk.say()

    assert talk.calls == ["add"]
    assert "One lamp is in the cart." in heard
    assert "Not done any more: look." in heard


def test_no_model_is_asked_when_time_is_up():
    talk = Counted(ADD, budget=TurnBudget(seconds=0.0))

    assert talk.say().startswith(LIMIT)
    assert talk.model.seen == []


def test_tokens_that_providers_tell_are_counted():
    usage = {"input_tokens": 900, "output_tokens": 100, "total_tokens": 1000}
    answered = AIMessage("Hm.", usage_metadata=usage, response_metadata={LEADER: "a", "calls": 2})

    spent = spent_in([AIMessage("before"), HumanMessage("hi"), answered], started=0.0)

    assert (spent.model_calls, spent.tokens) == (2, 1000)
    assert spent.leaves_no_call(TurnBudget(tokens=1000))


def test_next_turn_has_its_whole_budget():
    talk = Counted(LOOK, LOOK, LOOK, LOOK, "There is a lamp.")
    talk.say()

    assert talk.say("again") == "There is a lamp."


def test_conversation_goes_on_after_the_limit():
    talk = Counted(LOOK, LOOK, LOOK, "There is a lamp.")
    talk.say()

    talk.say("and now?")

    kinds = [message.type for message in talk.model.seen[-1]]
    assert kinds == ["system", "human", "ai", "tool", "ai", "tool", "ai", "human"]


def test_budget_that_is_no_number_is_explained(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SALES_TURN_TOKENS", "many")

    with pytest.raises(InvalidSetting, match="SALES_TURN_TOKENS is 'many'; give a whole number"):
        TurnBudget.from_env()
