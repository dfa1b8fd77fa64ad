"""What is said of a refund: how much goes where, and when it arrives."""

from collections.abc import Sequence
from typing import Any

from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.payment.policy import POLICY
from agents.payment.tables import Payment
from agents.payment.tenders.wallet import spell_tender


def refund_reply(
    status: str, payments: Sequence[Payment], currency: str, message: str
) -> dict[str, Any]:
    """The reply to a refund, or to a void in its place."""
    return {
        "status": status,
        "amount": money(sum(p.amount for p in payments), currency),
        "refunds": [_refund_json(p) for p in payments if p.kind == "refund"],
        "message": message,
    }


def _refund_json(refund: Payment) -> dict[str, Any]:
    return {
        "refundId": refund.payment_id,
        "tenderId": refund.tender_id,
        "kind": refund.tender_kind,
        "label": _label(refund),
        "brand": refund.brand,
        "lastFour": refund.last_four,
        "amount": money(refund.amount, refund.currency),
        "points": refund.points,
    }


def spell_refunds(refunds: Sequence[Payment]) -> str:
    """What goes back where, and when (`refund.timing`)."""
    timing = {str(kind): told for kind, told in POLICY.refund.timing.items()}
    parts = [
        f"{spell_money(r.amount, r.currency)} goes back to the {_label(r)} {timing[r.tender_kind]}"
        if r.tender_kind != "points"
        else f"{_label(r)} come back {timing[r.tender_kind]}"
        for r in refunds
    ]
    return f"{'; '.join(parts)}."


def _label(payment: Payment) -> str:
    return spell_tender(payment.tender_kind, payment.brand, payment.last_four, payment.points)
