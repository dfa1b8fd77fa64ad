"""What is read of earlier turns is kept, and read anew as soon as anything of it changed."""

from dataclasses import replace

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from sales_agent.models.offline.context.facts import known_items, shown_lists
from sales_agent.models.offline.context.keeping import found_once
from sales_agent.models.offline.context.talk import ASKED, Exchange, Talk, read_talk
from sales_agent.models.offline.understanding.wish import Slots


def messages(text="mugs", args=None, content='{"status": "ok"}', reply="Here.", asked=None):
    call = {"name": "search_products", "args": args or {}, "id": "call_1"}
    more = {ASKED: asked} if asked else {}
    return [
        HumanMessage(text),
        AIMessage("", tool_calls=[call]),
        ToolMessage(content, tool_call_id="call_1"),
        AIMessage(reply, additional_kwargs=more),
        HumanMessage("and now?"),
    ]


def test_turn_is_read_once_in_however_many_messages_after_it():
    first, second = read_talk(messages()), read_talk([*messages(), AIMessage("Well.")])
    assert first.past[0] is second.past[0]
    assert first.now.reply != second.now.reply


@pytest.mark.parametrize(
    "change",
    [
        {"text": "cups"},
        {"args": {"query": "mugs"}},
        {"content": '{"status": "error"}'},
        {"reply": "None."},
        {"asked": {"kind": "size"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_turn_is_read_anew_when_anything_of_it_changed(change):
    def told(talk):
        return [(t.text, t.calls, t.reply, t.asked) for t in talk.past]

    assert told(read_talk(messages(**change))) != told(read_talk(messages()))


def test_what_is_found_of_a_talk_is_found_once():
    seen = []

    @found_once
    def turns_of(talk):
        seen.append(talk)
        return len(talk.past)

    talk = Talk((Exchange("hello"),), Exchange("mugs"))
    longer = replace(talk, past=(*talk.past, talk.now))

    assert [turns_of(talk), turns_of(talk), turns_of(longer)] == [1, 1, 2]
    assert seen == [talk, longer]


def test_talk_of_other_turns_has_goods_of_its_own():
    row = {"productId": "P-1", "name": "Latte Mug"}
    found = f'{{"status": "ok", "products": [{str(row).replace(chr(39), chr(34))}]}}'
    talk = read_talk(messages(content=found))
    assert [item.name for item in known_items(talk)] == ["Latte Mug"]
    assert shown_lists(replace(talk, past=())) == ()


def test_slot_that_is_none_cannot_be_filled():
    with pytest.raises(TypeError, match="colr"):
        Slots().filled(colr="red")
    assert Slots(size="M").filled(colour="red") == Slots(size="M", colour="red")
