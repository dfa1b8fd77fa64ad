"""The pages of an invoice and its credit notes, as a PDF on A4."""

from datetime import datetime
from io import BytesIO
from threading import Lock
from typing import Any, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from agents.kit.wording import SYMBOLS, spell_day
from agents.post_purchase.invoicing.seller import Seller
from agents.post_purchase.invoicing.sums import included_tax
from agents.post_purchase.invoicing.typefaces import markup, needs_shaping, plain_font
from agents.post_purchase.tables import Json
from contracts.currency import minor_digits, to_major

MARGIN: Final = 20 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
FOOT: Final = 16 * mm
INK = HexColor("#1f2933")
FAINT = HexColor("#67727e")
RULE = HexColor("#d5dade")
ACCENT = HexColor("#0f5c63")
MINUS = "\N{MINUS SIGN}"
LINE_COLUMNS: Final = (WIDTH - 79 * mm, 15 * mm, 32 * mm, 32 * mm)
SUM_COLUMNS: Final = (WIDTH - 32 * mm, 32 * mm)
CREDIT_COLUMNS: Final = (46 * mm, 32 * mm, WIDTH - 110 * mm, 32 * mm)
_writing = Lock()
"""Fonts learn shaped letters while a page is set, and are shared by all threads."""


def write_pdf(invoice: Json, seller: Seller) -> bytes:
    """Write an invoice, with a page for each of its credit notes."""
    written = BytesIO()
    with _writing:
        _Pages(written, invoice, seller).build(_flow(invoice, seller))
    return written.getvalue()


class _Pages(BaseDocTemplate):
    """A4 pages with shop, invoice and page number at their foot."""

    def __init__(self, target: BytesIO, invoice: Json, seller: Seller) -> None:
        super().__init__(
            target,
            pagesize=A4,
            title=f"Invoice {invoice['invoiceNumber']}",
            author=seller.name,
            subject=f"Order {invoice['orderId']}",
            lang="en",
        )
        height = A4[1] - 2 * MARGIN - FOOT
        frame = Frame(MARGIN, MARGIN + FOOT, WIDTH, height, 0, 0, 0, 0)
        marks = (seller.name, seller.tax_number, invoice["invoiceNumber"])
        self._foot = " · ".join(filter(None, marks))
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self._draw_foot))

    def _draw_foot(self, canvas: Canvas, pages: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, MARGIN + FOOT / 2, MARGIN + WIDTH, MARGIN + FOOT / 2)
        for text, style, left in (
            (self._foot, _style(8, FAINT), MARGIN),
            (f"Page {pages.page}", _style(8, FAINT, is_right=True), MARGIN),
        ):
            foot = _paragraph(text, style)
            foot.wrapOn(canvas, WIDTH, FOOT)
            foot.drawOn(canvas, left, MARGIN)
        canvas.restoreState()


def _flow(invoice: Json, seller: Seller) -> list[Flowable]:
    flow: list[Flowable] = [
        *_head("Invoice", invoice["invoiceNumber"], seller),
        _parties(invoice, seller, _facts(invoice)),
        Spacer(0, 9 * mm),
        _lines(invoice),
        Spacer(0, 4 * mm),
        *_end(invoice, seller),
    ]
    for note in invoice["creditNotes"]:
        flow += [PageBreak(), *_credit_note(invoice, note, seller)]
    return flow


def _end(invoice: Json, seller: Seller) -> list[Flowable]:
    """The sums and what follows them, none of it alone on a page."""
    closing = [Spacer(0, 12 * mm), _text(seller.closing, 9, FAINT)]
    if not invoice["creditNotes"]:
        return [KeepTogether([*_sums(invoice, seller), *closing])]
    credited = [Spacer(0, 8 * mm), *_credits(invoice), *closing]
    return [KeepTogether(_sums(invoice, seller)), KeepTogether(credited)]


