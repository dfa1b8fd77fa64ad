"""Parcels of orders: one for each place that the goods are in, prepared once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.fulfillment.delivery import bookings
from agents.fulfillment.delivery.options import Order, promise
from agents.fulfillment.delivery.slots import slot_named
from agents.fulfillment.ids import new_digits, new_id
from agents.fulfillment.policy import Delivered, Policy
from agents.fulfillment.shipments.bodies import body_hash, check_same
from agents.fulfillment.shipments.steps import OVER, STOPPABLE, Step, replay
from agents.fulfillment.tables import Preparation, Shipment, ShipmentEvent
from agents.kit.errors import Conflict, Fault
from agents.kit.places import Place

TRACKING_DIGITS = 10
PICKUP = "pickup"


@dataclass(frozen=True)
class Desk:
    """What preparing parcels needs beside the request: the rules, the stores, the time."""

    policy: Policy
    now: datetime
    stores: Sequence[Place] = ()

    def store(self, location_id: str | None) -> Place | None:
        """The store of that id, if it is one."""
        return next((s for s in self.stores if s.place_id == location_id), None)


@dataclass(frozen=True)
class Parcel:
    """What one parcel holds, and the place that sends it."""

    location_id: str | None
    lines: Mapping[str, int] = field(default_factory=dict)


def create(
    session: Session, shopper: str, wanted: Mapping[str, Any], desk: Desk
) -> Literal["prepared", "slot_taken"]:
    """Prepare the parcels of an order, once for each reference.

    When the slot is gone the parcels are prepared without one; the same request with another
    slot takes that.

    Raises:
        Fault: pickup names no store, or the places do not hold the lines.
        Conflict: the order id is another shopper's, or other parcels were asked for before.
    """
    order_id, reference = wanted["orderId"], wanted.get("reference", "")
    _check_owner(session, order_id, shopper)
    _check_pickup(wanted)
    prepared = session.get(Preparation, (order_id, reference))
    fingerprint = body_hash({k: v for k, v in wanted.items() if k != "slotId"})
    if prepared is not None:
        check_same(prepared.body_hash, fingerprint, f"the parcels of order '{order_id}'")
    elif not prepared_under(session, order_id, reference):
        session.add_all(_shipment(shopper, wanted, parcel, desk) for parcel in _split(wanted))
        session.add(
            Preparation(
                order_id=order_id, reference=reference, customer_id=shopper, body_hash=fingerprint
            )
        )
        session.flush()
    return _take_slot(session, wanted, desk)


def of_order(session: Session, shopper: str, order_id: str) -> Sequence[Shipment]:
    """The shipments of a shopper's order, its own before replacements; of another's, none."""
    return session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order_id, Shipment.customer_id == shopper)
        .order_by(Shipment.reference, Shipment.shipment_id)
    ).all()


def prepared_under(session: Session, order_id: str, reference: str) -> Sequence[Shipment]:
    """The parcels that were prepared for an order under a reference."""
    return session.scalars(
        select(Shipment)
        .where(Shipment.order_id == order_id, Shipment.reference == reference)
        .order_by(Shipment.shipment_id)
    ).all()


def cancel(
    session: Session, shipments: Sequence[Shipment], now: datetime
) -> Literal["canceled", "already_shipped", "none"]:
    """Stop all shipments of an order, or none when one has left; slots are given back."""
    if not shipments:
        return "none"
    if not has_none_left(shipments):
        return "already_shipped"
    for shipment in shipments:
        if shipment.status != "canceled":
            add_event(shipment, "canceled", "Stopped before it left", now)
        shipment.slot_id = shipment.slot_starts = shipment.slot_ends = None
    bookings.give_back(session, shipments[0].order_id)
    return "canceled"


def has_none_left(shipments: Iterable[Shipment]) -> bool:
    """Whether every parcel can still be stopped, or was."""
    return all(stage_of(shipment) in STOPPABLE | {"canceled"} for shipment in shipments)


def stage_of(shipment: Shipment) -> str:
    """How far a parcel is, whatever delays were told."""
    return replay(history_of(shipment), is_pickup=shipment.option_id == PICKUP).stage


def history_of(shipment: Shipment) -> list[Step]:
    """A parcel's steps, oldest first."""
    return [Step(e.at, e.status, e.new_promised_by) for e in sorted_events(shipment)]


def sorted_events(shipment: Shipment) -> list[ShipmentEvent]:
    """A parcel's events by their time; of one moment, as they were recorded."""
    return sorted(shipment.events, key=lambda event: (event.at, event.number))


def add_event(shipment: Shipment, status: str, note: str | None, now: datetime) -> None:
    """Write down what the shop itself does with a parcel now."""
    number = len(shipment.events)
    shipment.status = status
    shipment.events.append(
        ShipmentEvent(
            event_id=f"{status}-{number}",
            number=number,
            at=max([now.replace(microsecond=0), *(event.at for event in shipment.events)]),
            status=status,
            place=shipment.store_name,
            note=note,
        )
    )


def new_parcel(like: Shipment, parcel: Parcel, desk: Desk) -> Shipment:
    """One more parcel of an order, sent as another one is."""
    wanted = {
        "orderId": like.order_id,
        "optionId": like.option_id,
        "promisedBy": like.originally_promised_by.isoformat(),
        "address": like.address,
        "reference": like.reference,
    }
    return _shipment(like.customer_id, wanted, parcel, desk)


