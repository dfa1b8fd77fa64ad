"""Changes of the cart, with the real catalogue's choice of variants and a scripted stock."""

import pytest

from agents.payment.service import operations
from agents.recommendation.service import operations as catalogue
from tests.doubles import ScriptedPeers

SHOPPER = "C-1001"


@pytest.fixture
def change(start_agent):
    """Change a cart: `change([("RS-01-BLK-9", 1)], kind="add", ...)`."""
    shoes = start_agent(catalogue)
    out = {"RS-01-BLK-10": 0, "RS-01-BLK-8": 2}

    def stock(request):
        rows = [
            {
                "sku": sku,
                "productId": "P",
                "name": "N",
                "colour": None,
                "size": None,
                "available": out.get(sku, 60),
                "onlineStatus": "in_stock",
                "warehouse": 0,
            }
            for sku in request["skus"]
        ]
        return {"stock": rows, "unknown": []}

    offers = {"status": "ok", "applied": [], "totalDiscount": None, "nearly": [], "offers": []}

    def rejected(request):
        codes = [c for c in request.get("coupons", []) if c != "GOOD"]
        refused = [{"code": code, "reason": f"{code} is over"} for code in codes]
        return {**offers, "rejectedCoupons": refused, "suggestions": []}

    peers = ScriptedPeers(
        {
            ("recommendation", "findVariant"): lambda r: shoes.call("findVariant", r),
            ("recommendation", "getProducts"): lambda r: shoes.call("getProducts", r),
            ("recommendation", "getVocabulary"): lambda r: shoes.call("getVocabulary"),
            ("inventory", "getStock"): stock,
            ("loyalty", "getApplicableOffers"): rejected,
        }
    )
    agent = start_agent(operations, peers=peers)

    def send(lines, **change):
        body = {"lines": [{"sku": s, "quantity": q} for s, q in lines], "change": change}
        return agent.call("changeCart", body, shopper=SHOPPER)

    return send


def test_a_size_nobody_named_is_asked_for(change):
    reply = change([], kind="add", productId="P-1029", colour="black")

    assert reply["status"] == "needs_size", reply
    assert reply["applied"] == []
    assert "9" in reply["sizes"]
    assert "10" not in reply["sizes"], "sizes to choose from are in stock"


def test_a_named_size_and_colour_is_added(change):
    reply = change(
        [("LS-01-WHT-M", 1)], kind="add", productId="P-1029", colour="Black", size="UK 9"
    )

    assert reply["applied"] == [{"op": "add", "sku": "RS-01-BLK-9", "quantity": 1}]
    assert {line["sku"] for line in reply["cart"]["lines"]} == {"LS-01-WHT-M", "RS-01-BLK-9"}
    assert reply["variant"]["size"] == "9"


def test_a_size_that_is_not_made_says_what_is(change):
    reply = change([], kind="add", productId="P-1029", size="14", colour="black")

    assert (reply["status"], reply["applied"]) == ("no_such_variant", [])
    assert "9" in reply["sizes"]


def test_what_is_out_of_stock_is_not_added(change):
    reply = change([], kind="add", sku="RS-01-BLK-10")

    assert (reply["status"], reply["available"], reply["applied"]) == ("out_of_stock", 0, [])
    assert len(reply["suggestions"]) >= 2


def test_units_in_the_cart_count_against_the_stock(change):
    reply = change([("RS-01-BLK-8", 1)], kind="add", sku="RS-01-BLK-8", quantity=2)

    assert (reply["status"], reply["available"]) == ("not_enough", 2)
    assert [line["quantity"] for line in reply["cart"]["lines"]] == [1]


def test_another_size_replaces_the_line_and_keeps_the_rest(change):
    reply = change(
        [("RS-01-BLK-9", 2), ("LS-01-WHT-M", 1)], kind="update", sku="RS-01-BLK-9", size="8"
    )

    assert reply["status"] == "updated"
    units = {line["sku"]: line["quantity"] for line in reply["cart"]["lines"]}
    assert units == {"RS-01-BLK-8": 2, "LS-01-WHT-M": 1}


def test_a_quantity_is_set_and_not_added(change):
    reply = change([("RS-01-BLK-9", 2)], kind="update", sku="RS-01-BLK-9", quantity=3)

    assert [line["quantity"] for line in reply["cart"]["lines"]] == [3]


def test_only_lines_of_the_cart_can_be_changed_or_removed(change):
    for kind in ("update", "remove"):
        assert change([], kind=kind, sku="RS-01-BLK-9")["status"] == "not_in_cart"


def test_a_line_is_taken_out(change):
    reply = change([("RS-01-BLK-9", 2)], kind="remove", sku="RS-01-BLK-9")

    assert (reply["status"], reply["cart"]["lines"]) == ("removed", [])
    assert reply["cart"]["total"] == {"amount": 0, "currency": "INR"}


def test_an_unknown_product_names_similar_ones(change):
    reply = change([], kind="add", productId="P-1O29")

    assert reply["status"] == "unknown_product"
    assert reply["suggestions"]


def test_a_coupon_that_does_not_hold_is_not_kept(change):
    assert change([("RS-01-BLK-9", 1)], kind="coupon", code="OLD")["message"] == "OLD is over"
    kept = change([("RS-01-BLK-9", 1)], kind="coupon", code="good")
    assert kept["applied"] == [{"op": "coupon", "code": "GOOD"}]
