"""The fulfillment agent's rules as data: what a retailer changes without touching code."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from agents.kit.places import plain_postcode

POLICY_FILE = Path(__file__).with_name("policy.json")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DELIVERED_OPTIONS = frozenset({"standard", "express"})


@dataclass(frozen=True)
class DeliveryRule:
    """One way to send a parcel: its days after dispatch and its carrier."""

    name: str
    first_day: int
    last_day: int
    carrier: str
    tracking_prefix: str


@dataclass(frozen=True)
class Prices:
    """Delivery prices of a currency, in minor units; standard is free from a subtotal on."""

    standard: int
    express: int
    free_standard_from: int


@dataclass(frozen=True)
class Policy:
    """Calendar, places served, prices.

    Attributes:
        working_days: Days on which parcels leave and arrive, Monday is 0.
        cutoff_hour: An order before this hour of the shop's day leaves that day.
        pickup_cutoff_hour: Goods wanted before this hour can be collected that day.
        prices: By currency; `other` holds for every currency that is not named.
    """

    zone: ZoneInfo
    working_days: frozenset[int]
    cutoff_hour: int
    currency: str
    reservation_hours: int
    postcode_pattern: str
    postcode_example: str
    not_served: tuple[str, ...]
    delivery: Mapping[str, DeliveryRule]
    pickup_name: str
    pickup_cutoff_hour: int
    prices: Mapping[str, Prices]

    def __post_init__(self) -> None:
        for is_kept, rule in (
            (bool(self.working_days), "workingDays names no day"),
            (0 <= self.cutoff_hour <= 24, "cutoffHour is not an hour"),
            (0 <= self.pickup_cutoff_hour <= 24, "pickup.cutoffHour is not an hour"),
            (1 <= self.reservation_hours <= 168, "reservationHours is not 1 to 168"),
            (self.is_served(self.postcode_example), "postcodes.example is not served"),
            (self.delivery.keys() == DELIVERED_OPTIONS, "delivery is not standard and express"),
            (self.prices.keys() >= {self.currency, "other"}, "prices lack currency or other"),
            (all(map(_has_order, self.delivery.values())), "delivery days are out of order"),
            (all(map(_is_payable, self.prices.values())), "a price is below zero"),
        ):
            if not is_kept:
                raise ValueError(f"the fulfillment policy breaks a rule: {rule}")

    def is_served(self, postcode: str) -> bool:
        """Whether parcels go to a postcode."""
        code = plain_postcode(postcode)
        has_form = re.fullmatch(self.postcode_pattern, code) is not None
        return has_form and not code.startswith(self.not_served)

    def prices_in(self, currency: str) -> Prices:
        """The delivery prices of a currency."""
        return self.prices.get(currency, self.prices["other"])


@cache
def load_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check the policy file, once.

    Raises:
        ValueError: it breaks a rule, which is named.
    """
    rules = json.loads(path.read_text(encoding="utf-8"))
    return Policy(
        zone=ZoneInfo(rules["timeZone"]),
        working_days=frozenset(map(DAYS.index, rules["workingDays"])),
        cutoff_hour=rules["cutoffHour"],
        currency=rules["currency"],
        reservation_hours=rules["reservationHours"],
        postcode_pattern=rules["postcodes"]["pattern"],
        postcode_example=rules["postcodes"]["example"],
        not_served=tuple(rules["postcodes"]["notServedPrefixes"]),
        delivery={name: _delivery_rule(rule) for name, rule in rules["delivery"].items()},
        pickup_name=rules["pickup"]["name"],
        pickup_cutoff_hour=rules["pickup"]["cutoffHour"],
        prices={name: _prices(rule) for name, rule in rules["prices"].items()},
    )


def _delivery_rule(rule: Mapping[str, Any]) -> DeliveryRule:
    first_day, last_day = rule["workingDays"]
    carrier = rule["carrier"]
    return DeliveryRule(
        rule["name"], first_day, last_day, carrier["name"], carrier["trackingPrefix"]
    )


def _prices(rule: Mapping[str, Any]) -> Prices:
    return Prices(rule["standard"], rule["express"], rule["freeStandardFrom"])


def _has_order(rule: DeliveryRule) -> bool:
    return 0 <= rule.first_day <= rule.last_day


def _is_payable(prices: Prices) -> bool:
    return min(prices.standard, prices.express, prices.free_standard_from) >= 0
