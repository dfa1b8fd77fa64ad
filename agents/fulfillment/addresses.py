"""A shopper's delivery addresses, one of them the default."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.fulfillment.ids import new_id
from agents.fulfillment.tables import Address
from agents.kit.errors import Fault

FIELDS = ("name", "line1", "line2", "city", "state", "postcode", "country")
REQUIRED = ("line1", "city", "postcode")
DEFAULT_COUNTRY = "IN"


def list_addresses(session: Session, shopper: str) -> Sequence[Address]:
    """A shopper's addresses, the default first."""
    return session.scalars(
        select(Address)
        .where(Address.customer_id == shopper)
        .order_by(Address.is_default.desc(), Address.address_id)
    ).all()


def add_address(session: Session, shopper: str, given: Mapping[str, Any]) -> Address:
    """Add an address and make it the default; one that is there already only becomes it.

    Raises:
        Fault: a field that must say something is blank.
    """
    others = list_addresses(session, shopper)
    facts = _facts(given, name=others[0].name if others else "")
    for other in others:
        other.is_default = False
    same = [o for o in others if all(getattr(o, name) == facts[name] for name in FIELDS)]
    if same:
        same[0].is_default = True
        return same[0]
    address = Address(address_id=new_id("A"), customer_id=shopper, is_default=True, **facts)
    session.add(address)
    return address


def default_postcode(session: Session, shopper: str) -> str | None:
    """The postcode that a shopper's parcels go to, if she said one."""
    addresses = list_addresses(session, shopper)
    return addresses[0].postcode if addresses else None


def _facts(given: Mapping[str, Any], *, name: str) -> dict[str, Any]:
    facts = {field: " ".join((given.get(field) or "").split()) or None for field in FIELDS}
    for field in REQUIRED:
        if facts[field] is None:
            raise Fault(
                f"{field} of the address is blank", code="invalid_request", pointer=f"/{field}"
            )
    facts["name"] = facts["name"] or name
    facts["country"] = facts["country"] or DEFAULT_COUNTRY
    return facts
