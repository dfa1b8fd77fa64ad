"""Tells the order how far its parcels got: packed, shipped, delivered; until it is heard."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from agents.fulfillment.shipments import parcels
from agents.fulfillment.shipments.steps import milestones
from agents.fulfillment.tables import Progress, Shipment
from agents.kit.peers import Peers
from agents.kit.storage import Store
from agents.kit.wire import timestamp
from contracts.client import AgentError, CallFailed

logger = logging.getLogger(__name__)

ORDERED = case({"packed": 0, "shipped": 1, "delivered": 2}, value=Progress.status)


@dataclass(frozen=True)
class Message:
    """One step of an order that the post-purchase agent is to be told."""

    order_id: str
    customer_id: str
    status: str
    at: datetime


def reached(shipments: Iterable[Shipment]) -> dict[str, datetime]:
    """What an order has reached with its own parcels; replacements and stopped ones left out."""
    own = [s for s in shipments if not s.is_replacement and s.status != "canceled"]
    return milestones([parcels.history_of(shipment) for shipment in own])


def note(
    session: Session, shipment: Shipment, before: Collection[str], after: dict[str, datetime]
) -> None:
    """Write down what an order has newly reached, to be told."""
    for status, at in after.items():
        key = (shipment.order_id, status)
        if status not in before and session.get(Progress, key) is None:
            session.add(
                Progress(
                    order_id=shipment.order_id,
                    status=status,
                    customer_id=shipment.customer_id,
                    at=at,
                    is_told=False,
                )
            )


def tell(store: Store, peers: Peers, order_id: str | None = None) -> None:
    """Tell what is not told yet, of one order or of all; what is not heard waits for the next time.

    A step that the order refuses (it was canceled meanwhile) is noted and told no more.
    """
    silent: set[str] = set()
    for message in _untold(store, order_id):
        if message.order_id in silent:
            continue
        refusal = None
        try:
            _send(peers.on_behalf_of(message.customer_id, f"progress-{message.order_id}"), message)
        except AgentError as error:
            if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                silent.add(message.order_id)
                continue
            refusal = f"{error.code}: {error}"
            logger.warning(
                "progress_refused order=%s status=%s code=%s",
                message.order_id,
                message.status,
                error.code,
            )
        except CallFailed as error:
            silent.add(message.order_id)
            logger.warning("progress_waits order=%s error=%s", message.order_id, error.code)
            continue
        _mark_told(store, message, refusal)


def _untold(store: Store, order_id: str | None) -> list[Message]:
    query = select(Progress).where(Progress.is_told.is_(False)).order_by(Progress.order_id, ORDERED)
    if order_id is not None:
        query = query.where(Progress.order_id == order_id)
    with store.read() as session:
        return [
            Message(row.order_id, row.customer_id, row.status, row.at)
            for row in session.scalars(query)
        ]


def _send(peers: Peers, message: Message) -> None:
    body = {
        "status": message.status,
        "at": timestamp(message.at),
        "reference": f"parcels-{message.status}",
    }
    path = {"orderId": message.order_id}
    peers.call("post-purchase", "recordProgress", body, path=path)


def _mark_told(store: Store, message: Message, refusal: str | None) -> None:
    with store.write() as session:
        row = session.get_one(Progress, (message.order_id, message.status))
        row.is_told, row.refusal = True, refusal
