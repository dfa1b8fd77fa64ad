import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.loyalty.combination.search import best_combination, group_of, saving
from agents.loyalty.offers.reasons import benefit, reason_for
from agents.loyalty.offers.terms import Applied, Cart, Standing, bar, joined, missing
from agents.loyalty.policy import POLICY, read_policy
from tests.agents.loyalty.offers import LATER, NOW, cart, line, offer

SOCKS = ("Socks",)


def best(shown: Cart, *offers: object) -> list[tuple[str, int]]:
    found = best_combination(list(offers), shown, POLICY).applied  # type: ignore[arg-type]
    return [(each.offer.offer_id, each.amount) for each in found]


@pytest.mark.parametrize(
    ("fields", "lines", "amount"),
    [
        ({"value": 10}, [line("A", 1999, 2)], 400),
        ({"value": 15}, [line("A", 999)], 150),
        ({"value": 100}, [line("A", 999)], 999),
        ({"kind": "amount", "value": 500}, [line("A", 999)], 500),
        ({"kind": "amount", "value": 500}, [line("A", 300)], 300),
        ({"value": 10, "categories": SOCKS}, [line("A", 500), line("B", 100, 3, "Socks")], 30),
        ({"value": 10, "product_ids": ("P-B",)}, [line("A", 500), line("B", 100)], 10),
    ],
)
def test_money_off_counts_on_the_goods_it_is_for(fields: dict, lines: list, amount: int) -> None:
    assert best(cart(*lines), offer(**fields)) == [("OF-1", amount)]


@pytest.mark.parametrize(
    ("lines", "amount"),
    [
        ([line("A", 100, 3)], 100),
        ([line("A", 100, 5)], 100),
        ([line("A", 100, 6)], 200),
        ([line("A", 100), line("B", 80), line("C", 300)], 80),
        ([line("A", 100, 2), line("B", 80, 4)], 160),
    ],
)
def test_buy_two_get_one_gives_the_cheapest(lines: list, amount: int) -> None:
    assert best(cart(*lines), offer(kind="buy_x_get_y")) == [("OF-1", amount)]


def test_of_one_group_the_better_offer_applies() -> None:
    percent, amount = offer("OF-P", value=10), offer("OF-A", "amount", value=50_000)
    assert best(cart(line("A", 499_900)), percent, amount) == [("OF-A", 50_000)]
    assert best(cart(line("A", 600_000)), percent, amount) == [("OF-P", 60_000)]


def test_groups_stand_together_each_on_what_is_left() -> None:
    offers = (
        offer("OF-D", "free_delivery"),
        offer("OF-P", value=10),
        offer("OF-B", "buy_x_get_y", categories=SOCKS),
    )
    shown = cart(line("A", 1000), line("S", 100, 3, "Socks"))
    assert best(shown, *offers) == [("OF-B", 100), ("OF-P", 120), ("OF-D", 0)]


def test_equal_savings_keep_the_coupon_and_the_shorter_list() -> None:
    coupon = offer("OF-A", value=10, code="TEN")
    assert best(cart(line("A", 1000)), coupon, offer("OF-Z", value=10)) == [("OF-Z", 100)]
    nothing = offer("OF-N", value=10, categories=SOCKS)
    assert best(cart(line("A", 1000)), nothing) == []


def test_nothing_applies_to_an_empty_list() -> None:
    assert best(cart(line("A", 1000))) == []


lines = st.lists(
    st.builds(
        line,
        st.sampled_from("ABCD"),
        st.integers(0, 500_000),
        st.integers(1, 9),
        st.sampled_from(["Socks", "Shirts", None]),
    ),
    max_size=6,
)
offers = st.lists(
    st.builds(
        offer,
        st.text("XYZ", min_size=1, max_size=3),
        st.sampled_from(["percent", "amount", "free_delivery", "buy_x_get_y"]),
        value=st.integers(1, 100),
        categories=st.sampled_from([(), SOCKS]),
        buy=st.integers(1, 3),
        get=st.integers(1, 2),
    ),
    max_size=6,
)


@given(lines, offers)
def test_no_combination_takes_more_than_the_goods_cost(found: list, known: list) -> None:
    applied = best_combination(known, cart(*found), POLICY).applied
    assert 0 <= saving(applied) <= sum(each.total for each in found)
    for group in POLICY.offers.stacking.groups:
        assert sum(group_of(a.offer, POLICY) == group for a in applied) <= group.at_most


@given(lines, offers)
def test_no_single_offer_beats_the_combination(found: list, known: list) -> None:
    whole = saving(best_combination(known, cart(*found), POLICY).applied)
    for each in known:
        assert saving(best_combination([each], cart(*found), POLICY).applied) <= whole


