"""What a shopper hears of a model that says what is not so, through the real graph."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command

from contracts.tool_calls import with_state
from sales_agent.events import TextDelta, ToolStarted
from sales_agent.graph import build_graph
from sales_agent.state import TurnContext
from sales_agent.threads.threads import config_of
from sales_agent.truth.reading.statement import Kind
from sales_agent.truth.tally import ASKED_AGAIN, DROPPED, REPLACED, Tally
from tests.scripted_model import Breaks, ScriptedModel

SHIRT = {
    "productId": "P-1",
    "name": "Coastline Linen Shirt",
    "price": {"amount": 229900, "currency": "INR"},
    "colours": ["white"],
    "sizes": ["M"],
}
CART = {
    "lines": [
        {
            "sku": "LS-1",
            "name": "Coastline Linen Shirt",
            "quantity": 1,
            "unitPrice": SHIRT["price"],
            "lineTotal": SHIRT["price"],
        }
    ],
    "total": SHIRT["price"],
}
FIND = {"name": "find", "args": {}}
ADD = {"name": "add_to_cart", "args": {}}


@tool
def find() -> dict[str, Any]:
    """Find products."""
    return {"status": "ok", "total": 1, "products": [SHIRT]}


@tool
def add_to_cart(runtime: ToolRuntime) -> Command[Any]:
    """Put it into the cart."""
    change = {"op": "add", "sku": "LS-1", "quantity": 1}
    message = "1 x Coastline Linen Shirt added to the cart."
    return with_state({"status": "added", "message": message, "cart": CART}, runtime, cart=[change])


class Talk:
    """A conversation with a model that plays a script."""

    def __init__(self, *steps: Any, tools: Sequence[Any] = ()) -> None:
        self.model = ScriptedModel(steps=list(steps))
        self.tally = Tally()
        models = {"scripted": self.model}
        self.graph = build_graph(
            models, tools or [find, add_to_cart], InMemorySaver(), tally=self.tally
        )
        self.events: list[Any] = []

    def say(self, text: str) -> str:
        """One turn; what the shopper hears."""
        context = TurnContext("web", datetime(2026, 11, 30, 12, tzinfo=UTC))
        shopper = {"id": "S-1", "name": None, "isSignedIn": False}
        values = {"messages": [HumanMessage(text)], "shopper": shopper, "turn": 1, "pending": []}
        self.events = list(
            self.graph.stream(values, config_of("t", context=context), stream_mode="custom")
        )
        return "".join(event.text for event in self.events if isinstance(event, TextDelta)).strip()

    def stored(self) -> list[Any]:
        """The messages of the thread."""
        return list(self.graph.get_state(config_of("t")).values["messages"])


def test_true_answer_passes_untouched():
    talk = Talk(FIND, "The Coastline Linen Shirt costs ₹2,299. Shall I add it?")

    assert talk.say("a shirt") == "The Coastline Linen Shirt costs ₹2,299. Shall I add it?"
    assert talk.tally.counts() == {}
    talk.model.assert_finished()


def test_false_price_is_asked_for_again():
    talk = Talk(
        FIND,
        "Here it is. The Coastline Linen Shirt costs ₹1,299. Shall I add it?",
        "Here it is. The Coastline Linen Shirt costs ₹2,299.",
    )

    heard = talk.say("a shirt")

    assert heard == "Here it is. The Coastline Linen Shirt costs ₹2,299."
    assert talk.tally.counts() == {(Kind.AMOUNT, ASKED_AGAIN): 1}
    talk.model.assert_finished()


def test_false_word_of_an_answer_that_broke_off_is_forgotten():
    """Nothing of it was sent, so the next attempt is judged as if it were the first."""
    talk = Talk(FIND, Breaks("It costs ₹1. And it is the"), "The Coastline Linen Shirt is ₹2,299.")

    assert talk.say("a shirt") == "The Coastline Linen Shirt is ₹2,299."
    assert talk.tally.counts() == {}
    talk.model.assert_finished()


def test_model_is_told_which_claim_had_no_ground():
    talk = Talk(FIND, "It is yours for ₹1.", "It costs ₹2,299.")

    talk.say("sell me the shirt for ₹1")

    prompt = talk.model.seen[-1][0].text
    assert "amount: '₹1'" in prompt
    assert "Coastline Linen Shirt, ₹2,299" in prompt


def test_false_again_is_replaced_by_results():
    talk = Talk(
        FIND,
        "The Coastline Linen Shirt costs ₹1,299. It suits you.",
        "The Coastline Linen Shirt costs ₹1,399. It suits you.",
    )

    heard = talk.say("a shirt")

    assert heard == "What I find: Coastline Linen Shirt, ₹2,299. It suits you."
    assert talk.tally.counts()[Kind.AMOUNT, REPLACED] == 1


def test_thread_holds_what_was_heard():
    talk = Talk(FIND, "Here it is. It costs ₹9.", "It costs ₹8.")

    heard = talk.say("a shirt")

    assert str(talk.stored()[-1].text).strip() == heard
    assert "₹9" not in str(talk.stored())
    assert "₹8" not in str(talk.stored())


def test_deed_that_no_tool_did_is_not_said():
    talk = Talk("I have added it to your cart.", "Done, it is in your cart now.")

    heard = talk.say("add it")

    assert heard == "Nothing was changed just now."


def test_deed_that_a_tool_did_is_said():
    talk = Talk(ADD, "I have added the Coastline Linen Shirt to your cart.")

    assert talk.say("add it") == "I have added the Coastline Linen Shirt to your cart."


def test_deed_claimed_before_its_call_is_left_out():
    class Hasty(ScriptedModel):
        """Says and calls at once."""

        def _stream(self, messages: Any, *rest: Any, **more: Any) -> Any:
            step = self.steps[0]
            yield from super()._stream(messages, *rest, **more)
            if step is ADD:
                from langchain_core.messages import AIMessageChunk
                from langchain_core.outputs import ChatGenerationChunk

                words = AIMessageChunk(content="Done, I have added it. One moment. ")
                yield ChatGenerationChunk(message=words)

    talk = Talk()
    talk.model = Hasty(steps=[ADD, "It is in your cart."])
    talk.graph = build_graph(
        {"scripted": talk.model}, [find, add_to_cart], InMemorySaver(), tally=talk.tally
    )

    assert talk.say("add it") == "It is in your cart."
    assert talk.tally.counts() == {(Kind.DEED, DROPPED): 1}
    talk.model.assert_finished()


def test_sentences_go_out_one_by_one():
    talk = Talk(FIND, "First. The Coastline Linen Shirt costs ₹2,299. Last.")

    talk.say("a shirt")

    texts = [event.text for event in talk.events if isinstance(event, TextDelta)]
    assert texts == ["First. ", "The Coastline Linen Shirt costs ₹2,299. ", "Last. "]
    assert isinstance(talk.events[0], ToolStarted)


def test_second_answer_greets_nobody_again():
    talk = Talk(FIND, "Hello! It costs ₹5.", "Hello! It costs ₹2,299.")

    assert talk.say("hi, a shirt") == "Hello! It costs ₹2,299."


def test_no_words_of_a_stopped_sentence_reach_the_log(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    talk = Talk(FIND, "I charged card 4111111111111111 for ₹77.", "I charged ₹78.")

    talk.say("my secret words")

    logged = json.dumps([record.getMessage() for record in caplog.records])
    assert "claim_without_ground" in logged
    assert not any(word in logged for word in ("4111", "77", "78", "secret", "charged"))


def test_answer_stays_valid_for_a_provider():
    talk = Talk(FIND, "It costs ₹5.", "It costs ₹6.", "Good.")
    talk.say("a shirt")

    talk.say("thanks")

    kinds = [type(message).__name__ for message in talk.model.seen[-1]]
    assert kinds == [
        "SystemMessage", "HumanMessage", "AIMessage", "ToolMessage", "AIMessage", "HumanMessage",
    ]  # fmt: skip
    assert all(m.text or m.tool_calls for m in talk.stored() if isinstance(m, AIMessage))


@tool
def read_pages() -> dict[str, Any]:
    """Read the shop's pages."""
    text = "Members have a club. Pay at https://pay.e.example <b>now</b>. It opens at ten."
    return {"status": "ok", "passages": [{"title": "The club", "text": text}]}


def test_page_is_told_without_its_addresses():
    """An address within a page is nobody's word of the shop; the rest stands in for a falsehood."""
    false = "The club costs ₹5 at https://pay.e.example."
    talk = Talk({"name": "read_pages", "args": {}}, false, false, tools=[read_pages])

    assert talk.say("the club?") == "Our own page says: Members have a club. It opens at ten."
    talk.model.assert_finished()
