"""The fulfillment agent's rules as data: what a retailer changes without touching code."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from agents.kit.places import plain_postcode

POLICY_FILE = Path(__file__).with_name("policy.json")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DELIVERED = frozenset({"standard", "express"})
OTHER = "other"
"""The prices of every currency that has none of its own."""


def _check_days(days: tuple[int, int]) -> tuple[int, int]:
    if days[0] > days[1]:
        raise ValueError(f"days are out of order: {days[0]} comes after {days[1]}")
    return days


Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
Delivered = Literal["standard", "express"]
Text = Annotated[str, Field(min_length=1)]
Amount = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]
Hour = Annotated[int, Field(ge=0, le=24)]
Count = Annotated[int, Field(ge=0, le=365)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]
YearlyDay = Annotated[str, Field(pattern="^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
FirstAndLast = Annotated[tuple[Count, Count], AfterValidator(_check_days)]


class Part(BaseModel):
    """A part of the policy: fixed, and with no field that nobody reads."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=to_camel, validate_by_name=True
    )


class Calendar(Part):
    """On which days parcels leave and arrive; an order before the cutoff leaves that day."""

    working_days: Annotated[frozenset[Weekday], Field(min_length=1)]
    cutoff_hour: Hour
    holidays_every_year: Mapping[YearlyDay, Text]
    holidays: Mapping[date, Text]

    def is_working(self, day: date) -> bool:
        """Whether parcels leave and arrive that day."""
        return DAYS[day.weekday()] in self.working_days and self.holiday(day) is None

    def holiday(self, day: date) -> str | None:
        """The holiday's name, if it is one."""
        return self.holidays.get(day) or self.holidays_every_year.get(f"{day:%m-%d}")


class PostcodeRule(Part):
    """What postcodes of a country look like, and which begin where parcels do not go."""

    also_called: tuple[Text, ...] = ()
    pattern: Text
    example: Text
    not_served_prefixes: tuple[Text, ...]

    def is_served(self, postcode: str) -> bool:
        """Whether parcels go to a postcode."""
        code = plain_postcode(postcode)
        return self.has_form(code) and not code.startswith(self.not_served_prefixes)

    def has_form(self, postcode: str) -> bool:
        """Whether a text looks like a postcode of the country."""
        return re.fullmatch(self.pattern, plain_postcode(postcode)) is not None

    @model_validator(mode="after")
    def check_example(self) -> "PostcodeRule":
        """The example is a postcode that is served."""
        if not self.is_served(self.example):
            raise ValueError(f"the example {self.example} is not served")
        return self


class DeliveryRule(Part):
    """One way to send a parcel: its days after dispatch and its carrier."""

    name: Text
    working_days: FirstAndLast
    carrier: Text


class Carrier(Part):
    """How a carrier's parcels are numbered and where they are traced."""

    tracking_prefix: str
    tracking_url: Annotated[str, Field(pattern=r"^https?://[^{}]+\{number\}[^{}]*$")]


class Prices(Part):
    """Delivery prices of a currency, in minor units; standard is free from a subtotal on."""

    standard: Amount
    express: Amount
    free_standard_from: Amount


class Zone(Part):
    """Places with days of their own, and prices where they differ; its options are all there are.

    A postcode's zone is the one with the longest prefix that it begins with.
    """

    name: Text
    country: Country
    prefixes: Annotated[tuple[str, ...], Field(min_length=1)]
    working_days: Annotated[Mapping[Delivered, FirstAndLast], Field(min_length=1)]
    prices: Mapping[str, Prices] | None = None


class Surcharge(Part):
    """What is added to a price of these options, by currency.

    It holds in the zones named, else everywhere; below the subtotal said, else for any.
    """

    name: Text
    says: Text
    options: frozenset[Delivered]
    amounts: Mapping[str, Amount]
    zones: frozenset[Text] | None = None
    below: Mapping[str, Positive] | None = None

    def amount_for(
        self, option_id: Delivered, *, zone: Zone | None, subtotal: int, currency: str
    ) -> int:
        """What it adds, in minor units: nothing where it does not hold."""
        is_here = self.zones is None or (zone is not None and zone.name in self.zones)
        is_below = self.below is None or subtotal < self.below.get(currency, 0)
        holds = is_here and is_below and option_id in self.options
        return self.amounts.get(currency, 0) if holds else 0


