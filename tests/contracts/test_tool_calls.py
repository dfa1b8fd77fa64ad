"""Faults become results, and identity comes from the session."""

import json
from types import SimpleNamespace

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.graph import START, StateGraph
from langgraph.prebuilt import ToolNode, ToolRuntime

from contracts.client import AgentError, AgentUnavailable
from contracts.contract import ContractError
from contracts.tool_calls import ask_to_confirm, call, shop_tool, transcript_of, with_state


class Shop:
    """Remembers how it was called."""

    def __init__(self):
        self.calls = []

    def call(self, agent, operation_id, body, **who):
        self.calls.append((agent, operation_id, body, who))
        return {"status": "ok"}


@pytest.fixture
def runtime():
    return SimpleNamespace(
        state={"shopper": {"id": "C-1001"}, "cart": {}, "messages": []},
        config={"configurable": {"thread_id": "t-1", "trace_id": "abc"}},
        tool_call_id="call-7",
    )


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (AgentUnavailable("loyalty", "the loyalty agent cannot be reached"), "agent_unavailable"),
        (AgentError("loyalty", 404, {"code": "not_found", "suggestions": ["x"]}), "not_found"),
        (ContractError("loyalty", "getAccount", "reply", ("/points", "type")), "contract_broken"),
    ],
)
def test_a_fault_becomes_a_result(fault, code):
    def ask(question: str) -> str:
        """Ask."""
        raise fault

    result = shop_tool(ask).invoke({"question": "?"})

    assert (result["status"], result["code"]) == ("error", code)
    assert result["message"]


def test_calls_are_made_for_the_sessions_shopper_with_a_key(runtime):
    shop = Shop()

    call(shop, "inventory.checkInventory", {"sku": "A"}, runtime)

    agent, operation, _, who = shop.calls[0]
    assert (agent, operation) == ("inventory", "checkInventory")
    assert (who["shopper"], who["key"], who["trace_id"]) == ("C-1001", "t-1:call-7", "abc")


@pytest.mark.parametrize("arguments", [{}, {"word": "hi"}])
def test_every_tool_is_given_its_runtime(arguments):
    def tell(runtime: ToolRuntime) -> str:
        """Tell whose conversation it is."""
        return runtime.state["shopper"]

    def echo(word: str, runtime: ToolRuntime) -> str:
        """Say a word, and whose conversation it is."""
        return runtime.state["shopper"]

    graph = StateGraph(dict)
    graph.add_node("tools", ToolNode([shop_tool(echo if arguments else tell)]))
    graph.add_edge(START, "tools")
    call = {"name": "echo" if arguments else "tell", "args": arguments, "id": "1"}
    done = graph.compile().invoke(
        {"messages": [AIMessage("", tool_calls=[call])], "shopper": "C-1001"}
    )

    assert done["messages"][-1].content == "C-1001"


def test_only_a_quote_waits_for_a_yes():
    commit = SimpleNamespace(name="commit_it")
    quoted = {"status": "quoted", "quote": {"quoteId": "Q-1"}}

    asked = ask_to_confirm(quoted, commit)

    assert asked["status"] == "confirmation_required"
    assert asked["commit"] == {"tool": "commit_it", "args": {"quote_id": "Q-1"}}
    assert ask_to_confirm({"status": "needs_card"}, commit) == {"status": "needs_card"}


def test_a_session_change_carries_its_result(runtime):
    command = with_state({"status": "added"}, runtime, cart=[{"op": "clear"}])

    message = command.update["messages"][0]
    assert (json.loads(message.content), message.tool_call_id) == ({"status": "added"}, "call-7")
    assert command.update["cart"] == [{"op": "clear"}]


def test_a_transcript_holds_what_was_said_only(runtime):
    call_only = AIMessage("", tool_calls=[{"name": "x", "args": {}, "id": "1"}])
    runtime.state["messages"] = [HumanMessage("hi"), call_only, AIMessage("hello")]

    assert transcript_of(runtime) == [
        {"role": "shopper", "text": "hi"},
        {"role": "assistant", "text": "hello"},
    ]
