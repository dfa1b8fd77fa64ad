"""What the shop allows after the sale: `policy.json`, read and checked when the agent starts."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.post_purchase.statuses import Status

POLICY_FILE = Path(__file__).with_name("policy.json")
Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=0, le=3650)]


class Rule(StrEnum):
    """The rules that replies cite, named as they stand in the file."""

    BEFORE_PACKING = "cancel.before_packing"
    AFTER_DELIVERY = "returns.after_delivery"
    WINDOW = "returns.window"
    NON_RETURNABLE = "returns.non_returnable"
    LINES = "returns.lines"
    AFTER_RECEIPT = "refund.after_receipt"


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cancel(Part):
    """When a shopper may cancel."""

    before_packing: Annotated[tuple[Status, ...], Field(min_length=1)]


class Window(Part):
    """For how many days after delivery goods may come back."""

    default_days: Days
    days_by_category: dict[str, Days]

    def days_for(self, category: str | None) -> int:
        """The days for a line of a category."""
        return self.days_by_category.get(category or "", self.default_days)


class Reason(Part):
    """A reason for a return, and the words by which shoppers give it."""

    code: Text
    title: Text
    at_fault: Literal["shop", "shopper"]
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class Returns(Part):
    """What may come back, and until when."""

    after_delivery: Annotated[tuple[Status, ...], Field(min_length=1)]
    window: Window
    non_returnable: frozenset[Text]
    lines: Text
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class Wait(Part):
    """How many days the bank takes at most."""

    days: Days


class Refund(Part):
    """When money goes back."""

    after_receipt: Wait
    after_cancellation: Wait


class Expiry(Part):
    """How long a quote holds."""

    minutes: Annotated[int, Field(ge=1, le=1440)]


class Quote(Part):
    """How quotes behave."""

    expiry: Expiry


class Policy(Part):
    """The whole policy."""

    cancel: Cancel
    returns: Returns
    refund: Refund
    quote: Quote


def read_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check a policy.

    Raises:
        ValueError: a field is missing, unknown or out of range; the message names it.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))


POLICY = read_policy()
