"""A card that is entered apart from the talk, while a checkout is open and while none is."""

import io

import pytest

from sales_agent.channels.dialogue import Dialogue
from sales_agent.channels.json_lines import JsonFront
from sales_agent.events import TextDelta, ToolFinished
from tests.sales_agent.channels.doubles import ScriptedConversation, ended

CARD = "/card 4242424242424242"
TAKEN = "[card ending 4242]"


def finished(name, status):
    result = {"status": status}
    return [ToolFinished(name, {}, "ok", None, result, 1.0), TextDelta("Which card?"), ended()]


@pytest.fixture
def conversation():
    return ScriptedConversation(
        {
            "checkout": finished("initiate_checkout", "needs_tender"),
            "yes": finished("commit_checkout", "placed"),
            "pay": finished("commit_checkout", "declined"),
        }
    )


@pytest.fixture
def dialogue(conversation):
    return Dialogue(conversation, JsonFront(io.StringIO(), conversation.cart), lambda: None)


@pytest.mark.parametrize("last", ["checkout", "pay"])
def test_card_at_an_open_checkout_is_the_next_message(dialogue, conversation, last):
    dialogue.take(last)
    dialogue.take(CARD)
    assert conversation.messages == [last, TAKEN]


@pytest.mark.parametrize("before", [["hello"], ["checkout", "yes"]])
def test_card_without_a_checkout_says_nothing_for_her(dialogue, conversation, before):
    for line in before:
        dialogue.take(line)
    dialogue.take(CARD)
    assert conversation.messages == before
