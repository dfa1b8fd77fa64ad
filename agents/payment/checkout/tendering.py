"""Who pays what of a quoted total, and what is said when the tenders do not do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.wire import money
from agents.kit.wording import spell_day, spell_money
from agents.payment.carts.pricing import Cart
from agents.payment.checkout import replies
from agents.payment.checkout.deliveries import Delivery, Unquoted
from agents.payment.policy import POLICY
from agents.payment.tenders.allocation import (
    Allocation,
    Refused,
    Share,
    Wish,
    allocate,
    check_combination,
)
from agents.payment.tenders.wallet import (
    POINTS_ID,
    Account,
    find_tender,
    member_account,
    points_tender,
    spell_tender,
    wallet_of,
)
from contracts.client import CallFailed


@dataclass(frozen=True)
class Named:
    """The tenders that a shopper names, as she names them, and her account at loyalty."""

    wishes: Sequence[Mapping[str, Any]]
    account: Account | None


def read_named(call: Call) -> Named:
    """The tenders of a request; only who pays with points cannot do without loyalty.

    Raises:
        CallFailed: points are among them, and loyalty cannot be asked.
    """
    wishes = call.body.get("tenders", [])
    try:
        account = member_account(call.peers)
    except CallFailed:
        if any(wish["tenderId"] == POINTS_ID for wish in wishes):
            raise
        account = None
    return Named(wishes, account)


def points_to_earn(account: Account | None, shares: Sequence[Share], currency: str) -> int | None:
    """The points that an order earns at delivery: on what is not paid with points."""
    earning = account.get("earning") if account else None
    if earning is None or earning["perAmount"]["currency"] != currency:
        return None
    paid = sum(share.amount for share in shares if share.tender.kind != "points")
    return int(paid // earning["perAmount"]["amount"] * earning["points"])


def share_total(
    session: Session, call: Call, named: Named, *, cart: Cart, delivery: Delivery
) -> tuple[Share, ...]:
    """Split the total over the named tenders.

    Raises:
        Unquoted: one cannot pay as wished (`tender_refused`), or they do not cover it
            (`needs_tender`).
    """
    total = cart.total + delivery.price
    try:
        wishes = _wishes(session, call, named)
        allocation = allocate(total, cart.currency, wishes)
        check_combination(allocation.shares, POLICY.tenders)
    except Refused as refusal:
        reply = replies.tender_refused(refusal.message, refusal.rule, money(total, cart.currency))
        raise Unquoted(reply) from refusal
    if allocation.remaining:
        raise Unquoted(_ask(session, call, allocation, cart=cart, delivery=delivery))
    return allocation.shares


def share_json(share: Share) -> dict[str, Any]:
    """Spell a share of a total in `currency` as the contract's TenderAmount, without it."""
    tender = share.tender
    return {
        "tenderId": tender.tender_id,
        "kind": tender.kind,
        "label": spell_tender(tender.kind, tender.brand, tender.last_four, share.points),
        "brand": tender.brand,
        "lastFour": tender.last_four,
        "points": share.points,
    }


def _wishes(session: Session, call: Call, named: Named) -> list[Wish]:
    wishes: list[Wish] = []
    for wish in named.wishes:
        tender_id = wish["tenderId"]
        own = points_tender(named.account) if tender_id == POINTS_ID else None
        tender = own or find_tender(session, call.shopper, tender_id)
        if tender is None:
            raise Refused(_unknown(tender_id))
        if any(tender_id == other.tender.tender_id for other in wishes):
            raise Refused(f"The {tender.label} is named twice; name it once.")
        wishes.append(Wish(tender, wish.get("amount")))
    return wishes


def _unknown(tender_id: str) -> str:
    if tender_id == POINTS_ID:
        return "There are no points to pay with: only members of the loyalty programme have them."
    return "That way to pay is not known here; it may have been entered in another session."


def _ask(
    session: Session, call: Call, allocation: Allocation, *, cart: Cart, delivery: Delivery
) -> dict[str, Any]:
    total = spell_money(cart.total + delivery.price, cart.currency)
    remaining = spell_money(allocation.remaining, cart.currency)
    day = date.fromisoformat(delivery.option["promisedBy"])
    way = f"{delivery.option['name']}, by {spell_day(day)}"
    if allocation.shares:
        paid = " and ".join(
            f"the {s.tender.label} pays {spell_money(s.amount, cart.currency)}"
            for s in allocation.shares
        )
        question = f"Of that {paid}; how should the other {remaining} be paid?"
    else:
        question = "How should it be paid?"
    used = {share.tender.tender_id for share in allocation.shares}
    kept = [t for t in wallet_of(session, call.shopper) if t.tender_id not in used]
    ways = [f"Pay with the {tender.label}" for tender in kept if tender.available != 0][:3]
    reply = replies.unquoted(
        "needs_tender",
        f"The order comes to {total} ({way}). {question}",
        [*ways, "Pay by card", "Change the delivery"],
    )
    return reply | {"remaining": money(allocation.remaining, cart.currency)}
