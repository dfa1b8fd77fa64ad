"""What is kept of a shopper is shown to her, and erased to the last key; secrets never get in."""

import json
import secrets
from functools import partial

import pytest

from sales_agent.assistant import Assistant
from sales_agent.errors import LinkRefused
from sales_agent.graph import build_graph
from sales_agent.guards.masking import mask_secrets
from sales_agent.memory.embedded import connect
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.memory.redis_store import RedisStore
from sales_agent.message import Message
from sales_agent.shoppers.sessions import Sessions
from tests.sales_agent.assistant.scene import Shop, call, cancel, put_in_cart
from tests.scripted_model import ScriptedModel

CARD = "4111 1111 1111 4242"
SECRET = "sk-" + "a1B2" * 6


@pytest.fixture
def client(redis_url):
    """A database of the server that holds nothing else."""
    with connect(f"{redis_url}?db=7") as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def assistant(client):
    saver = RedisSaver(client, window=4)
    steps = [call("put_in_cart", sku="A"), "It is in."] * 40
    steps.insert(0, call("cancel", order_id="O-1"))
    return Assistant(
        graph=build_graph({"scripted": ScriptedModel(steps=steps)}, [put_in_cart, cancel], saver),
        sessions=Sessions(client, anonymous_ttl_s=3600, expire_thread=saver.expire_thread),
        lock=partial(thread_lock, client),
        desk=Shop().desk(),
        model_name="scripted",
        profiles=Profiles(RedisStore(client), ttl_min=lambda shopper: None),
    )


def say(assistant, text, channel="terminal", address="+91 98 8000"):
    *_, ended = assistant.reply(Message(channel, address, text))
    assert ended.error is None, ended.error
    return ended


def everything(client):
    """Every key, and every value in whatever shape, as text."""
    readers = {
        b"string": client.get,
        b"hash": client.hgetall,
        b"list": lambda key: client.lrange(key, 0, -1),
        b"set": client.smembers,
        b"zset": lambda key: client.zrange(key, 0, -1),
    }
    return {key.decode(): repr(readers[client.type(key)](key)) for key in client.scan_iter()}


def test_forgetting_leaves_no_key_and_no_value_of_hers(assistant, client):
    say(assistant, "My shoe size is 9. I am at a secret place")
    say(assistant, "no")
    session, _ = assistant.open(Message("terminal", "+91 98 8000", ""))
    assistant.sessions.link(session, "web", "cookie-77")
    say(assistant, "and on the web", "web", "cookie-77")
    web, _ = assistant.open(Message("web", "cookie-77", ""))
    customer = f"C-{secrets.token_hex(3)}"
    signed_in = assistant.sign_in(web, customer, "Ananya")
    assistant.sessions.offer_link(signed_in)
    ids = (session.shopper_id, customer, "98 8000", "cookie-77")
    assert all(any(one in f"{k}{v}" for k, v in everything(client).items()) for one in ids[1:])

    erased = assistant.forget(signed_in)

    left = everything(client)
    assert not [row for row in left.items() if any(one in str(row) for one in ids)]
    assert all(key.startswith("lock:") and client.ttl(key) > 0 for key in left)
    assert erased[:2] == ["conversation", "what was known of you (1)"]
    assert "session terminal +91 98 8000" in erased


def test_an_anonymous_shopper_and_all_of_hers_go_with_her_time(assistant, client):
    say(assistant, "hello there")
    say(assistant, "no")

    lasting = [key for key in everything(client) if client.ttl(key) < 0]

    assert lasting == []


def test_a_look_before_a_turn_does_not_hide_what_the_turn_did(assistant):
    say(assistant, "Cancel it")
    session, _ = assistant.open(Message("terminal", "+91 98 8000", ""))
    say(assistant, "no, put A into my cart")

    _, stored = assistant.open(Message("terminal", "+91 98 8000", ""))

    assert [line["sku"] for line in stored.values["cart"]["lines"]] == ["A"]
    assert assistant.export(session)["cart"]["lines"]


