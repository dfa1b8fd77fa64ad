"""Keys of a thread: they share a slot, expire together, are erased, and are missed when evicted."""

import secrets

import pytest
from redis.crc import key_slot

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.redis_saver import RedisSaver
from tests.sales_agent.memory.threads import (
    config,
    keys_of,
    put,
    values,
)


def test_keys_of_a_thread_share_a_slot_and_are_erased(redis_client):
    saver = RedisSaver(redis_client, prefix="apart")  # lists all threads: none of other tests'
    thread_id = f"t-{secrets.token_hex(4)}}}{{%7B"
    put(saver, config(thread_id), {"messages": ["one"], "cart": {"note": secrets.token_hex(500)}})
    saver.put_writes(saver.get_tuple(config(thread_id)).config, [("cart", 1)], "task")
    own = list(redis_client.scan_iter(match=f"*{thread_id[:10]}*"))

    assert len({key_slot(key) for key in own}) == 1
    assert len(own) == 6
    assert thread_id in {found.config["configurable"]["thread_id"] for found in saver.list(None)}

    saver.delete_thread(thread_id)

    assert list(redis_client.scan_iter(match=f"*{thread_id[:10]}*")) == []


def test_whole_thread_expires_together(redis_client, thread_id):
    saver = RedisSaver(redis_client, ttl_s=3600)
    place = put(
        saver, config(thread_id), {"messages": ["one"], "cart": {"note": secrets.token_hex(500)}}
    )
    saver.put_writes(place, [("cart", 1)], "task")
    saver.copy_thread(thread_id, f"{thread_id}-copy")

    for name in (thread_id, f"{thread_id}-copy"):
        keys = keys_of(redis_client, name)
        assert len(keys) == 6
        assert all(3590 <= redis_client.ttl(key) <= 3600 for key in keys)


def test_copy_and_original_go_separate_ways(saver, thread_id):
    put(saver, config(thread_id), {"messages": ["one"]})
    saver.copy_thread(thread_id, f"{thread_id}-copy")
    for name in (thread_id, f"{thread_id}-copy"):
        place = saver.get_tuple(config(name)).config
        put(saver, place, {"messages": ["one", name]})

    assert values(saver, config(thread_id))["messages"] == ["one", thread_id]
    assert values(saver, config(f"{thread_id}-copy"))["messages"] == ["one", f"{thread_id}-copy"]


def test_unknown_way_to_prune_is_refused(saver, thread_id):
    with pytest.raises(ValueError, match="'everything'"):
        saver.prune([thread_id], strategy="everything")


@pytest.mark.parametrize("part", ["list:*", "values"])
def test_thread_that_was_evicted_in_part_is_not_passed_off_as_whole(
    redis_client, saver, thread_id, part
):
    put(saver, config(thread_id), {"messages": ["one"], "cart": {"note": secrets.token_hex(500)}})
    (key,) = redis_client.scan_iter(match=f"*{{{thread_id}}}:{part}")
    redis_client.delete(key)

    with pytest.raises(MemoryUnavailable, match="noeviction"):
        saver.get_tuple(config(thread_id))

    saver.delete_thread(thread_id)
    assert list(redis_client.scan_iter(match=f"*{{{thread_id}}}*")) == [], "it can still be erased"
