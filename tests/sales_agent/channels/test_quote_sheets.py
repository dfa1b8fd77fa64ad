"""Each kind of quote as the sheet that stands under its question."""

from sales_agent.channels.plain import drawn_lines
from sales_agent.channels.quote_sheets import quote_sheet
from sales_agent.shop.spoken import speaking
from tests.sales_agent.channels.doubles import (
    ADDRESS_CHANGE_QUOTE,
    CANCELLATION_QUOTE,
    EXCHANGE_QUOTE,
    GIFT_CARD,
    ITEM_CHANGE_QUOTE,
    PAYMENT_CHANGE_QUOTE,
    POINTS,
    QUOTE,
    RETURN_QUOTE,
    VISA,
    inr,
)


def lines_of(drawing):
    return [" ".join(line.split()) for line in drawn_lines(drawing)]


def test_checkout_quote_shows_everything_that_a_yes_does():
    assert lines_of(quote_sheet(QUOTE)) == [
        "To confirm: your order",
        "2 x Monsoon Linen Shirt (olive, M) ₹2,598",
        "Subtotal ₹2,598",
        "Festive 10%: order over ₹2,000 -₹259.80",
        "Standard delivery, by Thu 26 Nov ₹49",
        "Total ₹2,387.20",
        "Tax included ₹255.78",
        "To Asha Rao, 12 Lake View Road, Bengaluru 560034",
        "Paid with Visa ending 4242",
        "Offers could not be checked.",
    ]


def test_checkout_quote_speaks_the_shoppers_language():
    with speaking("de"):
        lines = lines_of(quote_sheet(QUOTE))

    assert lines == [
        "Zur Bestätigung: deine Bestellung",
        "2 x Monsoon Linen Shirt (oliv, M) ₹2,598",
        "Zwischensumme ₹2,598",
        "Festive 10%: order over ₹2,000 -₹259.80",
        "Standardversand, bis 26. November ₹49",
        "Summe ₹2,387.20",
        "Darin enthaltene Steuer ₹255.78",
        "An Asha Rao, 12 Lake View Road, Bengaluru 560034",
        "Bezahlt mit Visa mit den Endziffern 4242",
        "Offers could not be checked.",
    ]


def test_pickup_quote_names_the_store():
    delivery = {**QUOTE["delivery"], "storeName": "Indiranagar", "price": inr(0)}
    lines = lines_of(quote_sheet({**QUOTE, "delivery": delivery, "address": None}))
    assert "Collect at Indiranagar, by Thu 26 Nov free" in lines
    assert not [line for line in lines if line.startswith("To Asha")]


def test_cancellation_and_return_quotes_show_the_refund():
    assert lines_of(quote_sheet(CANCELLATION_QUOTE)) == [
        "To confirm: Cancel order O-5002",
        "1 x Monsoon Linen Shirt",
        "Refund ₹1,299",
        "Paid back to card ending 4242",
        "Reason: changed my mind",
    ]
    assert "1 x Monsoon Linen Shirt (too small) ₹1,299" in lines_of(quote_sheet(RETURN_QUOTE))


def test_quote_of_an_unknown_kind_shows_its_amounts():
    quote = {"quoteId": "Q-1", "kind": "gift_wrapping", "price": inr(5000)}
    assert lines_of(quote_sheet(quote)) == ["To confirm: Gift wrapping", "price ₹50"]


def test_split_payment_shows_what_each_way_to_pay_gives():
    shares = [
        {**POINTS, "amount": inr(8000)},
        {**GIFT_CARD, "amount": inr(50000)},
        {**VISA, "amount": inr(180720)},
    ]
    lines = lines_of(quote_sheet({**QUOTE, "tenders": shares, "pointsToEarn": 18}))
    assert lines[-5:] == [
        "Paid with 320 points ₹80",
        "Paid with gift card ending 7QWM ₹500",
        "Paid with Visa ending 4242 ₹1,807.20",
        "Earns 18 points once it is delivered",
        "Offers could not be checked.",
    ]


def test_pickup_in_a_slot_says_when():
    slot = {"slotId": "S-1", "from": "2026-11-26T10:00:00Z", "to": "2026-11-26T12:00:00Z"}
    delivery = {**QUOTE["delivery"], "storeName": "Indiranagar", "slot": slot}
    lines = lines_of(quote_sheet({**QUOTE, "delivery": delivery, "address": None}))
    assert "Collect at Indiranagar, Thu 26 Nov, 10:00 to 12:00 ₹49" in lines


def test_exchange_shows_the_difference_how_it_is_paid_and_that_it_is_once():
    assert lines_of(quote_sheet(EXCHANGE_QUOTE)) == [
        "To confirm: Exchange in order O-5001",
        "1 x Monsoon Linen Shirt (olive, M) for olive, L +₹200",
        "To pay ₹200",
        "Paid with gift card ending 7QWM",
        "An order can be exchanged once.",
    ]


def test_item_change_shows_what_comes_back_and_the_new_total():
    lines = lines_of(quote_sheet(ITEM_CHANGE_QUOTE))
    assert lines[1:5] == [
        "1 x Monsoon Linen Shirt (olive, M) for olive, L -₹200",
        "You get back ₹200",
        "Paid back to Visa ending 4242",
        "The order then ₹2,187.20",
    ]


def test_address_change_shows_both_addresses():
    lines = lines_of(quote_sheet(ADDRESS_CHANGE_QUOTE))
    assert lines[1] == "To Asha Rao, 5 Park Street, Kolkata 700016"
    assert lines[2] == "Instead of Asha Rao, 12 Lake View Road, Bengaluru 560034"


def test_payment_change_shows_charge_and_refund():
    assert lines_of(quote_sheet(PAYMENT_CHANGE_QUOTE)) == [
        "To confirm: Pay order O-5001 with Visa ending 4242",
        "Charged to Visa ending 4242 ₹2,387.20",
        "Paid back to gift card ending 7QWM ₹2,387.20",
    ]


def test_return_shipping_and_refunds_to_several_are_lines():
    refunds = [
        {"tenderId": "GC-1", "label": "gift card ending 7QWM", "amount": inr(50000)},
        {"tenderId": "tok_1", "label": "Visa ending 4242", "amount": inr(70000)},
    ]
    quote = {**RETURN_QUOTE, "returnShipping": inr(9900), "refunds": refunds}
    assert lines_of(quote_sheet(quote))[2:] == [
        "Return shipping -₹99",
        "Refund ₹1,299",
        "Paid back to gift card ending 7QWM ₹500",
        "Paid back to Visa ending 4242 ₹700",
    ]
