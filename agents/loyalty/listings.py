"""The offers that the shop lists: rows of `data/offers.json`, checked and merged at every start."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.rows import hours_ahead, read_rows
from agents.loyalty.offers import Offer
from agents.loyalty.policy import Kind, Text
from agents.loyalty.tables import OfferRow

Count = Annotated[int, Field(ge=0)]
Names = tuple[Text, ...]


class Listing(BaseModel):
    """One row; `validHoursAhead` counts from when the shop first saw it, or saw it changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)
    offer_id: Text
    title: Text
    kind: Kind
    code: Text | None
    value: Count
    min_subtotal: Count
    categories: Names
    product_ids: Names
    tiers: Names
    buy: Count
    get: Count
    valid_hours_ahead: Annotated[float, Field(gt=0)]
    per_shopper: Annotated[int, Field(ge=1)] | None
    first_order: bool = False
    conditions: Text

    @model_validator(mode="after")
    def check_kind(self) -> "Listing":
        """An offer gives something."""
        gives = {
            "percent": 1 <= self.value <= 100,
            "amount": self.value >= 1,
            "free_delivery": True,
            "buy_x_get_y": self.buy >= 1 and self.get >= 1,
        }
        if not gives[self.kind]:
            raise ValueError(f"{self.offer_id} is '{self.kind}' and gives nothing")
        return self


def merge_offers(session: Session, now: datetime) -> None:
    """Bring the table to what the file says; an offer that did not change keeps its end."""
    rows = {row["offerId"]: row for row in read_rows(__file__, "offers")}
    merge_rows(session, list(rows.values()), now)


def merge_rows(session: Session, rows: list[dict[str, Any]], now: datetime) -> None:
    """Bring the table to these rows.

    Raises:
        ValueError: a row breaks its form; the message names offer and field.
    """
    listings = [_checked(row) for row in rows]
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
    return [_offer(each) for each in found]


def _checked(row: dict[str, Any]) -> Listing:
    try:
        return Listing.model_validate(row)
    except ValidationError as error:
        raise ValueError(f"offer {row.get('offerId')} of offers.json: {error}") from error


def _offer(known: OfferRow) -> Offer:
    fields = Listing.model_validate(known.row).model_dump(
        exclude={"first_order", "valid_hours_ahead"}
    )
    return Offer(
        **fields,
        is_first_order=bool(known.row.get("firstOrder", False)),
        valid_until=known.valid_until,
    )
