"""The store behaves as LangGraph's InMemoryStore, and keeps what it is given."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langgraph.store.base import (
    GetOp,
    InvalidNamespaceError,
    ListNamespacesOp,
    MatchCondition,
    PutOp,
    SearchOp,
)
from langgraph.store.memory import InMemoryStore

from sales_agent.memory.encryption import create_serializer
from sales_agent.memory.redis_store import RedisStore

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LABELS = ("users", "u1", "u10", "docs", "v1")


class Clock:
    """A clock that a test moves; each look is a millisecond later, as puts are told apart by it."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(redis_client, clock):
    return RedisStore(redis_client, prefix=f"s-{secrets.token_hex(4)}", clock=clock)


def plain(result):
    """A result without its times, which two stores cannot share."""
    if isinstance(result, list):
        return [plain(row) for row in result]
    if hasattr(result, "value"):
        return type(result).__name__, result.namespace, result.key, result.value
    return result


namespaces = st.lists(st.sampled_from(LABELS), min_size=1, max_size=3).map(tuple)
prefixes = st.lists(st.sampled_from(LABELS), max_size=2).map(tuple)
keys = st.sampled_from(["a", "b", "c:d", "é\0", ""])
values = st.fixed_dictionaries(
    {"n": st.integers(-3, 3)},
    optional={"tags": st.lists(st.sampled_from("xy"), max_size=2), "deep": st.just({"k": 1})},
)
filters = st.sampled_from(
    [
        None,
        {"n": 1},
        {"n": {"$gte": 0}},
        {"n": {"$lt": 2, "$ne": 0}},
        {"tags": ["x"]},
        {"deep": {"k": 1}},
        {"deep": {"k": {"$eq": 2}}},
        {"missing": None},
    ]
)
bounds = st.integers(0, 4)
paths = st.lists(st.sampled_from([*LABELS, "*"]), min_size=1, max_size=2).map(tuple)
conditions = st.builds(MatchCondition, st.sampled_from(["prefix", "suffix"]), paths)
writes = st.tuples(namespaces, keys, st.one_of(values, values, st.none())).map(
    lambda row: PutOp(*row)
)
gets = st.tuples(namespaces, keys).map(lambda row: GetOp(*row))
searches = st.tuples(prefixes, filters).map(lambda row: SearchOp(*row, limit=100))
reads = st.one_of(gets, searches)


def in_memory(batches):
    """What InMemoryStore answers, without the namespaces that it keeps when they are empty."""
    known = InMemoryStore()
    answers = []
    for ops in batches:
        answers.append(known.batch(ops))
        for namespace in [name for name, held in known._data.items() if not held]:
            del known._data[namespace]
    return known, answers


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.one_of(writes, reads), min_size=1, max_size=5), max_size=8), st.data())
def test_answers_are_those_of_the_store_in_memory(redis_client, clock, batches, data):
    store = RedisStore(redis_client, prefix=f"s-{secrets.token_hex(4)}", clock=clock)
    known, answers = in_memory(batches)

    for ops, expected in zip(batches, answers, strict=True):
        assert by_name(store.batch(ops)) == by_name(expected)

    match = data.draw(st.lists(conditions, max_size=2).map(tuple))
    depth, limit, offset = data.draw(st.tuples(st.sampled_from([None, 1, 2]), bounds, bounds))
    listing = ListNamespacesOp(match, depth, limit, offset)
    assert store.batch([listing]) == known.batch([listing])


def by_name(results):
    """Results with found items in order of their names: the stores' orders are their own."""
    return [
        sorted(plain(result), key=repr) if isinstance(result, list) else plain(result)
        for result in results
    ]


def test_items_of_a_search_come_in_the_order_of_their_making_in_pages(store):
    for number in range(7):
        store.put(("docs",), f"k{6 - number}", {"n": number})
    store.put(("docs",), "k6", {"n": 0, "again": True})

    pages = [store.search(("docs",), limit=3, offset=offset) for offset in (0, 3, 6, 9)]

    assert [[item.value["n"] for item in page] for page in pages] == [[0, 1, 2], [3, 4, 5], [6], []]


