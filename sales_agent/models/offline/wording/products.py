"""Products, carts and orders as lines of text, from tool results only."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sales_agent.models.offline.wording.money import DASH, TIMES, listing, money
from sales_agent.models.offline.wording.names import named
from sales_agent.models.offline.wording.texts import words
from sales_agent.shop.told import told

Json = Mapping[str, Any]
_MOST_SIZES = 8


def product_lines(products: Iterable[Json], first: int = 1) -> str:
    """Number lines of name, price, colours, sizes, with dashes between them."""
    rows = enumerate(products, start=first)
    return "\n".join(f"{number}. {product_line(row)}" for number, row in rows)


def product_line(row: Json) -> str:
    """One product on a line, with the reason it is recommended for."""
    parts = [row["name"], price(row), ", ".join(map(named, row.get("colours", ())))]
    sizes = [size for size in row.get("sizes", ()) if size]
    if sizes:
        shown = ", ".join(sizes[:_MOST_SIZES]) + (", …" if len(sizes) > _MOST_SIZES else "")
        is_one = len(sizes) == 1
        parts.append(words("size", size=shown) if is_one else words("sizes", sizes=shown))
    if row.get("reason"):
        parts.append(told(str(row["reason"]).rstrip(".")))
    return DASH.join(part for part in parts if part)


def reason_words(row: Json, anchor: str) -> str:
    """Why a product is recommended, to stand after a dash; `anchor` is clear from before."""
    reason = str(row.get("reason") or "").strip().rstrip(".")
    reason = re.sub(rf",? (?:with|like|as) (?:the )?{re.escape(anchor)}$", "", reason)
    reason = told(reason)
    first = reason.split(" ")[0]
    return reason[:1].lower() + reason[1:] if first.istitle() else reason


def price(row: Json) -> str:
    """A product's price, "from" when its variants differ, with what it was before."""
    text = money(row["price"])
    if row.get("maxPrice") and row["maxPrice"]["amount"] > row["price"]["amount"]:
        return words("from", price=text)
    before = row.get("compareAtPrice")
    if before and before["amount"] > row["price"]["amount"]:
        return words("was", price=text, before=money(before))
    return text


def variant_words(row: Json) -> str:
    """Such as "blue, size M", as far as the row has them."""
    size = words("size", size=row["size"]) if row.get("size") else ""
    return ", ".join(part for part in (named(row.get("colour") or ""), size) if part)


def line_words(row: Json) -> str:
    """Word a cart or order line: how many, name, colour and size."""
    details = variant_words(row)
    name = f"{row['name']} ({details})" if details else str(row["name"])
    return f"{row['quantity']} {TIMES} {name}" if row.get("quantity", 1) != 1 else name


def cart_lines(cart: Json, more: Sequence[str] = ()) -> str:
    """The cart's lines, discounts and total; what else is in that total comes before it."""
    rows = [f"- {line_words(line)}{DASH}{money(line['lineTotal'])}" for line in cart["lines"]]
    for discount in cart.get("discounts", ()):
        rows.append(f"- {told(discount['title'])}{DASH}{money(_negative(discount['amount']))}")
    rows += more
    rows.append(words("sum", total=money(cart["total"])))
    return "\n".join(rows)


def order_words(order: Json) -> str:
    """An order's goods in words."""
    return listing([line_words(line) for line in order.get("lines", ())])


def names(rows: Sequence[Json]) -> str:
    """Products by name."""
    return listing([str(row["name"]) for row in rows])


def _negative(value: Json) -> Json:
    return {**value, "amount": -abs(int(value["amount"]))}
