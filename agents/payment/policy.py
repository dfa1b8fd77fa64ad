"""The payment agent's rules as data: what a retailer changes without touching code."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

POLICY_FILE = Path(__file__).with_name("policy.json")


@dataclass(frozen=True)
class Policy:
    """Limits and rates.

    Attributes:
        shop_currency: What an empty cart is told in when the catalogue cannot be asked.
        tax_percent: The rate that every price already includes.
        stale_seconds: After so long without a sign a checkout counts as left by a crash.
    """

    shop_currency: str
    quote_minutes: int
    hold_seconds: int
    tax_percent: int
    stale_seconds: int

    def __post_init__(self) -> None:
        limits = (self.quote_minutes, self.hold_seconds, self.stale_seconds)
        if min(limits) < 1 or self.tax_percent < 0:
            raise ValueError(f"policy of the payment agent is out of range: {self}")

    def tax_included(self, total: int) -> int:
        """The tax inside a total of minor units, rounded half up."""
        return (2 * total * self.tax_percent + 100 + self.tax_percent) // (
            2 * (100 + self.tax_percent)
        )


@cache
def load_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check the policy file, once."""
    rules = json.loads(path.read_text(encoding="utf-8"))
    return Policy(
        shop_currency=rules["shopCurrency"],
        quote_minutes=rules["quoteMinutes"],
        hold_seconds=rules["holdSeconds"],
        tax_percent=rules["taxPercent"],
        stale_seconds=rules["staleSeconds"],
    )
