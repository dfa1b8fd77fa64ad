"""What a shop tool is given: the model's arguments, checked, and the conversation's runtime."""

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, ToolRuntime

from contracts.tool_calls import Result, order_number, shop_tool


@shop_tool
def look_around(runtime: ToolRuntime) -> Result:
    """Look around."""
    return {"messages": len(runtime.state["messages"])}


@shop_tool
def count_up(runtime: ToolRuntime, number: int, step: int = 1) -> Result:
    """Count up."""
    return {"number": number + step, "call": runtime.tool_call_id}


@shop_tool
def find_it(runtime: ToolRuntime, product_id: str, product_ids: list[str], query: str) -> Result:
    """Find it."""
    return {"found": [product_id, *product_ids, query]}


def run(name: str, arguments: dict[str, Any]) -> Any:
    """Call a tool as the graph does."""
    graph = StateGraph(MessagesState)
    graph.add_node("tools", ToolNode([look_around, count_up, find_it]))
    graph.add_edge(START, "tools")
    calls = [{"name": name, "args": arguments, "id": "call-1", "type": "tool_call"}]
    state = {"messages": [AIMessage("", tool_calls=calls)]}
    return graph.compile().invoke(state)["messages"][-1].content  # type: ignore[arg-type]


def test_a_tool_without_arguments_is_given_the_runtime() -> None:
    assert run("look_around", {}) == '{"messages": 1}'


def test_arguments_are_read_by_their_types() -> None:
    assert run("count_up", {"number": "4"}) == '{"number": 5, "call": "call-1"}'


def test_ids_lose_the_quotes_that_a_model_puts_around_them() -> None:
    given = {"product_id": "<`P-1`>", "product_ids": [' "P-2" ', "P-3"], "query": '"linen"'}

    assert json.loads(run("find_it", given))["found"] == ["P-1", "P-2", "P-3", '"linen"']


def test_an_id_keeps_a_mark_of_its_own() -> None:
    given = {"product_id": 'TV-55"', "product_ids": ["''"], "query": ""}

    assert json.loads(run("find_it", given))["found"] == ['TV-55"', "''", ""]


def test_a_wrong_argument_is_refused() -> None:
    assert "number" in run("count_up", {"number": "four"})


def test_a_model_sees_its_arguments_only() -> None:
    schema = count_up.tool_call_schema
    assert not isinstance(schema, dict)
    assert schema.model_json_schema()["properties"].keys() == {"number", "step"}
    assert schema.model_json_schema()["required"] == ["number"]


@pytest.mark.parametrize("said", ["#W2378156", "W2378156", " # w2378156 "])
def test_an_order_is_found_with_its_mark_and_without(said):
    assert order_number(said) == "W2378156"
