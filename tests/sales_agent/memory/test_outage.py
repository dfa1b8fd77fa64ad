"""Redis away in the middle of conversations: a real server that is killed and comes back."""

import os
import secrets
import signal
from functools import partial

import pytest
import requests

from sales_agent.answers.apologies import NOT_SAVED, NOT_SIGNED_IN, SAVED_AGAIN
from sales_agent.assistant import Assistant
from sales_agent.graph import build_graph
from sales_agent.memory.embedded import EmbeddedRedis, connect
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.outage import Outage
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.memory.steady_saver import SteadySaver
from sales_agent.memory.steady_store import SteadyStore
from sales_agent.message import Message
from sales_agent.metrics import serve_metrics
from sales_agent.shoppers.sessions import Sessions
from tests.sales_agent.assistant.scene import Shop, call, cancel, identify, put_in_cart
from tests.scripted_model import ScriptedModel

NEVER_S = 3600.0


class Place:
    """A server that comes and goes, and processes that talk through it."""

    def __init__(self, folder):
        self.server = EmbeddedRedis(folder)
        self.url = self.server.start()
        self._pid_file = folder / "run" / "redis.pid"
        self.shop = Shop()

    def go_away(self):
        os.kill(int(self._pid_file.read_text(encoding="ascii")), signal.SIGKILL)

    def come_back(self):
        self.server.start()

    def process(self, *steps, revive=None, window=None):
        """What one process is made of; it tries for Redis when the test tells it to."""
        client = connect(self.url)
        outage = Outage(client.ping, revive=revive, retry_s=NEVER_S)
        saver = SteadySaver(client, outage=outage, window=window)
        model = ScriptedModel(steps=list(steps))
        tools = [put_in_cart, cancel, identify, self.shop.commit_tool()]
        assistant = Assistant(
            graph=build_graph({"scripted": model}, tools, saver),
            sessions=Sessions(client),
            lock=partial(thread_lock, client),
            desk=self.shop.desk(),
            model_name="scripted",
            profiles=Profiles(SteadyStore(client, outage=outage), ttl_min=lambda _: None),
            outage=outage,
        )
        saver.append = assistant.threads.append
        return assistant


@pytest.fixture
def place(tmp_path):
    found = Place(tmp_path)
    yield found
    found.server.start()
    found.server.close()


@pytest.fixture
def customer():
    return f"C-{secrets.token_hex(4)}"


def say(assistant, text, customer=None, channel="terminal", address="here"):
    *_, ended = assistant.reply(Message(channel, address, text, customer_id=customer))
    return ended


def stored_words(place, thread_id):
    messages = RedisSaver(connect(place.url)).read_all(thread_id)
    return [message.content for message in messages if message.type == "human"]


@pytest.mark.parametrize("window", [None, 2])
def test_turns_go_on_are_marked_once_and_written_in_order(place, customer, window):
    add = [call("put_in_cart", sku="A"), "It is in."]
    assistant = place.process("One.", *add, "Three.", "Four.", window=window)
    say(assistant, "one", customer)
    place.go_away()

    second, third = say(assistant, "two", customer), say(assistant, "three", customer)

    assert (second.reply[:9], second.reply.endswith(f"\n\n{NOT_SAVED}")) == ("It is in.", True)
    assert third.reply == "Three."
    assert (second.turn, third.turn) == (2, 3)
    assert (second.is_saved, third.is_saved, second.error) == (False, False, None)
    assert [line["sku"] for line in third.cart["lines"]] == ["A"]
    assert "2 turns not saved" in assistant.outage.describe()
    place.come_back()
    assistant.outage.retry()
    assert stored_words(place, third.thread) == ["one", "two", "three"]
    fourth = say(assistant, "four", customer)
    assert (fourth.reply.endswith(f"\n\n{SAVED_AGAIN}"), fourth.is_saved) == (True, True)
    other = place.process("Five.")
    fifth = say(other, "five", customer)
    assert (fifth.turn, fifth.cart["lines"][0]["quantity"]) == (5, 1)


