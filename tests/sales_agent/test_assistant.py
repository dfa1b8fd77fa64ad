"""Turns through the real graph, saver, sessions and locks; the model and the tools are doubles."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command

from sales_agent.assistant import Assistant
from sales_agent.conversation import Conversation
from sales_agent.events import (
    ConfirmationAsked,
    OrderChanged,
    ProductsShown,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnEnded,
    TurnFailed,
)
from sales_agent.graph import COMMIT, build_graph
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.message import Message
from sales_agent.shop.desk import Desk
from sales_agent.shoppers.sessions import Sessions
from tests.scripted_model import ScriptedModel

QUOTE = {
    "quoteId": "Q-1",
    "kind": "cancellation",
    "orderId": "O-5001",
    "refund": {"amount": 99900, "currency": "INR"},
    "refundTo": "card ending 4242",
}


@tool
def find_things(query: str) -> dict[str, Any]:
    """Find things."""
    return {"status": "ok", "products": [{"productId": "P-1", "name": f"A {query}", "price": 1}]}


@tool
def put_in_cart(sku: str, runtime: ToolRuntime) -> Any:
    """Put a thing into the cart."""
    message = ToolMessage('{"status": "added"}', tool_call_id=runtime.tool_call_id)
    change = {"op": "add", "sku": sku, "quantity": 1}
    return Command(update={"messages": [message], "cart": [change]})


@tool
def count_things() -> dict[str, Any]:
    """Answer with the names that channels know, and other things in them."""
    return {"products": 70, "cart": "full", "order": None, "suggestions": None, "ticketId": ""}


@tool
def break_down() -> str:
    """Raise."""
    raise ValueError("a secret that no model should read")


@tool
def cancel(order_id: str) -> dict[str, Any]:
    """Ask to cancel."""
    commit = {"tool": "commit_cancel", "args": {"quote_id": f"Q-{order_id}"}}
    return {
        "status": "confirmation_required",
        "quote": {**QUOTE, "orderId": order_id},
        "commit": commit,
    }


@tool
def identify(customer_id: str, runtime: ToolRuntime) -> Any:
    """Find out who the shopper is."""
    message = ToolMessage('{"status": "identified"}', tool_call_id=runtime.tool_call_id)
    shopper = {"id": customer_id, "name": "Ananya", "isSignedIn": True}
    return Command(update={"messages": [message], "shopper": shopper})


class Shop:
    """A desk and a commit tool that remember what reached them."""

    def __init__(self) -> None:
        self.committed: list[str] = []
        self.is_down = False

    def price_cart(self, cart: dict[str, Any], shopper: str) -> dict[str, Any]:
        if self.is_down:
            raise ConnectionError
        inr = {"amount": 0, "currency": "INR"}
        lines = [{**line, "name": "Thing", "unitPrice": inr} for line in cart["lines"]]
        return {"lines": lines, "total": inr}

    def change_cart(
        self, cart: dict[str, Any], change: dict[str, Any], shopper: str
    ) -> dict[str, Any]:
        applied = {"op": "add", "sku": change["sku"], "quantity": change["quantity"]}
        return {"status": "added", "applied": [applied], "cart": cart, "suggestions": []}

    def commit_tool(self) -> Any:
        @tool
        def commit_cancel(quote_id: str) -> dict[str, Any]:
            """Cancel."""
            self.committed.append(quote_id)
            order = {"orderId": quote_id.removeprefix("Q-")}
            return {"status": "canceled", "message": "It is canceled.", "orderChanged": order}

        commit_cancel.tags = [COMMIT]
        return commit_cancel

    def desk(self) -> Desk:
        return Desk(
            price_cart=self.price_cart,
            tokenize_card=lambda number, shopper: {},
            identify=lambda named, shopper: {},
            list_orders=lambda shopper: [],
            find_by_photo=lambda picture, shopper: {"status": "not_ready", "products": []},
            erase_interactions=lambda shopper: 0,
            change_cart=self.change_cart,
            failures=(ConnectionError,),
        )


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def open_assistant(redis_client, shop):
    def open_with(
        *steps: Any, spare: ScriptedModel | None = None, window: int | None = None
    ) -> tuple[Assistant, ScriptedModel]:
        model = ScriptedModel(steps=list(steps))
        tools = [
            find_things,
            count_things,
            put_in_cart,
            break_down,
            cancel,
            identify,
            shop.commit_tool(),
        ]
        assistant = Assistant(
            graph=build_graph(
                {"scripted": model} | ({"spare": spare} if spare else {}),
                tools,
                RedisSaver(redis_client, window=window),
            ),
            sessions=Sessions(redis_client),
            lock=partial(thread_lock, redis_client),
            desk=shop.desk(),
            model_name="scripted",
        )
        return assistant, model

    return open_with


@pytest.fixture
def say(thread_id):
    """Say something as one shopper, and get the turn's events."""

    def say_to(assistant: Assistant, text: str, **more: Any) -> list[Any]:
        return list(assistant.reply(Message("terminal", f"me-{thread_id}", text, **more)))

    return say_to


