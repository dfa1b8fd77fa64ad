"""An order's invoice and credit notes, as the shopper gets them."""

import subprocess
import sys
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from agents.post_purchase.invoicing.seller import SELLER
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Order
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import BORIS
from tests.agents.post_purchase.sales import (
    ADDRESS,
    given_back,
    payments,
    price,
    sale_body,
    sold,
    tender,
)

O_1 = {"orderId": "O-1"}
ACCOUNT = {
    "customerId": "C-2001",
    "firstName": "Asha",
    "lastName": "Sharma",
    "email": "asha@example.com",
    "tier": "gold",
    "points": 0,
    "nextTier": None,
    "pointsToNextTier": None,
    "perHundred": "1",
    "pointValue": price(10),
    "worth": price(0),
    "minimumToRedeem": 100,
    "expiring": [],
}


def ask(shop: Shop, *refunds: Any) -> Any:
    shop.peers.answers["payment", "getPayments"] = payments(*refunds, captured=112_000)
    return shop.call("getInvoice", path=O_1)


def pdf(shop: Shop, **who: Any) -> Any:
    return shop.agent.send("getInvoicePdf", path=O_1, **who)


def test_a_paid_order_has_an_invoice(shop: Shop) -> None:
    shop.place(
        Status.CONFIRMED, sale_body("O-1", sold(quantity=2), discount=12_000, delivery=9_900)
    )
    reply = ask(shop)

    invoice = reply["invoice"]
    assert reply["status"] == "ok"
    assert reply["message"] == "Invoice INV-2026-000001 for order O-1, ₹2,219."
    assert invoice["customer"] == {"customerId": "C-2001", "name": "आशा शर्मा", "address": ADDRESS}
    assert invoice["discounts"] == [
        {"title": "Gold", "reason": "you are a gold member", "amount": price(12_000)}
    ]
    assert [line["lineTotal"] for line in invoice["lines"]] == [price(224_000)]
    assert invoice["tenders"] == [tender(221_900)]
    assert (invoice["taxPercent"], invoice["taxIncluded"]) == (12, price(23_775))
    assert (invoice["total"], invoice["due"]) == (price(221_900), price(0))
    assert invoice["seller"]["name"] == SELLER.name


def test_an_order_that_is_not_paid_has_none_yet(shop: Shop) -> None:
    shop.place(Status.PENDING, sale_body())
    reply = ask(shop)

    assert (reply["status"], reply["invoice"]) == ("not_yet", None)
    assert reply["message"] == "Order O-1 is pending: its invoice comes when it is paid."


def test_an_order_canceled_before_it_was_paid_has_none(shop: Shop) -> None:
    shop.place(Status.CANCELED, sale_body())
    reply = ask(shop)

    assert reply["status"] == "not_yet"
    assert "before anything was charged" in reply["message"]


def test_every_refund_has_its_credit_note(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    first, second = given_back(5_000, "RMA-1"), given_back(7_000, "RMA-2")
    ask(shop, first)
    reply = ask(shop, first, second)

    notes = reply["invoice"]["creditNotes"]
    assert [(note["invoiceNumber"], note["amount"]) for note in notes] == [
        ("CN-2026-000001", price(5_000)),
        ("CN-2026-000002", price(7_000)),
    ]
    assert reply["message"].endswith("with credit notes CN-2026-000001 and CN-2026-000002.")


def test_a_refund_to_two_tenders_has_one_credit_note(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    legs = given_back(5_000, "RMA-1"), given_back(2_000, "RMA-1", kind="points", label="points")

    (note,) = ask(shop, *legs)["invoice"]["creditNotes"]
    assert note["amount"] == price(7_000)


def test_a_refund_that_is_still_on_its_way_has_none_yet(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    legs = given_back(5_000, "RMA-1"), given_back(2_000, "RMA-1", status="pending")

    assert ask(shop, *legs)["invoice"]["creditNotes"] == []


def test_credit_notes_stay_when_payment_is_down(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body())
    before = ask(shop, given_back(5_000, "RMA-1"))["invoice"]
    del shop.peers.answers["payment", "getPayments"]

    assert shop.call("getInvoice", path=O_1)["invoice"] == before


def test_a_collected_order_is_billed_to_its_customers_name(shop: Shop) -> None:
    account = {"status": "ok", "account": ACCOUNT, "suggestions": []}
    shop.peers.answers["loyalty", "getAccount"] = account
    shop.place(Status.CONFIRMED, sale_body(address=None, storeName="Indiranagar"))

    assert ask(shop)["invoice"]["customer"]["name"] == "Asha Sharma"


def test_a_name_that_cannot_be_told_is_left_out(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, sale_body(address=None, storeName="Indiranagar"))

    assert ask(shop)["invoice"]["customer"] == {
        "customerId": "C-2001",
        "name": None,
        "address": None,
    }
    assert pdf(shop, shopper="C-2001").status_code == 200


def test_other_lines_amend_the_invoice(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, sale_body())
    first = ask(shop)["invoice"]
    with shop.store.write() as session:
        order = session.get_one(Order, "O-1")
        order.lines[0].sku, order.lines[0].name = "LS-2", "Another Shirt"
    second = ask(shop)["invoice"]

    assert (first["amendedAt"], second["amendedAt"]) == (None, "2026-05-04T09:30:00Z")
    assert first["invoiceNumber"] == second["invoiceNumber"]


def test_the_pdf_tells_the_same(shop: Shop) -> None:
    shop.place(Status.DELIVERED, sale_body("O-1", sold(quantity=2), discount=12_000))
    invoice = ask(shop, given_back(112_000, "RMA-1"))["invoice"]
    response = pdf(shop, shopper="C-2001")

    assert response.mimetype == "application/pdf"
    assert "INV-2026-000001.pdf" in response.headers["Content-Disposition"]
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.data)).pages)
    for shown in (
        *(invoice["invoiceNumber"], "CN-2026-000001", "Coastline Linen Shirt", "₹2,240.00"),
        *("₹2,120.00", "₹1,000.00", "Money returned"),
    ):
        assert shown in text, shown


def test_a_pdf_of_an_unpaid_order_is_refused(shop: Shop) -> None:
    shop.place(Status.PENDING, sale_body())
    problem = pdf(shop, shopper="C-2001").get_json()

    assert (problem["status"], problem["code"]) == (409, "not_paid")
    assert problem["suggestions"] == ["Show order O-1"]


def test_another_shoppers_invoice_is_not_found(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, sale_body())

    assert shop.fault("getInvoice", path=O_1, shopper=BORIS)["code"] == "not_found"
    assert pdf(shop, shopper=BORIS).status_code == 404


def test_the_agent_starts_without_the_pages_library() -> None:
    code = (
        "import sys, agents.post_purchase.service;"
        "assert not [name for name in sys.modules if name.startswith(('reportlab', 'uharfbuzz'))]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
