"""What a channel draws, as data: carts, quotes and orders as sheets, lists of them as tables.

Every text on them is cleaned: what comes from a shop's data must not steer a terminal.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sales_agent.channels.cleaning import one_line
from sales_agent.shop.amounts import day_words, money_words, price_words
from sales_agent.shop.lines import line_words
from sales_agent.shop.spoken import own_phrase, phrase
from sales_agent.shop.told import told

Json = Mapping[str, Any]
Kind = Literal["line", "total", "note"]
WEB_ADDRESS = re.compile(r"https?://[!-~]{1,2000}")
"""Printable ASCII alone: an address goes into an escape sequence."""
VALUES_SHOWN = 8
"""Sizes or colours named in a table's cell; the rest is counted."""


@dataclass(frozen=True)
class Row:
    """A line of a sheet, with its amount if it has one."""

    label: str
    amount: str = ""
    kind: Kind = "line"


@dataclass(frozen=True)
class Sheet:
    """Lines with amounts under a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells under headings; `right` holds the columns that are aligned right.

    `links` are the rows' web addresses, "" for none, for screens that can follow one.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    links: tuple[str, ...] = ()


Drawing = Sheet | Table


def products_table(products: Sequence[Json], *, first: int = 1) -> Table:
    """Products, numbered as the shopper may name them, from `first` on."""
    rows = [
        (
            str(number),
            _with_reason(product),
            price_words(product),
            _some(product.get("colours")),
            _some(product.get("sizes")),
        )
        for number, product in enumerate(products, first)
    ]
    headings = phrase("sheet.products").split("|")
    empty = {column for column in (3, 4) if not any(row[column] for row in rows)}
    kept = [column for column in range(5) if column not in empty]
    picked = tuple(tuple(row[column] for column in kept) for row in rows)
    named = tuple(headings[column] for column in kept)
    links = tuple(picture_link(product) for product in products)
    return Table("", named, picked, frozenset({0, 2}), links)


def picture_link(product: Json) -> str:
    """The address of a product's picture, when it is one that a terminal may be handed."""
    address = str(product.get("imageUrl") or "")
    return address if WEB_ADDRESS.fullmatch(address) else ""


def orders_table(orders: Sequence[Json]) -> Table:
    """The shopper's orders."""
    rows = [
        (
            one_line(order["orderId"]),
            day_words(str(order.get("placedAt", ""))),
            status_words(str(order.get("status", ""))),
            ", ".join(line_label(line) for line in order.get("lines", [])),
            money_words(order["total"]),
        )
        for order in orders
    ]
    headings = tuple(phrase("sheet.orders").split("|"))
    return Table(phrase("sheet.your_orders"), headings, tuple(rows), frozenset({4}))


def cart_sheet(cart: Json) -> Sheet:
    """The cart as priced now; without prices when the shop cannot price it."""
    rows, total = [*priced_lines(cart)], cart.get("total")
    if total:
        rows.append(Row(phrase("sheet.total"), money_words(total), "total"))
    notes = [] if total else [phrase("sheet.no_prices")]
    notes += [told(one_line(note)) for note in cart.get("notes", [])]
    notes += [f"{c['code']}: {told(c['reason'])}" for c in cart.get("rejectedCoupons", [])]
    notes += [phrase("sheet.not_sold", sku=sku) for sku in cart.get("unknownSkus", [])]
    return Sheet(phrase("sheet.your_cart"), (*rows, *(note(text) for text in notes)))


def cart_words(cart: Json) -> str:
    """The cart in a few words: how many pieces, what they cost."""
    pieces = sum(int(line.get("quantity", 1)) for line in cart.get("lines", []))
    if not pieces:
        return phrase("frame.cart_empty")
    price = f", {money_words(cart['total'])}" if cart.get("total") else ""
    form = "frame.cart.one" if pieces == 1 else "frame.cart"
    return phrase(form, pieces=pieces, price=price)


def order_sheet(order: Json) -> Sheet:
    """An order that was placed or changed; no more than its number need be known."""
    rows = [*priced_lines(order)]
    if is_money(order.get("delivery")) and rows:
        rows.append(Row(phrase("sheet.delivery"), price_or_free(order["delivery"])))
    if is_money(order.get("total")):
        rows.append(Row(phrase("sheet.total"), money_words(order["total"]), "total"))
    if is_money(order.get("refunded")) and order["refunded"]["amount"]:
        rows.append(Row(phrase("sheet.refunded"), money_words(order["refunded"])))
    if status := order.get("status"):
        rows.append(note(phrase("sheet.status", status=status_words(str(status)))))
    if promised := order.get("promisedBy"):
        rows.append(note(phrase("sheet.promised", day=day_words(str(promised)))))
    if order.get("address"):
        rows.append(note(phrase("sheet.to", place=address_words(order["address"]))))
    return Sheet(phrase("sheet.order", order=one_line(order["orderId"])), tuple(rows))


def status_words(status: str) -> str:
    """A status or field name in words: `return_requested` as "return requested"."""
    return own_phrase(f"tell.status.{status}") or one_line(status).replace("_", " ")


def address_words(address: Json) -> str:
    """An address on one line."""
    city = " ".join(one_line(address[key]) for key in ("city", "postcode") if address.get(key))
    parts = [address.get(key) for key in ("name", "line1", "line2")]
    return ", ".join([*(one_line(part) for part in parts if part), city])


def priced_lines(priced: Json) -> Iterator[Row]:
    """The lines of a cart, a quote or an order; with a subtotal where something comes off."""
    for line in priced.get("lines", []):
        amount = line.get("lineTotal") or line.get("price")
        yield Row(line_label(line), money_words(amount) if amount else "")
    discounts = priced.get("discounts") or []
    if discounts and is_money(priced.get("subtotal")):
        yield Row(phrase("sheet.subtotal"), money_words(priced["subtotal"]))
    for discount in discounts:
        taken = {**discount["amount"], "amount": -abs(discount["amount"]["amount"])}
        why = [told(one_line(discount[key])) for key in ("title", "reason") if discount.get(key)]
        label = ": ".join(dict.fromkeys(why))
        yield Row(label, money_words(taken) if taken["amount"] else "")


def line_label(line: Json) -> str:
    """A line with its variant: "2 x Linen Shirt (olive, M)"."""
    return one_line(line_words(line))


def price_or_free(money: Json) -> str:
    """An amount, "free" for none."""
    return money_words(money) if money["amount"] else phrase("sheet.free")


def note(text: object) -> Row:
    """A row that only says something."""
    return Row(one_line(text), kind="note")


def is_money(value: object) -> bool:
    """Whether a value is an amount with its currency."""
    return isinstance(value, Mapping) and {"amount", "currency"} <= value.keys()


def _with_reason(product: Json) -> str:
    name, reason = one_line(product["name"]), product.get("reason")
    return f"{name}\n{told(one_line(reason))}" if reason else name


def _some(values: Sequence[str] | None) -> str:
    """The first values, and how many more there are."""
    named = [told(one_line(value)) for value in values or ()]
    more = len(named) - VALUES_SHOWN
    return ", ".join(named[:VALUES_SHOWN]) + (f" +{more}" if more > 0 else "")
