"""The payment agent's operations."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agents.kit.operations import Call, Operations, Reply
from agents.kit.rows import hours_ago, read_rows
from agents.kit.wire import money, timestamp
from agents.payment import ledger
from agents.payment.carts.changes import change_cart as change
from agents.payment.carts.pricing import cart_json
from agents.payment.carts.pricing import price_cart as price
from agents.payment.checkout.attempts import Desk
from agents.payment.checkout.quotes import quote_checkout as quote
from agents.payment.checkout.saga import commit_checkout as commit
from agents.payment.orders.refunds import Asked, own_payments
from agents.payment.orders.refunds import refund_payment as refund
from agents.payment.sweep import sweep
from agents.payment.tables import Base, Payment, SandboxCharge
from agents.payment.tenders.cards import SandboxPsp, keep_card


def load_sample(session: Session, now: datetime) -> None:
    """Load the payments of the past, with their postings and what the gateway knows of them."""
    rows = read_rows(__file__, "payments")
    for row in rows:
        ledger.load_payment(session, _payment(row, now))
    for order_id in dict.fromkeys(row["orderId"] for row in rows):
        session.add(_charge(order_id, [row for row in rows if row["orderId"] == order_id]))


operations = Operations("payment", tables=Base.metadata, seed=load_sample, tidy=sweep)


@operations.steps("priceCart")
def price_cart(call: Call) -> Reply:
    """Price a cart."""
    return cart_json(price(call.peers, call.body["lines"], call.body.get("coupons", ())))


@operations.steps("changeCart")
def change_cart(call: Call) -> Reply:
    """Check a change of the session's cart."""
    return change(call)


@operations.write("tokenizeCard")
def tokenize_card(call: Call) -> Reply:
    """Trade a card number for a token."""
    card = keep_card(call.session, call.body["number"], shopper=call.shopper, at=call.now)
    return {"token": card.token, "lastFour": card.last_four, "brand": card.brand}


@operations.steps("quoteCheckout")
def quote_checkout(call: Call) -> Reply:
    """Quote a checkout."""
    return quote(call)


@operations.steps("commitCheckout")
def commit_checkout(call: Call) -> Reply:
    """Commit a quote, after settling what a crash left."""
    sweep(call.store, call.peers, call.now)
    return commit(_desk(call), call.body["quoteId"], call.shopper)


@operations.steps("refundPayment")
def refund_payment(call: Call) -> Reply:
    """Give money back."""
    order_id, reference = call.body["orderId"], call.body["reference"]
    asked = Asked(order_id, ledger.Money(**call.body["amount"]), reference)
    return refund(_desk(call), asked, call.claims)


@operations.read("getPayments")
def get_payments(call: Call) -> Reply:
    """An order's payments; a refund shows once the gateway has made it."""
    payments = [
        payment
        for payment in own_payments(call.session, call.claims, call.path["orderId"])
        if payment.status != "pending"
    ]
    balance, currency = ledger.balance_of(payments), payments[0].currency
    return {
        "payments": [_payment_json(payment) for payment in payments],
        "captured": money(balance.captured, currency),
        "refunded": money(balance.refunded, currency),
    }


def _desk(call: Call) -> Desk:
    return Desk(call.store, call.peers, SandboxPsp(call.store), call.now)


def _payment_json(payment: Payment) -> dict[str, Any]:
    return {
        "paymentId": payment.payment_id,
        "kind": payment.kind,
        "status": payment.status,
        "amount": money(payment.amount, payment.currency),
        "lastFour": payment.last_four,
        "at": timestamp(payment.at),
    }


def _payment(row: dict[str, Any], now: datetime) -> Payment:
    return Payment(
        payment_id=row["paymentId"],
        order_id=row["orderId"],
        customer_id=row["customerId"],
        kind=row["kind"],
        status=row["status"],
        amount=row["amount"],
        currency=row["currency"],
        last_four=row["lastFour"],
        charge_key=row["orderId"],
        reference=row["reference"],
        at=hours_ago(now, row["hoursAgo"]),
    )


def _charge(order_id: str, rows: list[dict[str, Any]]) -> SandboxCharge:
    """The gateway's side of an order's payments."""
    kinds = {row["kind"] for row in rows if row["status"] == "succeeded"}
    steps = {"void": "voided", "capture": "captured", "authorization": "authorized"}
    return SandboxCharge(
        key=order_id,
        state=next((state for kind, state in steps.items() if kind in kinds), "declined"),
        reason=None if kinds else "insufficient_funds",
        amount=rows[0]["amount"],
        currency=rows[0]["currency"],
        refunds={row["paymentId"]: row["amount"] for row in rows if row["kind"] == "refund"},
    )
