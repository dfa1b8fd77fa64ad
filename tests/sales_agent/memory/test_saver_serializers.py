"""Histories that a serializer of the operator's, or of langgraph's, wrote."""

import secrets

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.serde.encrypted import EncryptedSerializer
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from sales_agent.memory.compact import CompactSerializer
from sales_agent.memory.redis_saver import RedisSaver
from tests.sales_agent.memory.threads import (
    config,
    keys_of,
    put,
    say,
    selling,
    texts,
    values,
)


class Scrambling:
    """A cipher for the test: a fresh pad in front, so that no text is scrambled twice alike."""

    def encrypt(self, plaintext):
        pad = secrets.token_bytes(8)
        return "scrambled", pad + bytes(b ^ pad[i % 8] for i, b in enumerate(plaintext))

    def decrypt(self, ciphername, ciphertext):
        pad, text = ciphertext[:8], ciphertext[8:]
        return bytes(b ^ pad[i % 8] for i, b in enumerate(text))


def test_encrypted_history_is_appended_too(redis_client, thread_id):
    serde = EncryptedSerializer(Scrambling(), CompactSerializer())
    saver = RedisSaver(redis_client, serde=serde)
    graph = selling(saver)
    for turn in range(3):
        say(graph, thread_id, f"linen shirt {turn}")

    (pages,) = (key for key in keys_of(redis_client, thread_id) if ":list:" in key)
    stored = redis_client.lrange(pages, 0, -1)
    assert len(stored) == 3
    assert len(graph.get_state(config(thread_id)).values["messages"]) == 12
    with pytest.raises(NotImplementedError):
        RedisSaver(redis_client).get_tuple(config(thread_id))


def test_what_langgraphs_serializer_wrote_is_read(redis_client, thread_id):
    old = RedisSaver(redis_client, serde=JsonPlusSerializer())
    put(old, config(thread_id), {"messages": [HumanMessage("hello", id="m1")]})

    assert texts(values(RedisSaver(redis_client), config(thread_id))) == ["hello"]
