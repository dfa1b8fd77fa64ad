"""The model as LangChain sees it."""

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from sales_agent.models.offline.model import OfflineModel
from tests.sales_agent.models.conversation import BOUND, Conversation


def test_text_streams_in_pieces_that_add_up():
    model = OfflineModel().bind_tools(BOUND)
    chunks = list(model.stream([SystemMessage("x"), HumanMessage("are you a bot?")]))
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert len(chunks) > 5
    assert whole.text == model.invoke([HumanMessage("are you a bot?")]).text
    assert whole.response_metadata["model_name"] == "offline"
    assert whole.additional_kwargs["suggestions"]


def test_tool_calls_stream_in_one_chunk_with_fresh_ids():
    model = OfflineModel().bind_tools(BOUND)
    ids = set()
    for _ in range(3):
        chunks = [c for c in model.stream([HumanMessage("any offers?")]) if c.tool_call_chunks]
        assert len(chunks) == 1
        ids.add(chunks[0].tool_calls[0]["id"])
    assert len(ids) == 3


def test_independent_tools_are_called_at_once():
    talk = Conversation()
    talk.say("show me linen shirts")
    talk.say("any offers and how many points do I have?")
    batch = next(m for m in talk.messages if isinstance(m, AIMessage) and len(m.tool_calls) == 2)
    assert {call["name"] for call in batch.tool_calls} == {"get_applicable_offers", "get_points"}


def test_cart_is_changed_before_it_is_checked_out():
    talk = Conversation()
    talk.say("show me running shoes")
    talk.say("add the second one in size 9 and checkout")
    names = [name for name, _ in talk.shop.calls]
    assert names.index("add_to_cart") < names.index("initiate_checkout")


def test_model_without_tools_says_so_and_does_not_fail():
    reply = OfflineModel().invoke([HumanMessage("show me shoes")])
    assert reply.text


def test_same_messages_give_the_same_words():
    messages = [HumanMessage("hello"), AIMessage("Hi!"), HumanMessage("thanks a lot")]
    model = OfflineModel().bind_tools(BOUND)
    assert model.invoke(messages).text == model.invoke(messages).text
