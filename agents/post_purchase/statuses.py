"""The states of an order and the steps between them."""

from collections.abc import Mapping
from enum import StrEnum

from agents.kit.errors import Conflict


class Status(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELED = "canceled"
    RETURN_REQUESTED = "return_requested"
    RETURNED = "returned"
    ABANDONED = "abandoned"


STEPS: Mapping[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.CONFIRMED, Status.CANCELED, Status.ABANDONED}),
    Status.CONFIRMED: frozenset({Status.PACKED, Status.CANCELED}),
    Status.PACKED: frozenset({Status.SHIPPED}),
    Status.SHIPPED: frozenset({Status.DELIVERED}),
    Status.DELIVERED: frozenset({Status.RETURN_REQUESTED}),
    Status.RETURN_REQUESTED: frozenset({Status.RETURNED}),
    Status.RETURNED: frozenset(),
    Status.CANCELED: frozenset(),
    Status.ABANDONED: frozenset(),
}


def check_step(order_id: str, here: Status, there: Status) -> None:
    """Check that an order may go from one state to another.

    Raises:
        Conflict: it may not; both states are named.
    """
    if there not in STEPS[here]:
        ways = ", ".join(sorted(STEPS[here])) or "nothing"
        raise Conflict(
            f"order {order_id} is {here} and cannot become {there}; from {here} it can become "
            f"{ways}",
            code="illegal_step",
        )
