import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from sales_agent.memory.compact import CompactSerializer

serde = CompactSerializer()
STORED_EARLIER = (
    "msgpack.z1",
    b"\x9bt\xbc\x87<\x87,\xcdH\xcd\xc9\xc9'\xdf5\x8br\r\xb1\xb9\xa7\x11\\\xde4.\xf7\t\xd650\xd1"
    b"\xf5e\x04\x00",
)
TURN = [
    HumanMessage("is the linen shirt in M at Indiranagar?", id="m1"),
    AIMessage("", id="m2", tool_calls=[{"name": "check_inventory", "args": {}, "id": "c1"}]),
    ToolMessage('{"status": "in_stock"}', id="m3", tool_call_id="c1", name="check_inventory"),
    AIMessage("Yes, it is.", id="m4"),
]
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None, max_examples=50)
@given(values)
def test_every_plain_value_comes_back(value):
    assert serde.loads_typed(serde.dumps_typed(value)) == value


def test_turn_takes_a_third_of_the_bytes():
    kind, data = serde.dumps_typed(TURN)
    _, plain = JsonPlusSerializer().dumps_typed(TURN)

    assert len(data) < len(plain) / 3
    assert serde.loads_typed((kind, data)) == TURN


def test_what_was_stored_earlier_is_read_forever():
    assert serde.loads_typed(STORED_EARLIER) == [
        HumanMessage("hello", id="m1"),
        {"cart": {"LS-04-M": 1}},
    ]


@pytest.mark.parametrize("value", [None, b"\0\1", 7, "x", TURN])
def test_what_langgraphs_serializer_stored_is_read(value):
    assert serde.loads_typed(JsonPlusSerializer().dumps_typed(value)) == value
