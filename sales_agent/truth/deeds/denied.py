"""Deeds that are denied though they were done, and states though an order is in them."""

from sales_agent.truth.deeds.sorts import Sort
from sales_agent.truth.deeds.standing import is_in_text
from sales_agent.truth.evidence import Deed, Evidence
from sales_agent.truth.reading.statement import Statement

_STATES = ("pack", "be near", "ship", "deliver", "cancel")


def stands_done(sort: Sort, part: Statement, evidence: Evidence) -> bool:
    """Whether what a clause says was not done was done in this turn, or an order stands so."""
    return _is_just_done(sort, part, evidence) or _stands(sort, part, evidence)


def concerns(statement: Statement, done: list[Deed]) -> bool:
    """Whether the deeds concern the goods, and the store, that the sentence names."""
    text = " ".join(str(deed.result) for deed in done).casefold()
    return all(is_in_text(goods, text) for goods in statement.put_in)


def _is_just_done(sort: Sort, part: Statement, evidence: Evidence) -> bool:
    done = [deed for deed in evidence.now if deed.status in sort.statuses]
    return sort.name != "order" and bool(done) and concerns(part, done)


def _stands(sort: Sort, part: Statement, evidence: Evidence) -> bool:
    """Whether the orders that a clause names, or all of this turn, are in the state it denies."""
    if sort.name not in _STATES or part.is_conditional_before(len(part.text)):
        return False
    ids = evidence.orders_in(part.text)
    maps = [row for deed in evidence.now for row in deed.traces.maps]
    orders = [row for row in maps if row.get("orderId") and row.get("placedAt")]
    meant = [row for row in orders if not ids or row["orderId"] in ids]
    return bool(meant) and all(str(row.get("status")) in sort.held for row in meant)