def _head(title: str, number: str, seller: Seller) -> list[Flowable]:
    head = Table(
        [[_text(seller.name, 20, ACCENT), _text(title, 20, INK, is_right=True)]],
        colWidths=[WIDTH * 0.6, WIDTH * 0.4],
        style=[*_unpadded(), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")],
    )
    rule = Table([[""]], colWidths=[WIDTH], rowHeights=[3 * mm])
    rule.setStyle([("LINEABOVE", (0, 0), (-1, 0), 1.2, ACCENT)])
    return [head, _text(number, 11, FAINT, is_right=True), Spacer(0, 3 * mm), rule, Spacer(0, 3)]


def _facts(invoice: Json) -> list[tuple[str, str]]:
    amended = invoice["amendedAt"]
    return [
        ("Invoice number", invoice["invoiceNumber"]),
        ("Date", _day(invoice["issuedAt"])),
        *([("Amended", _day(amended))] if amended else []),
        ("Order", invoice["orderId"]),
        ("Customer", invoice["customer"]["customerId"]),
    ]


def _parties(invoice: Json, seller: Seller, facts: list[tuple[str, str]]) -> Table:
    sold_by = [seller.name, *seller.address, *filter(None, [seller.tax_number])]
    known = [[_text(label, 9, FAINT), _text(value, 9)] for label, value in facts]
    details = Table(known, colWidths=[26 * mm, WIDTH / 3 - 26 * mm], style=_unpadded())
    cells = [
        [_text("Sold by", 9, FAINT), *(_text(row, 9) for row in sold_by)],
        [_text("Billed to", 9, FAINT), *(_text(row, 9) for row in _billed_to(invoice))],
        [details],
    ]
    return Table(
        [cells], colWidths=[WIDTH / 3] * 3, style=[*_unpadded(), ("VALIGN", (0, 0), (2, 0), "TOP")]
    )


def _billed_to(invoice: Json) -> list[str]:
    customer = invoice["customer"]
    address = customer["address"]
    if address is None:
        return [customer["name"] or f"Customer {customer['customerId']}"]
    place = " ".join(filter(None, (address["city"], address["state"], address["postcode"])))
    rows = (customer["name"], address["line1"], address["line2"], place, address["country"])
    return [row for row in rows if row]


def _lines(invoice: Json) -> Table:
    titles = ("Product", "Quantity", "Unit price", "Amount")
    head = [_text(title, 9, FAINT, is_right=at > 0) for at, title in enumerate(titles)]
    rows = [head, *(_line(line) for line in invoice["lines"])]
    style = [
        *_unpadded(side=0, above=1.7 * mm),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
    ]
    return Table(rows, colWidths=LINE_COLUMNS, repeatRows=1, style=style)


def _line(line: Json) -> list[Any]:
    options = ", ".join(f"{name} {value}" for name, value in line["options"].items())
    about = " · ".join(filter(None, (options, line["sku"])))
    return [
        [_text(line["name"], 10), _text(about, 8, FAINT)],
        _text(str(line["quantity"]), 10, is_right=True),
        _text(_amount(line["unitPrice"]), 10, is_right=True),
        _text(_amount(line["lineTotal"]), 10, is_right=True),
    ]


def _sums(invoice: Json, seller: Seller) -> list[Flowable]:
    rows = [_sum("Subtotal", _amount(invoice["subtotal"]))]
    rows += [
        _sum(f"{each['title']}: {each['reason']}", _amount(each["amount"], MINUS))
        for each in invoice["discounts"]
    ]
    rows.append(_sum("Delivery", _amount(invoice["delivery"])))
    total = len(rows)
    rows.append(_sum("Total", _amount(invoice["total"]), size=14))
    if invoice["taxIncluded"]["amount"]:
        label = f"{seller.tax_name} included ({invoice['taxPercent']:g}%)"
        rows.append(_sum(label, _amount(invoice["taxIncluded"]), colour=FAINT))
    rows += [_sum(_paid_with(each), _amount(each["amount"])) for each in invoice["tenders"]]
    rows.append(_sum("Still to pay", _amount(invoice["due"])))
    style = [
        *_unpadded(above=0.9 * mm),
        ("LINEABOVE", (1, total), (1, total), 0.8, INK),
        ("BOTTOMPADDING", (0, total), (-1, total), 2.5 * mm),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    return [Table(rows, colWidths=SUM_COLUMNS, style=style)]


def _sum(label: str, amount: str, *, size: float = 10, colour: Color = INK) -> list[Paragraph]:
    return [
        _text(label, size, colour, is_right=True),
        _text(amount, size, colour, is_right=True),
    ]


def _paid_with(tender: Json) -> str:
    points = f" ({tender['points']:,} points)" if tender["points"] else ""
    return f"Paid with {tender['label']}{points}"


def _credits(invoice: Json) -> list[Flowable]:
    notes = invoice["creditNotes"]
    titles = ("Credit note", "Date", "Reason", "Amount")
    head = [_text(title, 9, FAINT, is_right=title == "Amount") for title in titles]
    rows = [
        [
            _text(note["invoiceNumber"], 9),
            _text(_day(note["issuedAt"]), 9),
            _text(note["reason"], 9),
            _text(_amount(note["amount"], MINUS), 9, is_right=True),
        ]
        for note in notes
    ]
    given_back = sum(note["amount"]["amount"] for note in notes)
    left = {**invoice["total"], "amount": invoice["total"]["amount"] - given_back}
    after = _text(_amount(left), 10, is_right=True)
    total = [[_text("", 9), _text("", 9), _text("Total after credit notes", 10), after]]
    style = [*_unpadded(above=1.2 * mm), ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK)]
    style += [("LINEABOVE", (0, -1), (-1, -1), 0.4, RULE)]
    return [Table([head, *rows, *total], colWidths=CREDIT_COLUMNS, style=style)]


def _credit_note(invoice: Json, note: Json, seller: Seller) -> list[Flowable]:
    facts = [
        ("Credit note", note["invoiceNumber"]),
        ("Date", _day(note["issuedAt"])),
        ("For invoice", invoice["invoiceNumber"]),
        ("Order", invoice["orderId"]),
    ]
    rows = [_sum(note["reason"], _amount(note["amount"], MINUS), size=12)]
    if invoice["taxIncluded"]["amount"]:
        tax = included_tax(note["amount"]["amount"], invoice["taxPercent"])
        label = f"{seller.tax_name} included ({invoice['taxPercent']:g}%)"
        rows.append(_sum(label, _amount({**note["amount"], "amount": tax}, MINUS), colour=FAINT))
    style = [*_unpadded(above=1.2 * mm), ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK)]
    return [
        *_head("Credit note", note["invoiceNumber"], seller),
        _parties(invoice, seller, facts),
        Spacer(0, 9 * mm),
        Table(rows, colWidths=SUM_COLUMNS, style=style),
    ]


