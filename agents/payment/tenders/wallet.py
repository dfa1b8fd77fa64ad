"""A shopper's wallet: each way to pay by its id, and what it can give now."""

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.peers import Peers
from agents.kit.wire import money
from agents.payment.ledger.books import gift_card_balance
from agents.payment.policy import Kind
from agents.payment.tables import Card, Charge, GiftCard
from contracts.client import CallFailed

logger = logging.getLogger(__name__)

POINTS_ID = "points"
Account = dict[str, Any]


@dataclass(frozen=True)
class Tender:
    """A way to pay of a shopper.

    Attributes:
        balance: Minor units that it holds; None for a card, which the bank decides.
        available: The balance less what open authorizations reserve; None as above.
        currency: Of the balance; None for what pays in any.
        points: How many points it holds.
        point_value: What one point pays, in minor units.
        minimum_points: The fewest points that a shopper can pay with.
    """

    tender_id: str
    kind: Kind
    brand: str | None = None
    last_four: str | None = None
    gateway_token: str | None = None
    is_imported: bool = False
    balance: int | None = None
    available: int | None = None
    currency: str | None = None
    points: int | None = None
    point_value: int = 1
    minimum_points: int = 0

    @property
    def label(self) -> str:
        """How a shopper knows it."""
        return spell_tender(self.kind, self.brand, self.last_four, self.points)


def spell_tender(
    kind: str, brand: str | None, last_four: str | None, points: int | None = None
) -> str:
    """Name a tender for a shopper: `Visa ending 4242`, `gift card ending 9HXA`, `320 points`."""
    if kind == "points":
        return f"{points} point" if points == 1 else f"{points or 0} points"
    names = {"card": brand or "card", "paypal": "PayPal account", "gift_card": "gift card"}
    return f"{names[kind]} ending {last_four}" if last_four else names[kind]


def list_wallet(call: Call) -> dict[str, Any]:
    """The shopper's ways to pay; points are left out when loyalty cannot be asked."""
    try:
        points = points_tender(member_account(call.peers))
    except CallFailed as error:
        logger.warning("points_unknown code=%s", error.code)
        points = None
    with call.store.read() as session:
        tenders = wallet_of(session, call.shopper)
    if points is not None and points.points:
        tenders.append(points)
    return {"tenders": [tender_json(tender) for tender in tenders]}


def wallet_of(session: Session, shopper: str) -> list[Tender]:
    """The shopper's cards, PayPal accounts and gift cards, the newest first."""
    cards = session.scalars(
        select(Card).where(Card.customer_id == shopper).order_by(Card.at.desc(), Card.token)
    )
    gift_cards = session.scalars(
        select(GiftCard)
        .where(GiftCard.customer_id == shopper)
        .order_by(GiftCard.at.desc(), GiftCard.card_id)
    )
    return [
        *(_card_tender(card) for card in cards),
        *(_gift_tender(session, card) for card in gift_cards),
    ]


def find_tender(session: Session, shopper: str, tender_id: str) -> Tender | None:
    """The shopper's own tender; a foreign one is as if it did not exist. Points are not here."""
    card = session.get(Card, tender_id)
    if card is not None:
        return _card_tender(card) if card.customer_id == shopper else None
    gift_card = session.get(GiftCard, tender_id)
    if gift_card is not None and gift_card.customer_id == shopper:
        return _gift_tender(session, gift_card)
    return None


def member_account(peers: Peers) -> Account | None:
    """The shopper's account at loyalty; None for who is not a member.

    Raises:
        CallFailed: loyalty cannot be asked.
    """
    account: Account | None = peers.call("loyalty", "getAccount")["account"]
    return account


def points_tender(account: Account | None) -> Tender | None:
    """The points of an account as a tender; None without an account."""
    if account is None:
        return None
    value = account["pointValue"]
    worth = account["points"] * value["amount"]
    return Tender(
        POINTS_ID,
        "points",
        balance=worth,
        available=worth,
        currency=value["currency"],
        points=account["points"],
        point_value=value["amount"],
        minimum_points=account["minimumToRedeem"],
    )


def gift_card_available(session: Session, card_id: str) -> int:
    """A gift card's balance less what open authorizations reserve."""
    reserved = select(func.sum(Charge.amount)).where(
        Charge.tender_id == card_id, Charge.state.in_(("authorized", "capturing"))
    )
    return gift_card_balance(session, card_id) - int(session.scalar(reserved) or 0)


def tender_json(tender: Tender) -> dict[str, Any]:
    """Spell a tender as the contract does."""
    has_balance = tender.balance is not None and tender.currency is not None
    return {
        "tenderId": tender.tender_id,
        "kind": tender.kind,
        "label": tender.label,
        "brand": tender.brand,
        "lastFour": tender.last_four,
        "balance": money(tender.balance or 0, tender.currency or "") if has_balance else None,
        "points": tender.points,
    }


def _card_tender(card: Card) -> Tender:
    kind: Kind = "paypal" if card.kind == "paypal" else "card"
    return Tender(
        card.token,
        kind,
        brand=card.brand,
        last_four=card.last_four,
        gateway_token=card.gateway_token,
        is_imported=card.is_imported,
    )


def _gift_tender(session: Session, card: GiftCard) -> Tender:
    return Tender(
        card.card_id,
        "gift_card",
        last_four=card.ending,
        balance=gift_card_balance(session, card.card_id),
        available=gift_card_available(session, card.card_id),
        currency=card.currency,
    )
