"""What the right calls of a task lead to: the benchmark's write tools, written anew from its words.

Source: the retail domain's policy, and what its tools do (sierra-research/tau2-bench,
src/tau2/domains/retail/tools.py). Its item change writes the last variant onto every line that is
changed, and finds the wrong line when a variant is ordered twice; here each line gets its own.
Amounts are cents. A call that the benchmark refuses raises `Refused` and changes nothing.
"""

import copy
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

Json = dict[str, Any]
REASONS = ("no longer needed", "ordered by mistake")
PENDING, MODIFIED = "pending", "pending (item modified)"
ADDRESS = ("address1", "address2", "city", "state", "country", "zip")


class Refused(ValueError):
    """The benchmark's tool answers this call with an error."""


@dataclass
class Oracle:
    """The shop as its write tools leave it."""

    products: Json
    users: Json
    orders: Json

    @classmethod
    def read(cls, path: Path) -> "Oracle":
        """Read a shop with every amount in cents."""
        shop = json.loads(path.read_text(encoding="utf-8"), parse_float=_cents, parse_int=_cents)
        return cls(shop["products"], shop["users"], shop["orders"])

    def copied(self) -> "Oracle":
        """The same shop, to be changed on its own; goods never change."""
        return Oracle(self.products, copy.deepcopy(self.users), copy.deepcopy(self.orders))

    def apply(self, name: str, arguments: Mapping[str, Any]) -> None:
        """Do a call of a task; reads change nothing.

        Raises:
            Refused: the benchmark's tool would.
        """
        write = WRITES.get(name)
        if write is not None:
            write(self, **arguments)

    def cancel_pending_order(self, order_id: str, reason: str) -> None:
        """Refund every payment to where it came from; a gift card has it at once."""
        order = self._order(order_id, PENDING)
        if reason not in REASONS:
            raise Refused(f"'{reason}' is no reason")
        refunds = [{**entry, "transaction_type": "refund"} for entry in order["payment_history"]]
        for refund in refunds:
            self._credit(order, refund["payment_method_id"], refund["amount"])
        order.update(status="cancelled", cancel_reason=reason)
        order["payment_history"] += refunds

    def modify_pending_order_address(self, order_id: str, **address: str) -> None:
        """Send an order elsewhere, also one whose items were changed."""
        order = self._order(order_id, PENDING, MODIFIED)
        order["address"] = {name: address[name] for name in ADDRESS}

    def modify_user_address(self, user_id: str, **address: str) -> None:
        """Change a user's default address."""
        if user_id not in self.users:
            raise Refused(f"no user {user_id}")
        self.users[user_id]["address"] = {name: address[name] for name in ADDRESS}

    def modify_pending_order_payment(self, order_id: str, payment_method_id: str) -> None:
        """Pay the whole by another method and give the first its money back."""
        order = self._order(order_id, PENDING, MODIFIED)
        method = self._method(order, payment_method_id)
        if len(order["payment_history"]) != 1:
            raise Refused(f"{order_id} was not paid in one")
        first = order["payment_history"][0]
        if first["payment_method_id"] == payment_method_id:
            raise Refused(f"{order_id} is paid with {payment_method_id} already")
        if method["source"] == "gift_card" and method["balance"] < first["amount"]:
            raise Refused(f"{payment_method_id} does not cover {first['amount']}")
        self._credit(order, payment_method_id, -first["amount"])
        self._credit(order, first["payment_method_id"], first["amount"])
        order["payment_history"] += [
            {**first, "payment_method_id": payment_method_id},
            {**first, "transaction_type": "refund"},
        ]

    def modify_pending_order_items(
        self,
        order_id: str,
        item_ids: Sequence[str],
        new_item_ids: Sequence[str],
        payment_method_id: str,
    ) -> None:
        """Put other variants of the same products into an order, and settle the difference."""
        order = self._order(order_id, PENDING)
        if any(old == new for old, new in zip(item_ids, new_item_ids, strict=False)):
            raise Refused("the new variant is the old one")
        difference = self._difference(order, item_ids, new_item_ids)
        self._check_covers(order, payment_method_id, difference)
        lines = _lines_for(order, item_ids)
        for line, new in zip(lines, new_item_ids, strict=True):
            variant = self._variant(line, new)
            line.update(item_id=new, price=variant["price"], options=variant["options"])
        paid = {
            "transaction_type": "payment" if difference > 0 else "refund",
            "amount": abs(difference),
            "payment_method_id": payment_method_id,
        }
        order["payment_history"].append(paid)
        self._credit(order, payment_method_id, -difference)
        order["status"] = MODIFIED

    def return_delivered_order_items(
        self, order_id: str, item_ids: Sequence[str], payment_method_id: str
    ) -> None:
        """Ask to return; the money comes later, to what paid or to a gift card."""
        order = self._order(order_id, "delivered")
        method = self._method(order, payment_method_id)
        paid_with = order["payment_history"][0]["payment_method_id"]
        if method["source"] != "gift_card" and payment_method_id != paid_with:
            raise Refused(f"{payment_method_id} is neither a gift card nor what paid")
        _check_has(order, item_ids)
        order.update(
            status="return requested",
            return_items=sorted(item_ids),
            return_payment_method_id=payment_method_id,
        )

    def exchange_delivered_order_items(
        self,
        order_id: str,
        item_ids: Sequence[str],
        new_item_ids: Sequence[str],
        payment_method_id: str,
    ) -> None:
        """Ask to exchange; the difference is settled later, by the method named now."""
        order = self._order(order_id, "delivered")
        difference = self._difference(order, item_ids, new_item_ids)
        self._check_covers(order, payment_method_id, difference)
        order.update(
            status="exchange requested",
            exchange_items=sorted(item_ids),
            exchange_new_items=sorted(new_item_ids),
            exchange_payment_method_id=payment_method_id,
            exchange_price_difference=difference,
        )

    def _order(self, order_id: str, *statuses: str) -> Json:
        order: Json | None = self.orders.get(order_id)
        if order is None:
            raise Refused(f"no order {order_id}")
        if order["status"] not in statuses:
            raise Refused(f"{order_id} is {order['status']}")
        return order

    def _method(self, order: Json, payment_method_id: str) -> Json:
        methods: Json = self.users[order["user_id"]]["payment_methods"]
        if payment_method_id not in methods:
            raise Refused(f"{payment_method_id} is not of {order['user_id']}")
        method: Json = methods[payment_method_id]
        return method

    def _variant(self, line: Json, item_id: str) -> Json:
        variants: Json = self.products[line["product_id"]]["variants"]
        if item_id not in variants:
            raise Refused(f"{item_id} is no variant of {line['name']}")
        variant: Json = variants[item_id]
        return variant

    def _difference(self, order: Json, old_ids: Sequence[str], new_ids: Sequence[str]) -> int:
        """What the new variants cost more than the old ones."""
        _check_has(order, old_ids)
        if len(old_ids) != len(new_ids):
            raise Refused("as many new variants as old ones are needed")
        difference = 0
        for line, new in zip(_lines_for(order, old_ids), new_ids, strict=True):
            variant = self._variant(line, new)
            if not variant["available"]:
                raise Refused(f"{new} is not available")
            difference += variant["price"] - line["price"]
        return difference

    def _check_covers(self, order: Json, payment_method_id: str, amount: int) -> None:
        method = self._method(order, payment_method_id)
        if method["source"] == "gift_card" and method["balance"] < amount:
            raise Refused(f"{payment_method_id} does not cover {amount}")

    def _credit(self, order: Json, payment_method_id: str, amount: int) -> None:
        """Add to a gift card's balance; other methods keep none."""
        method = self._method(order, payment_method_id)
        if method["source"] == "gift_card":
            method["balance"] += amount


