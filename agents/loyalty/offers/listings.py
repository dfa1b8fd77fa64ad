"""The offers that the shop lists: rows of `data/offers.json`, checked when they are merged."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.rows import hours_ahead
from agents.loyalty.offers.terms import Break, BundlePart, Offer
from agents.loyalty.policy import POLICY, Count, Currency, Kind, Policy, Positive, Text
from agents.loyalty.tables import OfferRow

Names = tuple[Text, ...]
Percent = Annotated[int, Field(ge=1, le=100)]


class Row(BaseModel):
    """A row, or a part of one: camelCase, and with no field that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)


class PartRow(Row):
    """What a bundle needs of some goods."""

    title: Text
    quantity: Annotated[int, Field(ge=1, le=10)] = 1
    categories: Names = ()
    product_ids: Names = ()

    @model_validator(mode="after")
    def check_goods(self) -> "PartRow":
        """A part is of something."""
        if not (self.categories or self.product_ids):
            raise ValueError(f"the part '{self.title}' names no category and no product")
        return self


class BreakRow(Row):
    """A price from so many units on: a percentage off, or a price for each."""

    from_units: Annotated[int, Field(ge=2, alias="from")]
    percent: Percent | None = None
    unit_price: Count | None = None


class Listing(Row):
    """One row; `validHoursAhead` counts from when the shop first saw it, or saw it changed."""

    offer_id: Annotated[str, Field(min_length=1, max_length=40)]
    title: Text
    kind: Kind
    code: Annotated[str, Field(min_length=1, max_length=40)] | None
    currency: Currency | None = POLICY.offers.currency
    value: Count
    min_subtotal: Count
    categories: Names
    product_ids: Names
    tiers: Names
    buy: Count
    get: Count
    bundle: Annotated[tuple[PartRow, ...], Field(max_length=6)] = ()
    price: Count | None = None
    breaks: tuple[BreakRow, ...] = ()
    valid_hours_ahead: Annotated[float, Field(gt=0)]
    per_shopper: Positive | None
    in_all: Positive | None = None
    first_order: bool = False
    group: Text | None = None
    exclusive: bool = False
    listed: bool = True
    conditions: Text

    @model_validator(mode="after")
    def check_kind(self) -> "Listing":
        """An offer gives something."""
        gives = {
            "percent": 1 <= self.value <= 100,
            "amount": self.value >= 1,
            "free_delivery": True,
            "buy_x_get_y": self.buy >= 1 and self.get >= 1,
            "bundle": (self.price is None) == (1 <= self.value <= 100),
            "tier_price": bool(self.breaks),
        }
        if not gives[self.kind]:
            raise ValueError(f"{self.offer_id} is '{self.kind}' and gives nothing")
        return self

    @model_validator(mode="after")
    def check_parts(self) -> "Listing":
        """Only a bundle has parts, at least two units of them; only a tier price has breaks."""
        units = sum(part.quantity for part in self.bundle)
        if (self.kind == "bundle") != (units >= 2) or (self.kind != "bundle" and self.bundle):
            raise ValueError(f"{self.offer_id} is '{self.kind}' and its bundle has {units} units")
        if self.kind != "bundle" and self.price is not None:
            raise ValueError(f"{self.offer_id} is '{self.kind}' and has a bundle's price")
        if self.kind != "tier_price" and self.breaks:
            raise ValueError(f"{self.offer_id} is '{self.kind}' and has a tier price's breaks")
        return self

    @model_validator(mode="after")
    def check_breaks(self) -> "Listing":
        """Breaks rise, and each is better than the one before; all are of one sort."""
        starts = [each.from_units for each in self.breaks]
        off = [each.percent for each in self.breaks if each.percent is not None]
        prices = [-each.unit_price for each in self.breaks if each.unit_price is not None]
        if [*off, *prices] not in (off, prices) or len(off) + len(prices) != len(starts):
            raise ValueError(f"{self.offer_id} mixes percentages and prices in its breaks")
        for values in (starts, off, prices):
            if values != sorted(set(values)):
                raise ValueError(f"{self.offer_id} has breaks that do not get better")
        return self

    @model_validator(mode="after")
    def check_currency(self) -> "Listing":
        """What names an amount of money names its currency."""
        amounts = (self.kind == "amount", self.min_subtotal, self.price is not None)
        if self.currency is None and (any(amounts) or any(b.unit_price for b in self.breaks)):
            raise ValueError(f"{self.offer_id} names an amount of money without its currency")
        return self

    def offer(self, valid_until: datetime) -> Offer:
        """The offer that it lists."""
        fields = self.model_dump(
            exclude={"first_order", "exclusive", "listed", "valid_hours_ahead", "bundle", "breaks"}
        )
        return Offer(
            **fields,
            is_first_order=self.first_order,
            is_exclusive=self.exclusive,
            is_listed=self.listed,
            bundle=tuple(BundlePart(**part.model_dump()) for part in self.bundle),
            breaks=tuple(Break(**each.model_dump()) for each in self.breaks),
            valid_until=valid_until,
        )


def merge_rows(
    session: Session, rows: list[dict[str, Any]], now: datetime, policy: Policy = POLICY
) -> None:
    """Bring the table to these rows.

    Raises:
        ValueError: a row breaks its form; the message names offer and field.
    """
    listings = [_checked(row, policy) for row in rows]
    _check_codes(listings)
    known = {each.offer_id: each for each in session.scalars(select(OfferRow))}
    for listing, row in zip(listings, rows, strict=True):
        before = known.pop(listing.offer_id, None)
        if before is None or before.row != row:
            until = hours_ahead(now, listing.valid_hours_ahead)
            session.merge(OfferRow(offer_id=listing.offer_id, row=row, valid_until=until))
    for gone in known.values():
        session.delete(gone)


def listed_offers(session: Session) -> list[Offer]:
    """All offers of the shop, ended ones too."""
    found = session.scalars(select(OfferRow).order_by(OfferRow.offer_id))
    return [Listing.model_validate(each.row).offer(each.valid_until) for each in found]


def _checked(row: dict[str, Any], policy: Policy) -> Listing:
    try:
        listing = Listing.model_validate(row)
    except ValidationError as error:
        raise ValueError(f"offer {row.get('offerId')} of offers.json: {error}") from error
    if listing.group and policy.offers.stacking.group_of(listing.kind, listing.group) is None:
        raise ValueError(
            f"offer {listing.offer_id} of offers.json: offers.stacking has no group "
            f"'{listing.group}'"
        )
    return listing


def _check_codes(listings: list[Listing]) -> None:
    codes: dict[str, str] = {}
    for each in listings:
        other = each.code and codes.setdefault(each.code.casefold(), each.offer_id)
        if other and other != each.offer_id:
            raise ValueError(
                f"offer {each.offer_id} of offers.json: {other} has the code {each.code} too"
            )
