"""What is said to a shopper who comes back: what waits for her, and nothing that is not known."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sales_agent.shop.amounts import day_words
from sales_agent.shop.quotes import describe_quote
from sales_agent.shoppers.identity import Session
from sales_agent.threads.stored import Stored, open_question

Json = Mapping[str, Any]
Ask = Callable[[], Sequence[Json]]
HELLO = (
    "Hello! I am this shop's assistant, a program and not a person. Ask me for anything we "
    "carry, your cart, an order, or a person to talk to."
)
UNDER_WAY = {
    "pending": "is being placed",
    "confirmed": "is confirmed",
    "packed": "is packed",
    "shipped": "is on its way",
    "return_requested": "waits for your return to arrive",
    "exchange_requested": "waits for your exchange",
}
"""The states of an order in which something is still to come."""
ORDERS_AT_MOST = 2


def greet(
    session: Session,
    stored: Stored,
    now: datetime,
    *,
    ask_orders: Ask,
    ask_reservations: Ask,
    failures: tuple[type[Exception], ...],
) -> str:
    """Greet a shopper, new or back; of what an agent that is down knows nothing is said."""
    state = stored.values
    if not state.get("messages"):
        return HELLO
    name = state.get("shopper", {}).get("name")
    parts = [f"Welcome back{f', {name}' if name else ''}."]
    if session.last_channel and session.last_channel != session.channel:
        parts.append(f"We go on from where we were on {session.last_channel}.")
    if units := sum(line["quantity"] for line in state.get("cart", {}).get("lines", [])):
        parts.append(f"Your cart holds {units} {'piece' if units == 1 else 'pieces'}.")
    parts += _reservations(_answered(ask_reservations, failures), now)
    parts += _orders(_answered(ask_orders, failures))
    if stored.quote:
        parts.append(f"Still open: {describe_quote(stored.quote)}")
    elif asked := open_question(state):
        parts.append(f"I had asked: {asked}")
    return " ".join(parts)


def _answered(ask: Ask, failures: tuple[type[Exception], ...]) -> Sequence[Json]:
    try:
        return ask()
    except failures:
        return ()


def _reservations(rows: Sequence[Json], now: datetime) -> list[str]:
    """The reservation that ends first, and how many more there are."""
    ends = {row["reservationId"]: datetime.fromisoformat(str(row["expiresAt"])) for row in rows}
    lasting = [row for row in rows if ends[row["reservationId"]] > now]
    if not lasting:
        return []
    first = min(lasting, key=lambda row: ends[row["reservationId"]])
    left = _span(ends[first["reservationId"]] - now)
    text = f"{first['quantity']} x {first['sku']} at {first['storeName']} is held for {left} more"
    others = len(lasting) - 1
    more = f", and {others} more {'is' if others == 1 else 'are'} held" if others else ""
    return [f"{text}{more}; your code there is {first['pickupCode']}."]


def _orders(rows: Sequence[Json]) -> list[str]:
    """The latest orders that are still under way."""
    coming = [row for row in rows if row["status"] in UNDER_WAY][:ORDERS_AT_MOST]
    return [_order(row) for row in coming]


def _order(row: Json) -> str:
    text = f"Your order {row['orderId']} {UNDER_WAY[row['status']]}"
    promised = row.get("promisedBy")
    is_coming = row["status"] in ("confirmed", "packed", "shipped")
    return f"{text}, promised by {day_words(promised)}." if promised and is_coming else f"{text}."


def _span(left: timedelta) -> str:
    """A span as a shopper says it; always a little less than there is."""
    minutes = int(left.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    for size, name in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // size
            return f"{number} {name}{'s' if number > 1 else ''}"
    raise AssertionError("a span has minutes")