WRITES = {
    "cancel_pending_order": Oracle.cancel_pending_order,
    "exchange_delivered_order_items": Oracle.exchange_delivered_order_items,
    "modify_pending_order_address": Oracle.modify_pending_order_address,
    "modify_pending_order_items": Oracle.modify_pending_order_items,
    "modify_pending_order_payment": Oracle.modify_pending_order_payment,
    "modify_user_address": Oracle.modify_user_address,
    "return_delivered_order_items": Oracle.return_delivered_order_items,
}


def _check_has(order: Json, item_ids: Sequence[str]) -> None:
    if more := Counter(item_ids) - Counter(item["item_id"] for item in order["items"]):
        raise Refused(f"{next(iter(more))} is not in the order, or not so often")


def _lines_for(order: Json, item_ids: Sequence[str]) -> list[Json]:
    """A line of its own for each id, chosen before any is changed."""
    left = list(order["items"])
    found = []
    for item_id in item_ids:
        at = next(number for number, line in enumerate(left) if line["item_id"] == item_id)
        found.append(left.pop(at))
    return found


def _cents(told: str) -> int:
    """Every number of the file is dollars; a fraction of a cent would be one of its faults."""
    cents = Decimal(told) * 100
    if cents != int(cents):
        raise ValueError(f"{told} is no whole number of cents")
    return int(cents)
