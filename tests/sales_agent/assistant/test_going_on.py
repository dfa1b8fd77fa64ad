"""A conversation goes on: in another process, signed in, merged, cut off, forgotten."""

from dataclasses import replace

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from sales_agent.conversation import Conversation
from sales_agent.message import Message
from tests.sales_agent.assistant.scene import call


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
