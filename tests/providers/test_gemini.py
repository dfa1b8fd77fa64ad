"""The real Gemini client leads the real graph, against a strict local server."""

import json
import logging
from typing import Any

import pytest
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, tool
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command

from sales_agent.events import TextDelta
from sales_agent.graph import COMMIT
from sales_agent.models import create_model
from sales_agent.models.creation import ModelUnavailable
from sales_agent.settings import ModelSettings
from sales_agent.threads.window import TOKENS_AT_MOST
from tests.providers.gemini_server import KEY, Asked
from tests.providers.steps import Blocked, Calls, CutOff, Fault, PromptBlocked, call

QUOTE = {
    "quoteId": "Q-7",
    "kind": "cancellation",
    "orderId": "O-5001",
    "refund": {"amount": 99900, "currency": "INR"},
    "refundTo": "card ending 4242",
}
BOTH_MODELS = pytest.mark.parametrize("model", ["gemini-2.5-flash", "gemini-3-pro-preview"])


@tool
def find_things(query: str, max_price: float | None = None) -> dict[str, Any]:
    """Find things."""
    return {"status": "ok", "products": [{"productId": "P-1", "name": f"A {query}"}]}


@tool
def list_stores() -> dict[str, Any]:
    """List the stores."""
    return {"status": "ok", "stores": ["Indiranagar"]}


@tool
def put_in_cart(sku: str, runtime: ToolRuntime) -> Any:
    """Put a thing into the cart."""
    message = ToolMessage('{"status": "added"}', tool_call_id=runtime.tool_call_id)
    change = {"op": "add", "sku": sku, "quantity": 1}
    return Command(update={"messages": [message], "cart": [change]})


@tool
def cancel(order_id: str) -> dict[str, Any]:
    """Ask to cancel an order."""
    commit = {"tool": "commit_cancel", "args": {"quote_id": "Q-7"}}
    quote = {**QUOTE, "orderId": order_id}
    return {"status": "confirmation_required", "quote": quote, "commit": commit}


@pytest.fixture
def committed() -> list[str]:
    return []


@pytest.fixture
def tools(committed) -> list[BaseTool]:
    @tool
    def commit_cancel(quote_id: str) -> dict[str, Any]:
        """Cancel as quoted."""
        committed.append(quote_id)
        order = {"orderId": "O-5001"}
        return {"status": "canceled", "message": "O-5001 is canceled.", "orderChanged": order}

    commit_cancel.tags = [COMMIT]
    return [find_things, list_stores, put_in_cart, cancel, commit_cancel]


def parts_of(asked: Asked, index: int) -> list[dict[str, Any]]:
    return list(asked.contents[index]["parts"])


def test_text_streams_as_it_comes(gemini_talk, tools):
    talk = gemini_talk(
        ["Hello and good day. What are you looking for? Tell me a little more."], tools
    )

    events = talk.hear("what do you have?")

    pieces = [event.text for event in events if isinstance(event, TextDelta)]
    assert len(pieces) > 1
    assert "".join(pieces) == "Hello and good day. What are you looking for? Tell me a little more."
    assert talk.gemini.asked[0].is_stream
    assert "AI assistant" in talk.gemini.asked[0].system
    talk.gemini.assert_finished()


@BOTH_MODELS
def test_a_function_call_brings_its_result_back(gemini_talk, tools, model):
    script = [call("find_things", query="lamp", max_price=1500), "Here is a lamp."]
    talk = gemini_talk(script, tools, model)

    ended = talk.say("a lamp under 1500")

    assert ended.reply == "Here is a lamp."
    assert [(t.name, t.args) for t in ended.tools] == [
        ("find_things", {"query": "lamp", "max_price": 1500})
    ]
    second = talk.gemini.asked[1]
    assert second.results["find_things"]["products"][0]["productId"] == "P-1"
    assert parts_of(second, 1)[0]["thoughtSignature"]
    talk.gemini.assert_finished()