def _text(text: str, size: float, colour: Color = INK, *, is_right: bool = False) -> Paragraph:
    return _paragraph(text, _style(size, colour, is_right=is_right))


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    if needs_shaping(text):
        style.shaping = 1
    return Paragraph(markup(text), style)


def _style(size: float, colour: Color, *, is_right: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        "text",
        fontName=plain_font(),
        fontSize=size,
        leading=size * 1.35,
        textColor=colour,
        alignment=TA_RIGHT if is_right else TA_LEFT,
    )


def _unpadded(*, side: float = 0, above: float = 0) -> list[tuple[Any, ...]]:
    """A table's padding, in points."""
    everywhere = (0, 0), (-1, -1)
    return [
        ("LEFTPADDING", *everywhere, side),
        ("RIGHTPADDING", *everywhere, side),
        ("TOPPADDING", *everywhere, above),
        ("BOTTOMPADDING", *everywhere, above),
    ]


def _amount(money: Json, sign: str = "") -> str:
    """An amount with all its digits, so that a column of them lines up."""
    amount, currency = money["amount"], money["currency"]
    major = to_major(abs(amount), currency)
    minus = sign if amount >= 0 else MINUS
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{minus if amount else ''}{symbol}{major:,.{minor_digits(currency)}f}"


def _day(moment: str) -> str:
    return spell_day(datetime.fromisoformat(moment).date())
