"""Rules, held against the pieces of the shop's pages that fit them best."""

import pytest

from sales_agent.truth.reading.statement import Kind
from tests.sales_agent.truth.turns import SEARCH, STOCK, kinds

SECTIONS = {
    "How long you can return something": (
        "You can return what you bought within 30 days of delivery. Curtains and rugs have 45 "
        "days, lamps 14 days. The goods must be unused, with their labels on."
    ),
    "What cannot be returned": (
        "Towels cannot be returned, for reasons of hygiene. Gift cards cannot be returned either."
    ),
    "What a return costs": (
        "If the goods are damaged, wrong or late, the return is free. If they do not fit or you "
        "changed your mind, ₹99 for return shipping is taken off the refund."
    ),
    "When you get your money back": (
        "On a card or on PayPal it takes up to 5 days, on a gift card or as points it is there at "
        "once."
    ),
    "Exchanges": "You can exchange goods for another size, once per order, within 5 days.",
    "Canceling or changing an order": "An order can be canceled until it is packed.",
    "How you can pay": (
        "You can pay with cards, PayPal, gift cards and points. Up to 4 of them can share an "
        "order; a card and PayPal cannot be combined. We do not take cash on delivery, cheques or "
        "instalments."
    ),
    "What delivery costs": (
        "| way | costs | takes |\n|---|---|---|\n"
        "| Standard delivery | ₹99, and nothing for orders of ₹1,499 or more | 3 to 5 days |\n"
        "| Express delivery | ₹199 | 1 to 2 working days |\n| Pick up in store | free | 3 days |"
    ),
    "Holding something in a store": "We hold goods in a store for 48 hours, without payment.",
}
RULES = (
    "search_policies",
    {},
    {
        "status": "ok",
        "passages": [{"heading": name, "text": text} for name, text in SECTIONS.items()],
    },
)


@pytest.mark.parametrize(
    "text",
    [
        "Rugs and curtains give you a little longer: 45 days to return them.",
        "Returns are possible for 30 days; lamps, rugs and curtains have their own limits.",
        "Lamps are an exception, with 14 days for returns.",
        "Changed your mind? For most things, there's a 30-day period to return them.",
        "Your refund goes back to the payment method you used.",
        "Lamps: 14 days. Curtains and rugs: 45 days.",
        "We hold it for two days.",
        "An exchange works once per order.",
        "Refunds on a gift card are instant.",
        "The money is back on your card within five days.",
        "If you just changed your mind, we take ₹99 off the refund.",
        "Sending it back is free if we sent the wrong thing.",
        "Standard delivery is free from ₹1,499.",
        "Instalments aren't something we offer.",
        "You can't combine a card with PayPal.",
        "Up to four payment methods can share an order.",
        "An order can be canceled until it's packed.",
        "Sorry, gift cards can't be returned.",
        "Would you like to know what a return costs?",
        "We can't take gift cards back.",
        "Late parcels can go back free of charge.",
        "If what came isn't what was described, sending it back is free.",
        "Standard takes three to five days.",
        "I'll cancel it only once you confirm.",
    ],
)
def test_rule_that_a_page_holds_passes_in_other_words(text):
    assert kinds(text, RULES) == set()


@pytest.mark.parametrize(
    "text",
    [
        "You can return lamps within 30 days.",
        "Curtains must be back in 14 days.",
        "Refunds take up to 14 days.",
        "Exchanges take two weeks.",
        "Delivery takes two weeks.",
        "We'll keep it at the store for 72 hours.",
        "Exchanges can be made up to three times per order.",
        "You can use up to six payment methods.",
        "Refunds to a card are instant.",
        "Sending things back is always free.",
        "Express delivery is free.",
        "You can combine a card and PayPal.",
        "We don't do refunds.",
        "Sorry, we don't accept PayPal.",
        "You can't exchange anything.",
        "We don't offer express delivery.",
        "An order can be canceled until it's delivered.",
        "We accept cash at the door.",
        "You pay return shipping even if it's damaged.",
        "You have to pay to hold it.",
        "Your refund will take a fortnight.",
        "Gift card refunds take 5 days.",
        "A refund to your card is there the same minute.",
        "Refunds only ever go onto a gift card.",
        "You can exchange it twice.",
        "We don't take gift cards.",
        "Points can't be used to pay.",
        "Worn shoes can go back as well.",
        "You can drop the labels, they don't matter for returns.",
        "There's no express at all, only standard delivery.",
        "We keep your card number on file for next time.",
        "Standard takes a week.",
        "Express takes three to five days.",
        "Returns need the original box.",
        "Don't worry, if you find it cheaper elsewhere we'll match it.",
        "Returns can be dropped at any post office.",
        "A small deposit is needed to hold it.",
        "You don't need the labels to return it.",
    ],
)
def test_rule_of_another_case_or_of_none_is_found(text):
    assert Kind.POLICY in kinds(text, RULES)


@pytest.mark.parametrize(
    "text",
    [
        "It makes a lovely birthday present.",
        "Its seasonal colours are white and olive.",
        "I've looked at what our members of staff like.",
    ],
)
def test_word_of_a_service_alone_is_no_promise(text):
    assert Kind.POLICY not in kinds(text, SEARCH, STOCK)