@BOTH_MODELS
def test_several_calls_at_once_are_answered_together(gemini_talk, tools, model):
    both = Calls([("find_things", {"query": "lamp"}), ("list_stores", {})], "Let me look.")
    talk = gemini_talk([both, "A lamp, at Indiranagar."], tools, model)

    ended = talk.say("a lamp, and where?")

    assert ended.reply == "Let me look.\nA lamp, at Indiranagar."
    answered = [part["functionResponse"]["name"] for part in parts_of(talk.gemini.asked[1], 2)]
    assert answered == ["find_things", "list_stores"]
    talk.gemini.assert_finished()


@BOTH_MODELS
def test_a_long_way_of_calls_keeps_its_signatures(gemini_talk, tools, model):
    steps = [call("find_things", query="a"), call("find_things", query="b"), "Two."]
    talk = gemini_talk([*steps, call("list_stores"), "One store."], tools, model)

    talk.say("a and b")
    talk.say("and the stores?")

    last = talk.gemini.asked[-1]
    signed = [p for c in last.contents for p in c["parts"] if "thoughtSignature" in p]
    assert len(signed) == 3
    talk.gemini.assert_finished()


@BOTH_MODELS
def test_a_yes_commits_and_the_model_hears_of_it(gemini_talk, tools, committed, model):
    talk = gemini_talk([call("cancel", order_id="O-5001"), "It is canceled."], tools, model)

    asked = talk.say("cancel O-5001")
    assert asked.confirm["quoteId"] == "Q-7"
    assert committed == []
    done = talk.say("yes")

    assert committed == ["Q-7"]
    assert done.reply == "It is canceled."
    assert done.order == {"orderId": "O-5001"}
    assert talk.gemini.asked[1].results["commit_cancel"]["status"] == "canceled"
    talk.gemini.assert_finished()


def test_the_conversation_goes_on_after_a_commit(gemini_talk, tools):
    steps = [call("cancel", order_id="O-5001"), "Canceled.", call("list_stores"), "One store."]
    talk = gemini_talk(steps, tools, "gemini-3-pro-preview")

    for text in ("cancel O-5001", "yes", "where are you?"):
        talk.say(text)

    assert len(talk.gemini.asked) == 4
    talk.gemini.assert_finished()


def test_a_no_is_heard_and_commits_nothing(gemini_talk, tools, committed):
    talk = gemini_talk([call("cancel", order_id="O-5001"), "All right, it stays."], tools)

    talk.say("cancel O-5001")
    kept = talk.say("no, keep it")

    assert committed == []
    assert kept.reply == "All right, it stays."
    assert talk.gemini.asked[1].said == "no, keep it"
    talk.gemini.assert_finished()


def test_commit_tools_are_never_declared(gemini_talk, tools, committed):
    made_up = call("commit_cancel", quote_id="Q-7")
    talk = gemini_talk([made_up, "I cannot do that."], tools)

    talk.say("cancel O-5001")

    assert "cancel" in talk.gemini.asked[0].offered
    assert "commit_cancel" not in talk.gemini.asked[0].offered
    assert committed == []
    talk.gemini.assert_finished()


def test_a_long_conversation_is_shown_in_part(gemini_talk, tools):
    talk = gemini_talk(lambda asked: "x" * (TOKENS_AT_MOST), tools)

    for number in range(8):
        talk.say(f"message {number}")

    last = talk.gemini.asked[-1]
    assert len(last.contents) < 8
    assert last.said == "message 7"
    assert last.contents[0]["role"] == "user"
    assert "message 0" not in json.dumps(last.contents)
    talk.gemini.assert_finished()


FAILURES = [
    Fault(401, "Request had invalid authentication credentials."),
    Fault(403, "Your API key was reported as leaked. Please use another API key."),
    Fault(429, "You exceeded your current quota, please check your plan and billing details."),
    Fault(500, "An internal error has occurred. Please retry."),
    Fault(503, "The model is overloaded. Please try again later."),
    Blocked("SAFETY"),
    Blocked("MALFORMED_FUNCTION_CALL"),
    PromptBlocked(),
    "",
    CutOff("Here is wh"),
]
RETRIED = [*FAILURES[2:5], Blocked("MALFORMED_FUNCTION_CALL"), "", FAILURES[-1]]
"""Those that may be gone a moment later."""


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_a_failing_model_costs_its_own_turn_only(gemini_talk, tools, failure, caplog):
    caplog.set_level(logging.DEBUG)
    attempts = 2 if failure in RETRIED else 1
    talk = gemini_talk(["Hello.", *[failure] * attempts, "Here again."], tools)
    talk.say("hi")

    failed = talk.say("a lamp that nobody else may read about")
    after = talk.say("a lamp?")

    assert failed.error["code"] == "model_failed"
    assert is_plain(failed.error["detail"])
    assert KEY not in f"{failed}{caplog.text}"
    assert "nobody else" not in caplog.text
    assert (after.reply, after.error) == ("Here again.", None)
    talk.gemini.assert_finished()


