import pytest

from sales_agent.channels.plain import cells, drawn_lines
from sales_agent.channels.quote_sheets import quote_sheet
from sales_agent.channels.sheets import (
    cart_sheet,
    cart_words,
    order_sheet,
    orders_table,
    products_table,
)
from tests.sales_agent.channels.doubles import (
    CART,
    ORDER,
    QUOTE,
    SHIRT,
    SHOES,
    inr,
)


def lines_of(drawing):
    return [" ".join(line.split()) for line in drawn_lines(drawing)]


def test_cart_shows_lines_discounts_and_notes():
    rejected = {"code": "SAVE90", "reason": "this coupon has ended"}
    lines = lines_of(cart_sheet({**CART, "rejectedCoupons": [rejected], "unknownSkus": ["X-1"]}))
    assert lines[1] == "2 x Monsoon Linen Shirt (olive, M) ₹2,598"
    assert lines[-3:] == [
        "Total ₹2,338.20",
        "SAVE90: this coupon has ended",
        "X-1 is no longer sold",
    ]


def test_cart_in_a_few_words():
    assert cart_words(CART) == "Cart: 2 pieces, ₹2,338.20"
    assert cart_words({"lines": [], "total": inr(0)}) == "Your cart is empty."


def test_cart_without_prices_says_so():
    bare = {"lines": [{"sku": "LS-1", "name": None, "quantity": 1, "price": None}], "total": None}
    assert lines_of(cart_sheet(bare))[1:] == ["1 x LS-1", "Prices cannot be looked up just now."]
    assert cart_words(bare) == "Cart: 1 piece"


def test_order_sheet_takes_whole_and_brief_orders():
    lines = lines_of(order_sheet(ORDER))
    assert "Refunded ₹1,299" in lines
    assert "Status: return requested" in lines
    assert lines_of(order_sheet({"orderId": "O-1"})) == ["Order O-1"]


def test_products_are_numbered_and_long_lists_counted():
    table = products_table([{**SHIRT, "reason": "goes with your chinos"}, SHOES])
    assert table.rows[0] == (
        "1",
        "Monsoon Linen Shirt\ngoes with your chinos",
        "₹1,299",
        "olive, white",
        "S, M",
    )
    assert table.rows[1][4] == "5, 6, 7, 8, 9, 10, 11, 12 +2"


def test_columns_that_say_nothing_are_left_out():
    table = products_table([{**SHIRT, "colours": [], "sizes": []}])
    assert table.headings == ("#", "Product", "Price")


@pytest.mark.parametrize("draw", [cart_sheet, lambda cart: quote_sheet({**QUOTE, **cart})])
def test_texts_from_data_cannot_steer_the_terminal(draw):
    line = {**CART["lines"][0], "name": "Shirt\x1b[2J\n\x1b]0;pwned\x07 \x07"}
    text = "".join(drawn_lines(draw({**CART, "lines": [line]})))
    assert "2 x Shirt (olive, M)" in text
    assert not set(text) & {"\x1b", "\x07", "\n"}


def test_plain_tables_align_wide_letters():
    lines = list(drawn_lines(products_table([{**SHIRT, "name": "跑步鞋"}, SHOES])))
    where = [cells(line[: line.index("₹")]) for line in lines[1:]]
    assert where[0] == where[1]


def test_orders_table_is_a_line_for_each_order():
    assert lines_of(orders_table([ORDER]))[2] == (
        "O-5001 Mon 2 Nov return requested 2 x Monsoon Linen Shirt (olive, M) ₹2,598"
    )
