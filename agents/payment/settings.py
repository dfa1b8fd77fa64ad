"""What the payment agent reads from its surroundings: the account at Stripe, if there is one."""

import os
from dataclasses import dataclass, field

STRIPE_API_BASE = "https://api.stripe.com"


@dataclass(frozen=True)
class StripeSettings:
    """An account at Stripe.

    Attributes:
        takes_raw_cards: Whether Stripe has allowed this account to send it card numbers.
    """

    api_key: str = field(repr=False)
    api_base: str = STRIPE_API_BASE
    takes_raw_cards: bool = False
    timeout_s: float = 20.0

    @property
    def is_test(self) -> bool:
        """Whether no real money moves."""
        return "_test_" in self.api_key


def stripe_settings() -> StripeSettings | None:
    """The account that the environment names; None without `STRIPE_API_KEY`."""
    key = os.environ.get("STRIPE_API_KEY", "").strip()
    if not key:
        return None
    return StripeSettings(
        api_key=key,
        api_base=os.environ.get("STRIPE_API_BASE", "").rstrip("/") or STRIPE_API_BASE,
        takes_raw_cards=os.environ.get("STRIPE_RAW_CARDS", "0") == "1",
    )
