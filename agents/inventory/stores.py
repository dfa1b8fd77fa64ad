"""The places that hold stock, and who of them a shopper can walk into."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.inventory.tables import Location
from agents.kit.errors import NotFound
from agents.kit.places import Place

STORE = "store"
WAREHOUSE = "warehouse"


def list_stores(session: Session) -> list[Place]:
    """The stores, by city and name."""
    rows = session.scalars(
        select(Location).where(Location.kind == STORE).order_by(Location.city, Location.name)
    )
    return [_place(row) for row in rows]


def main_warehouse(session: Session) -> str:
    """Where goods go that come back without a place: the first warehouse."""
    found = session.scalar(select(func.min(Location.location_id)).where(Location.kind == WAREHOUSE))
    if found is None:
        raise NotFound("this shop has no warehouse; name a location", code="unknown_location")
    return found


def require_locations(session: Session, location_ids: Iterable[str]) -> None:
    """Check that places exist.

    Raises:
        NotFound: one does not; it names those that do.
    """
    known = set(session.scalars(select(Location.location_id)))
    for location_id in location_ids:
        if location_id not in known:
            raise NotFound(
                f"unknown location '{location_id}'; there are {', '.join(sorted(known))}",
                code="unknown_location",
            )


def found_locations(session: Session, location_ids: Iterable[str]) -> None:
    """Give a shop without any place the places that its first stock names."""
    if session.scalar(select(func.count()).select_from(Location)):
        return
    for location_id in sorted(set(location_ids)):
        kind = WAREHOUSE if location_id.upper().startswith("WH") else STORE
        session.add(
            Location(
                location_id=location_id,
                kind=kind,
                name=location_id,
                city="",
                address="",
                postcode="",
                hours="",
            )
        )
    session.flush()


def _place(row: Location) -> Place:
    return Place(row.location_id, row.name, row.city, row.address, row.postcode, row.hours)
