import secrets
from datetime import UTC, datetime, timedelta

import pytest
from langgraph.checkpoint.base import empty_checkpoint

from sales_agent.errors import InvalidIdentity
from sales_agent.memory.redis_saver import RedisSaver
from sales_agent.shoppers.sessions import Sessions

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def sessions(redis_client):
    return Sessions(redis_client, clock=lambda: NOON)


@pytest.fixture
def address():
    return secrets.token_hex(8)


@pytest.fixture
def customer():
    return f"C-{secrets.token_hex(4)}"


def test_first_visit_makes_an_anonymous_shopper(sessions, address):
    session = sessions.open("terminal", address)

    assert session.shopper_id.startswith("anon-")
    assert (session.is_new, session.is_signed_in, session.last_seen_at) == (True, False, None)


def test_next_visit_finds_the_same_thread(sessions, address):
    first = sessions.open("terminal", address)
    sessions.touch(first)

    again = sessions.open("terminal", address)

    assert (again.shopper_id, again.thread_id) == (first.shopper_id, first.thread_id)
    assert (again.is_new, again.last_seen_at) == (False, NOON)


def test_addresses_and_channels_are_strangers_to_each_other(sessions, address):
    opened = [
        sessions.open("terminal", address),
        sessions.open("web", address),
        sessions.open("web", address + "x"),
    ]

    assert len({session.shopper_id for session in opened}) == 3
    assert len({session.thread_id for session in opened}) == 3


def test_ids_of_new_shoppers_cannot_be_guessed(sessions):
    opened = [sessions.open("web", secrets.token_hex(8)) for _ in range(50)]

    assert len({session.thread_id for session in opened}) == 50
    assert all(len(session.thread_id) >= 24 for session in opened)
    assert all(len(session.shopper_id) >= 24 for session in opened)


def test_customer_has_one_thread_on_every_channel(sessions, address, customer):
    terminal = sessions.open("terminal", address, customer)
    sessions.touch(terminal)

    web = sessions.open("web", address, customer)

    assert web.thread_id == terminal.thread_id
    assert (web.shopper_id, web.is_signed_in, web.is_new) == (customer, True, False)
    assert web.last_seen_at == NOON


def test_open_for_a_customer_leaves_the_address_alone(sessions, address, customer):
    anonymous = sessions.open("terminal", address)
    sessions.open("terminal", address, customer)

    assert sessions.open("terminal", address).thread_id == anonymous.thread_id


def test_signing_in_first_time_keeps_the_thread(sessions, address, customer):
    anonymous = sessions.open("web", address)

    signed_in = sessions.sign_in(anonymous, customer)

    assert signed_in.thread_id == anonymous.thread_id
    assert (signed_in.shopper_id, signed_in.is_signed_in) == (customer, True)
    assert signed_in.merged_from == ()
    assert sessions.open("web", address).shopper_id == customer


def test_signing_in_again_goes_on_with_the_customers_thread(sessions, address, customer):
    hers = sessions.open("terminal", address, customer)
    anonymous = sessions.open("web", address)

    signed_in = sessions.sign_in(anonymous, customer)

    assert signed_in.thread_id == hers.thread_id
    assert signed_in.merged_from == (anonymous.thread_id,)


def test_signing_in_twice_merges_once(sessions, address, customer):
    sessions.open("terminal", address, customer)
    anonymous = sessions.open("web", address)
    signed_in = sessions.sign_in(anonymous, customer)
    unsettled = sessions.open("web", address)
    sessions.settle(signed_in)

    again = sessions.sign_in(anonymous, customer)

    assert unsettled.merged_from == (anonymous.thread_id,)
    assert (again.merged_from, sessions.open("web", address).left) == ((), ())


def test_second_customer_at_an_address_gets_no_thread_of_the_first(sessions, address, customer):
    first = sessions.sign_in(sessions.open("web", address), customer)

    second = sessions.sign_in(first, customer + "-2")

    assert second.thread_id != first.thread_id
    assert second.merged_from == ()
    assert sessions.open("terminal", address, customer).thread_id == first.thread_id


def test_stale_session_does_not_take_a_customers_thread(sessions, address, customer):
    stale = sessions.open("web", address)
    sessions.sign_in(stale, customer)

    other = sessions.sign_in(stale, customer + "-2")

    assert other.thread_id != stale.thread_id


def test_linked_address_leads_to_the_same_thread(sessions, address):
    terminal = sessions.open("terminal", address)

    sessions.link(terminal, "web", address)
    sessions.link(terminal, "web", address)

    web = sessions.open("web", address)
    assert (web.shopper_id, web.thread_id) == (terminal.shopper_id, terminal.thread_id)
    assert sessions.forget(terminal) == [
        f"session terminal {address}",
        f"session web {address}",
        f"shopper {terminal.shopper_id}",
    ]


def test_linked_address_leaves_its_former_shopper(sessions, address):
    stranger = sessions.open("web", address)
    terminal = sessions.open("terminal", address)

    sessions.link(terminal, "web", address)

    assert sessions.open("web", address).shopper_id == terminal.shopper_id
    assert sessions.forget(stranger) == [f"shopper {stranger.shopper_id}"]


def test_signing_in_takes_linked_addresses_along(sessions, redis_client, address, customer):
    terminal = sessions.open("terminal", address)
    sessions.link(terminal, "web", address)

    signed_in = sessions.sign_in(terminal, customer)

    web = sessions.open("web", address)
    assert (web.shopper_id, web.thread_id) == (customer, signed_in.thread_id)
    assert list(redis_client.scan_iter(match=f"*{terminal.shopper_id}*")) == []
    assert len(sessions.forget(web)) == 3


