"""What the warehouse, the carrier or the store did with a parcel, recorded once and in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from agents.fulfillment.policy import DELIVERED, Policy
from agents.fulfillment.shipments import parcels
from agents.fulfillment.shipments.bodies import body_hash
from agents.fulfillment.shipments.steps import DELAYED, LEFT, IllegalStep, replay
from agents.fulfillment.tables import Shipment, ShipmentEvent
from agents.kit.errors import Conflict, Fault, NotFound
from agents.kit.wire import read_time
from agents.kit.wording import spell_day


@dataclass(frozen=True)
class Told:
    """An event as a carrier tells it."""

    event_id: str
    status: str
    at: datetime
    place: str | None
    note: str | None
    new_promised_by: date | None
    fingerprint: str

    @classmethod
    def of(cls, body: Mapping[str, Any], now: datetime) -> "Told":
        """Read a request.

        Raises:
            Fault: the time is none.
        """
        promised = body.get("newPromisedBy")
        at = read_time(body["at"], pointer="/at") if "at" in body else now
        return cls(
            event_id=body["eventId"],
            status=body["status"],
            at=at.replace(microsecond=0),
            place=body.get("place"),
            note=body.get("note"),
            new_promised_by=date.fromisoformat(promised) if promised else None,
            fingerprint=body_hash(body),
        )


def find(session: Session, shopper: str | None, shipment_id: str) -> Shipment:
    """A parcel by its id; of a shopper only her own.

    Raises:
        NotFound: there is none by that id, or it is another's.
    """
    found = session.get(Shipment, shipment_id.strip().upper())
    if found is None or shopper not in (None, found.customer_id):
        raise NotFound(f"no parcel '{shipment_id}'; the order's shipments name their ids")
    return found


def record(shipment: Shipment, told: Told, *, policy: Policy, now: datetime) -> bool:
    """Write an event down; false when it was written down before.

    One that comes late takes its place among the others by its time, if it could have been there.

    Raises:
        Conflict: the parcel cannot have taken that step then, or the event id is another event's.
        Fault: its time or its new promise cannot be.
    """
    kept = next((e for e in shipment.events if e.event_id == told.event_id), None)
    if kept is not None:
        if kept.body_hash != told.fingerprint:
            raise Conflict(
                f"event '{told.event_id}' of parcel {shipment.shipment_id} was recorded with "
                "another body; use a new eventId",
                code="event_reused",
            )
        return False
    _check_time(shipment, told, policy, now)
    _check_promise(told)
    event = ShipmentEvent(
        event_id=told.event_id,
        number=len(shipment.events),
        at=told.at,
        status=told.status,
        place=told.place,
        note=told.note or _note(told),
        new_promised_by=told.new_promised_by,
        body_hash=told.fingerprint,
    )
    shipment.events.append(event)
    _settle(shipment)
    if told.status in LEFT and shipment.carrier is None and shipment.option_id in DELIVERED:
        for name, value in parcels.carriage(shipment.option_id, policy).items():
            setattr(shipment, name, value)
    return True


def _settle(shipment: Shipment) -> None:
    """Bring status and promise to where the events lead."""
    history = parcels.history_of(shipment)
    try:
        standing = replay(history, is_pickup=shipment.option_id == parcels.PICKUP)
    except IllegalStep as step:
        raise Conflict(
            f"parcel {shipment.shipment_id} is {step.before} and cannot become {step.after}",
            code="illegal_step",
            suggestions=[f"Look at the parcel: it is {step.before}."],
        ) from step
    shipment.status = standing.status
    shipment.promised_by = standing.promised_by or shipment.originally_promised_by


def _check_time(shipment: Shipment, told: Told, policy: Policy, now: datetime) -> None:
    ahead = timedelta(minutes=policy.events.future_minutes)
    if told.at > now + ahead:
        raise Fault(
            f"event '{told.event_id}' is of a time to come: {told.at.isoformat()} "
            "(policy events.futureMinutes)",
            code="event_in_future",
            pointer="/at",
        )
    prepared = min(event.at for event in shipment.events)
    if told.at < prepared:
        raise Conflict(
            f"parcel {shipment.shipment_id} was prepared at {prepared.isoformat()}, after event "
            f"'{told.event_id}' at {told.at.isoformat()}",
            code="event_too_early",
        )


def _check_promise(told: Told) -> None:
    if told.new_promised_by is None:
        return
    if told.status != DELAYED:
        raise Fault(
            f"only a delayed parcel gets a new promise, and this one is {told.status}",
            code="invalid_request",
            pointer="/newPromisedBy",
        )
    if told.new_promised_by < told.at.date():
        raise Fault(
            f"the new promise {told.new_promised_by} is before the delay itself",
            code="invalid_request",
            pointer="/newPromisedBy",
        )


def _note(told: Told) -> str | None:
    if told.status == DELAYED and told.new_promised_by:
        return f"Now expected by {spell_day(told.new_promised_by)}"
    return None
