"""Read the retail shop of the τ² benchmark: one JSON file of products, users and orders."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from contracts.currency import minor_digits
from takeover.records import (
    Address,
    Line,
    Order,
    Parcel,
    Payment,
    Problem,
    Records,
    Shopper,
    Tender,
    UnreadableShop,
)

NAME = "tau2"
CURRENCY = "USD"
"""Source: the benchmark's policy and products tell dollars and no other currency."""
PARTS = ("products", "users", "orders")
PEEKED_CHARACTERS = 4096
SHAPE = re.compile(r'﻿?\s*\{\s*"(?:products|users|orders)"\s*:\s*\{')
KINDS = {"credit_card": "card", "paypal": "paypal", "gift_card": "gift_card"}
TRANSACTIONS = {"payment": "capture", "refund": "refund"}
COUNTRIES = {"USA": "US", "UNITED STATES": "US"}
STATUSES = {"pending": "confirmed", "delivered": "delivered", "cancelled": "canceled"}
PROCESSED = "processed"
PARCEL_STATUSES = {"confirmed": "preparing"}
"""Of an order that is prepared; the parcels of any other are as far as the order."""

Json = Mapping[str, Any]
ReadT = TypeVar("ReadT")


def is_shop(path: Path) -> bool:
    """Whether a file holds a whole shop: products, users and orders, each by its id."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            if not SHAPE.match(file.read(PEEKED_CHARACTERS)):
                return False
        return all(isinstance(_parsed(path).get(part), dict) for part in PARTS)
    except (OSError, UnreadableShop):
        return False


def read_shop(path: Path) -> Records:
    """Read a shop's records; those that cannot be brought are among the problems.

    Raises:
        UnreadableShop: the file cannot be read, or one of its three parts is missing.
    """
    shop = _parsed(path)
    for part in PARTS:
        if not isinstance(shop.get(part), dict):
            raise UnreadableShop(f"{path.name} has no '{part}' by id; export the whole shop again")
    return _Reader(path.name, shop).read()


def stored_order_id(told: str) -> str:
    """An order's id as it is kept: `#w2378156` is W2378156."""
    return told.strip().lstrip("#").upper()


def cents(amount: Any) -> int:
    """An amount in dollars, in cents.

    Raises:
        ValueError: it is no amount, negative, or no whole number of cents.
    """
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise ValueError(f"{amount!r} is no amount")
    try:
        scaled = Decimal(amount).scaleb(minor_digits(CURRENCY))
        whole = int(scaled)
    except (InvalidOperation, OverflowError, ValueError):
        raise ValueError(f"{amount} is no amount") from None
    if scaled != whole:
        raise ValueError(f"{amount} is no whole number of cents")
    if whole < 0:
        raise ValueError(f"{amount} is negative")
    return whole


def _parsed(path: Path) -> Json:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableShop(f"{path} cannot be read: {error}") from error
    try:
        parsed = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise UnreadableShop(f"{path.name} is no JSON that can be read: {error}") from error
    if not isinstance(parsed, dict):
        raise UnreadableShop(f"{path.name} is no object with 'products', 'users' and 'orders'")
    return parsed


class _Reader:
    """Reads one file; a broken record costs itself and what hangs on it."""

    def __init__(self, file: str, shop: Json) -> None:
        self._shop = shop
        self._records = Records(file, CURRENCY)
        self._emails: dict[str, str] = {}

    def read(self) -> Records:
        """All records."""
        self._count_variants()
        for user_id, user in self._shop["users"].items():
            place = f"users/{user_id}"
            shopper = self._tried(place, "customer left out", partial(_shopper, user, place))
            if shopper and self._is_new(shopper):
                self._records.shoppers[shopper.customer_id] = shopper
        for order_id, order in self._shop["orders"].items():
            place = f"orders/{order_id}"
            self._tried(place, "order left out", partial(self._take_order, order, place))
        return self._records

    def _count_variants(self) -> None:
        for product in self._shop["products"].values():
            variants = product.get("variants") if isinstance(product, dict) else None
            for variant in variants.values() if isinstance(variants, dict) else ():
                has_stock = isinstance(variant, dict) and variant.get("available") is True
                self._records.in_stock += has_stock
                self._records.out_of_stock += not has_stock

    def _tried(self, place: str, action: str, read: Callable[[], ReadT]) -> ReadT | None:
        try:
            return read()
        except KeyError as error:
            self._note(place, f"{error} is missing", action)
        except ValueError as error:
            self._note(place, str(error), action)
        except (TypeError, AttributeError) as error:
            self._note(place, f"it is not made as it should be: {error}", action)
        return None

    def _is_new(self, shopper: Shopper) -> bool:
        email = shopper.email.casefold()
        if other := self._emails.get(email):
            reason = f"'{shopper.email}' is the e-mail of {other} as well"
            self._note(shopper.place, reason, "customer left out")
        elif shopper.customer_id in self._records.shoppers:
            self._note(shopper.place, "the id was there before", "customer left out")
        else:
            self._emails[email] = shopper.customer_id
            return True
        return False

    def _take_order(self, value: Json, place: str) -> None:
        user_id = _text(value, "user_id")
        shopper = self._records.shoppers.get(user_id)
        if shopper is None:
            raise ValueError(f"its customer '{user_id}' is not there")
        order = _order(value, place, shopper)
        if any(order.order_id == other.order_id for other in shopper.orders):
            raise ValueError(f"'{order.order_id}' was there before")
        for number, item in enumerate(value["items"]):
            product = self._shop["products"].get(item["product_id"], {})
            if item["item_id"] not in product.get("variants", {}):
                reason = f"'{item['item_id']}' is not among the products"
                self._note(f"{place}/items/{number}", reason, "brought as the order tells it")
        shopper.orders.append(order)

    def _note(self, place: str, reason: str, action: str) -> None:
        self._records.problems.append(Problem(self._records.file, place, reason, action))