def test_prometheus_is_told_of_turns_that_are_not_saved(place, customer):
    assistant = place.process("One.", "Two.")
    served = serve_metrics(assistant.outage, 0)
    url = f"http://127.0.0.1:{served.port}/metrics"
    say(assistant, "one", customer)
    assert "sales_memory_away 0.0" in requests.get(url, timeout=60).text
    place.go_away()

    say(assistant, "two", customer)

    away = requests.get(url, timeout=60).text
    place.come_back()
    assistant.outage.retry()
    back = requests.get(url, timeout=60).text
    served.close()
    assert "sales_memory_away 1.0" in away
    assert "sales_unsaved_turns 1.0" in away
    assert "sales_memory_away 0.0" in back
    assert "sales_unsaved_turns 0.0" in back
    assert "sales_turns_kept_in_memory_total 1.0" in back


def test_a_quote_that_was_asked_meanwhile_is_answered_afterwards(place, customer):
    assistant = place.process("Hi.", call("cancel", order_id="O-1"))
    say(assistant, "hello", customer)
    place.go_away()
    assert say(assistant, "cancel O-1", customer).confirm["orderId"] == "O-1"
    place.come_back()
    assistant.outage.retry()

    ended = say(place.process("Canceled."), "yes", customer, channel="web")

    assert place.shop.committed == ["Q-O-1"]
    assert ended.error is None


def test_a_quote_asked_and_agreed_to_meanwhile_is_committed_once(place, customer):
    assistant = place.process("Hi.", call("cancel", order_id="O-1"), "Canceled.", "And now?")
    say(assistant, "hello", customer)
    place.go_away()
    say(assistant, "cancel O-1", customer)
    say(assistant, "yes", customer)
    place.come_back()
    assistant.outage.retry()

    assert say(assistant, "yes", customer).confirm is None
    assert place.shop.committed == ["Q-O-1"]


def test_what_another_process_stored_meanwhile_is_followed_by_ours(place, customer):
    mine = place.process("One.", call("put_in_cart", sku="A"), "It is in.", "Three.")
    say(mine, "one", customer)
    place.go_away()
    say(mine, "mine two", customer)
    say(mine, "mine three", customer)
    place.come_back()
    theirs = place.process(call("put_in_cart", sku="A"), "In too.", "What now?")
    thread = say(theirs, "theirs two", customer, channel="web").thread

    mine.outage.retry()

    assert stored_words(place, thread) == ["one", "theirs two", "mine two", "mine three"]
    ended = say(theirs, "and?", customer, channel="web")
    assert [(line["sku"], line["quantity"]) for line in ended.cart["lines"]] == [("A", 2)]


@pytest.mark.parametrize("is_known", [False, True])
def test_a_shopper_whom_this_process_had_not_seen_is_not_lost(place, is_known):
    if is_known:
        say(place.process("Hello."), "before", address="new")
    assistant = place.process(call("put_in_cart", sku="A"), "It is in.", "Here it is.")
    place.go_away()
    say(assistant, "I like black. Put A in", address="new")
    place.come_back()
    assistant.outage.retry()

    ended = say(assistant, "my cart?", address="new")

    assert [line["sku"] for line in ended.cart["lines"]] == ["A"]
    before = ["before"] if is_known else []
    said = [*before, "I like black. Put A in", "my cart?"]
    assert sorted(stored_words(place, ended.thread)) == sorted(said)
    assert [row.value for row in assistant.profiles.read(ended.customer)] == ["black"]


def test_a_server_of_our_own_that_was_killed_is_started_again(place, customer):
    assistant = place.process("One.", "Two.", revive=place.server.start)
    say(assistant, "one", customer)
    place.go_away()

    ended = say(assistant, "two", customer)

    assert (ended.reply, ended.is_saved, ended.turn) == ("Two.", True, 2)
    assert stored_words(place, ended.thread) == ["one", "two"]


def test_signing_in_that_cannot_be_kept_is_said_not_to_hold(place, customer):
    assistant = place.process("Hi.", call("identify", customer_id=customer), "Welcome.", "Bye.")
    say(assistant, "hello")
    place.go_away()

    ended = say(assistant, "I am Ananya")

    assert NOT_SIGNED_IN in ended.reply
    assert ended.customer.startswith("anon-")
    place.come_back()
    assistant.outage.retry()
    assert say(assistant, "bye").customer == ended.customer


def test_the_outage_ends_by_itself(place, customer):
    assistant = place.process("One.", "Two.")
    assistant.outage._retry_s = 0.02
    say(assistant, "one", customer)
    place.go_away()
    thread = say(assistant, "two", customer).thread
    place.come_back()

    with assistant.outage._state:
        is_back = assistant.outage._state.wait_for(lambda: not assistant.outage.is_away, 30)

    assert is_back
    assert stored_words(place, thread) == ["one", "two"]
