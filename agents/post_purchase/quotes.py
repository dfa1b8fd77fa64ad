"""Quotes: what a shopper is shown before her yes; each is hers, expires, and has one commit."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from agents.kit.errors import NotFound
from agents.kit.operations import Call
from agents.kit.wire import timestamp
from agents.post_purchase.ids import new_id
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.tables import Json, Order, Quote

ID_LENGTH = 10


def keep_quote(
    call: Call, order: Order, policy: Policy, *, shown: Json, terms: Json | None = None
) -> Json:
    """Keep a quote as it is shown, under an id and with an expiry, which are added to it."""
    expires_at = call.now + timedelta(minutes=policy.quote.expiry.minutes)
    complete = {
        "quoteId": new_id(_prefix(shown["kind"]), ID_LENGTH),
        **shown,
        "orderId": order.order_id,
        "expiresAt": timestamp(expires_at),
    }
    quote = Quote(
        quote_id=complete["quoteId"],
        kind=shown["kind"],
        customer_id=order.customer_id,
        order_id=order.order_id,
        order_status=order.status,
        revision=order.revision,
        shown=complete,
        terms=terms or {},
        expires_at=expires_at,
    )
    with call.store.write() as session:
        session.add(quote)
    return complete


def quoted(shown: Json, policy: Rule, message: str, suggestions: Sequence[str]) -> Json:
    """The reply that shows a quote."""
    return {
        "status": "quoted",
        "quote": shown,
        "policy": policy,
        "message": message,
        "suggestions": list(suggestions),
    }


def not_quoted(status: str, policy: Rule, message: str, suggestions: Sequence[str]) -> Json:
    """The reply that says why there is no quote, citing the rule."""
    return {
        "status": status,
        "quote": None,
        "policy": policy,
        "message": f"{message.rstrip('.')} ({policy}).",
        "suggestions": list(suggestions),
    }


def own_quote(session: Session, quote_id: str, *, kinds: Sequence[str], shopper: str) -> Quote:
    """Find a quote of the shopper.

    Raises:
        NotFound: there is none of these kinds by that id, or it is another shopper's.
    """
    quote = session.get(Quote, quote_id)
    if quote is None or quote.kind not in kinds or quote.customer_id != shopper:
        wanted = " or ".join(kind.replace("_", " ") for kind in kinds)
        raise NotFound(
            f"you have no {wanted} quote {quote_id}; ask for a new quote",
            suggestions=["Show my orders"],
        )
    return quote


def has_expired(quote: Quote, now: datetime) -> bool:
    """Whether a quote holds no longer."""
    return now >= quote.expires_at


def _prefix(kind: str) -> str:
    """The letters of a kind's quotes: `CQ` for a cancellation, `ICQ` for an item change."""
    return "".join(word[0] for word in kind.split("_")).upper() + "Q"
