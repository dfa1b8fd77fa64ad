"""The fulfillment agent's operations."""

from datetime import timedelta

from agents.fulfillment import addresses, inventory
from agents.fulfillment.delivery.offered import Wanted, offer
from agents.fulfillment.delivery.options import Option, Order
from agents.fulfillment.policy import load_policy
from agents.fulfillment.reservations import wishes as reservations
from agents.fulfillment.reservations.wishes import Outcome, Wish
from agents.fulfillment.sample import load_sample
from agents.fulfillment.shipments import parcels as shipments
from agents.fulfillment.tables import Address, Base, Reservation, Shipment
from agents.kit.operations import Call, Operations, Reply
from agents.kit.storage import keep_reply, kept_reply
from agents.kit.wire import money, timestamp

POLICY = load_policy()
operations = Operations(
    "fulfillment",
    tables=Base.metadata,
    seed=load_sample,
    tidy=reservations.release_left_behind,
)


@operations.steps("reserveInStore")
def reserve_in_store(call: Call) -> Reply:
    """Reserve units in a store for the shopper to collect; one request, one reservation."""
    body = call.body
    wish = Wish(body["sku"], body["store"], body.get("quantity", 1))
    key = f"reserveInStore:{call.shopper}:{call.key}"
    hold_id = reservations.hold_id_for(call.shopper, key)
    with call.store.write() as session:
        if (kept := kept_reply(session, key, body)) is not None:
            return kept
        reservations.expect(session, hold_id, call.now)
    ttl = timedelta(hours=POLICY.reservation_hours)
    outcome = reservations.hold_wish(call.peers, wish, hold_id, ttl)
    with call.store.write() as session:
        if (kept := kept_reply(session, key, body)) is not None:
            return kept
        made = None
        if outcome.status == "reserved":
            made = reservations.record(
                session, call.shopper, wish, outcome, hold_id=hold_id, now=call.now
            )
        reply = _outcome_reply(outcome, made, call)
        keep_reply(session, key, body=body, reply=reply, at=call.now)
        reservations.settle(session, hold_id)
    return reply


@operations.read("listReservations")
def list_reservations(call: Call) -> Reply:
    """The shopper's reservations, newest first."""
    found = reservations.list_reservations(call.session, call.shopper)
    return {"reservations": [_reservation_reply(one, call) for one in found]}


@operations.steps("cancelReservation")
def cancel_reservation(call: Call) -> Reply:
    """Give a reservation up; again is the same."""
    reservation_id = call.path["reservationId"]
    with call.store.read() as session:
        found = reservations.find(session, call.shopper, reservation_id)
        status = reservations.status_at(found, call.now)
        hold_id = found.hold_id
    if status == "active":
        inventory.release(call.peers, hold_id)
    with call.store.write() as session:
        found = reservations.find(session, call.shopper, reservation_id)
        if status == "active":
            found.status = "canceled"
        is_canceled = found.status == "canceled"
        return {
            "status": "canceled" if is_canceled else "not_active",
            "reservation": _reservation_reply(found, call),
        }


@operations.steps("getDeliveryOptions")
def get_delivery_options(call: Call) -> Reply:
    """Ways to get the goods, with price and promised dates."""
    body = call.body
    with call.store.read() as session:
        known = addresses.default_postcode(session, call.shopper)
    order = Order(body.get("subtotal", 0), body.get("currency", POLICY.currency), call.now)
    wanted = Wanted(body.get("postcode") or known, body.get("store"), body.get("skus", []))
    offered = offer(call.peers, wanted, order, POLICY)
    return {
        "status": "ok" if offered.is_served else "not_served",
        "options": [_option_reply(option) for option in offered.options],
        "suggestions": list(offered.suggestions),
    }


@operations.read("listAddresses")
def list_addresses(call: Call) -> Reply:
    """The shopper's addresses, the default first."""
    found = addresses.list_addresses(call.session, call.shopper)
    return {"addresses": [_address_reply(address) for address in found]}


@operations.write("addAddress")
def add_address(call: Call) -> Reply:
    """Add a delivery address and make it the default."""
    return {"address": _address_reply(addresses.add_address(call.session, call.shopper, call.body))}


@operations.write("createShipment")
def create_shipment(call: Call) -> Reply:
    """Prepare the parcel of a paid order."""
    shipment = shipments.create(call.session, call.shopper, call.body, policy=POLICY, now=call.now)
    return {"shipment": _shipment_reply(shipment)}


@operations.read("getShipments")
def get_shipments(call: Call) -> Reply:
    """Shipments of the shopper's order."""
    found = shipments.of_order(call.session, call.shopper, call.path["orderId"])
    return {"shipments": [_shipment_reply(shipment) for shipment in found]}


@operations.write("cancelShipments")
def cancel_shipments(call: Call) -> Reply:
    """Stop what has not left yet."""
    found = shipments.of_order(call.session, call.shopper, call.path["orderId"])
    status = shipments.cancel(found, call.now)
    return {"status": status, "shipments": [_shipment_reply(shipment) for shipment in found]}


def _outcome_reply(outcome: Outcome, made: Reservation | None, call: Call) -> Reply:
    return {
        "status": outcome.status,
        "reservation": made and _reservation_reply(made, call),
        "available": outcome.available,
        "stores": [
            {"storeId": p.place_id, "name": p.name, "city": p.city, "available": units}
            for p, units in outcome.stores
        ],
        "suggestions": list(outcome.suggestions),
    }


def _reservation_reply(reservation: Reservation, call: Call) -> Reply:
    return {
        "reservationId": reservation.reservation_id,
        "status": reservations.status_at(reservation, call.now),
        "sku": reservation.sku,
        "quantity": reservation.quantity,
        "storeId": reservation.store_id,
        "storeName": reservation.store_name,
        "pickupCode": reservation.pickup_code,
        "expiresAt": timestamp(reservation.expires_at),
    }


def _option_reply(option: Option) -> Reply:
    store = option.store
    return {
        "optionId": option.option_id,
        "name": option.name,
        "price": money(option.price, option.currency),
        "promisedFrom": option.promised_from.isoformat(),
        "promisedBy": option.promised_by.isoformat(),
        "storeId": store and store.place_id,
        "storeName": store and store.name,
        "reason": option.reason,
    }


def _address_reply(address: Address) -> Reply:
    return {
        "addressId": address.address_id,
        "name": address.name,
        "line1": address.line1,
        "line2": address.line2,
        "city": address.city,
        "state": address.state,
        "postcode": address.postcode,
        "country": address.country,
        "isDefault": address.is_default,
    }


def _shipment_reply(shipment: Shipment) -> Reply:
    return {
        "shipmentId": shipment.shipment_id,
        "orderId": shipment.order_id,
        "status": shipment.status,
        "carrier": shipment.carrier,
        "trackingNumber": shipment.tracking_number,
        "optionId": shipment.option_id,
        "promisedBy": shipment.promised_by.isoformat(),
        "lines": shipment.lines,
        "events": shipment.events,
    }
