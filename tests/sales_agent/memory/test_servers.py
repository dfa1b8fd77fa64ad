"""The memory on every kind of Redis: other servers, a cluster, Sentinel, TLS."""

import shutil
from pathlib import Path

import pytest
from langgraph.checkpoint.base import empty_checkpoint
from redis.crc import key_slot

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.connections import connect
from sales_agent.memory.embedded import EmbeddedRedis
from sales_agent.memory.locks import thread_lock
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.profiles.traits import Change, Trait
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.memory.redis_store import RedisStore
from sales_agent.shoppers.sessions import Sessions
from tests.sales_agent.memory import servers
from tests.sales_agent.memory.conformance import assert_conforms


def say(saver, thread_id, text):
    """Store a turn; returns all that the thread holds then."""
    place = {"configurable": {"thread_id": thread_id, "checkpoint_ns": ""}}
    found = saver.get_tuple(place)
    messages = [*(found.checkpoint["channel_values"]["messages"] if found else []), text]
    checkpoint = empty_checkpoint()
    checkpoint["channel_values"] = {"messages": messages}
    checkpoint["channel_versions"] = {"messages": len(messages)}
    saver.put(found.config if found else place, checkpoint, {}, {"messages": len(messages)})
    return saver.read_all(thread_id)


def shop(client):
    """A shopper's way over two channels; returns her thread with a turn from each."""
    saver = RedisSaver(client)
    sessions = Sessions(client, anonymous_ttl_s=3600, expire_thread=saver.expire_thread)
    terminal = sessions.open("terminal", "a")
    with thread_lock(client, terminal.thread_id) as lock:
        assert lock.fence == 1
        say(saver, terminal.thread_id, "from the terminal")
    sessions.touch(terminal)
    web = sessions.take_link("web", "b", sessions.offer_link(terminal))
    profiles = Profiles(RedisStore(client), ttl_min=lambda shopper: 60)
    profiles.change(web.shopper_id, (), [Change("learn", Trait("colour", "black"))])
    profiles.merge(web.shopper_id, "C-1001")
    assert [row.value for row in profiles.read("C-1001")] == ["black"]
    web = sessions.sign_in(web, "C-1001")
    with thread_lock(client, web.thread_id) as lock:
        assert lock.fence == 2
        assert say(saver, web.thread_id, "from the web") == ["from the terminal", "from the web"]
    return web.thread_id


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
def test_saver_conforms_on_a_server_of_the_machine(tmp_path, name):
    binary = shutil.which(name)
    if binary is None:
        pytest.skip(f"NOT TESTED on {name}: there is none on the PATH")
    server = EmbeddedRedis(tmp_path, binary=Path(binary))
    with connect(server.start()) as client:
        assert_conforms(client)
        shop(client)
    server.close()


@pytest.mark.slow
def test_cluster_holds_each_thread_in_a_slot_and_survives_a_loss(tmp_path):
    with servers.cluster(tmp_path) as nodes:
        port = nodes[0].connection_pool.connection_kwargs["port"]
        with connect(f"redis+cluster://{servers.LOOPBACK}:{port}") as client:
            assert_conforms(client)
            thread_id = shop(client)
            names = [f"t-{number}" for number in range(30)]
            for name in names:
                say(RedisSaver(client), name, f"hello {name}")
            keys = [key for node in nodes[:3] for key in node.scan_iter(match=f"*{thread_id}*")]
            assert len(keys) > 4
            assert len({key_slot(key) for key in keys}) == 1
            assert all(node.dbsize() > 20 for node in nodes[:3])

            for node in nodes[:3]:
                assert node.wait(1, 10_000) == 1
            nodes[0].shutdown(nosave=True)
            servers.until(lambda: nodes[3].info("replication")["role"] == "master")

            saver = RedisSaver(client)
            for name in names:
                assert say(saver, name, "and on") == [f"hello {name}", "and on"]


@pytest.mark.slow
def test_sentinel_leads_to_the_new_primary(tmp_path):
    with servers.watched_pair(tmp_path) as (primary, replica, port):
        with connect(f"redis+sentinel://{servers.LOOPBACK}:{port}/shop/0") as client:
            thread_id = shop(client)
            assert primary.wait(1, 10_000) == 1
            primary.shutdown(nosave=True)
            servers.until(lambda: replica.info("replication")["role"] == "master")

            kept = servers.until(lambda: say(RedisSaver(client), thread_id, "after the loss"))

        assert kept == ["from the terminal", "from the web", "after the loss"]


def test_tls_is_spoken_and_the_certificate_checked(server, tmp_path):
    path = server.start().removeprefix("unix://")
    with servers.tls_in_front_of(path, tmp_path) as (port, certificate):
        with connect(f"rediss://localhost:{port}?ssl_ca_certs={certificate}") as client:
            shop(client)
        with pytest.raises(MemoryUnavailable, match="no Redis answers"):
            connect(f"rediss://localhost:{port}")


@pytest.mark.parametrize(
    "url", ["redis+ring://localhost", "redis+sentinel://:secret@localhost:1/shop", "nonsense"]
)
def test_address_that_leads_nowhere_is_told_without_its_password(url):
    with pytest.raises(MemoryUnavailable) as refused:
        connect(url)
    assert "secret" not in str(refused.value)
