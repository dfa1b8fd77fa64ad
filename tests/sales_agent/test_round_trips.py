"""How often a whole turn goes to Redis, counted by the server itself."""

import secrets
from functools import partial

import pytest

from sales_agent.assistant import Assistant
from sales_agent.graph import build_graph
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.memory.redis_store import RedisStore
from sales_agent.message import Message
from sales_agent.shoppers.sessions import Sessions
from tests.sales_agent.assistant.scene import Shop, call, put_in_cart
from tests.scripted_model import ScriptedModel

SESSION, LOCK, PROFILE, THREAD = 3, 2, 1, 2
"""Address, shopper and last seen; taken and given back; read; loaded and stored."""
EXPIRY = 2


@pytest.fixture
def heard(redis_client):
    """The commands that clients send while something is done; not those of scripts."""

    def listen(do):
        commands, end = [], secrets.token_hex(8)
        with redis_client.monitor() as monitor:
            do()
            redis_client.echo(end)
            for said in monitor.listen():
                if end in said["command"]:
                    return commands
                if said["client_type"] != "lua":
                    commands.append(said["command"])
        raise AssertionError("the server stopped telling")

    return listen


@pytest.mark.parametrize(("ttl_s", "expiry"), [(None, 0), (3600, EXPIRY)])
def test_a_turn_loads_its_thread_once_and_stores_it_once(redis_client, heard, ttl_s, expiry):
    saver = RedisSaver(redis_client, window=120)
    steps = [step for _ in range(4) for step in (call("put_in_cart", sku="A"), "It is in.")]
    assistant = Assistant(
        graph=build_graph({"scripted": ScriptedModel(steps=steps)}, [put_in_cart], saver),
        sessions=Sessions(redis_client, anonymous_ttl_s=ttl_s, expire_thread=saver.expire_thread),
        lock=partial(thread_lock, redis_client, ttl_s=60),
        desk=Shop().desk(),
        model_name="scripted",
        profiles=Profiles(RedisStore(redis_client), ttl_min=lambda shopper: None),
    )
    address = secrets.token_hex(8)

    def say(text):
        *_, ended = assistant.reply(Message("terminal", address, text))
        assert ended.error is None

    for text in ("one", "two", "three"):
        say(text)
    commands = heard(lambda: say("four"))

    loads, stores = (
        sum(script.sha in command for command in commands)
        for script in (saver._store._get_script, saver._store._put_script)
    )
    assert (loads, stores) == (1, 1)
    commands = [command for command in commands if not command.startswith("CLIENT ")]
    sent = [command for command in commands if not command.startswith("EXPIRE")]
    pipelined = len(sent) < len(commands)
    assert len(sent) + pipelined == SESSION + LOCK + PROFILE + THREAD + expiry
