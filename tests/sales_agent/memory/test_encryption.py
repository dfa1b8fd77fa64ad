import secrets

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.base import empty_checkpoint

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.encryption import RotatingCipher, create_serializer
from sales_agent.memory.redis_saver import RedisSaver

OLD, NEW = b"o" * 32, b"n" * 32
SECRET = "a linen shirt for my sister"


def remember(client, thread_id, keys, text):
    """Go on with a thread as a process that has these keys; returns the thread's texts."""
    saver = RedisSaver(client, prefix="sealed", serde=create_serializer(keys))
    place = {"configurable": {"thread_id": thread_id, "checkpoint_ns": ""}}
    found = saver.get_tuple(place)
    messages = found.checkpoint["channel_values"]["messages"] if found else []
    checkpoint = empty_checkpoint()
    cart = {"note": text + secrets.token_hex(300)}
    checkpoint["channel_values"] = {"messages": [*messages, HumanMessage(text)], "cart": cart}
    checkpoint["channel_versions"] = {"messages": len(messages) + 1, "cart": len(messages) + 1}
    place = saver.put(
        found.config if found else place, checkpoint, {"note": text}, checkpoint["channel_versions"]
    )
    saver.put_writes(place, [("cart", text)], "task")
    kept = saver.get_tuple(place)
    assert kept.pending_writes == [("task", "cart", text)]
    return [message.content for message in kept.checkpoint["channel_values"]["messages"]]


def contents(client, key):
    read = {
        b"hash": client.hgetall,
        b"set": client.smembers,
        b"zset": lambda key: client.zrange(key, 0, -1),
        b"list": lambda key: client.lrange(key, 0, -1),
    }
    return read[client.type(key)](key)


def test_nothing_that_was_said_is_readable_in_redis(redis_client, thread_id):
    remember(redis_client, thread_id, [NEW], SECRET)

    keys = list(redis_client.scan_iter(match=f"*{thread_id}*"))
    stored = b"".join(repr(contents(redis_client, key)).encode() for key in keys)
    assert len(keys) == 6
    assert b"aesgcm" in stored
    assert not any(word in stored for word in (b"linen", b"cart", b"Human"))


def test_rotated_keys_read_the_old_and_write_the_new(redis_client, thread_id):
    remember(redis_client, thread_id, [OLD], "one")
    remember(redis_client, thread_id, [NEW, OLD], "two")
    assert remember(redis_client, thread_id, [NEW, OLD], "three") == ["one", "two", "three"]

    pages = [
        page
        for key in redis_client.scan_iter(match=f"*{thread_id}*:list:*")
        for page in redis_client.lrange(key, 0, -1)
    ]
    names = [page.partition(b"\0")[0].rpartition(b"+")[2].decode() for page in pages]
    assert names == [RotatingCipher([key]).encrypt(b"")[0] for key in (OLD, NEW, NEW)]


def test_key_set_later_reads_what_was_plain(redis_client, thread_id):
    remember(redis_client, thread_id, [], "one")

    assert remember(redis_client, thread_id, [NEW], "two") == ["one", "two"]


@pytest.mark.parametrize("keys", [[NEW], []])
def test_missing_key_is_named_and_no_other(redis_client, thread_id, keys):
    remember(redis_client, thread_id, [OLD], SECRET)

    with pytest.raises(MemoryUnavailable, match="SALES_MEMORY_KEY") as refused:
        remember(redis_client, thread_id, keys, "two")
    assert RotatingCipher([OLD]).encrypt(b"")[0] in str(refused.value)
    assert OLD.decode() not in str(refused.value)


def test_changed_record_is_refused():
    cipher = RotatingCipher([NEW])
    name, sealed = cipher.encrypt(SECRET.encode())

    with pytest.raises(MemoryUnavailable, match="changed"):
        cipher.decrypt(name, sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_same_words_are_never_encrypted_alike():
    cipher = RotatingCipher([secrets.token_bytes(16)])

    assert len({cipher.encrypt(b"yes")[1] for _ in range(100)}) == 100
