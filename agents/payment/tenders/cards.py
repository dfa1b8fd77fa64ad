"""Cards by token: a number is checked, traded and forgotten."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from agents.kit.errors import Fault
from agents.payment.gateways.sandbox import TEST_CARDS
from agents.payment.tables import Card

BRANDS = (
    ("Visa", ("4",)),
    ("American Express", ("34", "37")),
    ("Mastercard", ("51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27")),
    ("RuPay", ("60", "65", "81", "82")),
)


@dataclass(frozen=True)
class KnownCard:
    """What is kept of a card: never its number. `gateway_token` is Stripe's name for it."""

    last_four: str
    brand: str
    gateway_token: str | None = None


def keep_card(session: Session, shopper: str, known: KnownCard, *, at: datetime) -> Card:
    """Keep what a card is known by, under a token of ours."""
    card = Card(
        token=f"tok_{secrets.token_urlsafe(18)}",
        customer_id=shopper,
        kind="card",
        brand=known.brand,
        last_four=known.last_four,
        gateway_token=known.gateway_token,
        is_imported=False,
        at=at,
    )
    session.add(card)
    return card


def read_number(number: str, *, has_test_cards: bool = True) -> str:
    """The digits of a card number, or a test card's last four where there are test cards.

    Raises:
        Fault: it is no card number (`invalid_card`); the number is not quoted.
    """
    digits = number.replace(" ", "").replace("-", "")
    is_test_card = has_test_cards and digits[-4:] in TEST_CARDS
    if problem := _problem_of(digits, is_test_card=is_test_card, has_short=has_test_cards):
        raise invalid_card(problem, has_test_cards=has_test_cards)
    return digits


def brand_of(digits: str) -> str:
    """The brand that a card number's first digits name."""
    if len(digits) == 4:
        return "Test card"
    for brand, prefixes in BRANDS:
        if digits.startswith(prefixes):
            return brand
    return "Card"


def passes_luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def invalid_card(problem: str, *, has_test_cards: bool = True) -> Fault:
    """The fault of what is no card, with the ways out."""
    hint = f", or a test card ({', '.join(TEST_CARDS)})" if has_test_cards else ""
    return Fault(
        f"{problem}; enter it again{hint}",
        code="invalid_card",
        suggestions=("Enter the card again", "Pay with another card"),
    )


def _problem_of(digits: str, *, is_test_card: bool, has_short: bool) -> str | None:
    """What is wrong with 13 to 19 digits and their check digit, or a test card's last four."""
    if len(digits) == 4 and has_short:
        return None if is_test_card else f"the sandbox has no test card ending {digits}"
    if not 13 <= len(digits) <= 19:
        return "a card number has 13 to 19 digits"
    if not is_test_card and not passes_luhn(digits):
        return f"the card number ending {digits[-4:]} has a mistyped digit"
    return None
