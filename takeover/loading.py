"""Bring a shop's records into the agents, through their contracts, for each shopper in turn."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from contracts.client import AgentError
from contracts.contract import ContractError
from takeover import bodies
from takeover.records import Order, Problem, Records, Shopper
from takeover.report import Report

BATCH_CUSTOMERS = 500
BATCH_SKUS = 200
AT_ONCE = 4
"""Shoppers brought side by side; an agent's store takes one writer at a time anyway."""
REFUSED_BELOW = 500

T = TypeVar("T")


class Send(Protocol):
    """Sends a request to an agent's operation for a shopper, as a service of the shop."""

    def __call__(
        self,
        agent: str,
        operation: str,
        body: Mapping[str, Any] | None,
        *,
        shopper: str,
        key: str | None = None,
        path: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return the reply; raises as `AgentClient.call` does."""


@dataclass
class Loading:
    """One shop being taken over; doing it again changes nothing.

    What an agent refuses is a problem of that record; an agent that is down ends the whole.
    """

    records: Records
    send: Send
    report: Report
    service: str
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def load(self) -> Report:
        """Bring everything; raises `CallFailed` when an agent does not answer."""
        for problem in self.records.problems:
            self.report.note(problem)
        shoppers = list(self.records.shoppers.values())
        known = [one for batch in _batches(shoppers, BATCH_CUSTOMERS) for one in self._join(batch)]
        self._name_lines_as_catalogue(known)
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            for _ in pool.map(self._bring, known):
                pass
        finally:
            pool.shutdown(cancel_futures=True)
        return self.report

    def _join(self, batch: Sequence[Shopper]) -> list[Shopper]:
        """Make customers of shoppers; returns those that are."""
        sent = {"customers": [bodies.customer(shopper) for shopper in batch]}

        def send() -> dict[str, Any]:
            return self.send("loyalty", "importCustomers", sent, shopper=self.service)

        if len(batch) == 1:
            reply = self._tried(batch[0].place, "customer left out", send)
            joined = list(batch) if reply else []
        else:
            try:
                reply, joined = send(), list(batch)
            except (AgentError, ContractError) as error:
                _raise_unless_refused(error)
                return [one for shopper in batch for one in self._join([shopper])]
        if reply:
            self.report.count("customers", len(joined), reply["created"])
        return joined

    def _name_lines_as_catalogue(self, shoppers: Sequence[Shopper]) -> None:
        """Give order lines the options by the names that the catalogue has for them.

        A variant that an order is changed to comes from there; both must read alike.
        """
        ordered = {line.sku for one in shoppers for order in one.orders for line in order.lines}
        options: dict[str, dict[str, str]] = {}
        for batch in _batches(sorted(ordered), BATCH_SKUS):
            found = self.send(
                "recommendation", "getProducts", {"skus": batch}, shopper=self.service
            )
            for product in found["products"]:
                options |= {one["sku"]: _options(one) for one in product["variants"]}
        for shopper in shoppers:
            shopper.orders = [_named(order, options) for order in shopper.orders]

    def _bring(self, shopper: Shopper) -> None:
        self._bring_address(shopper)
        if not self._bring_tenders(shopper) or not shopper.orders:
            return
        before = self._orders_before(shopper)
        missing = [order for order in shopper.orders if order.order_id not in before]
        there = [order for order in shopper.orders if order.order_id in before]
        self.report.count("orders", len(there), 0)
        dated = [(order, before[order.order_id]) for order in there]
        for order, at in [*dated, *self._bring_orders(shopper, missing)]:
            self._bring_payments(shopper, order, at)
            self._bring_parcels(shopper, order, at)

    def _bring_address(self, shopper: Shopper) -> None:
        """Give a shopper her address; one that she has by now is hers to keep."""
        who = shopper.customer_id
        if self.send("fulfillment", "listAddresses", None, shopper=who)["addresses"]:
            self.report.count("addresses", 1, 0)
            return
        body = bodies.new_address(shopper.address)
        added = self._tried(
            f"{shopper.place}/address",
            "address left out",
            lambda: self.send(
                "fulfillment", "addAddress", body, shopper=who, key=_key("address", who, body)
            ),
        )
        if added:
            self.report.count("addresses", 1, 1)

    def _bring_tenders(self, shopper: Shopper) -> bool:
        tenders = [bodies.tender(one, self.records.currency) for one in shopper.tenders]
        if not tenders:
            return True
        reply = self._tried(
            f"{shopper.place}/payment_methods",
            "ways to pay and orders left out",
            lambda: self.send(
                "payment", "importTenders", {"tenders": tenders}, shopper=shopper.customer_id
            ),
        )
        if reply:
            self.report.count("ways to pay", len(tenders), reply["created"])
        return reply is not None

    def _orders_before(self, shopper: Shopper) -> dict[str, datetime]:
        """When the newest orders that the shop has of her were placed, by their ids.

        The file tells no dates, so they are of the day of their first import; returns and refunds
        count from it, and another import must not give another.
        """
        found = self.send("post-purchase", "listOrders", None, shopper=shopper.customer_id)
        return {order["orderId"]: _placed_at(order) for order in found["orders"]}

    def _bring_orders(
        self, shopper: Shopper, orders: Sequence[Order]
    ) -> list[tuple[Order, datetime]]:
        """Add orders, all at once if none is refused; returns those that are in, with their day."""
        if not orders:
            return []
        told = self.send("payment", "listTenders", None, shopper=shopper.customer_id)["tenders"]
        tenders = {tender["tenderId"]: tender for tender in told}
        rows = [bodies.order(one, tenders, self.records.currency, self.now) for one in orders]

        def send(some: Sequence[dict[str, Any]]) -> int:
            body = {"orders": some}
            reply = self.send("post-purchase", "importOrders", body, shopper=shopper.customer_id)
            return int(reply["created"])

        try:
            created, taken = send(rows), list(orders)
        except (AgentError, ContractError) as error:
            _raise_unless_refused(error)
            created, taken = 0, []
            for order, row in zip(orders, rows, strict=True):
                one = self._tried(order.place, "order left out", partial(send, [row]))
                if one is not None:
                    created += one
                    taken.append(order)
        self.report.count("orders", len(taken), created)
        if created == len(taken):
            return [(order, self.now) for order in taken]
        return [(order, self._day_of(shopper, order)) for order in taken]

    def _day_of(self, shopper: Shopper, order: Order) -> datetime:
        path = {"orderId": order.order_id}
        who = shopper.customer_id
        found = self.send("post-purchase", "getOrder", None, shopper=who, path=path)
        return _placed_at(found["order"])

    def _bring_payments(self, shopper: Shopper, order: Order, at: datetime) -> None:
        body = bodies.payments(order, self.records.currency, at)
        self._count_created(shopper, order, "payments", ("payment", "importPayments"), body)

    def _bring_parcels(self, shopper: Shopper, order: Order, at: datetime) -> None:
        body = bodies.parcels(order, at)
        if body["shipments"]:
            self._count_created(shopper, order, "parcels", ("fulfillment", "importShipments"), body)

    def _count_created(
        self,
        shopper: Shopper,
        order: Order,
        kind: str,
        operation: tuple[str, str],
        body: dict[str, Any],
    ) -> None:
        reply = self._tried(
            f"{order.place}/{kind}",
            f"{kind} left out",
            lambda: self.send(*operation, body, shopper=shopper.customer_id),
        )
        if reply:
            sent = len(body.get("shipments", body.get("payments", ())))
            self.report.count(kind, sent, reply["created"])

    def _tried(self, place: str, action: str, send: Callable[[], T]) -> T | None:
        """A reply; None when the agent refuses the record, which is noted."""
        try:
            return send()
        except (AgentError, ContractError) as error:
            _raise_unless_refused(error)
            self.report.note(Problem(self.records.file, place, str(error), action))
            return None


def _raise_unless_refused(error: AgentError | ContractError) -> None:
    if isinstance(error, AgentError) and error.status >= REFUSED_BELOW:
        raise error


def _placed_at(order: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(order["placedAt"]).astimezone(UTC)


def _options(variant: Mapping[str, Any]) -> dict[str, str]:
    named = {name: variant[name] for name in ("colour", "size") if variant[name]}
    return {**named, **variant["options"]}


def _named(order: Order, options: Mapping[str, dict[str, str]]) -> Order:
    lines = [replace(line, options=options.get(line.sku, line.options)) for line in order.lines]
    return replace(order, lines=tuple(lines))


def _key(kind: str, who: str, body: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
    return f"import-{kind}-{who}-{digest}"


def _batches(items: Sequence[T], size: int) -> Iterable[list[T]]:
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
