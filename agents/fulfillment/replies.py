"""How the fulfillment agent spells what it knows, as its contract has it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from agents.fulfillment.delivery.options import Option
from agents.fulfillment.delivery.slots import Slot
from agents.fulfillment.policy import Policy
from agents.fulfillment.reservations.records import status_at
from agents.fulfillment.reservations.wishes import Outcome
from agents.fulfillment.shipments.parcels import sorted_events
from agents.fulfillment.tables import Address, Reservation, Shipment
from agents.kit.operations import Reply
from agents.kit.wire import money, timestamp


def outcome_reply(outcome: Outcome, made: Reservation | None, now: datetime) -> Reply:
    """How a wish to reserve went."""
    return {
        "status": outcome.status,
        "reservation": made and reservation_reply(made, now),
        "available": outcome.available,
        "stores": [
            {"storeId": p.place_id, "name": p.name, "city": p.city, "available": units}
            for p, units in outcome.stores
        ],
        "suggestions": list(outcome.suggestions),
    }


def reservation_reply(reservation: Reservation, now: datetime) -> Reply:
    """A reservation as it stands now."""
    return {
        "reservationId": reservation.reservation_id,
        "status": status_at(reservation, now),
        "sku": reservation.sku,
        "quantity": reservation.quantity,
        "storeId": reservation.store_id,
        "storeName": reservation.store_name,
        "pickupCode": reservation.pickup_code,
        "expiresAt": timestamp(reservation.expires_at),
    }


def option_reply(option: Option, room: Sequence[tuple[Slot, int]], policy: Policy) -> Reply:
    """A way to get the goods, with the slots that have room."""
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
        "slots": [
            {
                "slotId": slot.slot_id,
                "from": _local(slot.starts, policy),
                "to": _local(slot.ends, policy),
                "left": left,
            }
            for slot, left in room
        ],
    }


def address_reply(address: Address) -> Reply:
    """An address of the shopper."""
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


def shipments_reply(shipments: Sequence[Shipment], policy: Policy) -> list[Reply]:
    """Parcels with what was done to them."""
    return [shipment_reply(shipment, policy) for shipment in shipments]


def shipment_reply(shipment: Shipment, policy: Policy) -> Reply:
    """A parcel with what was done to it."""
    return {
        "shipmentId": shipment.shipment_id,
        "orderId": shipment.order_id,
        "status": shipment.status,
        "carrier": shipment.carrier,
        "trackingNumber": shipment.tracking_number,
        "trackingUrl": _tracking_url(shipment, policy),
        "optionId": shipment.option_id,
        "promisedBy": shipment.promised_by.isoformat(),
        "originallyPromisedBy": shipment.originally_promised_by.isoformat(),
        "lines": shipment.lines,
        "events": [
            {
                "at": timestamp(event.at),
                "status": event.status,
                "place": event.place,
                "note": event.note,
            }
            for event in sorted_events(shipment)
        ],
        "locationId": shipment.location_id,
        "storeName": shipment.store_name,
        "address": shipment.address,
        "slot": _slot(shipment, policy),
        "isReplacement": shipment.is_replacement,
    }


def _tracking_url(shipment: Shipment, policy: Policy) -> str | None:
    carrier = policy.carriers.get(shipment.carrier or "")
    if carrier is None or shipment.tracking_number is None:
        return None
    return carrier.tracking_url.replace("{number}", shipment.tracking_number)


def _slot(shipment: Shipment, policy: Policy) -> Reply | None:
    if shipment.slot_starts is None or shipment.slot_ends is None:
        return None
    return {
        "slotId": shipment.slot_id,
        "from": _local(shipment.slot_starts, policy),
        "to": _local(shipment.slot_ends, policy),
    }


def _local(moment: datetime, policy: Policy) -> str:
    """A slot's time by the clock of the store, with its distance from UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(policy.zone).isoformat()