def call(name: str, **args: Any) -> dict[str, Any]:
    return {"name": name, "args": args}


def kinds(events: list[Any]) -> list[type]:
    return list(dict.fromkeys(type(event) for event in events))


def test_a_turn_tells_tools_products_text_and_end(open_assistant, say):
    assistant, model = open_assistant(call("find_things", query="lamp"), "Here is a lamp.")

    events = say(assistant, "lamps please")

    assert kinds(events) == [ToolStarted, ToolFinished, ProductsShown, TextDelta, TurnEnded]
    ended = events[-1]
    assert ended.reply == "Here is a lamp."
    assert [p["productId"] for p in ended.products] == ["P-1"]
    assert [(t.name, t.status) for t in ended.tools] == [("find_things", "ok")]
    assert (ended.turn, ended.error, ended.confirm) == (1, None, None)
    model.assert_finished()


def test_commit_tools_are_never_offered_to_a_model(open_assistant, say):
    assistant, model = open_assistant("Hello.")
    say(assistant, "hi")

    assert "commit_cancel" not in model.offered
    assert "cancel" in model.offered


def test_a_model_that_calls_a_commit_tool_is_refused(open_assistant, say, shop):
    assistant, _ = open_assistant(call("commit_cancel", quote_id="Q-O-1"), "Sorry.")

    say(assistant, "cancel it")

    assert shop.committed == []


def test_a_plain_yes_commits_exactly_what_was_shown(open_assistant, say, shop):
    assistant, model = open_assistant(call("cancel", order_id="O-5001"), "Done, it is canceled.")

    asked = say(assistant, "cancel O-5001")
    assert ConfirmationAsked in kinds(asked)
    assert asked[-1].confirm["orderId"] == "O-5001"
    assert "₹999" in asked[-1].reply
    assert shop.committed == []

    done = say(assistant, "Yes, please!")
    assert shop.committed == ["Q-O-5001"]
    assert OrderChanged in kinds(done)
    assert done[-1].order == {"orderId": "O-5001"}
    assert done[-1].confirm is None
    model.assert_finished()


@pytest.mark.parametrize("words", ["no", "yes but keep the shirt", "what is the refund?", "y e s"])
def test_anything_else_drops_the_quote_and_is_heard(open_assistant, say, shop, words):
    assistant, model = open_assistant(call("cancel", order_id="O-1"), "All right.", "Hello.")

    say(assistant, "cancel O-1")
    say(assistant, words)

    assert shop.committed == []
    assert model.seen[-1][-1].content == words
    say(assistant, "yes")
    assert shop.committed == []


def test_two_quotes_at_once_are_asked_one_after_the_other(open_assistant, say, shop):
    both = [call("cancel", order_id="O-1"), call("cancel", order_id="O-2")]
    assistant, model = open_assistant(both, "Both are canceled.")

    assert say(assistant, "cancel both")[-1].confirm["orderId"] == "O-1"
    second = say(assistant, "yes")[-1]
    assert second.confirm["orderId"] == "O-2"
    assert second.reply.startswith("It is canceled.")
    say(assistant, "yes")

    assert shop.committed == ["Q-O-1", "Q-O-2"]
    model.assert_finished()


def test_two_cart_changes_at_once_both_hold(open_assistant, say):
    both = [call("put_in_cart", sku="A"), call("put_in_cart", sku="B")]
    assistant, _ = open_assistant(both, "Both are in.")

    ended = say(assistant, "both please")[-1]

    assert {line["sku"] for line in ended.cart["lines"]} == {"A", "B"}


def test_a_strange_result_does_not_end_the_turn(open_assistant, say):
    assistant, _ = open_assistant(call("count_things"), "Seventy.")

    ended = say(assistant, "how many?")[-1]

    assert (ended.reply, ended.products, ended.error) == ("Seventy.", [], None)


def test_a_tool_that_raises_costs_its_own_answer_only(open_assistant, say):
    assistant, model = open_assistant(call("break_down"), "That did not work.")

    ended = say(assistant, "go")[-1]

    assert ended.tools[0].code == "tool_failed"
    assert "secret" not in str(model.seen[-1])
    assert ended.reply == "That did not work."


def test_a_model_that_fails_ends_the_turn_with_a_sentence(open_assistant, say):
    assistant, _ = open_assistant(RuntimeError("key sk-123 is bad"), "Hello again.")

    events = say(assistant, "hi")

    assert isinstance(events[-2], TurnFailed)
    assert events[-1].error["code"] == "model_failed"
    assert "sk-123" not in str(events)
    assert say(assistant, "hi")[-1].reply == "Hello again."


