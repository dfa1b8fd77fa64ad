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
    EXCHANGE_REQUESTED = "exchange_requested"
    EXCHANGED = "exchanged"
    ABANDONED = "abandoned"


STEPS: Mapping[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.CONFIRMED, Status.CANCELED, Status.ABANDONED}),
    Status.CONFIRMED: frozenset({Status.PACKED, Status.CANCELED}),
    Status.PACKED: frozenset({Status.SHIPPED}),
    Status.SHIPPED: frozenset({Status.DELIVERED}),
    Status.DELIVERED: frozenset({Status.RETURN_REQUESTED, Status.EXCHANGE_REQUESTED}),
    Status.RETURN_REQUESTED: frozenset({Status.RETURNED, Status.DELIVERED, Status.EXCHANGED}),
    Status.EXCHANGE_REQUESTED: frozenset({Status.EXCHANGED, Status.DELIVERED}),
    Status.EXCHANGED: frozenset({Status.RETURN_REQUESTED}),
    Status.RETURNED: frozenset(),
    Status.CANCELED: frozenset(),
    Status.ABANDONED: frozenset(),
}

WAY = (Status.CONFIRMED, Status.PACKED, Status.SHIPPED, Status.DELIVERED)
"""How goods go from the shop to the shopper."""
AFTER_DELIVERY = frozenset(
    {Status.RETURN_REQUESTED, Status.RETURNED, Status.EXCHANGE_REQUESTED, Status.EXCHANGED}
)
"""States that only an order which was delivered can be in."""


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


def way_to(order_id: str, here: Status, there: Status) -> tuple[Status, ...]:
    """The states that an order goes through on its way to another, that one included.

    A state that the caller left out is filled in: what is shipped was packed. None when the order
    has been there already.

    Raises:
        Conflict: the way does not lead there from here; both states are named.
    """
    if here in WAY and there in WAY:
        return WAY[WAY.index(here) + 1 : WAY.index(there) + 1]
    if here in AFTER_DELIVERY:
        return ()
    check_step(order_id, here, there)
    return (there,)


def status_after_delivery(
    *, has_open_exchange: bool, has_open_return: bool, is_all_back: bool, is_exchanged: bool
) -> Status:
    """Where an order stands once its goods have arrived, told by what is on its way back.

    It is `returned` only when every unit has come back; with some units back and nothing on its
    way it is `delivered` (or `exchanged`) again, and its lines tell how many came back.
    """
    if has_open_exchange:
        return Status.EXCHANGE_REQUESTED
    if has_open_return:
        return Status.RETURN_REQUESTED
    if is_all_back:
        return Status.RETURNED
    return Status.EXCHANGED if is_exchanged else Status.DELIVERED