def test_the_export_holds_all_that_was_said_and_is_known(assistant):
    say(assistant, "My shoe size is 9. Cancel it")
    say(assistant, "no, keep it")
    for number in range(6):
        say(assistant, f"turn {number}")
    session, _ = assistant.open(Message("terminal", "+91 98 8000", ""))

    kept = json.loads(json.dumps(assistant.export(session)))

    said = [row["text"] for row in kept["conversation"] if row["role"] == "shopper"]
    asked = ["My shoe size is 9. Cancel it", "no, keep it"]
    assert said == [*asked, *(f"turn {number}" for number in range(6))]
    assert kept["sessions"] == [{"channel": "terminal", "address": "+91 98 8000"}]
    assert kept["cart"]["lines"] == [{"sku": "A", "quantity": 7}]
    assert kept["facts"]["refused"][0]["said"] == "no, keep it"
    assert (kept["profile"][0]["value"], kept["profile"][0]["source"]["turn"]) == ("9", 1)
    assert {"role": "tool", "result": {"status": "added"}} in kept["conversation"]


def test_cards_and_secrets_are_nowhere_in_the_memory(assistant, client):
    say(assistant, f"My favourite brand is {CARD}. My password is hunter2")
    say(assistant, f"no: {SECRET}, my pin: 9876")
    session, _ = assistant.open(Message("terminal", "+91 98 8000", ""))

    kept = json.dumps(assistant.export(session)) + json.dumps(everything(client))

    for secret in (CARD, CARD.replace(" ", ""), SECRET, "hunter2", "9876"):
        assert secret not in kept
    assert "card ending 4242" in kept


@pytest.mark.parametrize(
    "text",
    [
        "my gift card is GIFT-7QWM-2K8F-9HXA",
        "order O-5038, please",
        "my size is 9 and my budget is 5,000",
        "is this a pin board?",
        "what is your password policy?",
    ],
)
def test_what_is_no_secret_is_left_as_it_is(text):
    assert mask_secrets(text) == text


def test_masking_twice_is_masking_once():
    once = mask_secrets(f"{CARD} {SECRET} password: hunter2")

    assert mask_secrets(once) == once
    assert SECRET not in once


def test_linking_by_a_code_brings_conversation_cart_and_profile_together(assistant):
    say(assistant, "My shoe size is 9. Cancel it")
    say(assistant, "no")
    say(assistant, "I like black", "web", "cookie")
    session, _ = assistant.open(Message("terminal", "+91 98 8000", ""))
    code = assistant.sessions.offer_link(session)

    linked = assistant.take_link(Message("web", "cookie", ""), code.lower())

    assert (linked.thread_id, linked.left) == (session.thread_id, ())
    kept = assistant.export(linked)
    said = [row["text"] for row in kept["conversation"] if row["role"] == "shopper"]
    assert said == ["My shoe size is 9. Cancel it", "no", "I like black"]
    assert kept["cart"]["lines"] == [{"sku": "A", "quantity": 2}]
    assert {row["value"] for row in kept["profile"]} == {"9", "black"}
    assert say(assistant, "and now?", "web", "cookie").thread == session.thread_id


def test_a_stranger_who_guesses_codes_gets_nothing_and_is_slowed(assistant):
    say(assistant, "Cancel it")
    session, _ = assistant.open(Message("terminal", "+91 98 8000", ""))
    code = assistant.sessions.offer_link(session)
    stranger = Message("web", "stranger", "")

    for _ in range(5):
        with pytest.raises(LinkRefused, match="unknown"):
            assistant.take_link(stranger, "AAAA-AAAA")

    with pytest.raises(LinkRefused, match="wait 15 minutes"):
        assistant.take_link(stranger, code)
    assert assistant.open(stranger)[0].thread_id != session.thread_id
