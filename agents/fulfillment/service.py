"""The fulfillment agent's operations."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from agents.fulfillment import addresses, inventory
from agents.fulfillment.delivery import bookings
from agents.fulfillment.delivery.offered import Wanted, offer
from agents.fulfillment.delivery.options import Option, Order
from agents.fulfillment.delivery.slots import Slot
from agents.fulfillment.policy import load_policy
from agents.fulfillment.replies import (
    address_reply,
    option_reply,
    outcome_reply,
    reservation_reply,
    shipment_reply,
    shipments_reply,
)
from agents.fulfillment.reservations import collection, records
from agents.fulfillment.reservations.wishes import Wish, hold_wish
from agents.fulfillment.sample import load_sample
from agents.fulfillment.shipments import changes, events, parcels, past, progress
from agents.fulfillment.shipments.events import Told
from agents.fulfillment.shipments.parcels import Desk
from agents.fulfillment.tables import Address, Base
from agents.kit.operations import Call, Operations, Reply
from agents.kit.peers import Peers
from agents.kit.places import Place
from agents.kit.storage import Store, keep_reply, kept_reply
from contracts.client import CallFailed

POLICY = load_policy()


def tidy(store: Store, peers: Peers, now: datetime) -> None:
    """Finish what crashes and silent agents left: progress to tell, units to give back."""
    progress.tell(store, peers)
    collection.tidy(store, peers, now)
    records.release_left_behind(store, peers, now)


operations = Operations("fulfillment", tables=Base.metadata, seed=load_sample, tidy=tidy)


@operations.steps("reserveInStore")
def reserve_in_store(call: Call) -> Reply:
    """Reserve units in a store for the shopper to collect; one request, one reservation."""
    body = call.body
    wish = Wish(body["sku"], body["store"], body.get("quantity", 1))
    key = f"reserveInStore:{call.shopper}:{call.key}"
    hold_id = records.hold_id_for(call.shopper, key)
    with call.store.write() as session:
        if (kept := kept_reply(session, key, body)) is not None:
            return kept
        records.check_limits(session, call.shopper, wish, policy=POLICY, now=call.now)
        records.expect(session, hold_id, call.now)
    ttl = timedelta(hours=POLICY.reservations.hours)
    outcome = hold_wish(call.peers, wish, hold_id, ttl)
    with call.store.write() as session:
        if (kept := kept_reply(session, key, body)) is not None:
            return kept
        made = None
        if outcome.status == "reserved":
            made = records.record(
                session, call.shopper, wish, outcome, hold_id=hold_id, now=call.now
            )
        reply = outcome_reply(outcome, made, call.now)
        keep_reply(session, key, body=body, reply=reply, at=call.now)
        records.settle(session, hold_id)
    return reply


@operations.read("listReservations")
def list_reservations(call: Call) -> Reply:
    """The shopper's reservations, newest first."""
    found = records.list_reservations(call.session, call.shopper)
    return {"reservations": [reservation_reply(one, call.now) for one in found]}


@operations.steps("cancelReservation")
def cancel_reservation(call: Call) -> Reply:
    """Give a reservation up; again is the same."""
    with call.store.write() as session:
        found = records.find(session, call.shopper, call.path["reservationId"])
        records.cancel(session, found, call.now)
        reservation_id, status = found.reservation_id, found.status
        reply = {
            "status": "canceled" if status == "canceled" else "not_active",
            "reservation": reservation_reply(found, call.now),
        }
    if status == "canceled":
        records.release_hold(call.store, call.peers, reservation_id)
    return reply


@operations.steps("collectReservation")
def collect_reservation(call: Call) -> Reply:
    """Hand the goods over against the pickup code; wrong ones are counted and slowed."""
    with call.store.write() as session:
        found = records.find(session, _acting_for(call), call.path["reservationId"])
        reservation_id = found.reservation_id
        status = collection.present_code(
            session, found, call.body["pickupCode"], rules=POLICY.reservations, now=call.now
        )
    outcome = status or collection.hand_over(call.store, call.peers, reservation_id)
    return {"status": outcome, "reservationId": reservation_id}


@operations.steps("getDeliveryOptions")
def get_delivery_options(call: Call) -> Reply:
    """Ways to get the goods, with price and promised dates."""
    body = call.body
    with call.store.read() as session:
        known = addresses.default_address(session, call.shopper)
    order = Order(body.get("subtotal", 0), body.get("currency", POLICY.currency), call.now)
    postcode, country = _destination(body, known)
    wanted = Wanted(postcode, country, body.get("store"), body.get("skus", []))
    offered = offer(call.peers, wanted, order, POLICY)
    with call.store.read() as session:
        room = {one.option_id: _room(session, one) for one in offered.options}
    return {
        "status": "ok" if offered.is_served else "not_served",
        "options": [option_reply(one, room[one.option_id], POLICY) for one in offered.options],
        "suggestions": list(offered.suggestions),
    }