@pytest.mark.parametrize("failures", [[RuntimeError("401")], ["", ""]])
def test_the_next_model_answers_when_one_fails(open_assistant, say, failures):
    spare = ScriptedModel(steps=["The spare one says hello."])
    assistant, _ = open_assistant(*failures, "I am back.", spare=spare)

    ended = say(assistant, "hi")[-1]

    assert (ended.reply, ended.model, ended.error) == ("The spare one says hello.", "spare", None)
    assert say(assistant, "hi again")[-1].model == "scripted"


def test_a_turn_is_not_given_back_to_the_model_that_failed_in_it(open_assistant, say):
    spare = ScriptedModel(steps=[call("find_things", query="lamp"), "A lamp."])
    assistant, model = open_assistant(RuntimeError("503"), spare=spare)

    ended = say(assistant, "lamps")[-1]

    assert (ended.reply, ended.model) == ("A lamp.", "spare")
    model.assert_finished()
    spare.assert_finished()


def test_an_empty_reply_is_a_failure(open_assistant, say):
    assistant, model = open_assistant("", "")

    assert say(assistant, "hi")[-1].error["code"] == "model_failed"
    model.assert_finished()


def test_a_cart_that_cannot_be_priced_is_shown_without_prices(open_assistant, say, shop):
    assistant, _ = open_assistant(call("put_in_cart", sku="A"), "It is in.")
    shop.is_down = True

    cart = say(assistant, "that one")[-1].cart

    assert cart["lines"] == [{"sku": "A", "quantity": 1, "name": None, "price": None}]
    assert cart["total"] is None


def test_a_conversation_goes_on_in_a_new_process(open_assistant, say):
    first, _ = open_assistant(call("put_in_cart", sku="A"), "It is in.")
    say(first, "that one")

    second, model = open_assistant("Your cart holds A.")
    ended = say(second, "my cart?")[-1]

    assert ended.turn == 2
    assert [line["sku"] for line in ended.cart["lines"]] == ["A"]
    assert [message.type for message in model.seen[-1]][:2] == ["system", "human"]


def test_signing_in_keeps_conversation_and_cart(open_assistant, say, thread_id):
    customer = f"C-{thread_id}"
    assistant, _ = open_assistant(
        "Hello.",
        call("put_in_cart", sku="A"),
        "It is in.",
        call("identify", customer_id=customer),
        "Welcome.",
        "Both are there.",
    )
    list(assistant.reply(Message("web", f"she-{thread_id}", "hi", customer_id=customer)))
    say(assistant, "put A in")

    ended = say(assistant, "I am Ananya")[-1]
    assert ended.customer == customer
    later = say(assistant, "what is there?")[-1]

    assert [line["sku"] for line in later.cart["lines"]] == ["A"]
    session, stored = assistant.open(Message("web", f"she-{thread_id}", "", customer_id=customer))
    assert session.thread_id == later.thread
    assert {"hi", "put A in"} <= {message.content for message in stored.values["messages"]}


def test_a_pending_question_travels_to_another_channel(open_assistant, shop, thread_id):
    customer = f"C-{thread_id}"
    assistant, _ = open_assistant(call("cancel", order_id="O-9"), "Canceled.")
    list(assistant.reply(Message("terminal", "here", "cancel O-9", customer_id=customer)))

    list(assistant.reply(Message("web", "there", "yes", customer_id=customer)))

    assert shop.committed == ["Q-O-9"]


def test_a_closed_channel_does_not_lose_the_turn(open_assistant, say, thread_id):
    assistant, _ = open_assistant("A long answer.", "Second.")
    events = assistant.reply(Message("terminal", f"me-{thread_id}", "first"))
    next(events)
    events.close()

    assert say(assistant, "second")[-1].turn == 2


def test_what_fell_out_of_the_window_is_known_as_facts(open_assistant, say, shop):
    replies = [f"Reply {number}." for number in range(12)]
    assistant, model = open_assistant(
        "Here are lamps.",
        call("cancel", order_id="O-1"),
        call("cancel", order_id="O-2"),
        "O-2 is canceled.",
        *replies,
        window=6,
    )
    for text in ("lamps please", "cancel O-1", "rather O-2", "yes", *map(str, range(12))):
        say(assistant, text)

    prompt, *seen = model.seen[-1]
    assert all(message.content != "lamps please" for message in seen)
    assert len(seen) < 12
    assert 'Asked in turn 1: "lamps please"' in prompt.content
    assert 'Not agreed to in turn 3: cancellation of O-1; she said "rather O-2"' in prompt.content
    assert "Agreed to in turn 4: cancellation of O-2, order O-2, canceled" in prompt.content
    assert shop.committed == ["Q-O-2"]


