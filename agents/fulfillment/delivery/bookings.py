"""Pickup slots that orders have taken: never more than there is room for."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from agents.fulfillment.delivery.slots import Slot
from agents.fulfillment.tables import SlotBooking


def taken(session: Session, slot_ids: Collection[str]) -> Counter[str]:
    """How many orders have taken each slot."""
    rows = session.execute(
        select(SlotBooking.slot_id, func.count().label("number"))
        .where(SlotBooking.slot_id.in_(slot_ids))
        .group_by(SlotBooking.slot_id)
    )
    return Counter({row.slot_id: row.number for row in rows})


def with_room(session: Session, slots: Iterable[Slot], capacity: int) -> list[tuple[Slot, int]]:
    """The slots that have room, and for how many orders."""
    found = list(slots)
    used = taken(session, [slot.slot_id for slot in found])
    room = [(slot, capacity - used[slot.slot_id]) for slot in found]
    return [(slot, left) for slot, left in room if left > 0]


def take(
    session: Session,
    slot: Slot,
    *,
    order_id: str,
    reference: str,
    capacity: int,
    now: datetime,
) -> bool:
    """Take a slot for an order, in a transaction that is alone at writing; false when it is gone.

    What an order took before is given back.
    """
    mine = session.get(SlotBooking, (order_id, reference))
    if mine is not None and mine.slot_id == slot.slot_id:
        return True
    if slot.ends <= now or taken(session, [slot.slot_id])[slot.slot_id] >= capacity:
        return False
    session.merge(SlotBooking(order_id=order_id, reference=reference, slot_id=slot.slot_id))
    session.flush()
    return True


def give_back(session: Session, order_id: str) -> None:
    """Give back every slot of an order."""
    session.execute(delete(SlotBooking).where(SlotBooking.order_id == order_id))
