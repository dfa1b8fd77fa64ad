"""The PDF of an invoice, read again as a shopper's viewer would."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from agents.post_purchase.invoicing.pages import write_pdf
from agents.post_purchase.invoicing.seller import SELLER
from tests.agents.post_purchase.sales import ADDRESS, AT, price, sale_body, sold, tender

Row = dict[str, Any]


def invoice(*lines: Row, **fields: Any) -> Row:
    body = sale_body("O-8F3K2Q", *lines, discount=12_000, delivery=9_900)
    names = ("orderId", "subtotal", "delivery", "total", "taxIncluded", "tenders")
    return {
        **{name: body[name] for name in names},
        "invoiceNumber": "INV-2026-000042",
        "kind": "invoice",
        "issuedAt": AT,
        "amendedAt": None,
        "seller": {},
        "customer": {"customerId": "C-1004", "name": ADDRESS["name"], "address": ADDRESS},
        "lines": body["lines"],
        "discounts": body["discounts"],
        "taxPercent": 12,
        "creditNotes": [],
        "due": price(0),
        **fields,
    }


def credit_note(n: int, amount: int) -> Row:
    number, reason = f"CN-2026-{n:06d}", f"Goods returned (RMA-{n})"
    return {"invoiceNumber": number, "issuedAt": AT, "reason": reason, "amount": price(amount)}


def pages(wire: Row) -> list[str]:
    reader = PdfReader(BytesIO(write_pdf(wire, SELLER)))
    return [page.extract_text() for page in reader.pages]


def test_the_page_tells_what_was_sold_and_paid() -> None:
    (page,) = pages(invoice(sold(quantity=2), sold("Zoë's Scarf", unit=59_950)))

    for shown in (
        *("Invoice", "INV-2026-000042", "4 May 2026", "O-8F3K2Q", "C-1004"),
        *(SELLER.name, *SELLER.address, "14, 3rd Cross", "Bengaluru Karnataka 560038"),
        *("Coastline Linen Shirt", "colour blue, size M", "₹1,120.00", "₹2,240.00"),
        *("Zoë's Scarf", "₹599.50", "₹2,839.50", "Gold: you are a gold member", "\u2212₹120.00"),
        *("₹99.00", "₹2,818.50", "Tax included (12%)", "₹301.98", "card ending 4242", "Page 1"),
    ):
        assert shown in page, shown


@pytest.mark.parametrize(
    ("currency", "shown"),
    [("INR", "₹2,209.00"), ("EUR", "€2,209.00"), ("USD", "$2,209.00"), ("CHF", "CHF 2,209.00")],
)
def test_every_currency_has_its_sign(currency: str, shown: str) -> None:
    assert shown in pages(invoice(total=price(220_900, currency)))[0]


def test_yen_have_no_minor_units() -> None:
    assert "JPY 220,900" in pages(invoice(total=price(220_900, "JPY")))[0]


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("आशा शर्मा", "NotoSansDevanagari"),
        ("محمد بن عبد الله", "NotoSansArabic"),
        ("ஆஷா குமார்", "NotoSansTamil"),
        ("Łukasz Žák", "NotoSans-Regular"),
    ],
)
def test_a_name_in_any_script_is_set_with_letters_of_its_own(name: str, font: str) -> None:
    wire = invoice(customer={"customerId": "C-1", "name": name, "address": None})
    reader = PdfReader(BytesIO(write_pdf(wire, SELLER)))

    fonts = [each.get_object() for each in reader.pages[0]["/Resources"]["/Font"].values()]
    (used,) = [each for each in fonts if font in each["/BaseFont"]]
    assert "/FontFile2" in used["/FontDescriptor"]


def test_every_credit_note_has_a_page_of_its_own() -> None:
    notes = [credit_note(1, 112_000), credit_note(2, 5_600)]
    first, second, third = pages(invoice(sold(quantity=2), creditNotes=notes))

    assert "Total after credit notes" in first
    for page, note, amount, tax in (
        (second, notes[0], "₹1,120.00", "₹120.00"),
        (third, notes[1], "₹56.00", "₹6.00"),
    ):
        assert "Credit note" in page
        for shown in (note["invoiceNumber"], note["reason"], "INV-2026-000042", amount, tax):
            assert shown in page, shown


def test_what_is_left_after_credit_notes_is_told() -> None:
    wire = invoice(sold(quantity=2), creditNotes=[credit_note(1, 112_000)])

    assert wire["total"] == price(221_900)
    assert "₹1,099.00" in pages(wire)[0]


def test_points_and_gift_cards_are_told_as_tenders() -> None:
    paid = [
        tender(50_000, "gift_card", "gift card ending 77K2"),
        tender(59_900, "points", "points", points=5_990),
    ]
    (page,) = pages(invoice(tenders=paid))

    assert "Paid with gift card ending 77K2" in page
    assert "Paid with points (5,990 points)" in page


def test_many_lines_go_on_another_page_under_their_titles() -> None:
    first, *others = pages(invoice(*(sold(f"Shirt {n}", unit=1_000 + n) for n in range(60))))

    assert len(others) >= 2
    assert all("Unit price" in page for page in [first, *others[:-1]])
    assert all("INV-2026-000042" in page for page in others)
    assert "Shirt 59" in "".join(others)
    assert "Total" in others[-1]


def test_an_amended_invoice_says_so() -> None:
    assert "Amended" not in pages(invoice())[0]
    assert "9 May 2026" in pages(invoice(amendedAt="2026-05-09T10:00:00Z"))[0]


def test_a_longest_name_stays_on_the_page() -> None:
    name = "Ever so long a name " * 14
    wire = invoice(sold(name[:300]), customer={"customerId": "C", "name": name, "address": None})

    assert "Ever so long a name" in pages(wire)[0]


def test_a_word_without_end_is_broken() -> None:
    wire = invoice(customer={"customerId": "C", "name": "x" * 300, "address": None})

    assert len(pages(wire)) == 1


def test_a_file_tells_what_it_is() -> None:
    reader = PdfReader(BytesIO(write_pdf(invoice(), SELLER)))

    assert reader.metadata is not None
    assert reader.metadata.title == "Invoice INV-2026-000042"
    assert reader.metadata.author == SELLER.name