def _shopper(user: Json, place: str) -> Shopper:
    first, last = _text(user["name"], "first_name"), _text(user["name"], "last_name")
    return Shopper(
        customer_id=_text(user, "user_id"),
        place=place,
        first_name=first,
        last_name=last,
        email=_text(user, "email"),
        address=_address(user["address"], f"{first} {last}"),
        tenders=tuple(_tender(method) for method in user["payment_methods"].values()),
    )


def _address(value: Json, name: str) -> Address:
    country = _text(value, "country").upper()
    return Address(
        name=name,
        line1=_text(value, "address1"),
        line2=_said(value, "address2"),
        city=_text(value, "city"),
        state=_said(value, "state"),
        postcode=_text(value, "zip"),
        country=COUNTRIES.get(country, country),
    )


def _tender(value: Json) -> Tender:
    source = _text(value, "source")
    if source not in KINDS:
        raise ValueError(f"'{source}' is no way to pay that is known: {', '.join(KINDS)}")
    return Tender(
        tender_id=_text(value, "id"),
        kind=KINDS[source],
        brand=_said(value, "brand"),
        last_four=_said(value, "last_four"),
        balance=cents(value["balance"]) if source == "gift_card" else None,
    )


def _order(value: Json, place: str, shopper: Shopper) -> Order:
    lines = tuple(_lines(value["items"]))
    status = _status(value)
    order = Order(
        order_id=stored_order_id(_text(value, "order_id")),
        place=place,
        status=status,
        lines=lines,
        address=_address(value["address"], f"{shopper.first_name} {shopper.last_name}"),
        payments=tuple(_payment(entry, shopper) for entry in value["payment_history"]),
        parcels=tuple(_parcels(value["fulfillments"], status, lines)),
    )
    _check_money(order)
    return order


def _status(value: Json) -> str:
    """Where an order stands; what is processed is with the carrier once it has a tracking id."""
    told = _text(value, "status")
    if told == PROCESSED:
        is_sent = any(entry.get("tracking_id") for entry in value["fulfillments"])
        return "shipped" if is_sent else "packed"
    if told not in STATUSES:
        known = ", ".join([*STATUSES, PROCESSED])
        raise ValueError(f"status '{told}' is none that can be brought: {known}")
    return STATUSES[told]


def _lines(items: Iterable[Json]) -> Iterable[Line]:
    """Lines of an order; the same variant at the same price is one line of several units."""
    quantities: Counter[tuple[str, int]] = Counter()
    firsts: dict[tuple[str, int], Json] = {}
    for item in items:
        key = (_text(item, "item_id"), cents(item["price"]))
        quantities[key] += 1
        firsts.setdefault(key, item)
    for (sku, price), item in firsts.items():
        yield Line(
            sku=sku,
            product_id=_text(item, "product_id"),
            name=_text(item, "name"),
            options={str(name): str(told) for name, told in item["options"].items()},
            quantity=quantities[(sku, price)],
            unit_price=price,
        )


def _payment(entry: Json, shopper: Shopper) -> Payment:
    told, tender_id = _text(entry, "transaction_type"), _text(entry, "payment_method_id")
    if told not in TRANSACTIONS:
        raise ValueError(f"'{told}' is no payment that is known: {', '.join(TRANSACTIONS)}")
    if not shopper.has_tender(tender_id):
        raise ValueError(f"'{tender_id}' is no way to pay of {shopper.customer_id}")
    return Payment(TRANSACTIONS[told], tender_id, cents(entry["amount"]))


def _parcels(fulfillments: Iterable[Json], status: str, lines: Iterable[Line]) -> Iterable[Parcel]:
    """Parcels as they were sent; of an open order the one that is still to be packed."""
    ordered: Counter[str] = Counter()
    for line in lines:
        ordered[line.sku] += line.quantity
    units_in: list[tuple[str | None, Counter[str]]] = []
    for entry in fulfillments:
        tracking = ", ".join(entry.get("tracking_id") or ()) or None
        units_in.append((tracking, Counter(entry["item_ids"])))
    if stray := sum((units for _, units in units_in), Counter()) - ordered:
        raise ValueError(f"'{next(iter(stray))}' was sent and not ordered")
    if status == "confirmed" and not units_in:
        units_in.append((None, ordered))
    for tracking, units in units_in:
        yield Parcel(PARCEL_STATUSES.get(status, status), tracking, dict(units))


def _check_money(order: Order) -> None:
    captured = sum(payment.amount for payment in order.payments if payment.kind == "capture")
    if captured != order.total:
        raise ValueError(f"{captured} cents were paid for goods of {order.total}")
    if order.refunded > captured:
        raise ValueError(f"{order.refunded} cents were given back of {captured}")


def _text(value: Json, name: str) -> str:
    found = value[name]
    if not isinstance(found, str) or not found.strip():
        raise ValueError(f"'{name}' is no text")
    return found.strip()


def _said(value: Json, name: str) -> str | None:
    return str(value.get(name) or "").strip() or None
