"""Sends an order's goods elsewhere, or other goods of it, while none has left."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from agents.fulfillment.policy import DELIVERED, Zone
from agents.fulfillment.shipments import parcels
from agents.fulfillment.shipments.bodies import body_hash, check_same
from agents.fulfillment.shipments.parcels import PICKUP, Desk, Parcel
from agents.fulfillment.shipments.steps import OVER
from agents.fulfillment.tables import Shipment, ShipmentChange
from agents.kit.errors import Conflict

Changed = Literal["changed", "already_shipped", "none", "not_served"]


def change(
    session: Session, shopper: str, order_id: str, wanted: Mapping[str, Any], desk: Desk
) -> Changed:
    """Change all parcels of an order or none; once for each reference.

    Raises:
        Conflict: the reference changed something else, or the parcels do not hold what is to be
            taken out, or what is to be put in is not where the order is collected.
    """
    key = (order_id, wanted["reference"])
    fingerprint = body_hash(wanted)
    found = parcels.of_order(session, shopper, order_id)
    live = [s for s in found if s.status not in OVER]
    if not found:
        return "none"
    done = session.get(ShipmentChange, key)
    if done is not None:
        check_same(done.body_hash, fingerprint, f"changes of order '{order_id}'")
        return "changed"
    if not parcels.has_none_left(found):
        return "already_shipped"
    if not live:
        return "none"
    if (address := wanted.get("address")) is not None:
        refused = _readdress(live, address, desk)
        if refused is not None:
            return refused
    _take_out(live, wanted.get("remove", []), order_id)
    session.add_all(_put_in(live, wanted.get("add", []), desk))
    _stop_empty(live, desk.now)
    session.add(
        ShipmentChange(order_id=order_id, reference=wanted["reference"], body_hash=fingerprint)
    )
    return "changed"


def _readdress(
    live: Sequence[Shipment], address: Mapping[str, Any], desk: Desk
) -> Literal["none", "not_served"] | None:
    """Give parcels another address; where it takes longer to get to, the promise moves."""
    sent = [shipment for shipment in live if shipment.option_id != PICKUP]
    if not sent:
        return "none"
    policy = desk.policy
    zone = policy.zone_of(address["postcode"], address["country"])
    is_served = policy.is_served(address["postcode"], address["country"])
    if not is_served or any(not _is_offered(shipment.option_id, zone) for shipment in sent):
        return "not_served"
    for shipment in sent:
        before = shipment.address
        was = policy.zone_of(before["postcode"], before["country"]) if before else None
        shipment.address = dict(address)
        if zone != was:
            is_store = desk.store(shipment.location_id) is not None
            day = parcels.promised_day(shipment.option_id, address, desk, is_store=is_store)
            shipment.promised_by = max(shipment.promised_by, day)
            shipment.originally_promised_by = max(shipment.originally_promised_by, day)
    return None


def _is_offered(option_id: str, zone: Zone | None) -> bool:
    """Whether parcels go to a zone in the way that was paid for."""
    return zone is None or option_id not in DELIVERED or option_id in zone.working_days


def _take_out(live: Sequence[Shipment], remove: Iterable[Mapping[str, Any]], order_id: str) -> None:
    wanted: Counter[str] = Counter()
    for line in remove:
        wanted[line["sku"]] += line["quantity"]
    for sku, units in wanted.items():
        held = sum(_units(shipment)[sku] for shipment in live)
        if held < units:
            raise Conflict(
                f"the parcels of order '{order_id}' hold {held} of '{sku}', not {units}",
                code="not_in_parcels",
            )
    for shipment in live:
        taken = Counter({sku: min(n, wanted[sku]) for sku, n in _units(shipment).items()})
        wanted -= taken
        _set_lines(shipment, _units(shipment) - taken)


def _put_in(live: list[Shipment], add: Iterable[Mapping[str, Any]], desk: Desk) -> list[Shipment]:
    """Put units into the parcel of their place; what has none there gets a parcel, returned."""
    made: list[Shipment] = []
    for line in add:
        location_id = line["locationId"] or live[0].location_id
        host = next((s for s in [*live, *made] if s.location_id == location_id), None)
        if host is not None:
            _set_lines(host, _units(host) + Counter({line["sku"]: line["quantity"]}))
            continue
        if live[0].option_id == PICKUP:
            raise Conflict(
                f"order '{live[0].order_id}' is collected at '{live[0].location_id}', and "
                f"'{line['sku']}' is at '{location_id}'",
                code="wrong_location",
            )
        parcel = Parcel(location_id, {line["sku"]: line["quantity"]})
        made.append(parcels.new_parcel(live[0], parcel, desk))
    return made


def _stop_empty(live: Iterable[Shipment], now: datetime) -> None:
    for shipment in live:
        if not shipment.lines:
            parcels.add_event(shipment, "canceled", "Nothing is left in it", now)


def _units(shipment: Shipment) -> Counter[str]:
    units: Counter[str] = Counter()
    for line in shipment.lines:
        units[line["sku"]] += line["quantity"]
    return units


def _set_lines(shipment: Shipment, units: Mapping[str, int]) -> None:
    shipment.lines = [{"sku": sku, "quantity": n} for sku, n in units.items() if n]