@operations.read("listAddresses")
def list_addresses(call: Call) -> Reply:
    """The shopper's addresses, the default first."""
    found = addresses.list_addresses(call.session, call.shopper)
    return {"addresses": [address_reply(address) for address in found]}


@operations.write("addAddress")
def add_address(call: Call) -> Reply:
    """Add a delivery address and make it the default, unless that is not wanted."""
    return {"address": address_reply(addresses.add_address(call.session, call.shopper, call.body))}


@operations.write("replaceDefaultAddress")
def replace_default_address(call: Call) -> Reply:
    """Change the shopper's default address."""
    changed = addresses.replace_default(call.session, call.shopper, call.body)
    return {"address": address_reply(changed)}


@operations.steps("createShipment")
def create_shipment(call: Call) -> Reply:
    """Prepare the parcels of a paid order."""
    desk = Desk(POLICY, call.now, _stores(call, is_needed=bool(call.body.get("slotId"))))
    order_id, reference = call.body["orderId"], call.body.get("reference", "")
    with call.store.write() as session:
        status = parcels.create(session, call.shopper, call.body, desk)
        prepared = parcels.prepared_under(session, order_id, reference)
        return {"status": status, "shipments": shipments_reply(prepared, POLICY)}


@operations.read("getShipments")
def get_shipments(call: Call) -> Reply:
    """Shipments of the shopper's order."""
    found = parcels.of_order(call.session, call.shopper, call.path["orderId"])
    return {"shipments": shipments_reply(found, POLICY)}


@operations.write("cancelShipments")
def cancel_shipments(call: Call) -> Reply:
    """Stop what has not left yet."""
    found = parcels.of_order(call.session, call.shopper, call.path["orderId"])
    status = parcels.cancel(call.session, found, call.now)
    return {"status": status, "shipments": shipments_reply(found, POLICY)}


@operations.steps("changeShipments")
def change_shipments(call: Call) -> Reply:
    """Send an order's goods elsewhere, or other goods of it, while none has left."""
    order_id = call.path["orderId"]
    desk = Desk(POLICY, call.now, _stores(call, is_needed=False))
    with call.store.write() as session:
        status = changes.change(session, call.shopper, order_id, call.body, desk)
        session.flush()
        found = parcels.of_order(session, call.shopper, order_id)
        return {"status": status, "shipments": shipments_reply(found, POLICY)}


@operations.steps("recordShipmentEvent")
def record_shipment_event(call: Call) -> Reply:
    """Record what was done with a parcel, and tell the order how far it got."""
    told = Told.of(call.body, call.now)
    with call.store.write() as session:
        shipment = events.find(session, _acting_for(call), call.path["shipmentId"])
        order_id, shopper = shipment.order_id, shipment.customer_id
        of_order = parcels.of_order(session, shopper, order_id)
        before = progress.reached(of_order)
        if events.record(shipment, told, policy=POLICY, now=call.now):
            progress.note(session, shipment, before, progress.reached(of_order))
        reply = {"shipment": shipment_reply(shipment, POLICY)}
    progress.tell(call.store, call.peers, order_id)
    return reply


@operations.write("importShipments")
def import_shipments(call: Call) -> Reply:
    """Take in past parcels of an order of the token's shopper; a repeat changes nothing."""
    order_id, rows = call.body["orderId"], call.body["shipments"]
    return {"created": past.take_in(call.session, call.shopper, order_id, rows, call.now)}


def _acting_for(call: Call) -> str | None:
    """The shopper that a service names; none when it speaks for itself."""
    return None if call.shopper == call.claims.service else call.shopper


def _destination(body: Mapping[str, Any], known: Address | None) -> tuple[str | None, str | None]:
    """Postcode and country that goods go to: as said, read with the default address."""
    postcode = body.get("postcode") or (known.postcode if known else None)
    if not postcode:
        return None, None
    return postcode, POLICY.country_of(postcode, known.country if known else None)


def _room(session: Session, option: Option) -> list[tuple[Slot, int]]:
    if option.store is None:
        return []
    capacity = POLICY.pickup.slots.capacity_of(option.store.place_id)
    return bookings.with_room(session, option.slots, capacity)


def _stores(call: Call, *, is_needed: bool) -> list[Place]:
    """The stores; without the inventory none, where the request can do without."""
    try:
        return inventory.list_stores(call.peers)
    except CallFailed:
        if is_needed:
            raise
        return []
