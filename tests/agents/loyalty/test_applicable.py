import pytest

from agents.loyalty.offers.applicable import Enquiry, find_applicable
from agents.loyalty.offers.terms import Break, BundlePart, Cart, Offer, Standing
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


def test_each_offer_that_does_not_apply_is_told_why_and_by_which_rule() -> None:
    better = offer("OF-B", "amount", value=20_000)
    known = [
        better,
        TEN,
        FREE,
        offer("OF-S", value=10, categories=("Socks",)),
        offer("OF-G", tiers=("gold",)),
        offer("OF-P", value=5),
        offer("OF-X", value=9, is_exclusive=True),
        offer("OF-U", value=9, currency="USD"),
        offer("OF-OLD", valid_until=NOW),
        offer("OF-SECRET", code="SECRET", is_listed=False),
    ]
    found = find_applicable(known, ask(), POLICY)
    assert [each.offer for each in found.applied] == [better]
    beaten = "it cannot be combined with 'Offer OF-B', and that saves you as much or more"
    assert [(r.offer.offer_id, r.reason, r.policy) for r in found.rejected] == [
        ("OF-10", "it needs the code TEN10", "offers.coupons"),
        ("OF-F", "add ₹499 more", "offers.conditions"),
        ("OF-G", "it is for gold members", "offers.eligibility"),
        ("OF-P", beaten, "offers.stacking.price"),
        ("OF-X", beaten, "offers.stacking.beside_exclusive"),
        ("OF-U", "it is for prices in USD, and the cart is in INR", "offers.currency"),
    ]


def test_a_secret_offer_is_shown_to_who_has_its_code() -> None:
    secret = offer("OF-S", value=5, code="SECRET", is_listed=False)
    assert find_applicable([secret], ask(), POLICY).open == []
    given = find_applicable([secret], ask(coupons=("secret",)), POLICY)
    assert given.open == [secret]
    assert [each.amount for each in given.applied] == [5_000]


def test_an_offer_that_adds_nothing_says_so() -> None:
    everything = offer("OF-ALL", value=100)
    third = offer("OF-F", "buy_x_get_y", categories=("Shirts",))
    whole = offer("OF-W", value=100, group="goods")
    shown = cart(line("A", 100, 3))
    found = find_applicable([whole, everything, third], ask(shown=shown), POLICY)
    assert sum(each.amount for each in found.applied) == 300
    reasons = {each.offer.offer_id: each.reason for each in found.rejected}
    assert reasons
    assert all("it takes nothing more off" in reason for reason in reasons.values())


def test_an_offer_without_amounts_can_be_for_any_currency() -> None:
    dollars = cart(line("A", 100_000), currency="USD")
    found = find_applicable([offer("OF-ANY", value=10, currency=None)], ask(shown=dollars), POLICY)
    assert [each.amount for each in found.applied] == [10_000]


def test_an_amount_in_rupees_never_leaves_a_cart_in_dollars() -> None:
    dollars = cart(line("A", 100_000), currency="USD")
    rupees = offer("OF-A", "amount", value=50_000, code="OFF500")
    found = find_applicable([rupees], ask(shown=dollars, coupons=("OFF500",)), POLICY)
    assert found.applied == []
    assert found.coupons == [("OFF500", "it is for prices in INR, and the cart is in USD")]


def test_a_bundle_nearly_whole_says_what_to_add() -> None:
    parts = (BundlePart("shirts", 1, ("Shirts",)), BundlePart("caps", 2, ("Caps",)))
    known = offer("OF-B", "bundle", value=0, price=90_000, bundle=parts)
    found = find_applicable([known], ask(), POLICY)
    assert found.nearly == [(known, "add 2 more from caps for the set at ₹900")]
    alone = find_applicable([known], ask(shown=cart(line("S", 1, category="Socks"))), POLICY)
    assert (alone.nearly, alone.rejected) == ([], [])


def test_a_quantity_price_nearly_reached_says_how_many_more() -> None:
    breaks = (Break(3, percent=10), Break(6, percent=20))
    known = offer("OF-T", "tier_price", value=0, breaks=breaks)
    found = find_applicable([known], ask(), POLICY)
    assert found.nearly == [(known, "add 2 more for 10% off from 3 on")]