def carriage(option_id: str, policy: Policy) -> dict[str, str | None]:
    """Who carries a parcel and its tracking number; a pickup has neither."""
    if option_id == PICKUP:
        return {"carrier": None, "tracking_number": None}
    rule = policy.delivery["express" if option_id == "express" else "standard"]
    prefix = policy.carriers[rule.carrier].tracking_prefix
    return {"carrier": rule.carrier, "tracking_number": prefix + new_digits(TRACKING_DIGITS)}


def promised_day(option_id: str, address: Mapping[str, Any], desk: Desk, *, is_store: bool) -> date:
    """The day by which a parcel that is prepared now should reach an address."""
    kind: Delivered = "express" if option_id == "express" else "standard"
    zone = desk.policy.zone_of(address["postcode"], address["country"])
    if zone is not None and kind not in zone.working_days:
        kind = "standard" if kind == "express" else "express"
    order = Order(0, desk.policy.currency, desk.now, zone=zone, is_from_store=is_store)
    return promise(kind, order, desk.policy)[1]


def _check_owner(session: Session, order_id: str, shopper: str) -> None:
    others = select(Shipment.shipment_id).where(
        Shipment.order_id == order_id, Shipment.customer_id != shopper
    )
    if session.scalars(others).first() is not None:
        raise Conflict(f"order '{order_id}' is not this shopper's", code="order_taken")


def _check_pickup(wanted: Mapping[str, Any]) -> None:
    store_id, slot_id = wanted.get("storeId"), wanted.get("slotId")
    if wanted["optionId"] != PICKUP:
        if slot_id:
            raise Fault(
                f"slot '{slot_id}' is of a pickup, and order '{wanted['orderId']}' is sent",
                code="invalid_request",
                pointer="/slotId",
            )
        return
    if not store_id:
        raise Fault("pickup needs a storeId", code="invalid_request", pointer="/storeId")
    if slot_id and not slot_id.startswith(f"{store_id}."):
        raise Fault(
            f"slot '{slot_id}' is not one of store '{store_id}'; take one of its delivery option",
            code="unknown_slot",
            pointer="/slotId",
        )


def _split(wanted: Mapping[str, Any]) -> list[Parcel]:
    """One parcel for each place of the allocations; one for all where they name none.

    Raises:
        Fault: the places hold other units than the lines.
    """
    lines = _units(wanted["lines"])
    store_id = wanted.get("storeId")
    allocations = wanted.get("allocations")
    if not allocations:
        return [Parcel(store_id if wanted["optionId"] == PICKUP else None, lines)]
    if _units(allocations) != lines:
        raise Fault(
            f"the allocations of order '{wanted['orderId']}' are other units than its lines",
            code="invalid_request",
            pointer="/allocations",
        )
    places = dict.fromkeys(allocation["locationId"] for allocation in allocations)
    if wanted["optionId"] == PICKUP and set(places) != {store_id}:
        raise Fault(
            f"order '{wanted['orderId']}' is collected at '{store_id}', where some of it is not",
            code="invalid_request",
            pointer="/allocations",
        )
    return [
        Parcel(place, _units(a for a in allocations if a["locationId"] == place))
        for place in places
    ]


def _units(lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    units: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        units[line["sku"]] += line["quantity"]
    return dict(units)


def _shipment(shopper: str, wanted: Mapping[str, Any], parcel: Parcel, desk: Desk) -> Shipment:
    option_id, address = wanted["optionId"], wanted.get("address")
    store = desk.store(parcel.location_id)
    promised_by = date.fromisoformat(wanted["promisedBy"])
    if address is not None and option_id != PICKUP and parcel.location_id is not None:
        soonest = promised_day(option_id, address, desk, is_store=store is not None)
        promised_by = min(promised_by, soonest)
    shipment = Shipment(
        shipment_id=new_id("SH"),
        order_id=wanted["orderId"],
        reference=wanted.get("reference", ""),
        customer_id=shopper,
        option_id=option_id,
        location_id=parcel.location_id,
        store_name=store.name if store else None,
        address=None if option_id == PICKUP else address,
        promised_by=promised_by,
        originally_promised_by=promised_by,
        lines=[{"sku": sku, "quantity": units} for sku, units in parcel.lines.items()],
        **carriage(option_id, desk.policy),
    )
    is_pickup = option_id == PICKUP
    note = "The store is getting your order ready" if is_pickup else "Your order is being picked"
    add_event(shipment, "preparing", note, desk.now)
    return shipment


def _take_slot(
    session: Session, wanted: Mapping[str, Any], desk: Desk
) -> Literal["prepared", "slot_taken"]:
    store, slot_id = desk.store(wanted.get("storeId")), wanted.get("slotId")
    order_id, reference = wanted["orderId"], wanted.get("reference", "")
    waiting = [s for s in prepared_under(session, order_id, reference) if s.status not in OVER]
    if not slot_id or not waiting:
        return "prepared"
    slot = slot_named(store, slot_id, desk.policy) if store else None
    capacity = desk.policy.pickup.slots.capacity_of(store.place_id) if store else 0
    if slot is None or not bookings.take(
        session, slot, order_id=order_id, reference=reference, capacity=capacity, now=desk.now
    ):
        return "slot_taken"
    for shipment in waiting:
        shipment.slot_id, shipment.slot_starts = slot.slot_id, slot.starts
        shipment.slot_ends = slot.ends
    return "prepared"
