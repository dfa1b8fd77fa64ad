"""What stands in an invoice: the sale as its order keeps it, and what was credited since."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from agents.kit.wire import money, timestamp
from agents.post_purchase.invoicing.numbering import Cause, IssuedDocument
from agents.post_purchase.invoicing.seller import Seller
from agents.post_purchase.invoicing.sums import tax_percent
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, OrderLine
from agents.post_purchase.whereabouts import Part, Stage

CREDITED = {"cancellation": "Order canceled", "return": "Goods returned", "other": "Money returned"}
"""Refunds that take back of the sale, and how their credit notes call them.

What an exchange, a change of items or of the payment gave back is in the invoice itself: its lines
and tenders are what they are since.
"""


def is_paid(order: Order) -> bool:
    """Whether its money was ever taken."""
    return any(entry.status == Status.CONFIRMED for entry in order.history)


def sale(order: Order) -> Cause:
    """What an order's invoice is issued for."""
    return Cause("invoice", order.order_id, "", "Sale", order.total, fingerprint(order))


def credits_of(order: Order, parts: Iterable[Part]) -> list[Cause]:
    """What its credit notes are issued for: each refund that has been sent whole."""
    ordered = sorted(parts, key=lambda part: part.reference)
    causes = []
    for reference, group in groupby(ordered, key=lambda part: part.reference):
        legs = list(group)
        title = CREDITED.get(legs[0].reason)
        if title and all(leg.stage == Stage.SENT for leg in legs):
            amount = sum(leg.amount for leg in legs)
            reason = f"{title} ({reference})" if legs[0].reason == "return" else title
            causes.append(Cause("credit_note", order.order_id, reference, reason, amount))
    return causes


def fingerprint(order: Order) -> str:
    """What an invoice would list now, in 64 digits: another when it must be written anew."""
    listed = [
        [(line.sku, line.quantity, line.unit_price) for line in order.lines],
        [(each["title"], each["amount"]) for each in order.discounts],
        [order.delivery, order.total, order.tax_included],
    ]
    return hashlib.sha256(json.dumps(listed).encode()).hexdigest()


def invoice_wire(
    order: Order, documents: Sequence[IssuedDocument], seller: Seller, name: str | None
) -> Json:
    """An invoice as its contract shows it.

    Args:
        order: A paid order.
        documents: All that were issued for it, the invoice among them.
        seller: Who sells.
        name: The customer's, where the order has no address that tells it.
    """
    invoice = next(each for each in documents if each.kind == "invoice")
    paid = sum(tender["amount"]["amount"] for tender in order.tenders)
    amounts = {
        "subtotal": order.subtotal,
        "delivery": order.delivery,
        "total": order.total,
        "taxIncluded": order.tax_included,
        "due": max(0, order.total - paid),
    }
    return {
        "invoiceNumber": invoice.number,
        "kind": "invoice",
        "orderId": order.order_id,
        "issuedAt": timestamp(invoice.issued_at),
        "amendedAt": invoice.amended_at and timestamp(invoice.amended_at),
        "seller": {
            "name": seller.name,
            "address": list(seller.address),
            "taxNumber": seller.tax_number,
        },
        "customer": {
            "customerId": order.customer_id,
            "name": order.address["name"] if order.address else name,
            "address": order.address,
        },
        "lines": [_line_wire(line, order.currency) for line in order.lines],
        "discounts": [
            {
                "title": each["title"],
                "reason": each["reason"],
                "amount": money(each["amount"], order.currency),
            }
            for each in order.discounts
        ],
        **{field: money(amount, order.currency) for field, amount in amounts.items()},
        "taxPercent": tax_percent(order.total, order.tax_included),
        "tenders": order.tenders,
        "creditNotes": [
            {
                "invoiceNumber": each.number,
                "issuedAt": timestamp(each.issued_at),
                "reason": each.reason,
                "amount": money(each.amount, order.currency),
            }
            for each in documents
            if each.kind == "credit_note"
        ],
    }


def _line_wire(line: OrderLine, currency: str) -> Json:
    return {
        "sku": line.sku,
        "name": line.name,
        "options": line.options,
        "quantity": line.quantity,
        "unitPrice": money(line.unit_price, currency),
        "lineTotal": money(line.line_total, currency),
    }
