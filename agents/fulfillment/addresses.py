"""A shopper's delivery addresses, one of them the default."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.fulfillment.ids import new_id
from agents.fulfillment.policy import load_policy
from agents.fulfillment.tables import Address
from agents.kit.errors import Fault

FIELDS = ("name", "line1", "line2", "city", "state", "postcode", "country")
REQUIRED = ("line1", "city", "postcode")


def list_addresses(session: Session, shopper: str) -> Sequence[Address]:
    """A shopper's addresses, the default first."""
    return session.scalars(
        select(Address)
        .where(Address.customer_id == shopper)
        .order_by(Address.is_default.desc(), Address.address_id)
    ).all()


def add_address(session: Session, shopper: str, given: Mapping[str, Any]) -> Address:
    """Add an address; it becomes the default unless that is not wanted and there is one.

    One that is there already is not added again.

    Raises:
        Fault: a field that must say something is blank.
    """
    others = list_addresses(session, shopper)
    facts = _facts(given, others[0] if others else None)
    same = next((other for other in others if _is_same(other, facts)), None)
    address = same or Address(
        address_id=new_id("A"), customer_id=shopper, is_default=False, **facts
    )
    session.add(address)
    if given.get("isDefault", True) or not any(other.is_default for other in others):
        _make_default(address, others)
    return address


def replace_default(session: Session, shopper: str, given: Mapping[str, Any]) -> Address:
    """Change the default address, or add it where there is none.

    The name stays where it is left out, the country where the postcode has its form. A double
    of the new address goes.

    Raises:
        Fault: a field that must say something is blank.
    """
    others = list_addresses(session, shopper)
    if not others:
        return add_address(session, shopper, given)
    address, facts = others[0], _facts(given, others[0])
    for other in others[1:]:
        if _is_same(other, facts):
            session.delete(other)
    for field, value in facts.items():
        setattr(address, field, value)
    _make_default(address, others)
    return address


def default_address(session: Session, shopper: str) -> Address | None:
    """Where a shopper's parcels go, if she said it."""
    addresses = list_addresses(session, shopper)
    return addresses[0] if addresses else None


def _make_default(address: Address, others: Sequence[Address]) -> None:
    for other in others:
        other.is_default = False
    address.is_default = True


def _is_same(address: Address, facts: Mapping[str, Any]) -> bool:
    return all(getattr(address, name) == facts[name] for name in FIELDS)


def _facts(given: Mapping[str, Any], known: Address | None) -> dict[str, Any]:
    facts = {field: " ".join((given.get(field) or "").split()) or None for field in FIELDS}
    for field in REQUIRED:
        if facts[field] is None:
            raise Fault(
                f"{field} of the address is blank", code="invalid_request", pointer=f"/{field}"
            )
    facts["name"] = facts["name"] or (known.name if known else "")
    if facts["country"] is None:
        likely = known.country if known else None
        facts["country"] = load_policy().country_of(given["postcode"], likely)
    return facts
