"""Cards by token, and the gateway that charges them: a small port and its sandbox."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from agents.kit.errors import Fault
from agents.kit.storage import Store
from agents.payment.tables import Card, SandboxCharge

Decline = Literal["insufficient_funds", "expired_card", "network_error", "card_not_accepted"]

TEST_CARDS = ("4242", "1111", "2222", "3333")
SILENT_LAST_FOUR = "3333"
DECLINES: dict[str, Decline] = {"1111": "insufficient_funds", "2222": "expired_card"}
BRANDS = (
    ("Visa", ("4",)),
    ("American Express", ("34", "37")),
    ("Mastercard", ("51", "52", "53", "54", "55", "22", "23", "24", "25", "26", "27")),
    ("RuPay", ("60", "65", "81", "82")),
)


class GatewaySilent(Exception):
    """The card gateway did not answer: what it did is not known."""


class ChargeRefused(Exception):
    """The gateway does not do this to a charge in its state."""


@dataclass(frozen=True)
class Charge:
    """What is to be reserved on a card; the same key is one charge."""

    key: str
    token: str
    last_four: str
    amount: int
    currency: str


class Psp(Protocol):
    """A payment service provider; each call may be repeated and has one effect.

    Every call raises GatewaySilent when no answer comes.
    """

    def authorize(self, charge: Charge) -> Decline | None:
        """Reserve the money; returns why not, or None."""

    def capture(self, key: str) -> None:
        """Take reserved money; raises ChargeRefused when there is none."""

    def void(self, key: str) -> None:
        """Give reserved money back, or do nothing; raises ChargeRefused once it is taken."""

    def refund(self, key: str, *, amount: int, reference: str) -> None:
        """Give taken money back; raises ChargeRefused beyond what was taken."""


class SandboxPsp:
    """A gateway that decides by a card's last four, and remembers its charges like a real one.

    3333: the first authorization under a key is made but its answer is lost; a repeat under
    that key finds it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def authorize(self, charge: Charge) -> Decline | None:
        """Reserve the money, as the last four say."""
        with self._store.write() as session:
            known = session.get(SandboxCharge, charge.key)
            if known is None:
                known = _decide(charge)
                session.add(known)
                is_answer_lost = charge.last_four == SILENT_LAST_FOUR
            else:
                is_answer_lost = False
        if is_answer_lost:
            raise GatewaySilent("the card gateway did not answer")
        if known.state == "voided":
            raise ChargeRefused(f"charge {charge.key} was voided; use a new key")
        return known.reason  # type: ignore[return-value]

    def capture(self, key: str) -> None:
        """Take the reserved money."""
        with self._store.write() as session:
            charge = session.get(SandboxCharge, key)
            if charge is None or charge.state not in ("authorized", "captured"):
                raise ChargeRefused(f"charge {key} holds no money to capture")
            charge.state = "captured"

    def void(self, key: str) -> None:
        """Give the reserved money back."""
        with self._store.write() as session:
            charge = session.get(SandboxCharge, key)
            if charge is not None and charge.state == "captured":
                raise ChargeRefused(f"charge {key} is captured; refund it")
            if charge is not None and charge.state == "authorized":
                charge.state = "voided"

    def refund(self, key: str, *, amount: int, reference: str) -> None:
        """Give captured money back."""
        with self._store.write() as session:
            charge = session.get(SandboxCharge, key)
            if charge is None or charge.state != "captured":
                raise ChargeRefused(f"charge {key} is not captured; nothing to refund")
            if reference in charge.refunds:
                return
            if sum(charge.refunds.values()) + amount > charge.amount:
                raise ChargeRefused(f"refund {reference} is more than charge {key} has left")
            charge.refunds = {**charge.refunds, reference: amount}


def keep_card(session: Session, number: str, *, shopper: str, at: datetime) -> Card:
    """Trade a card number for a token; the number goes no further.

    Raises:
        Fault: it is no card number (`invalid_card`).
    """
    digits = number.replace(" ", "").replace("-", "")
    _check_number(digits)
    card = Card(
        token=f"tok_{secrets.token_urlsafe(18)}",
        customer_id=shopper,
        brand=brand_of(digits),
        last_four=digits[-4:],
        at=at,
    )
    session.add(card)
    return card


def find_card(session: Session, token: str, shopper: str) -> Card | None:
    """The shopper's own card by its token."""
    card = session.get(Card, token)
    return card if card is not None and card.customer_id == shopper else None


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


def _check_number(digits: str) -> None:
    """Accept 13 to 19 digits with their check digit, or a test card's last four."""
    is_test_card = digits[-4:] in TEST_CARDS
    if len(digits) == 4 and not is_test_card:
        raise _invalid_card(f"the sandbox has no test card ending {digits}")
    if len(digits) != 4 and not 13 <= len(digits) <= 19:
        raise _invalid_card("a card number has 13 to 19 digits")
    if not is_test_card and not passes_luhn(digits):
        raise _invalid_card(f"the card number ending {digits[-4:]} has a mistyped digit")


def _invalid_card(problem: str) -> Fault:
    cards: Sequence[str] = TEST_CARDS
    return Fault(
        f"{problem}; enter it again, or a test card ({', '.join(cards)})",
        code="invalid_card",
        suggestions=("Enter the card again", "Pay with another card"),
    )


def _decide(charge: Charge) -> SandboxCharge:
    reason: Decline | None = DECLINES.get(charge.last_four)
    if charge.last_four not in TEST_CARDS:
        reason = "card_not_accepted"
    return SandboxCharge(
        key=charge.key,
        state="declined" if reason else "authorized",
        reason=reason,
        amount=charge.amount,
        currency=charge.currency,
        refunds={},
    )