class Slots(Part):
    """Pickup by the hour: how long a slot is, how soon and how far ahead, for how many orders."""

    minutes: Annotated[int, Field(ge=15, le=1440)]
    lead_minutes: Amount
    days: Annotated[int, Field(ge=0, le=31)]
    capacity: Amount
    capacity_at: Mapping[str, Amount]

    def capacity_of(self, store_id: str) -> int:
        """For how many orders each slot of a store has room."""
        return self.capacity_at.get(store_id, self.capacity)


class Pickup(Part):
    """Pickup in a store: goods wanted before its hour can be collected that day."""

    name: Text
    cutoff_hour: Hour
    slots: Slots


class Reservations(Part):
    """How long and how much is kept for one shopper, and how wrong pickup codes are slowed.

    After the free tries each wrong code costs the next wait, and then the last one again.
    """

    hours: Annotated[int, Field(ge=1, le=168)]
    most_active: Positive
    most_units: Positive
    free_tries: Positive
    wait_seconds: Annotated[tuple[Positive, ...], Field(min_length=1)]


class Events(Part):
    """How far a carrier's clock may be ahead of ours."""

    future_minutes: Amount


class Policy(Part):
    """The whole policy."""

    time_zone: Text
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    home_country: Country
    calendar: Calendar
    countries: Mapping[Country, PostcodeRule]
    delivery: Mapping[Delivered, DeliveryRule]
    carriers: Mapping[str, Carrier]
    store_handling_days: Count
    zones: tuple[Zone, ...]
    surcharges: tuple[Surcharge, ...]
    prices: Mapping[str, Prices]
    pickup: Pickup
    reservations: Reservations
    events: Events

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def home(self) -> PostcodeRule:
        """The postcodes of the shop's own country."""
        return self.countries[self.home_country]

    def country(self, called: str | None) -> str:
        """A country's code by any of its names; the shop's own when none is said."""
        if not called:
            return self.home_country
        for code, rule in self.countries.items():
            if called.casefold() in {code.casefold(), *map(str.casefold, rule.also_called)}:
                return code
        return called.upper()

    def country_of(self, postcode: str, likely: str | None) -> str:
        """The country that a postcode is read in: the likely one where it has that form."""
        rule = self.countries.get(likely or "")
        return likely if likely and rule and rule.has_form(postcode) else self.home_country

    def is_served(self, postcode: str, country: str | None = None) -> bool:
        """Whether parcels go to a postcode of a country, or of the shop's own."""
        rule = self.countries.get(self.country(country))
        return rule is not None and rule.is_served(postcode)

    def zone_of(self, postcode: str, country: str | None = None) -> Zone | None:
        """The zone that a postcode is in, if it is in a special one."""
        code, wanted = plain_postcode(postcode), self.country(country)
        found = [
            (len(prefix), zone)
            for zone in self.zones
            for prefix in zone.prefixes
            if zone.country == wanted and code.startswith(prefix)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def prices_in(self, currency: str, zone: Zone | None = None) -> Prices:
        """The delivery prices of a currency, in a zone."""
        prices = zone.prices if zone and zone.prices else self.prices
        return prices.get(currency, prices[OTHER])

    @model_validator(mode="after")
    def check_parts(self) -> "Policy":
        """What one part names, another part has."""
        tables = [self.prices, *(zone.prices for zone in self.zones if zone.prices)]
        zones, names = [zone.name for zone in self.zones], {zone.name for zone in self.zones}
        for is_kept, rule in (
            (_is_zone(self.time_zone), f"timeZone '{self.time_zone}' is not known"),
            (self.home_country in self.countries, "homeCountry is not among countries"),
            (set(self.delivery) == DELIVERED, "delivery is not standard and express"),
            (self.currency in self.prices, f"prices lack {self.currency}"),
            (all(OTHER in table for table in tables), "prices lack other"),
            (len(zones) == len(names), "two zones have one name"),
            (
                all(zone.country in self.countries for zone in self.zones),
                "a zone's country is not among countries",
            ),
            (
                all((surcharge.zones or names) <= names for surcharge in self.surcharges),
                "a surcharge names an unknown zone",
            ),
            (
                all(rule.carrier in self.carriers for rule in self.delivery.values()),
                "a carrier of delivery is not among carriers",
            ),
        ):
            if not is_kept:
                raise ValueError(f"the fulfillment policy breaks a rule: {rule}")
        return self


@cache
def load_policy(path: Path = POLICY_FILE) -> Policy:
    """Read and check the policy file, once.

    Raises:
        ValidationError: it breaks a rule; the error names it.
    """
    return Policy.model_validate_json(path.read_text(encoding="utf-8"))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
