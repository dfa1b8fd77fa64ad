"""Prices of carts: the server's numbers, offers where they can be had, and what is unknown."""

import pytest

from agents.kit.errors import Fault
from agents.payment.carts.pricing import merge_lines, read_offers
from agents.payment.policy import POLICY
from tests.agents.payment.conftest import SHOPPER, Shop
from tests.agents.payment.goods import LAMP, SHIRT, SOCKS, inr
from tests.agents.payment.rewards import offer


def price(shop: Shop, *lines: tuple[str, int], coupons: tuple[str, ...] = ()) -> dict[str, object]:
    body = {
        "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines],
        "coupons": list(coupons),
    }
    reply: dict[str, object] = shop.agent.call("priceCart", body, shopper=SHOPPER)
    return reply


def test_lines_are_priced_by_the_catalogue(shop: Shop) -> None:
    reply = price(shop, (SHIRT, 1), (SOCKS, 2))
    assert [line["lineTotal"] for line in reply["lines"]] == [inr(249900), inr(59800)]
    assert reply["subtotal"] == reply["total"] == inr(309700)
    assert reply["lines"][0]["imageUrl"] == "https://example.com/thing.jpg"


def test_lines_of_one_sku_are_merged(shop: Shop) -> None:
    reply = price(shop, (SHIRT, 1), (SOCKS, 1), (SHIRT, 2))
    assert [(line["sku"], line["quantity"]) for line in reply["lines"]] == [(SHIRT, 3), (SOCKS, 1)]


def test_unknown_skus_are_named_and_the_rest_is_priced(shop: Shop) -> None:
    reply = price(shop, ("NO-SUCH", 1), (SOCKS, 1))
    assert reply["unknownSkus"] == ["NO-SUCH"]
    assert reply["total"] == inr(29900)


def test_empty_cart_is_told_in_the_shops_currency(shop: Shop) -> None:
    shop.world.prices = {LAMP: {"amount": 5900, "currency": "EUR"}}
    assert price(shop)["total"] == {"amount": 0, "currency": "EUR"}


def test_empty_cart_is_told_in_rupees_when_nobody_knows(shop: Shop) -> None:
    shop.world.down.add("recommendation")
    assert price(shop)["total"] == inr(0)


def test_discounts_come_off_with_their_reasons(shop: Shop) -> None:
    shop.world.offers = [offer("OF-02", 50000), offer("OF-03", 0, free_delivery=True)]
    reply = price(shop, (SHIRT, 2), coupons=("NOPE",))
    assert reply["total"] == inr(449800)
    assert [discount["offerId"] for discount in reply["discounts"]] == ["OF-02"]
    assert reply["notes"] == ["Offer OF-03: your cart is big enough"]
    assert reply["rejectedCoupons"] == [{"code": "NOPE", "reason": "no such coupon"}]


def test_without_loyalty_the_cart_is_priced_and_says_so(shop: Shop) -> None:
    shop.world.offers = [offer("OF-02", 50000)]
    shop.world.down.add("loyalty")
    reply = price(shop, (SHIRT, 2))
    assert reply["total"] == inr(499800)
    assert "could not be checked" in reply["notes"][0]


def test_without_the_catalogue_no_price_is_invented(shop: Shop) -> None:
    shop.world.down.add("recommendation")
    body = {"lines": [{"sku": SHIRT, "quantity": 1}]}
    fault = shop.agent.fault("priceCart", body, shopper=SHOPPER)
    assert (fault["status"], fault["code"]) == (503, "agent_unavailable")
    assert "recommendation" in fault["detail"]


def test_mixed_currencies_are_refused_with_the_way_out(shop: Shop) -> None:
    body = {"lines": [{"sku": SHIRT, "quantity": 1}, {"sku": LAMP, "quantity": 1}]}
    fault = shop.agent.fault("priceCart", body, shopper=SHOPPER)
    assert fault["code"] == "mixed_currencies"
    assert "INR and EUR" in fault["detail"]
    assert any(LAMP in suggestion for suggestion in fault["suggestions"])


def test_more_than_ninety_nine_of_a_sku_are_refused() -> None:
    lines = [{"sku": SHIRT, "quantity": 99}]
    assert merge_lines(lines) == {SHIRT: 99}
    with pytest.raises(Fault, match="100 units") as caught:
        merge_lines([*lines, {"sku": SHIRT, "quantity": 1}])
    assert caught.value.code == "too_many_units"


def test_discounts_never_exceed_the_subtotal() -> None:
    reply = {"applied": [offer("A", 700), offer("B", 700)], "rejectedCoupons": []}
    offers = read_offers(reply, subtotal=1000, currency="INR")
    assert [discount.amount for discount in offers.discounts] == [700, 300]


def test_discounts_in_another_currency_are_left_out() -> None:
    reply = {"applied": [offer("A", 700)], "rejectedCoupons": []}
    assert read_offers(reply, subtotal=1000, currency="EUR").discounts == ()


@pytest.mark.parametrize(("total", "tax"), [(0, 0), (11200, 1200), (9900, 1061), (5, 1), (4, 0)])
def test_tax_is_what_the_total_includes(total: int, tax: int) -> None:
    assert POLICY.tax_included(total) == tax
