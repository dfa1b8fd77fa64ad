"""Sending money back for an order, leg by leg, with a record of it."""

import logging
from collections.abc import Sequence

from agents.kit.wire import money
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.tables import Json, Refund

logger = logging.getLogger(__name__)


def send_back(work: Work, *, reference: str, reason: str, legs: Sequence[Json]) -> list[Json]:
    """Send money to its tenders; again sends nothing twice. The legs that really went.

    What a tender cannot take goes to what paid the order.
    """
    if not legs:
        return []
    _keep(work, reference, reason, legs)
    sent = [
        part
        for index, leg in enumerate(legs)
        for part in _send(work, leg, reference if index == 0 else f"{reference}-{index + 1}")
    ]
    _note_sent(work, reference, sent)
    return sent


def total_of(legs: Sequence[Json]) -> int:
    """What legs come to, in minor units."""
    return sum(leg["amount"] for leg in legs)


def _send(work: Work, leg: Json, reference: str) -> list[Json]:
    reply = _ask(work, leg["amount"], reference, leg["tenderId"])
    if reply["status"] == "tender_refused":
        reply = _ask(work, leg["amount"], f"{reference}-any", None)
    if reply["status"] != "refunded":
        logger.error("refund_not_made reference=%s status=%s", reference, reply["status"])
        return []
    parts = [
        {
            "tenderId": each["tenderId"],
            "kind": each["kind"],
            "label": each["label"],
            "amount": each["amount"]["amount"],
        }
        for each in reply["refunds"]
    ]
    return parts or [{**leg, "amount": reply["amount"]["amount"]}]


def _ask(work: Work, amount: int, reference: str, tender_id: str | None) -> Json:
    body = {
        "orderId": work.row.order_id,
        "amount": money(amount, work.order().currency),
        "reference": reference,
        "tenderId": tender_id,
    }
    return work.desk.peers.call("payment", "refundPayment", body)


def _keep(work: Work, reference: str, reason: str, legs: Sequence[Json]) -> None:
    with work.desk.store.write() as session:
        if session.get(Refund, reference) is None:
            refund = Refund(
                reference=reference,
                order_id=work.row.order_id,
                reason=reason,
                amount=total_of(legs),
                legs=list(legs),
                asked_at=work.desk.now,
            )
            session.add(refund)


def _note_sent(work: Work, reference: str, sent: list[Json]) -> None:
    with work.desk.store.write() as session:
        refund = session.get_one(Refund, reference)
        if not sent:
            session.delete(refund)
        elif refund.sent_at is None:
            refund.amount, refund.legs = total_of(sent), sent
            refund.sent_at = work.desk.now
