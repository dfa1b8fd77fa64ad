"""Adds a shop's stores up: what must hold of stock, money, orders and points, whatever happened."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from agents.inventory import tables as stock
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from agents.loyalty import tables as loyalty
from agents.payment import tables as money
from agents.post_purchase import tables as sales

GONE = ("pending", "abandoned", "canceled")
"""States of an order whose goods are with the shop."""
UNPAID = ("pending", "abandoned")
SAMPLE = "O-5___"
"""Orders of the sample, one of which waits for its payment on purpose."""
ASIDE = frozenset({"quotes", "cards", "identification_tries"})
"""Tables of what was asked and not done."""


@dataclass(frozen=True)
class Books:
    """The stores of a shop, read beside its agents."""

    inventory: Session
    payment: Session
    orders: Session
    loyalty: Session

    @cached_property
    def _all_orders(self) -> Sequence[sales.Order]:
        """Each with what adds up; what tells of its past stays where it is."""
        past = (sales.Order.history, sales.Order.refunds, sales.Order.commits, sales.Order.feedback)
        chosen = select(sales.Order).options(*(lazyload(each) for each in past))
        return self.orders.scalars(chosen).all()

    @cached_property
    def _all_payments(self) -> Sequence[money.Payment]:
        return self.payment.scalars(select(money.Payment)).all()

    def units(self) -> Counter[str]:
        """Units of each SKU that the shop has or has given to somebody."""
        counted: Counter[str] = Counter()
        for sku, on_hand in self.inventory.execute(
            select(stock.Level.sku, func.sum(stock.Level.on_hand)).group_by(stock.Level.sku)
        ):
            counted[sku] += on_hand
        for order in self._all_orders:
            counted.update(_units_out(order))
        return counted

    def problems(self, *, is_settled: bool = True) -> list[str]:
        """What does not add up, each as a sentence; what is under way is a problem when settled."""
        found = [*self._stock(), *self._postings(), *self._orders(), *self._charges()]
        found += self._points()
        return [*found, *self._left_over()] if is_settled else found

    def state(self) -> dict[str, list[str]]:
        """Every row that stands for goods, money, orders or points, by table."""
        found = {}
        for session, tables in (
            (self.inventory, stock.Base.metadata),
            (self.payment, money.Base.metadata),
            (self.orders, sales.Base.metadata),
            (self.loyalty, loyalty.Base.metadata),
        ):
            for name, table in tables.tables.items():
                if name not in ASIDE:
                    rows = session.execute(select(table)).all()
                    found[f"{session.bind}{name}"] = sorted(map(repr, rows))
        return found

    def _stock(self) -> Iterator[str]:
        held: Counter[tuple[str, str]] = Counter()
        for line, status in self.inventory.execute(
            select(stock.HoldLine, stock.Hold.status).join(
                stock.Hold, stock.Hold.hold_id == stock.HoldLine.hold_id
            )
        ):
            if status == "held":
                held[line.sku, line.location_id] += line.quantity
        level_rows = select(stock.Level.sku, stock.Level.location_id, stock.Level.on_hand)
        for level in self.inventory.execute(level_rows):
            if level.on_hand < max(0, held[level.sku, level.location_id]):
                yield f"{level.sku} at {level.location_id}: {level.on_hand} and more are held"

    def _postings(self) -> Iterator[str]:
        sums: Counter[tuple[str, str]] = Counter()
        posting_rows = select(money.Posting.entry, money.Posting.currency, money.Posting.amount)
        for posting in self.payment.execute(posting_rows):
            sums[posting.entry, posting.currency] += posting.amount
        yield from (f"entry {entry} is off by {off}" for (entry, _), off in sums.items() if off)

    def _orders(self) -> Iterator[str]:
        kept = self._kept_by_order()
        orders = {order.order_id: order for order in self._all_orders}
        for order_id, amount in kept.items():
            if amount and (order_id not in orders or orders[order_id].status in UNPAID):
                yield f"payment of {amount} without an order {order_id}"
        for order in orders.values():
            paid = kept[order.order_id]
            due = 0 if order.status in GONE else order.total - order.refunded
            if paid != due:
                yield f"order {order.order_id} is {order.status}, has {paid} and should have {due}"
            yield from _sums_of(order)

    def _kept_by_order(self) -> Counter[str]:
        """What was captured and not given back, by order."""
        kept: Counter[str] = Counter()
        signs = {"capture": 1, "refund": -1}
        for payment in self._all_payments:
            if payment.status == "succeeded":
                kept[payment.order_id] += signs.get(payment.kind, 0) * payment.amount
        return kept

    def _charges(self) -> Iterator[str]:
        refunds: Counter[str] = Counter()
        captures: Counter[str] = Counter()
        for payment in self._all_payments:
            if payment.kind == "capture" and payment.status == "succeeded":
                captures[payment.charge_id] += payment.amount
            if payment.kind == "refund":
                refunds[payment.charge_id] += payment.amount
        for charge in self.payment.scalars(select(money.Charge)):
            captured = captures[charge.charge_id]
            if captured not in (0, charge.amount):
                yield f"charge {charge.charge_id} of {charge.amount} was captured as {captured}"
            if refunds[charge.charge_id] > captured:
                yield f"charge {charge.charge_id} gave back more than it took"
        for at_gateway in self.payment.scalars(select(money.SandboxCharge)):
            taken = at_gateway.amount if at_gateway.state == "captured" else 0
            booked = captures[at_gateway.key]
            if taken != booked:
                yield f"the gateway took {taken} by {at_gateway.key}, booked are {booked}"

    def _points(self) -> Iterator[str]:
        sums: Counter[str] = Counter()
        earned: Counter[tuple[str, str | None]] = Counter()
        for entry in self.loyalty.scalars(select(loyalty.PointsEntry)):
            sums[entry.customer_id] += entry.points
            if entry.kind == "earn" and entry.order_id:
                earned[entry.customer_id, entry.order_id] += 1
        yield from (f"{who} has {points} points" for who, points in sums.items() if points < 0)
        yield from (f"{order} earned {times} times" for order, times in earned.items() if times > 1)

    def _left_over(self) -> Iterator[str]:
        for hold in self.inventory.scalars(select(stock.Hold).where(stock.Hold.status == "held")):
            yield f"hold {hold.hold_id} is held for nobody"
        for commit in self.orders.scalars(select(sales.Commit)):
            if commit.state not in ("done", "undone"):
                yield f"{commit.kind} {commit.commit_id} is left {commit.state}: {commit.left}"
        for order in self.orders.scalars(
            select(sales.Order)
            .where(sales.Order.status == "pending")
            .where(sales.Order.order_id.not_like(SAMPLE))
        ):
            yield f"order {order.order_id} is left pending"
        yield from self._unfinished_payments()

    def _unfinished_payments(self) -> Iterator[str]:
        for checkout in self.payment.scalars(select(money.Checkout)):
            if checkout.state in ("undone", "unanswered"):
                continue
            if checkout.reply is None:
                yield f"checkout {checkout.order_id} is left {checkout.state}"
            if checkout.left:
                yield f"checkout {checkout.order_id} still waits for {checkout.left}"
        for payment in self._all_payments:
            if payment.status == "pending":
                yield f"{payment.kind} {payment.payment_id} is pending"


Read = Callable[[], AbstractContextManager[Books]]
"""Reads the stores as they are at that moment."""


@contextmanager
def books_at_hand() -> Iterator[Read]:
    """The stores of the shop that the environment names, for many readings.

    Their statements are made once. Between two readings no file is open: what this process forks
    must inherit none.
    """
    settings = AgentSettings.from_env()
    with ExitStack() as stack:
        stores = []
        for agent in ("inventory", "payment", "post-purchase", "loyalty"):
            stores.append(Store(settings.store_url(agent), None, schema=settings.schema(agent)))
            stack.callback(stores[-1].close)
            stores[-1].close()
        yield partial(_read, stores)


@contextmanager
def open_books() -> Iterator[Books]:
    """Read the stores of the shop that the environment names, as they are now."""
    with books_at_hand() as read, read() as books:
        yield books


@contextmanager
def _read(stores: Sequence[Store]) -> Iterator[Books]:
    with ExitStack() as stack:
        for store in stores:
            stack.callback(store.close)
        yield Books(*(stack.enter_context(store.read()) for store in stores))


def _units_out(order: sales.Order) -> Counter[str]:
    """Units that an order has taken out of the shop and that have not come back."""
    out: Counter[str] = Counter()
    if order.status in GONE:
        return out
    for line in order.lines:
        out[line.sku] += line.quantity
    for returned in order.returns:
        if returned.status in ("received", "refunded"):
            out.subtract({line["sku"]: line["quantity"] for line in returned.lines})
    for exchange in order.exchanges:
        if exchange.status in ("requested", "received"):
            out.update({swap["newSku"]: swap["quantity"] for swap in exchange.swaps})
    return out


def _sums_of(order: sales.Order) -> Iterator[str]:
    lines = {line.sku: line for line in order.lines}
    for sku, line in lines.items():
        if line.line_total != line.quantity * line.unit_price:
            yield f"line {sku} of {order.order_id} does not multiply"
    discounts: dict[str, int] = defaultdict(int)
    for discount in order.discounts:
        amount = discount["amount"]
        discounts[discount["offerId"]] += amount if isinstance(amount, int) else amount["amount"]
    subtotal = sum(line.line_total for line in order.lines)
    if (order.subtotal, order.total) != (
        subtotal,
        subtotal - sum(discounts.values()) + order.delivery,
    ):
        yield f"order {order.order_id} does not add up to {order.total}"
    if sum(tender["amount"]["amount"] for tender in order.tenders) not in (0, order.total):
        yield f"the tenders of {order.order_id} do not come to {order.total}"
    if not 0 <= order.refunded <= order.total:
        yield f"order {order.order_id} gave back {order.refunded} of {order.total}"
