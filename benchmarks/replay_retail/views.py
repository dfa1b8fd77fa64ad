"""One shopper's records in a form in which the oracle's and the agents' can be compared."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from benchmarks.replay_retail.oracle import MODIFIED, Oracle
from contracts.shop import Shop

Json = dict[str, Any]
STATUSES = {
    "pending": "confirmed",
    MODIFIED: "confirmed",
    "processed": "shipped",
    "delivered": "delivered",
    "cancelled": "canceled",
    "return requested": "return_requested",
    "exchange requested": "exchange_requested",
}
"""The benchmark's words for where an order stands, and ours.

An order whose items were changed is `confirmed` with its new lines, and no longer lets them be
changed, which is compared beside its status.
"""
Money = Counter[str]
"""Cents by tender; a tender without any is left out."""


@dataclass(frozen=True)
class OrderView:
    """An order: where it stands, what is in it, where it goes, and its money by tender.

    `captured`, `refunded` and `reserved` are cents; `return_to` and `exchange_tender` the ways to
    pay that wait for the goods; `parcels` the units on their way, and `sent_to` where those go.
    """

    status: str
    can_change_items: bool
    units: Counter[tuple[str, int]]
    total: int
    address: tuple[str, ...]
    captured: Money
    refunded: Money
    reserved: Money
    returned: Counter[str] = field(default_factory=Counter)
    return_value: int = 0
    return_to: str | None = None
    given_up: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    exchange_difference: int = 0
    exchange_tender: str | None = None
    cancel_reason: str | None = None
    parcels: Counter[str] = field(default_factory=Counter)
    sent_to: frozenset[tuple[str, ...]] = frozenset()


@dataclass(frozen=True)
class ShopperView:
    """A shopper: her default address, what her gift cards hold, her orders.

    `labels` are her ways to pay in words: where money will go is told so and not by id.
    """

    address: tuple[str, ...]
    balances: Mapping[str, int]
    orders: Mapping[str, OrderView]
    labels: Mapping[str, str] = field(default_factory=dict)


def expected(shop: Oracle, user_id: str) -> ShopperView:
    """What the oracle has of a user."""
    user = shop.users[user_id]
    return ShopperView(
        address=_their_address(user["address"]),
        balances={
            method["id"]: method["balance"]
            for method in user["payment_methods"].values()
            if method["source"] == "gift_card"
        },
        orders={
            order_id.lstrip("#"): _expected_order(order)
            for order_id, order in shop.orders.items()
            if order["user_id"] == user_id
        },
    )


def found(shop: Shop, user_id: str) -> ShopperView:
    """What our agents have of a shopper."""

    def call(agent: str, operation: str, **path: str) -> Json:
        return shop.call(agent, operation, None, shopper=user_id, path=path)

    tenders = call("payment", "listTenders")["tenders"]
    default = next(a for a in call("fulfillment", "listAddresses")["addresses"] if a["isDefault"])
    orders = call("post-purchase", "listOrders")["orders"]
    return ShopperView(
        address=_our_address(default),
        balances={
            tender["tenderId"]: tender["balance"]["amount"]
            for tender in tenders
            if tender["kind"] == "gift_card"
        },
        orders={order["orderId"]: _found_order(order, call) for order in orders},
        labels={tender["tenderId"]: tender["label"] for tender in tenders},
    )


def differences(wanted: ShopperView, got: ShopperView) -> list[str]:
    """Every field that is not as it should be, in words."""
    said = _differing("", wanted, got, ("address", "balances"))
    for order_id in sorted(wanted.orders.keys() | got.orders.keys()):
        if order_id not in got.orders or order_id not in wanted.orders:
            said.append(f"{order_id} is {'missing' if order_id in wanted.orders else 'one more'}")
            continue
        names = [one.name for one in fields(OrderView)]
        right = _worded(wanted.orders[order_id], got.labels)
        said += _differing(f"{order_id} ", right, got.orders[order_id], names)
    return said


def _worded(view: OrderView, labels: Mapping[str, str]) -> OrderView:
    """An order with the ways to pay that wait for money in words."""
    return replace(
        view,
        return_to=labels.get(view.return_to or "", view.return_to),
        exchange_tender=labels.get(view.exchange_tender or "", view.exchange_tender),
    )


def _waiting(call: Callable[..., Json], order: Json) -> Mapping[str, str]:
    """Where the refunds of an order that wait for its goods will go, by what they are for."""
    refunds = call("post-purchase", "getRefunds", orderId=order["orderId"])["refunds"]
    return {one["reason"]: one["to"] for one in refunds if one["status"] == "waiting_for_goods"}


def _differing(of: str, wanted: Any, got: Any, names: Iterable[str]) -> list[str]:
    return [
        f"{of}{name}: {_said(getattr(got, name))} instead of {_said(getattr(wanted, name))}"
        for name in names
        if getattr(wanted, name) != getattr(got, name)
    ]


def _said(value: Any) -> str:
    return str(dict(value)) if isinstance(value, Counter) else str(value)


def _expected_order(order: Json) -> OrderView:
    is_live = order["status"] != "cancelled"
    difference = order.get("exchange_price_difference", 0)
    exchange_tender = order.get("exchange_payment_method_id") if difference else None
    returned = Counter(order.get("return_items", ()))
    prices = {item["item_id"]: item["price"] for item in order["items"]}
    return OrderView(
        status=STATUSES[order["status"]],
        can_change_items=order["status"] == "pending",
        units=Counter((item["item_id"], item["price"]) for item in order["items"]),
        total=sum(item["price"] for item in order["items"]),
        address=_their_address(order["address"]),
        captured=_moved(order, "payment"),
        refunded=_moved(order, "refund"),
        reserved=+Counter({exchange_tender: difference}) if exchange_tender else Counter(),
        returned=returned,
        return_value=sum(prices[sku] * number for sku, number in returned.items()),
        return_to=order.get("return_payment_method_id"),
        given_up=Counter(order.get("exchange_items", ())),
        wanted=Counter(order.get("exchange_new_items", ())),
        exchange_difference=difference,
        exchange_tender=exchange_tender,
        cancel_reason=order.get("cancel_reason"),
        parcels=Counter(item["item_id"] for item in order["items"] if is_live),
        sent_to=frozenset({_their_address(order["address"])} if is_live else ()),
    )


def _found_order(order: Json, call: Callable[..., Json]) -> OrderView:
    payments = call("payment", "getPayments", orderId=order["orderId"])
    parcels = call("fulfillment", "getShipments", orderId=order["orderId"])["shipments"]
    live = [parcel for parcel in parcels if parcel["status"] != "canceled"]
    waiting = _waiting(call, order) if order["returns"] or order["exchanges"] else {}
    returns, exchanges = order["returns"], order["exchanges"]
    swaps = [swap for exchange in exchanges for swap in exchange["swaps"]]
    lines = [line for one in returns for line in one["lines"]]
    difference = sum(exchange["difference"]["amount"] for exchange in exchanges)
    paid_with = next((one["tender"]["label"] for one in exchanges if one["tender"]), None)
    return OrderView(
        status=order["status"],
        can_change_items=order["canChangeItems"],
        units=_counted(
            ((ln["sku"], ln["unitPrice"]["amount"]), ln["quantity"]) for ln in order["lines"]
        ),
        total=order["total"]["amount"],
        address=_our_address(order["address"]),
        captured=_by_tender(payments, "captured"),
        refunded=_by_tender(payments, "refunded"),
        reserved=_by_tender(payments, "reserved"),
        returned=_counted((line["sku"], line["quantity"]) for line in lines),
        return_value=sum(r["refund"]["amount"] + r["returnShipping"]["amount"] for r in returns),
        return_to=waiting.get("return"),
        given_up=_counted((swap["sku"], swap["quantity"]) for swap in swaps),
        wanted=_counted((swap["newSku"], swap["quantity"]) for swap in swaps),
        exchange_difference=difference,
        exchange_tender=paid_with if difference > 0 else waiting.get("exchange"),
        cancel_reason=order["cancelReason"],
        parcels=_counted((ln["sku"], ln["quantity"]) for parcel in live for ln in parcel["lines"]),
        sent_to=frozenset(_our_address(parcel["address"]) for parcel in live),
    )


def _moved(order: Json, transaction: str) -> Money:
    return +_counted(
        (entry["payment_method_id"], entry["amount"])
        for entry in order["payment_history"]
        if entry["transaction_type"] == transaction
    )


def _by_tender(payments: Json, what: str) -> Money:
    return +_counted((one["tenderId"], one[what]["amount"]) for one in payments["tenders"])


def _counted(pairs: Iterable[tuple[Any, int]]) -> Counter[Any]:
    counted: Counter[Any] = Counter()
    for key, number in pairs:
        counted[key] += number
    return counted


def _their_address(address: Json) -> tuple[str, ...]:
    country = {"USA": "US"}.get(address["country"], address["country"])
    street = (address["address1"], address["address2"])
    return (*street, address["city"], address["state"], address["zip"], country)


def _our_address(address: Json | None) -> tuple[str, ...]:
    if address is None:
        return ()
    names = ("line1", "line2", "city", "state", "postcode", "country")
    return tuple(address[name] or "" for name in names)