def test_merging_takes_the_whole_conversation_along_once(open_assistant, say, thread_id):
    customer = f"C-{thread_id}"
    assistant, _ = open_assistant(
        *(f"Reply {number}." for number in range(10)),
        "Hello.",
        call("put_in_cart", sku="A"),
        "It is in.",
        "Still here.",
        window=4,
    )
    for number in range(10):
        say(assistant, f"anonymous {number}")
    mine = Message("web", f"she-{thread_id}", "hi", customer_id=customer)
    list(assistant.reply(mine))
    list(assistant.reply(mine))
    session, _ = assistant.open(Message("terminal", f"me-{thread_id}", ""))

    signed_in = assistant.sign_in(session, customer, "Ananya")
    say(assistant, "what now?")

    everything = assistant.threads.messages(signed_in.thread_id)
    said = [message.content for message in everything if message.type == "human"]
    expected = ["hi", "hi", *(f"anonymous {number}" for number in range(10)), "what now?"]
    assert said == expected
    assert assistant.threads.load(session.thread_id).values == {}


def test_a_merge_that_a_crash_cut_off_is_finished_by_the_next_turn(open_assistant, say, thread_id):
    customer = f"C-{thread_id}"
    add = [call("put_in_cart", sku="A"), "It is in."]
    assistant, _ = open_assistant("Hello.", *add, "Here it is.")
    list(assistant.reply(Message("web", f"she-{thread_id}", "hi", customer_id=customer)))
    say(assistant, "put A in")
    session, _ = assistant.open(Message("terminal", f"me-{thread_id}", ""))
    joined = assistant.sessions.sign_in(session, customer)  # and the process dies here

    ended = say(assistant, "my cart?")[-1]

    assert {line["sku"]: line["quantity"] for line in ended.cart["lines"]} == {"A": 1}
    (left_id,) = joined.merged_from
    assistant.threads.merge(left_id, joined.thread_id, {})
    assert assistant.threads.load(joined.thread_id).values["cart"]["lines"][0]["quantity"] == 1


def test_a_turn_that_died_between_call_and_result_is_mended_for_the_model(
    open_assistant, say, thread_id
):
    assistant, model = open_assistant("Hello.", "Here I am.")
    say(assistant, "hi")
    session, _ = assistant.open(Message("terminal", f"me-{thread_id}", ""))
    torn = {"name": "find_things", "args": {"query": "lamp"}, "id": "torn", "type": "tool_call"}
    left = [HumanMessage("lamps?"), AIMessage("", tool_calls=[torn])]
    assistant.threads.change(session.thread_id, {"messages": left})

    say(assistant, "are you there?")

    seen = model.seen[-1]
    (place,) = [i for i, m in enumerate(seen) if m.type == "ai" and m.tool_calls]
    assert (seen[place + 1].type, seen[place + 1].tool_call_id) == ("tool", "torn")
    assert "cut_off" in seen[place + 1].content
    stored = assistant.threads.messages(session.thread_id)
    assert not [message for message in stored if message.type == "tool"]


@pytest.mark.parametrize(
    ("erase", "told"),
    [
        (lambda shopper: 7, "Erased: what recommendations learnt from you, 7 entries"),
        (lambda shopper: 0, "Kept: orders and payments, as the law asks of a shop."),
        (None, "Not erased yet: what recommendations learnt"),
    ],
)
def test_forgetting_reaches_what_was_learnt_or_says_that_it_did_not(
    open_assistant, thread_id, erase, told
):
    def fail(shopper: str) -> int:
        raise ConnectionError

    assistant, _ = open_assistant("Hello.")
    desk = replace(assistant.desk, erase_interactions=erase or fail)
    assistant = replace(assistant, desk=desk)
    conversation = Conversation(
        assistant, channel="terminal", address=f"me-{thread_id}", customer_id=None
    )
    list(conversation.reply("hello"))
    lines = conversation.forget()
    assert "Erased: conversation" in lines
    assert any(line.startswith(told) for line in lines)


def test_a_yes_to_another_quote_commits_nothing(open_assistant, shop):
    assistant, _ = open_assistant({"name": "cancel", "args": {"order_id": "1"}})
    list(assistant.reply(Message("web", "she-quotes", "cancel 1")))

    *_, failed, ended = assistant.reply(Message("web", "she-quotes", "yes", quote="Q-2"))

    assert isinstance(failed, TurnFailed)
    assert failed.code == ended.error["code"] == "quote_changed"
    assert shop.committed == []


def test_a_cart_changes_without_a_word(open_assistant, shop):
    assistant, _ = open_assistant()
    session, _ = assistant.open(Message("web", "she-clicks", ""))

    told = assistant.change_cart(session, {"kind": "add", "sku": "S-1", "quantity": 2})

    assert told["status"] == "added"
    assert assistant.threads.load(session.thread_id).values["cart"]["lines"] == [
        {"sku": "S-1", "quantity": 2}
    ]
