"""Where the money is: every refund of an order, sent or still to come, told honestly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from agents.kit.wire import money, timestamp
from agents.kit.wording import spell_day, spell_money
from agents.post_purchase.policy import Policy, Rule, TenderKind
from agents.post_purchase.standing import is_being_canceled
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Exchange, Json, Order, Refund, Return

KEPT = ("gift_card", "points")
"""Kinds of tender that the shop keeps itself: what goes back to them is there at once."""

WHAT_PAID = "what paid for it"
"""Where money goes whose tender is not known yet."""


class Stage(StrEnum):
    """How far a refund has come."""

    WAITING = "waiting_for_goods"
    IN_PROGRESS = "in_progress"
    SENT = "sent"


STAGES = {"requested": Stage.WAITING, "received": Stage.IN_PROGRESS}
"""How far the money of a return or an exchange has come, by its status, before it is sent."""


@dataclass(frozen=True)
class Part:
    """Money of one refund that goes to one tender; `at` is None until it is asked for."""

    reference: str
    reason: str
    amount: int
    to: str
    kind: TenderKind | None
    stage: Stage
    at: datetime | None = None
    what_to_do: str = ""


def find_parts(order: Order, payments: Json | None) -> list[Part]:
    """All refunds of an order, oldest first, those to come last.

    Args:
        order: What the order itself knows.
        payments: What payment knows of it, as `getPayments` answers; None when it is down.
    """
    parts = _paid_back(order, payments["payments"] if payments else [])
    told = {part.reference for part in parts}
    for refund in order.refunds:
        left = refund.amount - sum(p.amount for p in parts if p.reference == refund.reference)
        if refund.reference not in told:
            parts += _asked_for(refund)
        elif left > 0 and refund.sent_at is None:
            parts.append(_rest(refund, left))
    told |= {refund.reference for refund in order.refunds}
    if order.refunded and not parts:
        parts.append(_unspecified(order))
    parts += [part for part in _to_come(order) if part.reference not in told]
    return sorted(parts, key=lambda part: (part.at is None, part.at))


def sent_amount(parts: Iterable[Part]) -> int:
    """What has left the shop, in minor units."""
    return sum(part.amount for part in parts if part.stage == Stage.SENT)


def part_wire(part: Part, currency: str, policy: Policy, today: date) -> Json:
    """A part of a refund as the contract shows it."""
    due = expected_by(part, policy)
    return {
        "reference": part.reference,
        "reason": part.reason,
        "amount": money(part.amount, currency),
        "to": part.to,
        "status": part.stage,
        "at": part.at and timestamp(part.at),
        "expectedBy": due and due.isoformat(),
        "policy": Rule.AFTER_RECEIPT if part.stage == Stage.WAITING else Rule.REFUND_TIMING,
        "message": part_sentence(part, currency, policy, today),
    }


def expected_by(part: Part, policy: Policy) -> date | None:
    """The day by which the shopper has the money; None while it has not been sent."""
    if part.stage != Stage.SENT or part.at is None:
        return None
    timing = policy.refund.timing
    days = timing[part.kind] if part.kind else max(timing.values())
    return part.at.date() + timedelta(days=days)


def part_sentence(part: Part, currency: str, policy: Policy, today: date) -> str:
    """Where one part of the money is, in a sentence or two."""
    amount = spell_money(part.amount, currency)
    if part.stage == Stage.WAITING:
        return (
            f"{amount} goes to {part.to} once the goods of {part.reference} have reached us. "
            f"{part.what_to_do}"
        ).strip()
    if part.stage == Stage.IN_PROGRESS:
        return (
            f"{amount} for {part.to} has not left us yet; it is sent without your doing anything."
        )
    since = f" on {spell_day(part.at.date())}" if part.at else ""
    if part.kind in KEPT:
        return f"{amount} went back to {part.to}{since} and is there already."
    due = expected_by(part, policy)
    if due is None:
        return f"{amount} was sent to {part.to}."
    if due < today:
        return (
            f"{amount} was sent to {part.to}{since} and should have arrived by {spell_day(due)}; "
            "if your statement does not show it, a person here will look into it with you."
        )
    return f"{amount} was sent to {part.to}{since} and arrives by {spell_day(due)} at the latest."


def answer_sentence(order: Order, parts: list[Part], policy: Policy, today: date) -> str:
    """The answer to "where is my refund?"."""
    if not parts:
        return _nothing(order)
    if len(parts) == 1:
        return part_sentence(parts[0], order.currency, policy, today)
    told = [
        f"{spell_money(total, order.currency)} {words}"
        for stage, words in (
            (Stage.SENT, "has been sent back"),
            (Stage.IN_PROGRESS, "has not left us yet"),
            (Stage.WAITING, "waits for goods that you send back"),
        )
        if (total := sum(part.amount for part in parts if part.stage == stage))
    ]
    return (
        f"Of order {order.order_id}, {', '.join(told[:-1])}{' and ' * (len(told) > 1)}{told[-1]}."
    )


def ways_on(order: Order, parts: list[Part], policy: Policy, today: date) -> list[str]:
    """What the shopper could say next."""
    late = any((due := expected_by(part, policy)) and due < today for part in parts)
    if any(part.stage == Stage.WAITING for part in parts):
        return [f"Show order {order.order_id}", "Talk to a person"]
    if not parts and order.status in policy.returns.after_delivery:
        return [f"Return something of order {order.order_id}"]
    return ["Talk to a person"] if late else [f"Show order {order.order_id}"]


def _paid_back(order: Order, entries: list[Json]) -> list[Part]:
    parts = []
    for entry in entries:
        if entry["kind"] == "refund" and entry["status"] != "declined":
            refund = _refund_behind(order, entry)
            reference = refund.reference if refund else entry["reference"] or entry["paymentId"]
            part = Part(
                reference=reference,
                reason=refund.reason if refund else _reason_of(order, reference),
                amount=entry["amount"]["amount"],
                to=entry["tender"]["label"],
                kind=entry["tender"]["kind"],
                stage=Stage.SENT if entry["status"] == "succeeded" else Stage.IN_PROGRESS,
                at=datetime.fromisoformat(entry["at"]),
            )
            parts.append(part)
    return parts


def _refund_behind(order: Order, entry: Json) -> Refund | None:
    """The refund that a payment belongs to; an imported one has no reference, only its amount."""
    named = entry["reference"]
    for refund in order.refunds:
        if _is_named(refund.reference, named):
            return refund
        if named is None and refund.amount == entry["amount"]["amount"]:
            return refund
    return None


def _is_named(reference: str, named: str | None) -> bool:
    """Whether payment means a refund: each of its legs after the first has a mark behind it."""
    return named is not None and (named == reference or named.startswith(f"{reference}-"))


def _asked_for(refund: Refund) -> list[Part]:
    """A refund that payment tells nothing of, or is not there to tell."""
    return [
        Part(
            reference=refund.reference,
            reason=refund.reason,
            amount=leg["amount"],
            to=leg["label"] or WHAT_PAID,
            kind=leg["kind"],
            stage=Stage.SENT if refund.sent_at else Stage.IN_PROGRESS,
            at=refund.sent_at or refund.asked_at,
        )
        for leg in refund.legs
    ]


def _rest(refund: Refund, left: int) -> Part:
    """What of a refund has not been sent while other tenders have theirs."""
    to = " and ".join(dict.fromkeys(leg["label"] for leg in refund.legs))
    return Part(
        *(refund.reference, refund.reason, left, to or WHAT_PAID, None),
        stage=Stage.IN_PROGRESS,
        at=refund.asked_at,
    )


def _unspecified(order: Order) -> Part:
    """What an order was given back by a shop that told no more than the sum."""
    to = " and ".join(dict.fromkeys(tender["label"] for tender in order.tenders))
    reason = _reason_of(order, order.order_id)
    amount = order.refunded
    return Part(order.order_id, reason, amount, to or WHAT_PAID, None, stage=Stage.SENT)


def _to_come(order: Order) -> list[Part]:
    """What follows when goods are here."""
    parts = []
    for back in order.returns:
        if back.status in STAGES:
            legs = back.legs or [{"amount": back.refund, "label": back.refund_to, "kind": None}]
            parts += [_announced(back, "return", leg) for leg in legs if back.refund]
    for swap in order.exchanges:
        if swap.status in STAGES and swap.difference < 0:
            parts += [_announced(swap, "exchange", leg) for leg in swap.legs]
    return parts


def _announced(rma: Return | Exchange, reason: str, leg: Json) -> Part:
    return Part(
        *(rma.rma_id, reason, leg["amount"], leg["label"], leg["kind"]),
        stage=STAGES[rma.status],
        what_to_do=rma.instructions,
    )


def _reason_of(order: Order, reference: str) -> str:
    if any(_is_named(each.rma_id, reference) for each in order.returns):
        return "return"
    if any(_is_named(each.rma_id, reference) for each in order.exchanges):
        return "exchange"
    return "cancellation" if order.status == Status.CANCELED else "other"


def _nothing(order: Order) -> str:
    if order.status == Status.CANCELED:
        return f"Order {order.order_id} is canceled; nothing had been charged for it."
    if is_being_canceled(order):
        return f"Order {order.order_id} is being canceled; its money goes back as the next step."
    return f"Order {order.order_id} has no refund: nothing of it was canceled or sent back."
