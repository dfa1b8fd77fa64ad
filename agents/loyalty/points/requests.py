"""What a request asks to book, read from the wire."""

from agents.kit.errors import Fault
from agents.kit.operations import Call
from agents.loyalty.points.bookings import Booking

MOST = 10**13
"""Minor units above which an amount is a mistake: more than any order costs."""


def points_of_money(call: Call) -> Booking:
    """A booking of points for an amount of money.

    Raises:
        Fault: no order costs that.
    """
    amount = call.body["amount"]
    if not 0 <= amount["amount"] <= MOST:
        raise Fault(
            f"points are booked for amounts from 0 to {MOST}, not for {amount['amount']}",
            code="invalid_request",
            pointer="/amount/amount",
        )
    return Booking(
        customer_id=call.shopper,
        order_id=call.body["orderId"],
        amount=amount["amount"],
        currency=amount["currency"],
        at=call.now,
        reference=call.body.get("reference", ""),
    )


def points_asked(call: Call) -> Booking:
    """A booking of points that pay."""
    return Booking(
        customer_id=call.shopper,
        order_id=call.body["orderId"],
        amount=call.body["points"],
        currency=None,
        at=call.now,
        reference=call.body["reference"],
    )
