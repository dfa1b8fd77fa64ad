"""How points are earned, what makes a tier, how offers add up: `policy.json`, checked at start."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

POLICY_FILE = Path(__file__).with_name("policy.json")
Text = Annotated[str, Field(min_length=1)]
Positive = Annotated[int, Field(ge=1)]
Kind = Literal["percent", "amount", "free_delivery", "buy_x_get_y"]


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Earn(Part):
    """So many points for every full so many major units (rupees, dollars) of an order's total."""

    points: Positive
    per_major_units: Positive


class Points(Part):
    """Rules of points."""

    earn: Earn


class Tier(Part):
    """A tier and the points, earned in all, from which a member is in it."""

    name: Text
    from_points: Annotated[int, Field(ge=0)]


class Offers(Part):
    """Rules over all offers.

    Of each stacking group one offer at most applies, in the order of the groups; later ones count
    on what earlier ones left of the price.
    """

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    stacking: tuple[tuple[Kind, ...], ...]


class Policy(Part):
    """The whole policy."""

    points: Points
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    offers: Offers

    @model_validator(mode="after")
    def check_tiers(self) -> "Policy":
        """Tiers start at no points and rise; no kind of offer stands in two groups."""
        starts = [tier.from_points for tier in self.tiers]
        if starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError(f"tiers start at 0 points and rise; policy.json has {starts}")
        kinds = [kind for group in self.offers.stacking for kind in group]
        if len(kinds) != len(set(kinds)):
            raise ValueError(f"offers.stacking names a kind twice: {kinds}")
        return self


def read_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check a policy.

    Raises:
        ValueError: a field is missing, unknown or out of range; the message names it.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))


POLICY = read_policy()
