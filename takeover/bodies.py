"""Records as the agents' contracts spell them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from takeover.records import Address, Order, Shopper, Tender

Body = dict[str, Any]
DELIVERY_OPTION = "standard"


def customer(shopper: Shopper) -> Body:
    """For loyalty, which knows who a shopper is."""
    return {
        "customerId": shopper.customer_id,
        "firstName": shopper.first_name,
        "lastName": shopper.last_name,
        "email": shopper.email,
        "phone": None,
        "postcode": shopper.address.postcode,
    }


def address(place: Address) -> Body:
    """Where an order or a parcel goes."""
    return {
        "name": place.name,
        "line1": place.line1,
        "line2": place.line2,
        "city": place.city,
        "state": place.state,
        "postcode": place.postcode,
        "country": place.country,
    }


def new_address(place: Address) -> Body:
    """For a shopper's addresses, where what is not told is left away."""
    return {name: value for name, value in address(place).items() if value is not None}


def tender(way: Tender, currency: str) -> Body:
    """A way to pay."""
    return {
        "tenderId": way.tender_id,
        "kind": way.kind,
        "brand": way.brand,
        "lastFour": way.last_four,
        "balance": None if way.balance is None else money(way.balance, currency),
        "code": None,
    }


def order(one: Order, tenders: Mapping[str, Body], currency: str, at: datetime) -> Body:
    """An order; `at` stands for the days that the other shop has not told.

    `tenders` are the shopper's ways to pay by id, as the payment agent tells them.
    """
    return {
        "orderId": one.order_id,
        "status": one.status,
        "placedAt": timestamp(at),
        "deliveredAt": timestamp(at) if one.status == "delivered" else None,
        "cancelReason": None,
        "lines": [
            {
                "sku": line.sku,
                "productId": line.product_id,
                "name": line.name,
                "options": line.options,
                "category": line.name,
                "quantity": line.quantity,
                "unitPrice": money(line.unit_price, currency),
            }
            for line in one.lines
        ],
        "delivery": money(0, currency),
        "total": money(one.total, currency),
        "refunded": money(one.refunded, currency),
        "deliveryOption": DELIVERY_OPTION,
        "address": address(one.address),
        "tenders": [
            _paid_by(tenders[payment.tender_id], payment.amount, currency)
            for payment in one.payments
            if payment.kind == "capture"
        ],
    }


def payments(one: Order, currency: str, at: datetime) -> Body:
    """What was taken and given back for an order."""
    return {
        "orderId": one.order_id,
        "payments": [
            {
                "kind": payment.kind,
                "tenderId": payment.tender_id,
                "amount": money(payment.amount, currency),
                "at": timestamp(at),
            }
            for payment in one.payments
        ],
    }


def parcels(one: Order, at: datetime) -> Body:
    """An order's parcels."""
    return {
        "orderId": one.order_id,
        "shipments": [
            {
                "status": parcel.status,
                "carrier": None,
                "trackingNumber": parcel.tracking_number,
                "optionId": DELIVERY_OPTION,
                "promisedBy": at.date().isoformat(),
                "address": address(one.address),
                "lines": [{"sku": sku, "quantity": n} for sku, n in parcel.units.items()],
            }
            for parcel in one.parcels
        ],
    }


def money(amount: int, currency: str) -> Body:
    """An amount in minor units."""
    return {"amount": amount, "currency": currency}


def timestamp(at: datetime) -> str:
    """A time in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _paid_by(way: Body, amount: int, currency: str) -> Body:
    named = {name: way[name] for name in ("tenderId", "kind", "label", "brand", "lastFour")}
    return {**named, "amount": money(amount, currency), "points": None}
