"""What a shopper who asks for an invoice gets: its contents, or a PDF to keep."""

import logging

from agents.kit.errors import Conflict
from agents.kit.operations import Call
from agents.kit.peers import Peers
from agents.kit.wording import spell_money
from agents.post_purchase.invoicing.contents import credits_of, invoice_wire, is_paid, sale
from agents.post_purchase.invoicing.numbering import issue, issued_for
from agents.post_purchase.invoicing.seller import SELLER
from agents.post_purchase.orders import own_order
from agents.post_purchase.payments import find_payments
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order
from agents.post_purchase.whereabouts import find_parts
from contracts.client import CallFailed
from contracts.document import Document

logger = logging.getLogger(__name__)

PDF = "application/pdf"


def get_invoice(call: Call) -> Json:
    """An order's invoice with its credit notes; of an order that is not paid there is none."""
    order = _own(call)
    if not is_paid(order):
        return {
            "status": "not_yet",
            "invoice": None,
            "message": _unpaid(order),
            "suggestions": [f"Show order {order.order_id}"],
        }
    invoice = _issued(call, order)
    total = spell_money(invoice["total"]["amount"], order.currency)
    message = f"Invoice {invoice['invoiceNumber']} for order {order.order_id}, {total}"
    notes = [note["invoiceNumber"] for note in invoice["creditNotes"]]
    credited = f", with {_named(notes)}" if notes else ""
    return {
        "status": "ok",
        "invoice": invoice,
        "message": f"{message}{credited}.",
        "suggestions": ["Where is my refund?"] if notes else [f"Show order {order.order_id}"],
    }


def get_invoice_pdf(call: Call) -> Document:
    """The same as a PDF.

    Raises:
        Conflict: the order is not paid, so that there is no invoice.
    """
    from agents.post_purchase.invoicing.pages import write_pdf  # noqa: PLC0415 it costs 0.1 s

    order = _own(call)
    if not is_paid(order):
        suggestions = [f"Show order {order.order_id}"]
        raise Conflict(_unpaid(order), code="not_paid", suggestions=suggestions)
    invoice = _issued(call, order)
    return Document(write_pdf(invoice, SELLER), PDF, f"{invoice['invoiceNumber']}.pdf")


def _own(call: Call) -> Order:
    with call.store.read() as session:
        return own_order(session, call.path["orderId"], call.shopper)


def _issued(call: Call, order: Order) -> Json:
    """The invoice, with a number for it and for each refund that has none yet."""
    payments = find_payments(call.peers, order.order_id)
    name = None if order.address else _customer_name(call.peers)
    with call.store.write() as session:
        order = own_order(session, order.order_id, call.shopper)
        causes = [sale(order), *credits_of(order, find_parts(order, payments))]
        for cause in causes:
            issue(session, cause, SELLER.series, call.now)
        return invoice_wire(order, issued_for(session, order.order_id), SELLER, name)


def _customer_name(peers: Peers) -> str | None:
    """The shopper's name, for an order that is collected; None when it cannot be told now."""
    try:
        account = peers.call("loyalty", "getAccount")["account"]
    except CallFailed as error:
        logger.warning("customer_unnamed %s", error)
        return None
    return f"{account['firstName']} {account['lastName']}".strip() if account else None


def _unpaid(order: Order) -> str:
    if order.status == Status.CANCELED:
        return (
            f"Order {order.order_id} was canceled before anything was charged for it, so it has "
            "no invoice."
        )
    return f"Order {order.order_id} is {order.status}: its invoice comes when it is paid."


def _named(notes: list[str]) -> str:
    return f"credit note{'s' * (len(notes) > 1)} {' and '.join(notes)}"