@pytest.mark.parametrize(
    ("fields", "standing", "words"),
    [
        ({}, Standing(), None),
        ({"valid_until": NOW}, Standing(), "it ended on 4 May 2026"),
        ({"tiers": ("gold", "platinum")}, Standing("silver"), "gold and platinum members"),
        ({"tiers": ("gold",)}, Standing(None), "gold members"),
        ({"tiers": ("gold",)}, Standing("gold"), None),
        ({"is_first_order": True}, Standing(has_ordered=True), "first order only"),
        ({"is_first_order": True}, Standing(has_ordered=None), "cannot be checked"),
        ({"is_first_order": True}, Standing(has_ordered=False), None),
        ({"per_shopper": 1}, Standing(used={"OF-1": 1}), "used once and you have used it once"),
        ({"per_shopper": 2}, Standing(used={"OF-1": 1}), None),
        ({"per_shopper": 2}, Standing(used={"OF-1": 2}), "you have used it 2 times"),
    ],
)
def test_who_may_use_an_offer(fields: dict, standing: Standing, words: str | None) -> None:
    reason = bar(offer(**fields), standing, NOW)
    assert reason is None if words is None else words in str(reason)


@pytest.mark.parametrize(
    ("fields", "shown", "words"),
    [
        ({"min_subtotal": 149_900}, cart(line("A", 99_800)), "add ₹501 more"),
        ({"min_subtotal": 149_900}, cart(line("A", 149_899)), "add ₹0.01 more"),
        ({"min_subtotal": 149_900}, cart(line("A", 149_900)), None),
        (
            {"min_subtotal": 1000, "categories": SOCKS},
            cart(line("A", 9000), line("S", 900, category="Socks")),
            "add ₹1 more from Socks",
        ),
        (
            {"kind": "buy_x_get_y", "categories": SOCKS},
            cart(line("S", 900, 2, "Socks")),
            "add 1 more from Socks",
        ),
        ({"kind": "buy_x_get_y"}, cart(line("S", 900, 3)), None),
        ({"categories": SOCKS}, cart(line("A", 900)), "it is for Socks, and there are none"),
        ({}, Cart(), "it is for goods, and there are none in the cart"),
    ],
)
def test_what_a_cart_lacks_is_said(fields: dict, shown: Cart, words: str | None) -> None:
    lacking = missing(offer(**fields), shown, "INR")
    assert lacking is None if words is None else str(lacking).startswith(words)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "it is open to everybody"),
        ({"code": "TEN"}, "you gave the code TEN"),
        ({"code": "TEN", "is_first_order": True}, "the code TEN and this is your first order"),
        ({"tiers": ("gold", "platinum")}, "you are a gold member"),
        ({"kind": "buy_x_get_y", "buy": 1}, "of 5 goods the cheapest 2 are free"),
        ({"min_subtotal": 500, "categories": SOCKS}, "your Socks come to ₹5 or more"),
        ({"min_subtotal": 500}, "your goods come to ₹5 or more"),
        ({"categories": SOCKS}, "The S in your cart"),
        ({"kind": "buy_x_get_y", "categories": SOCKS}, "of 4 Socks the cheapest one is free"),
    ],
)
def test_the_reason_is_told_in_words(fields: dict, words: str) -> None:
    shown = cart(line("A", 500), line("S", 100, 4, "Socks"))
    applied = Applied(offer(**fields), 10)
    assert words in reason_for(applied, shown, Standing("gold"), "INR")


def test_benefits_and_joined_names() -> None:
    kinds = ("percent", "amount", "free_delivery", "buy_x_get_y")
    assert [benefit(offer(kind=kind, value=10), "INR") for kind in kinds] == [
        "10% off",
        "₹0.10 off",
        "free delivery",
        "1 free",
    ]
    assert joined(["a", "b", "c"], "and") == "a, b and c"
    assert joined([], "and") == ""


def test_stacking_is_the_policys() -> None:
    stacking = POLICY.offers.stacking
    price = tuple(group for group in stacking.groups if group.name == "price")
    changed = stacking.model_copy(update={"groups": price})
    alone = read_policy().model_copy(
        update={"offers": POLICY.offers.model_copy(update={"stacking": changed})}
    )
    offers = [offer("OF-P", value=10), offer("OF-D", "free_delivery")]
    found = best_combination(offers, cart(line("A", 1000)), alone).applied
    assert [each.offer.offer_id for each in found] == ["OF-P"]
    assert LATER > NOW