def is_plain(text: str) -> bool:
    """Whether a shopper can read it: a sentence, with nothing of the machinery in it."""
    machinery = ("error", "exception", "google", "gemini", "quota", "api", "{", "http", "candidate")
    is_sentence = text[:1].isupper() and text.endswith((".", "?"))
    return is_sentence and not any(word in text.casefold() for word in machinery)


def test_a_wrong_key_is_not_told_to_the_shopper(gemini_talk, tools, caplog):
    caplog.set_level(logging.DEBUG)
    talk = gemini_talk(["never said"], tools)
    talk.gemini.key = "another key"

    failed = talk.say("hi")

    assert failed.error["code"] == "model_failed"
    assert is_plain(failed.error["detail"])
    assert KEY not in f"{failed}{caplog.text}"
    assert talk.gemini.refused == ["API key not valid. Please pass a valid API key."]


def test_what_was_committed_stands_when_words_fail(gemini_talk, tools, committed):
    down = [Fault(503), Fault(503)]
    steps = [call("cancel", order_id="O-5001"), *down, "O-5001 is canceled, as I said."]
    talk = gemini_talk(steps, tools)
    talk.say("cancel O-5001")

    failed = talk.say("yes")
    after = talk.say("did that work?")

    assert committed == ["Q-7"]
    assert "nothing was changed" not in failed.error["detail"].casefold()
    assert after.reply == "O-5001 is canceled, as I said."
    assert talk.gemini.asked[-1].known["commit_cancel"]["status"] == "canceled"
    talk.gemini.assert_finished()


def test_tools_that_ran_are_known_when_words_fail(gemini_talk, tools):
    script = [call("put_in_cart", sku="A"), Fault(500), Fault(500), "A is in your cart."]
    talk = gemini_talk(script, tools)

    failed = talk.say("put A in")
    after = talk.say("is it in?")

    assert "nothing was changed" not in failed.error["detail"].casefold()
    assert [line["sku"] for line in after.cart["lines"]] == ["A"]
    talk.gemini.assert_finished()


def test_a_model_without_streaming_calls_tools_too(gemini_talk):
    talk = gemini_talk([call("find_things", query="lamp")], [find_things])
    bound = create_model("google_genai:gemini-2.5-flash").bind_tools([find_things])

    answer = bound.invoke("a lamp")

    assert [(c["name"], c["args"]) for c in answer.tool_calls] == [
        ("find_things", {"query": "lamp"})
    ]
    assert answer.usage_metadata["input_tokens"] > 0
    assert not talk.gemini.asked[0].is_stream
    talk.gemini.assert_finished()


def test_every_tool_of_the_shop_is_declared_as_gemini_takes_it(gemini_talk):
    import tools as shop_tools

    talk = gemini_talk(["Hello."], shop_tools.all_tools)

    assert talk.say("hi").reply == "Hello."
    offered = {tool.name for tool in shop_tools.all_tools if COMMIT not in (tool.tags or ())}
    assert set(talk.gemini.asked[0].offered) == offered
    talk.gemini.assert_finished()


def test_a_google_key_alone_chooses_gemini(monkeypatch):
    monkeypatch.delenv("SALES_MODEL", raising=False)
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)

    assert ModelSettings.from_env().spec == "google_genai:gemini-2.5-flash"
    assert KEY not in repr(ModelSettings.from_env())


def test_a_missing_key_is_named(monkeypatch):
    monkeypatch.delenv("GOOGLE_API_KEY", raising=False)

    with pytest.raises(ModelUnavailable, match="GOOGLE_API_KEY"):
        create_model("google_genai:gemini-2.5-flash")
