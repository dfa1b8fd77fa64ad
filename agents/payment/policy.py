"""The payment agent's rules as data: what a retailer changes without touching code.

A rule is cited by its place in `policy.json`, e.g. `refund.order`.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

POLICY_FILE = Path(__file__).with_name("policy.json")
Kind = Literal["card", "paypal", "gift_card", "points"]
KINDS: tuple[Kind, ...] = ("card", "paypal", "gift_card", "points")
Positive = Annotated[int, Field(ge=1)]
Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)


class QuoteRules(Part):
    """How long a quote can be confirmed, and for how long a commit holds its goods."""

    minutes: Positive
    hold_seconds: Positive


class CheckoutRules(Part):
    """After so long without a sign a checkout counts as left by a crash."""

    stale_seconds: Positive


class OfferRules(Part):
    """Whether a quoted offer is honoured or refused when its use cannot be counted."""

    when_unreachable: Literal["honour", "refuse"]


class TenderRules(Part):
    """How many tenders pay one order, and which kinds go together."""

    max: Positive
    together: Annotated[tuple[frozenset[Kind], ...], Field(min_length=1)]


class GiftCardRules(Part):
    """Wrong codes: so many are free, then each doubles the pause; forgotten after a while."""

    free_tries: Positive
    first_pause_seconds: Positive
    longest_pause_seconds: Positive
    forget_hours: Positive


class ChargeRules(Part):
    """When an unanswered charge is given up, and for how long a bank reserves money."""

    open_minutes: Positive
    authorization_days: Positive


class RefundRules(Part):
    """Which tenders get their money back first, and when it arrives."""

    order: tuple[Kind, ...]
    timing: dict[Kind, Text]


class Policy(Part):
    """The whole policy; `tax_percent` is the rate that every price already includes."""

    shop_currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    tax_percent: Annotated[int, Field(ge=0, le=100)]
    quote: QuoteRules
    checkout: CheckoutRules
    offers: OfferRules
    tenders: TenderRules
    gift_cards: GiftCardRules
    charge: ChargeRules
    refund: RefundRules

    @model_validator(mode="after")
    def check_kinds(self) -> "Policy":
        """Every kind of tender can pay, is refunded in its turn, and has its timing."""
        payable = {kind for kinds in self.tenders.together for kind in kinds}
        for rule, named in (
            ("tenders.together", sorted(payable)),
            ("refund.order", sorted(self.refund.order)),
            ("refund.timing", sorted(self.refund.timing)),
        ):
            if named != sorted(KINDS):
                raise ValueError(f"{rule} names each of {sorted(KINDS)} once; it has {named}")
        return self

    def tax_included(self, total: int) -> int:
        """The tax inside a total of minor units, rounded half up."""
        return (2 * total * self.tax_percent + 100 + self.tax_percent) // (
            2 * (100 + self.tax_percent)
        )


def read_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check a policy.

    Raises:
        ValueError: a rule is missing, unknown or out of range; the message names it.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))


POLICY = read_policy()