def test_an_item_that_is_put_again_keeps_when_it_was_made(store, clock):
    store.put(("docs",), "k", {"n": 1})
    clock.now += timedelta(hours=1)
    store.put(("docs",), "k", {"n": 2})

    item = store.get(("docs",), "k")

    assert (item.updated_at - item.created_at) >= timedelta(hours=1)
    assert item.value == {"n": 2}


def test_an_item_expires_minutes_after_it_was_last_read(store, clock, redis_client):
    store.put(("docs",), "short", {"n": 1}, ttl=10)
    store.put(("docs",), "long", {"n": 2}, ttl=60)
    clock.now += timedelta(minutes=9)
    assert store.get(("docs",), "short") is not None
    clock.now += timedelta(minutes=9)
    assert store.get(("docs",), "short", refresh_ttl=False) is not None
    clock.now += timedelta(minutes=2)

    assert [item.key for item in store.search(("docs",))] == ["long"]
    assert 0 < redis_client.pttl(store._keys(("docs",))[0]) <= 60 * 60_000
    clock.now += timedelta(minutes=60)
    assert store.search(("docs",)) == []
    assert store.list_namespaces() == []
    assert list(redis_client.scan_iter(match=f"{store._prefix}:*")) == []


def test_items_without_a_time_to_live_take_the_stores(redis_client, clock):
    ttl = {"default_ttl": 5, "refresh_on_read": False}
    store = RedisStore(redis_client, prefix=f"s-{secrets.token_hex(4)}", ttl=ttl, clock=clock)
    store.put(("docs",), "own", {"n": 1}, ttl=None)
    store.put(("docs",), "usual", {"n": 2})
    clock.now += timedelta(minutes=4)
    assert store.get(("docs",), "usual") is not None
    clock.now += timedelta(minutes=2)

    assert store.get(("docs",), "usual") is None
    assert store.get(("docs",), "own") is not None


def test_async_calls_do_the_same(store):
    async def play():
        await store.aput(("users", "u1"), "size", {"n": 9})
        found = await store.aget(("users", "u1"), "size")
        listed = await store.alist_namespaces(prefix=("users",))
        searched = await store.asearch(("users",), filter={"n": {"$gt": 8}})
        await store.adelete(("users", "u1"), "size")
        return found.value, listed, len(searched), await store.aget(("users", "u1"), "size")

    assert asyncio.run(play()) == ({"n": 9}, [("users", "u1")], 1, None)


@pytest.mark.parametrize("namespace", [("a.b",), ("",), ("a\0",), ("a", 1)])
def test_a_namespace_that_could_be_taken_for_another_is_refused(store, namespace):
    with pytest.raises(InvalidNamespaceError):
        store.batch([PutOp(namespace, "k", {"n": 1})])


def test_an_encrypted_item_is_read_with_its_key_and_stored_without_its_words(redis_client, clock):
    serde = create_serializer([secrets.token_bytes(32)])
    prefix = f"s-{secrets.token_hex(4)}"
    store = RedisStore(redis_client, prefix=prefix, serde=serde, clock=clock)
    store.put(("docs",), "k", {"said": "my shoe size is 9"})

    raw = redis_client.hgetall(store._keys(("docs",))[0])

    assert store.get(("docs",), "k").value == {"said": "my shoe size is 9"}
    assert b"shoe" not in raw[b"k"]


def test_a_program_with_a_store_of_langgraph_takes_this_one(store):
    from langgraph.config import get_store
    from langgraph.graph import START, StateGraph

    def remember(state):
        get_store().put(("users", "u1"), "name", {"is": state["name"]})
        return {}

    graph = StateGraph(dict)
    graph.add_node("remember", remember)
    graph.add_edge(START, "remember")
    graph.compile(store=store).invoke({"name": "Ananya"})

    assert store.get(("users", "u1"), "name").value == {"is": "Ananya"}
