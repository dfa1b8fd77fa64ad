"""Cards at Stripe: the page's PaymentMethod, a test number, or a raw number where allowed.

Source: docs.stripe.com, "Testing" (test PaymentMethods by number), "PaymentMethods".
"""

from collections.abc import Mapping
from typing import Any

import stripe

from agents.kit.errors import Fault
from agents.payment.gateways.stripe_api import connect
from agents.payment.settings import StripeSettings
from agents.payment.tenders.cards import KnownCard, brand_of, invalid_card, read_number

TEST_METHODS = {
    "4242": "pm_card_visa",
    "1111": "pm_card_visa_chargeDeclinedInsufficientFunds",
    "2222": "pm_card_chargeDeclinedExpiredCard",
    "3333": "pm_card_chargeDeclinedProcessingError",
    "4242424242424242": "pm_card_visa",
    "4000000000000002": "pm_card_visa_chargeDeclined",
    "4000000000009995": "pm_card_visa_chargeDeclinedInsufficientFunds",
    "4000000000000069": "pm_card_chargeDeclinedExpiredCard",
    "4000000000000119": "pm_card_chargeDeclinedProcessingError",
    "5555555555554444": "pm_card_mastercard",
    "378282246310005": "pm_card_amex",
}
"""Stripe's own test cards, which need no number to be sent; and the sandbox's by last four."""


def find_card(settings: StripeSettings, entered: Mapping[str, Any]) -> KnownCard:
    """What is kept of a card that a shopper entered.

    Raises:
        Fault: Stripe does not know it, or its number may not be sent (`card_page_needed`).
    """
    if method := entered.get("paymentMethod"):
        return _by_method(settings, method)
    digits = read_number(entered.get("number", ""), has_test_cards=settings.is_test)
    if settings.is_test and digits in TEST_METHODS:
        return KnownCard(digits[-4:], brand_of(digits), TEST_METHODS[digits])
    if not settings.takes_raw_cards:
        raise Fault(
            "this shop takes card numbers on its payment page only; enter the card there",
            code="card_page_needed",
            suggestions=("Enter the card on the payment page", "Pay with a gift card"),
        )
    return _by_number(settings, digits, entered)


def _by_method(settings: StripeSettings, method: str) -> KnownCard:
    return _kept(lambda: connect(settings).v1.payment_methods.retrieve(method))


def _by_number(settings: StripeSettings, digits: str, entered: Mapping[str, Any]) -> KnownCard:
    month, _, year = entered.get("expiry", "").partition("/")
    if not (month.isdigit() and year.isdigit()):
        raise invalid_card("the card's expiry is needed, as MM/YY", has_test_cards=False)
    card = {"number": digits, "exp_month": int(month), "exp_year": 2000 + int(year) % 100}
    if code := entered.get("securityCode"):
        card["cvc"] = code
    params: Any = {"type": "card", "card": card}
    return _kept(lambda: connect(settings).v1.payment_methods.create(params))


def _kept(ask: Any) -> KnownCard:
    try:
        method = ask()
    except stripe.CardError as error:
        raise invalid_card("Stripe does not accept the card", has_test_cards=False) from error
    except stripe.InvalidRequestError as error:
        raise invalid_card("Stripe does not know the card", has_test_cards=False) from error
    except stripe.StripeError as error:
        raise Fault(
            "the card gateway cannot be asked just now; enter the card again in a minute",
            code="gateway_unavailable",
            status=503,
            suggestions=("Try again in a minute", "Pay with a gift card"),
        ) from error
    if method.card is None:
        raise invalid_card("that way to pay is no card", has_test_cards=False)
    return KnownCard(method.card.last4, method.card.brand.title(), method.id)
