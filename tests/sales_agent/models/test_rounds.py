"""A message of several rounds of tools is understood once, and anew when anything changed."""

import json
from dataclasses import replace

import pytest
from langchain_core.messages import AIMessage

from sales_agent.models.offline.context.talk import Call, Exchange, Talk
from sales_agent.models.offline.understanding.rounds import _once, forget, understood
from sales_agent.models.offline.understanding.understand import understand
from tests.sales_agent.models.conversation import Conversation
from tests.sales_agent.models.shop import ScriptedShop


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget()


def called(name, args):
    result = ScriptedShop().call(name, args)
    return Call(name, args, result, json.dumps(result))


@pytest.fixture(scope="module")
def shown():
    calls = called("browse_catalog", {}), called("search_products", {"query": "shoes"})
    return Exchange("shoes", calls, "Here they are:\n1. One\n2. Two")


def understood_anew(work):
    before = _once.cache_info().misses
    work()
    return _once.cache_info().misses - before


def test_rounds_of_a_turn_share_what_was_understood():
    talk = Conversation()
    talk.say("show me running shoes")  # brings the words of the catalogue
    start = len(talk.messages)

    times = understood_anew(lambda: talk.say("add the first one in black, size 9"))

    rounds = sum(isinstance(message, AIMessage) for message in talk.messages[start:])
    assert rounds >= 2
    assert times == 1


def test_catalogue_that_came_in_a_round_is_understood_with():
    talk = Talk((), Exchange("do you have nimbus sneakers?"))
    browsed = replace(talk, now=replace(talk.now, calls=(called("browse_catalog", {}),)))
    assert (
        understood_anew(lambda: [understood(talk), understood(browsed), understood(browsed)]) == 2
    )


def test_what_is_understood_is_the_same_as_without_keeping(shown):
    for text in ("the second one in black", "compare the first two", "no, under 2000"):
        talk = Talk((shown,), Exchange(text))
        assert understood(talk) == understood(talk) == understand(talk)


@pytest.mark.parametrize(
    "change",
    [
        lambda talk: replace(talk, now=Exchange("the second one")),
        lambda talk: replace(talk, past=(*talk.past, Exchange("hm", reply="Yes?"))),
        lambda talk: replace(talk, past=(replace(talk.past[0], reply="Which one?"),)),
        lambda talk: replace(talk, past=(replace(talk.past[0], asked={"kind": "size"}),)),
        lambda talk: replace(talk, past=(replace(talk.past[0], calls=talk.past[0].calls[:1]),)),
        lambda talk: replace(talk, memory={"looksAt": None, "turn": 4}),
    ],
    ids=["words", "turns", "reply", "question", "results", "memory"],
)
def test_anything_else_that_changed_is_understood_anew(shown, change):
    talk = Talk((shown,), Exchange("the first one"))
    understood(talk)
    assert understood_anew(lambda: understood(change(talk))) == 1


def test_what_is_kept_is_bounded():
    for number in range(200):
        understood(Talk((), Exchange(f"do you have {number} mugs?")))
    assert _once.cache_info().currsize <= 64


def test_caller_can_change_the_list_it_was_given():
    talk = Talk((), Exchange("hello"))
    understood(talk).clear()
    assert [wish.intent for wish in understood(talk)] == ["greet"]


def test_text_that_no_encoding_holds_is_kept_as_well():
    talk = Talk((Exchange("\ud83d", reply="Pardon?"),), Exchange("hello \ud800"))
    assert understood(talk) == understand(talk)
