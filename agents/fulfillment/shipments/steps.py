"""Which step of a parcel may follow which, and where a history of them has brought it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

STOPPABLE = frozenset({"preparing", "packed", "ready_for_pickup"})
"""While it is at one of these it has not left, and can be stopped or changed."""
OVER = frozenset({"delivered", "collected", "returned", "canceled"})
HANDED_OVER = frozenset({"delivered", "collected"})
LEFT = HANDED_OVER | {"shipped", "in_transit", "out_for_delivery", "failed_attempt", "returning"}
PACKED = LEFT | {"packed", "ready_for_pickup"}
DELAYED = "delayed"

_ON_ITS_WAY = frozenset({"in_transit", "out_for_delivery", "delivered", "lost", "returning"})
_SENT = _ON_ITS_WAY | {"failed_attempt"}
DELIVERY: Mapping[str, frozenset[str]] = {
    "preparing": frozenset({"packed", "shipped", "canceled", "lost"}) | _SENT - {"returning"},
    "packed": frozenset({"shipped", "canceled", "lost"}) | _SENT - {"returning"},
    "shipped": _SENT,
    "in_transit": _SENT,
    "out_for_delivery": _SENT,
    "failed_attempt": _SENT | {"ready_for_pickup"},
    "ready_for_pickup": frozenset({"collected", "returning", "lost"}),
    "lost": frozenset({"in_transit", "out_for_delivery", "delivered", "returning", "returned"}),
    "returning": frozenset({"in_transit", "returned", "lost"}),
    "delivered": frozenset({"returning"}),
    "collected": frozenset({"returning"}),
    "returned": frozenset(),
    "canceled": frozenset(),
}
"""Carriers leave steps out, so a parcel may go on over any of them, but never back."""
PICKUP: Mapping[str, frozenset[str]] = {
    "preparing": frozenset({"packed", "ready_for_pickup", "collected", "canceled", "lost"}),
    "packed": frozenset({"ready_for_pickup", "collected", "canceled", "lost"}),
    "ready_for_pickup": frozenset({"collected", "canceled", "lost"}),
    "lost": frozenset({"packed", "ready_for_pickup", "collected"}),
    "collected": frozenset({"returning"}),
    "returning": frozenset({"returned"}),
    "returned": frozenset(),
    "canceled": frozenset(),
}


class IllegalStep(Exception):
    """A step that cannot follow the one before."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"a parcel that is {before} cannot become {after}")
        self.before = before
        self.after = after


@dataclass(frozen=True)
class Step:
    """One step of a parcel; a delay may promise another day."""

    at: datetime
    status: str
    new_promised_by: date | None = None


@dataclass(frozen=True)
class Standing:
    """Where a parcel is.

    Attributes:
        status: What the shopper is told; `delayed` when that is the latest.
        stage: The latest step apart from delays.
        promised_by: The day that the latest delay promised, if one did.
    """

    status: str
    stage: str
    promised_by: date | None


def replay(history: Sequence[Step], *, is_pickup: bool) -> Standing:
    """Walk through a parcel's steps, oldest first; the first is taken as it is.

    Raises:
        IllegalStep: one cannot follow the one before.
    """
    allowed = PICKUP if is_pickup else DELIVERY
    status = stage = history[0].status
    promised_by: date | None = None
    for step in history[1:]:
        if step.status == DELAYED:
            if stage in OVER:
                raise IllegalStep(stage, DELAYED)
            promised_by = step.new_promised_by or promised_by
        elif step.status not in allowed.get(stage, frozenset()):
            raise IllegalStep(stage, step.status)
        else:
            stage = step.status
        status = step.status
    return Standing(status, stage, promised_by)


def milestones(parcels: Sequence[Sequence[Step]]) -> dict[str, datetime]:
    """What an order has reached with these parcels' histories, and when.

    It is packed and shipped with its first parcel, and delivered with its last. Canceled parcels
    are to be left out.
    """
    reached = {}
    for name, statuses, is_with_first in (
        ("packed", PACKED, True),
        ("shipped", LEFT, True),
        ("delivered", HANDED_OVER, False),
    ):
        times = [t for parcel in parcels if (t := _first(parcel, statuses)) is not None]
        if times and (is_with_first or len(times) == len(parcels)):
            reached[name] = min(times) if is_with_first else max(times)
    return reached


def _first(history: Sequence[Step], statuses: frozenset[str]) -> datetime | None:
    return next((step.at for step in history if step.status in statuses), None)