def test_forgetting_erases_every_address(sessions, redis_client, address, customer):
    web = sessions.sign_in(sessions.open("web", address), customer)
    sessions.sign_in(sessions.open("terminal", address), customer)

    erased = sessions.forget(web)

    assert erased == [
        f"session terminal {address}",
        f"session web {address}",
        f"shopper {customer}",
    ]
    assert list(redis_client.scan_iter(match=f"*{address}*")) == []
    assert list(redis_client.scan_iter(match=f"*{customer}*")) == []
    assert sessions.open("web", address).thread_id != web.thread_id


def test_forgetting_a_stranger_leaves_nothing(sessions, redis_client, address):
    session = sessions.open("web", address)

    sessions.forget(session)
    sessions.touch(session)

    assert list(redis_client.scan_iter(match=f"*{session.shopper_id}*")) == []
    assert sessions.forget(session) == []


def test_forgetting_leaves_an_address_that_moved_on(sessions, address, customer):
    first = sessions.sign_in(sessions.open("web", address), customer)
    second = sessions.sign_in(first, customer + "-2")

    assert sessions.forget(first) == [f"shopper {customer}"]
    assert sessions.open("web", address).shopper_id == second.shopper_id


def test_last_visit_is_told_by_the_clock(redis_client, address):
    times = iter([NOON, NOON + timedelta(days=3)])
    sessions = Sessions(redis_client, clock=lambda: next(times))
    session = sessions.open("web", address)

    sessions.touch(session)
    sessions.touch(session)

    assert sessions.open("web", address).last_seen_at == NOON + timedelta(days=3)


@pytest.mark.parametrize(
    ("channel", "address", "customer_id"),
    [
        ("", "a", None),
        ("we:b", "a", None),
        ("web", "", None),
        ("web", "a\0b", None),
        ("web", "a" * 513, None),
        ("web", "a", ""),
        ("web", "a", "anon-me"),
        ("web", "a", "C-1}\n"),
    ],
)
def test_unusable_names_are_refused(sessions, channel, address, customer_id):
    with pytest.raises(InvalidIdentity):
        sessions.open(channel, address, customer_id)


def test_signing_in_as_an_anonymous_shopper_is_refused(sessions, address):
    victim = sessions.open("web", address)
    stranger = sessions.open("web", address + "x")

    with pytest.raises(InvalidIdentity):
        sessions.sign_in(stranger, victim.shopper_id)


# Anonymous shoppers expire


@pytest.fixture
def expiring(redis_client):
    saver = RedisSaver(redis_client)
    return Sessions(redis_client, anonymous_ttl_s=3600, expire_thread=saver.expire_thread)


def remember(client, session):
    """Store a turn of the session's thread."""
    saver = RedisSaver(client)
    place = {"configurable": {"thread_id": session.thread_id, "checkpoint_ns": ""}}
    found = saver.get_tuple(place)
    checkpoint = empty_checkpoint()
    messages = [*(found.checkpoint["channel_values"]["messages"] if found else []), "said"]
    checkpoint["channel_values"] = {"messages": messages}
    checkpoint["channel_versions"] = {"messages": len(messages)}
    place = saver.put(found.config if found else place, checkpoint, {}, {"messages": 1})
    saver.put_writes(place, [("cart", 1)], "task")


def times_left(client, *names):
    keys = [key for name in names for key in client.scan_iter(match=f"*{name}*")]
    return [client.ttl(key) for key in keys]


def test_anonymous_shopper_expires_with_all_she_has(expiring, redis_client, address):
    session = expiring.open("web", address)
    remember(redis_client, session)
    expiring.touch(session)
    remember(redis_client, session)

    left = times_left(redis_client, address, session.shopper_id, session.thread_id)
    assert len(left) == 9
    assert all(3590 <= seconds <= 3600 for seconds in left)


def test_anonymous_shopper_who_only_looked_in_expires_too(expiring, redis_client, address):
    session = expiring.open("web", address)

    assert all(seconds > 0 for seconds in times_left(redis_client, address, session.shopper_id))


def test_linked_address_expires_with_its_anonymous_shopper(expiring, redis_client, address):
    expiring.link(expiring.open("web", address), "terminal", address)

    assert all(seconds > 0 for seconds in times_left(redis_client, address))


def test_signing_in_keeps_what_would_have_expired(expiring, redis_client, address, customer):
    session = expiring.open("web", address)
    remember(redis_client, session)
    expiring.touch(session)

    signed_in = expiring.sign_in(session, customer)
    expiring.touch(signed_in)

    assert signed_in.thread_id == session.thread_id
    left = times_left(redis_client, address, customer, session.thread_id)
    assert len(left) == 8
    assert set(left) == {-1}


def test_signing_out_leaves_the_thread_with_its_shopper(sessions, address, customer):
    hers = sessions.sign_in(sessions.open("terminal", address), customer)
    after = sessions.sign_out(hers)
    assert not after.is_signed_in
    assert after.thread_id != hers.thread_id
    assert sessions.open("terminal", address).shopper_id == after.shopper_id
    again = sessions.sign_in(after, customer)
    assert again.thread_id == hers.thread_id


def test_signing_out_here_leaves_other_channels_signed_in(sessions, address, customer):
    web = sessions.sign_in(sessions.open("web", address), customer)
    sessions.sign_out(sessions.sign_in(sessions.open("terminal", address), customer))
    assert sessions.open("web", address).shopper_id == web.shopper_id


def test_signing_out_of_a_session_the_shop_vouched_for_begins_anew(sessions, address, customer):
    before = sessions.open("terminal", address)
    vouched = sessions.open("terminal", address, customer)
    after = sessions.sign_out(vouched)
    assert not after.is_signed_in
    assert after.shopper_id != before.shopper_id
