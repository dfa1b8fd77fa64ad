import pytest

from agents.loyalty.offers.applicable import Enquiry, find_applicable
from agents.loyalty.offers.terms import Cart, Offer, Standing
from agents.loyalty.policy import POLICY
from tests.agents.loyalty.offers import NOW, cart, line, offer

TEN = offer("OF-10", value=10, code="TEN10")
FREE = offer("OF-F", "free_delivery", min_subtotal=149_900)
CART = cart(line("A", 100_000))


def ask(*offers: Offer, shown: Cart = CART, coupons: tuple[str, ...] = ()) -> Enquiry:
    return Enquiry(shown, Standing(), coupons, NOW)


def test_a_coupon_applies_in_any_case_and_only_when_given() -> None:
    without = find_applicable([TEN], ask(), POLICY)
    assert (without.applied, without.open) == ([], [TEN])
    given = find_applicable([TEN], ask(coupons=("ten10",)), POLICY)
    assert [each.amount for each in given.applied] == [10_000]
    assert given.coupons == []


def test_nearly_says_what_is_missing_and_for_what() -> None:
    found = find_applicable([FREE], ask(), POLICY)
    assert found.nearly == [(FREE, "add ₹499 more for free delivery")]
    reached = find_applicable([FREE], ask(shown=cart(line("A", 149_900))), POLICY)
    assert reached.nearly == []
    assert [each.offer for each in reached.applied] == [FREE]


def test_nearly_is_silent_about_goods_that_are_not_there() -> None:
    socks = offer("OF-S", "buy_x_get_y", categories=("Socks",))
    coupon = offer("OF-C", value=5, code="BIG", min_subtotal=900_000)
    assert find_applicable([socks, coupon], ask(), POLICY).nearly == []


@pytest.mark.parametrize(
    ("known", "coupon", "reason"),
    [
        (TEN, "NOPE", "there is no such code"),
        (offer(code="OLD", valid_until=NOW), "OLD", "it ended on 4 May 2026"),
        (offer(code="GOLD", tiers=("gold",)), "GOLD", "it is for gold members"),
        (offer(code="BIG", min_subtotal=100_100), "big", "add ₹1 more"),
        (offer(code="SOX", categories=("Socks",)), "SOX", "it is for Socks"),
    ],
)
def test_a_coupon_that_does_nothing_is_told_why(known: Offer, coupon: str, reason: str) -> None:
    found = find_applicable([known], ask(coupons=(coupon, coupon.lower(), "")), POLICY)
    assert found.applied == []
    assert len(found.coupons) == 1
    assert found.coupons[0][0] == coupon
    assert found.coupons[0][1].startswith(reason)


def test_a_coupon_beaten_by_a_better_offer_is_told_by_which() -> None:
    better = offer("OF-B", "amount", value=20_000)
    found = find_applicable([TEN, better], ask(coupons=("TEN10",)), POLICY)
    assert [each.offer for each in found.applied] == [better]
    assert found.coupons == [
        ("TEN10", "it cannot be combined with 'Offer OF-B', and that saves you as much or more")
    ]


def test_an_empty_cart_lists_what_is_open() -> None:
    gold = offer("OF-G", tiers=("gold",))
    found = find_applicable([TEN, FREE, gold], ask(shown=Cart(), coupons=("TEN10",)), POLICY)
    assert found.open == [TEN, FREE]
    assert (found.applied, found.nearly) == ([], [])
    assert found.coupons == [("TEN10", "the cart is empty")]


def test_offers_do_not_apply_to_another_currency() -> None:
    dollars = cart(line("A", 100_000), currency="USD")
    found = find_applicable([TEN, FREE], ask(shown=dollars, coupons=("TEN10",)), POLICY)
    assert (found.applied, found.nearly, found.open) == ([], [], [])
    reason = "it is for prices in INR, and the cart is in USD"
    assert found.coupons == [("TEN10", reason)]
