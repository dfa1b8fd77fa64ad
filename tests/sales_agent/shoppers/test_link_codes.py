"""A code shown on one channel and typed on another."""

import secrets
from datetime import UTC, datetime

import pytest

from sales_agent.errors import LinkRefused
from sales_agent.shoppers.link_codes import ALPHABET, ATTEMPTS_AT_MOST, CODE_TTL_S, LENGTH
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


def wrong(code):
    """Another code of the same shape."""
    letter = next(letter for letter in ALPHABET if letter != code[0])
    return letter + code[1:]


def test_code_leads_another_channel_to_the_shopper(sessions, address, customer):
    terminal = sessions.sign_in(sessions.open("terminal", address), customer)
    code = sessions.offer_link(terminal)

    web = sessions.take_link("web", address, f" {code.lower().replace('-', ' ')} ")

    assert (web.shopper_id, web.thread_id) == (customer, terminal.thread_id)
    assert sessions.open("web", address).thread_id == terminal.thread_id
    assert len(code.replace("-", "")) == LENGTH


def test_code_of_an_anonymous_shopper_links_as_well(sessions, address):
    terminal = sessions.open("terminal", address)

    web = sessions.take_link("web", address, sessions.offer_link(terminal))

    assert (web.shopper_id, web.is_signed_in) == (terminal.shopper_id, False)


def test_cart_of_the_second_channel_is_left_to_merge(sessions, address, customer):
    terminal = sessions.sign_in(sessions.open("terminal", address), customer)
    before = sessions.open("web", address)
    sessions.link(before, "api", address)

    web = sessions.take_link("web", address, sessions.offer_link(terminal))

    assert (web.thread_id, web.merged_from) == (terminal.thread_id, (before.thread_id,))
    assert sessions.open("api", address).thread_id == terminal.thread_id


def test_code_holds_once(sessions, address, customer):
    code = sessions.offer_link(sessions.open("terminal", address, customer))
    sessions.take_link("web", address, code)

    with pytest.raises(LinkRefused, match="used"):
        sessions.take_link("web", address + "x", code)
    assert sessions.open("web", address + "x").shopper_id != customer


def test_new_code_voids_the_one_before(sessions, address, customer):
    session = sessions.open("terminal", address, customer)
    first, second = sessions.offer_link(session), sessions.offer_link(session)

    with pytest.raises(LinkRefused):
        sessions.take_link("web", address, first)
    assert sessions.take_link("web", address, second).shopper_id == customer


def test_code_expires(sessions, redis_client, address, customer):
    code = sessions.offer_link(sessions.open("terminal", address, customer))
    keys = [*redis_client.scan_iter(match="link:*"), f"shopper:{{{customer}}}:link"]

    assert all(0 < redis_client.ttl(key) <= CODE_TTL_S for key in keys)
    redis_client.delete(f"link:{code.replace('-', '')}")
    with pytest.raises(LinkRefused, match="10 minutes"):
        sessions.take_link("web", address, code)


def test_guessing_is_stopped_even_for_the_right_code(sessions, address, customer):
    code = sessions.offer_link(sessions.open("terminal", address, customer))
    for _ in range(ATTEMPTS_AT_MOST):
        with pytest.raises(LinkRefused, match="unknown"):
            sessions.take_link("web", address, wrong(code))

    with pytest.raises(LinkRefused, match="wait 15 minutes"):
        sessions.take_link("web", address, code)
    assert sessions.take_link("web", address + "x", code).shopper_id == customer


def test_attempts_count_for_a_quarter_of_an_hour(sessions, redis_client, address):
    for _ in range(2):
        with pytest.raises(LinkRefused):
            sessions.take_link("web", address, "")

    (key,) = redis_client.scan_iter(match=f"link-attempts:*{address}")
    assert (redis_client.get(key), 0 < redis_client.ttl(key) <= 900) == (b"2", True)


def test_stranger_does_not_come_into_an_account_by_his_own_code(sessions, address, customer):
    stranger = sessions.open("terminal", address)
    victim = sessions.sign_in(sessions.open("web", address), customer)
    code = sessions.offer_link(stranger)

    with pytest.raises(LinkRefused, match="sign in there"):
        sessions.take_link("web", address, code)
    assert sessions.open("terminal", address).shopper_id == stranger.shopper_id
    assert sessions.open("web", address).thread_id == victim.thread_id


def test_code_does_not_outlive_what_it_leads_to(sessions, redis_client, address, customer):
    anonymous = sessions.open("terminal", address)
    before = sessions.offer_link(anonymous)
    signed_in = sessions.sign_in(anonymous, customer)
    after = sessions.offer_link(signed_in)
    sessions.forget(signed_in)

    for code in (before, after):
        with pytest.raises(LinkRefused):
            sessions.take_link("web", address, code)
    assert list(redis_client.scan_iter(match=f"*{customer}*")) == []
