"""How orders, carts and refunds stand by the results of a turn."""

import re

from sales_agent.truth.deeds.sorts import REFUND_THERE, Sort
from sales_agent.truth.evidence import Evidence
from sales_agent.truth.reading.statement import Statement
from sales_agent.truth.wares.goods import Goods

_ORDER = re.compile(r"\b[A-Z]{1,3}-?[A-Z0-9]{4,}\b")


def is_paid(statement: Statement, evidence: Evidence) -> bool:
    """Whether an order, of the number that is named, or the one of this turn, tells who paid."""
    ids = evidence.orders_in(statement.text)
    rows = evidence.rows if ids else [row for deed in evidence.now for row in deed.traces.maps]
    return any(
        row.get("tenders") and row.get("orderId") and (not ids or row["orderId"] in ids)
        for row in rows
    )


def has_discount(evidence: Evidence) -> bool:
    """Whether a cart, a quote or an offer of the window takes something off."""
    return any(
        row.get("discounts") or row.get("applied") or row.get("totalDiscount")
        for row in evidence.rows
    )


def has_refund(sort: Sort, evidence: Evidence) -> bool:
    """Whether a result says that money goes back: one that has, or a cancellation just made.

    Money that is said to have arrived needs a result that says when.
    """
    if sort.name == REFUND_THERE:
        return any(row.get("refundedAt") for row in evidence.rows)
    if any(deed.status == "canceled" for deed in evidence.now):
        return True
    is_open = any(deed.status in ("return_opened", "exchange_opened") for deed in evidence.now)
    return is_open or any(
        row.get("refundedAt") or _amount(row.get("refunded")) or row.get("creditNotes")
        for row in evidence.rows
    )


def _amount(money: object) -> int:
    return int(money.get("amount") or 0) if isinstance(money, dict) else 0


def has_state(sort: Sort, statement: Statement, evidence: Evidence) -> bool:
    """Whether an order, of the number that is named, or any, is in such a state."""
    ids = [word for word in _ORDER.findall(statement.text) if word.casefold() in evidence.text]
    rows = [row for row in evidence.rows if str(row.get("status")) in sort.held]
    if ids and (meant := [row for row in rows if any(i in str(row) for i in ids)]):
        return bool(meant)
    if ids and any(row.get("orderId") in ids for row in evidence.rows):
        return False
    if named := [mention.goods for mention in statement.mentions]:
        known = [str(row).casefold() for row in rows]
        return any(all(is_in_text(goods, text) for goods in named) for text in known)
    return bool(rows) or any(fact.get("status") in sort.held for fact in evidence.facts)


def is_in_text(goods: Goods, text: str) -> bool:
    """Whether a text in lower case names goods, by name or number."""
    return goods.key in text or any(one.casefold() in text for one in goods.ids)
