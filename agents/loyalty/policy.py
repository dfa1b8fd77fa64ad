"""The rules of points, tiers, offers and identification: `policy.json`, checked at start."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

POLICY_FILE = Path(__file__).with_name("policy.json")
Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]
Kind = Literal["percent", "amount", "free_delivery", "buy_x_get_y", "bundle", "tier_price"]


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Earn(Part):
    """So many points for every full so many major units (rupees, dollars) of an order's total."""

    points: Positive
    per_major_units: Positive


class Redeem(Part):
    """What points pay: minor units for a point, by currency, from `minimum` points on.

    Points pay for nothing in a currency that is not named.
    """

    worth: dict[Currency, Positive]
    minimum: Positive


class Expiry(Part):
    """When points end, counted from when they were earned.

    Attributes:
        notice_days: An account tells the points that end within so many days.
        restored_days: Points that come back with an order's money last at least so long again.
    """

    months: Positive
    notice_days: Positive
    restored_days: Positive


class Points(Part):
    """Rules of points."""

    earn: Earn
    redeem: Redeem
    expiry: Expiry


class Tier(Part):
    """A tier and the points, earned in all, from which a member is in it."""

    name: Text
    from_points: Count


class Group(Part):
    """Offers of these kinds apply together, `at_most` so many of them."""

    name: Text
    kinds: tuple[Kind, ...]
    at_most: Positive


class Stacking(Part):
    """How offers add up.

    Groups apply in their order; later offers count on what earlier ones left of the price.

    Attributes:
        beside_exclusive: The groups that an exclusive offer lets stand beside itself.
        search_steps: After so many combinations the best one found so far is taken.
    """

    groups: tuple[Group, ...]
    beside_exclusive: tuple[Text, ...]
    search_steps: Positive

    @model_validator(mode="after")
    def check_groups(self) -> "Stacking":
        """No kind and no name stands in two groups; what is named is there."""
        kinds = [kind for group in self.groups for kind in group.kinds]
        if len(kinds) != len(set(kinds)):
            raise ValueError(f"offers.stacking.groups names a kind twice: {kinds}")
        names = [group.name for group in self.groups]
        if len(names) != len(set(names)):
            raise ValueError(f"offers.stacking.groups names a group twice: {names}")
        if unknown := set(self.beside_exclusive) - set(names):
            raise ValueError(f"offers.stacking.beside_exclusive names no group: {sorted(unknown)}")
        return self

    def group_of(self, kind: Kind, name: str | None) -> Group | None:
        """The group that an offer names, or that its kind belongs to."""
        for group in self.groups:
            if group.name == name or (name is None and kind in group.kinds):
                return group
        return None


class Offers(Part):
    """Rules over all offers; `currency` is that of an offer which names none."""

    currency: Currency
    stacking: Stacking


class Slowing(Part):
    """After `free_tries` wrong tries each further one waits longer; the last wait repeats."""

    free_tries: Positive
    waits_seconds: Annotated[tuple[Positive, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def check_waits(self) -> "Slowing":
        """Waits never get shorter."""
        if list(self.waits_seconds) != sorted(self.waits_seconds):
            raise ValueError(f"waits_seconds get shorter: {self.waits_seconds}")
        return self

    def wait_s(self, tries: int) -> int:
        """Seconds to wait after so many wrong tries."""
        over = tries - self.free_tries
        return 0 if over < 0 else self.waits_seconds[min(over, len(self.waits_seconds) - 1)]


class Identity(Part):
    """How wrong tries at saying who one is are slowed down, and when they are forgotten."""

    by_shopper: Slowing
    by_name: Slowing
    forget_after_hours: Positive


class Policy(Part):
    """The whole policy."""

    points: Points
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    offers: Offers
    identity: Identity

    @model_validator(mode="after")
    def check_tiers(self) -> "Policy":
        """Tiers start at no points and rise."""
        starts = [tier.from_points for tier in self.tiers]
        if starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError(f"tiers start at 0 points and rise; policy.json has {starts}")
        return self


def read_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check a policy.

    Raises:
        ValueError: a field is missing, unknown or out of range; the message names it.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))


POLICY = read_policy()
