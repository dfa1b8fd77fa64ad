"""What the payment agent asks of a payment service provider."""

from dataclasses import dataclass
from typing import Literal, Protocol

Decline = Literal["insufficient_funds", "expired_card", "network_error", "card_not_accepted"]


class GatewaySilent(Exception):
    """The payment gateway did not answer: what it did is not known."""


class ChargeRefused(Exception):
    """The gateway does not do this to a charge in its state."""


@dataclass(frozen=True)
class Reserve:
    """What is to be reserved on a card or a PayPal account; the same key is one charge.

    Attributes:
        key: The charge's id.
        token: How the gateway knows the card.
        is_imported: Whether another shop had it: the sandbox knows no such card.
        amount: Minor units.
    """

    key: str
    token: str | None
    last_four: str | None
    is_imported: bool
    amount: int
    currency: str


class Psp(Protocol):
    """A payment service provider; each call may be repeated and has one effect.

    Every call raises GatewaySilent when no answer comes.
    """

    def authorize(self, reserve: Reserve) -> Decline | None:
        """Reserve the money; returns why not, or None."""

    def capture(self, key: str) -> None:
        """Take reserved money; raises ChargeRefused when there is none."""

    def void(self, key: str) -> None:
        """Give reserved money back, or do nothing; raises ChargeRefused once it is taken."""

    def refund(self, key: str, *, amount: int, reference: str) -> None:
        """Give taken money back; raises ChargeRefused beyond what was taken."""
