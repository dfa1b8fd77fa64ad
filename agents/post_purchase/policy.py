"""What the shop allows after the sale: `policy.json`, read and checked when the agent starts."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agents.post_purchase.statuses import Status

POLICY_FILE = Path(__file__).with_name("policy.json")
Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=0, le=3650)]
States = Annotated[tuple[Status, ...], Field(min_length=1)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
TenderKind = Literal["card", "paypal", "gift_card", "points"]
ChargedKind = Literal["card", "paypal", "gift_card"]
Fault = Literal["shop", "shopper"]


class Rule(StrEnum):
    """The rules that replies cite, named as they stand in the file."""

    BEFORE_PACKING = "cancel.before_packing"
    CANCEL_REASONS = "cancel.reasons"
    ADDRESS_BEFORE_SHIPPING = "changes.address_before_shipping"
    ITEMS_BEFORE_PACKING = "changes.items_before_packing"
    ITEMS_ONCE = "changes.items_once"
    PAYMENT_BEFORE_PACKING = "changes.payment_before_packing"
    SAME_PRODUCT = "changes.same_product"
    AVAILABLE = "changes.available"
    DIFFERENCE = "changes.difference"
    SINGLE_TENDER = "changes.single_tender"
    DISCOUNTS_STAY = "changes.discounts_stay"
    ONE_AT_A_TIME = "changes.one_at_a_time"
    EXCHANGE_AFTER_DELIVERY = "exchanges.after_delivery"
    EXCHANGE_ONCE = "exchanges.once"
    AFTER_DELIVERY = "returns.after_delivery"
    WINDOW = "returns.window"
    NON_RETURNABLE = "returns.non_returnable"
    LINES = "returns.lines"
    RETURN_REASONS = "returns.reasons"
    RETURN_SHIPPING = "returns.shipping"
    REFUND_TO = "refund.to"
    REFUND_TIMING = "refund.timing"
    AFTER_RECEIPT = "refund.after_receipt"
    AFTER_CANCELLATION = "refund.after_cancellation"
    FEEDBACK_AFTER_DELIVERY = "feedback.after_delivery"
    FEEDBACK_LINES = "feedback.lines"
    EXPIRY = "quote.expiry"


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reason(Part):
    """A reason that shoppers give, and the words by which they give it."""

    code: Text
    title: Text
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class ReturnReason(Reason):
    """A reason for a return, and whose fault it is."""

    at_fault: Fault


class Cancel(Part):
    """When a shopper may cancel, and for which reasons."""

    before_packing: States
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class Difference(Part):
    """The kinds of tender that a difference is paid with and goes back to."""

    kinds: Annotated[tuple[ChargedKind, ...], Field(min_length=1)]


class Changes(Part):
    """What of an order may change before it is delivered, and until when."""

    address_before_shipping: States
    items_before_packing: States
    items_once: bool
    payment_before_packing: States
    same_product: Text
    available: Text
    difference: Difference
    single_tender: Difference
    discounts_stay: Text
    one_at_a_time: Text


class Wait(Part):
    """How many days something takes at most."""

    days: Days


class Exchanges(Part):
    """When delivered goods may be swapped, and when the new ones come."""

    after_delivery: States
    once: bool
    replacement: Wait


class Window(Part):
    """For how many days after delivery goods may come back."""

    default_days: Days
    days_by_category: dict[str, Days]

    def days_for(self, category: str | None) -> int:
        """The days for a line of a category."""
        return self.days_by_category.get(category or "", self.default_days)


class Shipping(Part):
    """Who pays for sending goods back: the faults for which the shopper does, and how much.

    `amounts` are minor units of each currency; in others sending back is free.
    """

    paid_by_shopper: tuple[Fault, ...]
    amounts: dict[Currency, Annotated[int, Field(ge=0)]]

    def charged(self, at_fault: Fault, currency: str) -> int:
        """What is taken off a refund for sending the goods back, in minor units."""
        return self.amounts.get(currency, 0) if at_fault in self.paid_by_shopper else 0


class Returns(Part):
    """What may come back, and until when."""

    after_delivery: States
    window: Window
    non_returnable: frozenset[Text]
    lines: Text
    shipping: Shipping
    reasons: Annotated[tuple[ReturnReason, ...], Field(min_length=1)]


class Refund(Part):
    """To what money goes back, in which order, and within how many days by kind of tender."""

    to: Text
    order: tuple[TenderKind, ...]
    timing: dict[TenderKind, Days]
    after_receipt: Text
    after_cancellation: Text

    @model_validator(mode="after")
    def _names_every_kind(self) -> Self:
        kinds = {"card", "paypal", "gift_card", "points"}
        if set(self.order) != kinds or len(self.order) != len(kinds):
            raise ValueError(f"order must name each of {sorted(kinds)} once")
        if set(self.timing) != kinds:
            raise ValueError(f"timing must name each of {sorted(kinds)}")
        return self


class Rating(Part):
    """When a shopper may say how she liked an order, and what of it."""

    after_delivery: States
    lines: Text


class Expiry(Part):
    """How long a quote holds."""

    minutes: Annotated[int, Field(ge=1, le=1440)]


class Quote(Part):
    """How quotes behave."""

    expiry: Expiry


class Commit(Part):
    """How commits behave: when an unfinished one is tried again, how long stock is held for one."""

    retry_seconds: Annotated[int, Field(ge=1, le=3600)]
    hold_seconds: Annotated[int, Field(ge=60, le=3600)]


class Policy(Part):
    """The whole policy."""

    cancel: Cancel
    changes: Changes
    exchanges: Exchanges
    returns: Returns
    refund: Refund
    feedback: Rating
    quote: Quote
    commit: Commit


def read_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check a policy.

    Raises:
        ValueError: a field is missing, unknown or out of range; the message names it.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))


POLICY = read_policy()
