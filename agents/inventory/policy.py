"""Which places send goods, what stores keep back, how much is held: `policy.json`, checked."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

POLICY_FILE = Path(__file__).with_name("policy.json")
Units = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
LONGEST_SECONDS = 604_800
"""The longest hold that the contract lets a caller ask for."""


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, validate_by_name=True
    )


class KeptForWalkIns(Part):
    """Units of each SKU that a store does not send: in every store, or in one by its id."""

    units: Units
    at: Mapping[str, Units]


class Allocation(Part):
    """Which places send goods; pickup is untouched by it."""

    stores_ship: bool
    never_ship_from: frozenset[str]
    kept_for_walk_ins: KeptForWalkIns

    def sendable(self, location_id: str, units: int, *, is_warehouse: bool) -> int:
        """How many of a place's available units may be sent."""
        if location_id in self.never_ship_from:
            return 0
        if is_warehouse:
            return units
        if not self.stores_ship:
            return 0
        kept = self.kept_for_walk_ins
        return max(0, units - kept.at.get(location_id, kept.units))


class Holds(Part):
    """How long and how much one hold may set aside."""

    longest_seconds: Annotated[int, Field(ge=1, le=LONGEST_SECONDS)]
    most_units_per_sku: Positive
    most_skus: Positive


class Policy(Part):
    """The whole policy; what is low stock is a rule of `stock.py`."""

    allocation: Allocation
    holds: Holds


@cache
def load_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check the policy file, once.

    Raises:
        ValidationError: it breaks a rule; the error names the field.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))
