"""Profiles in the store: with their sources, merged and erased."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from sales_agent.events import ToolFinished
from sales_agent.memory.profiles.book import Profiles
from sales_agent.memory.profiles.traits import Change, Source, Trait
from sales_agent.memory.profiles.visit import begin_visit, end_visit
from sales_agent.memory.redis_store import RedisStore

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def profiles(redis_client, clock):
    store = RedisStore(redis_client, clock=clock)
    return Profiles(store, ttl_min=lambda shopper: 60 if shopper.startswith("anon-") else None)


@pytest.fixture
def shopper():
    return f"ananya.{secrets.token_hex(4)}@example.com"


def visit(profiles, shopper, text, turn=1, **more):
    source = Source("web", "t-1", turn, "2026-11-21T12:00:00+00:00")
    return begin_visit(profiles, shopper, text, source, currency="INR", **more)


def put_in_cart(size, sizes=("8", "9")):
    product = {"productId": "P-1", "category": "Running Shoes", "sizes": list(sizes)}
    result = {"status": "added", "product": product, "variant": {"size": size}}
    return ToolFinished("add_to_cart", {}, "ok", None, result, 1.0)


def test_what_she_says_is_kept_with_its_turn(profiles, shopper):
    told = visit(profiles, shopper, "My shoe size is 9.", turn=7)

    (trait,) = profiles.read(shopper)
    assert (trait.value, trait.source) == (
        "9",
        Source("web", "t-1", 7, "2026-11-21T12:00:00+00:00"),
    )
    assert told.noted == ("I will remember size 9 in shoes.",)


def test_what_she_puts_into_the_cart_is_kept_and_changed_by_the_next(profiles, shopper):
    for size in ("9", "9", "8"):
        end_visit(profiles, visit(profiles, shopper, "add it"), [put_in_cart(size)])

    assert [(row.value, row.how) for row in profiles.read(shopper)] == [("8", "did")]


def test_a_size_that_was_no_choice_is_not_hers(profiles, shopper):
    only = put_in_cart("One size", sizes=("One size",))

    end_visit(profiles, visit(profiles, shopper, "add it"), [only])

    assert profiles.read(shopper) == ()


def test_saying_it_again_changes_nothing(profiles, shopper):
    visit(profiles, shopper, "forget my budget")
    visit(profiles, shopper, "My shoe size is 9.")
    visit(profiles, shopper, "forget my shoe size")

    assert visit(profiles, shopper, "forget my shoe size").noted == (
        "There was nothing of that noted.",
    )


def test_an_anonymous_profile_goes_with_its_time(profiles, clock):
    shopper = f"anon-{secrets.token_hex(4)}"
    visit(profiles, shopper, "My shoe size is 9.")
    clock.now += timedelta(minutes=61)

    assert profiles.read(shopper) == ()


def test_merging_moves_a_profile_and_a_repeat_does_nothing(profiles, shopper, redis_client):
    left = f"anon-{secrets.token_hex(4)}"
    visit(profiles, left, "I like black")
    visit(profiles, shopper, "My shoe size is 9.")

    for _ in range(2):
        profiles.merge(left, shopper)

    assert [row.key for row in profiles.read(shopper)] == ["size:shoes", "colour:black"]
    assert not [key for key in redis_client.scan_iter() if left.encode() in key]


def test_erasing_leaves_nothing_with_her_id(profiles, shopper, redis_client):
    profiles.change(shopper, (), [Change("learn", Trait("colour", "black"))])

    assert profiles.erase(shopper) == 1
    tag = shopper.split("@")[0].split(".")[1].encode()
    assert not [key for key in redis_client.scan_iter() if tag in key]
    assert not [m for m in redis_client.zrange("store:namespaces", 0, -1) if tag in m]
