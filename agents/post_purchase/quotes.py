"""Quotes: what a shopper is shown before her yes; each is hers, expires, and has one answer."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from agents.kit.errors import NotFound
from agents.post_purchase.tables import Json, Order, Quote


def keep_quote(session: Session, order: Order, shown: Json, expires_at: datetime) -> None:
    """Keep a quote as it is shown."""
    quote = Quote(
        quote_id=shown["quoteId"],
        kind=shown["kind"],
        customer_id=order.customer_id,
        order_id=order.order_id,
        order_status=order.status,
        shown=shown,
        expires_at=expires_at,
    )
    session.add(quote)


def own_quote(session: Session, quote_id: str, *, kind: str, shopper: str) -> Quote:
    """Find a quote of the shopper.

    Raises:
        NotFound: there is none of that kind by that id, or it is another shopper's.
    """
    quote = session.get(Quote, quote_id)
    if quote is None or quote.kind != kind or quote.customer_id != shopper:
        raise NotFound(f"you have no {kind} quote {quote_id}; ask for a new quote")
    return quote


def expiry(now: datetime, minutes: int) -> datetime:
    """When a quote of now stops to hold."""
    return now + timedelta(minutes=minutes)
