"""What moves money or goods, and what adds up after the power went in the middle of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from contracts.client import CallFailed
from tests.commerce.books import Read, books_at_hand
from tests.commerce.moments import COUNTING
from tests.commerce.processes import ShopProcesses
from tests.commerce.shopping import Buyer, fill_stock

SHIRT = "LS-01-BLU-M"
SMALL_RUG, LARGE_RUG = "RG-01-BLU-SML", "RG-01-BLU-LRG"
GOODS = (SHIRT, SMALL_RUG, LARGE_RUG)
PLENTY = 100000
SWEEP_AFTER_S = 200.0
ROUNDS = 2
Act = Callable[[], Any]


@dataclass(frozen=True)
class Deed:
    """Something that a shopper or the shop does; `prepare` leaves only the deed itself to do."""

    name: str
    prepare: Callable[[ShopProcesses], Act]


def checkout(shop: ShopProcesses, *tenders: str, last_four: str = "4242") -> Act:
    buyer = Buyer.member(shop, gift_card=50000, points=200)
    ways = {"card": buyer.card(last_four), "gift_card": buyer.gift_card(), "points": "points"}
    quote = buyer.quote({SHIRT: 2}, [ways[tender] for tender in tenders], ["WELCOME10"])["quote"]
    return lambda: buyer.ask("payment.commitCheckout", {"quoteId": quote["quoteId"]})


def _bought(shop: ShopProcesses, *, is_delivered: bool = False) -> tuple[Buyer, str]:
    buyer = Buyer.member(shop, gift_card=50000)
    buyer.give_gift_card(1000000)
    placed = buyer.buy({SHIRT: 3}, [buyer.gift_card(), buyer.card()])
    assert placed["status"] == "placed", placed
    if is_delivered:
        buyer.deliver(placed["orderId"])
    return buyer, placed["orderId"]


def cancellation(shop: ShopProcesses) -> Act:
    buyer, order_id = _bought(shop)
    body = {"orderId": order_id, "reason": "no longer needed"}
    quote = buyer.ask("post-purchase.quoteCancellation", body)["quote"]
    return lambda: buyer.ask("post-purchase.commitCancellation", {"quoteId": quote["quoteId"]})


def delivery(shop: ShopProcesses) -> Act:
    buyer, order_id = _bought(shop)
    return lambda: buyer.deliver(order_id)


def return_of_goods(shop: ShopProcesses) -> Act:
    buyer, order_id = _bought(shop, is_delivered=True)
    lines = [{"sku": SHIRT, "quantity": 2}]
    body = {"orderId": order_id, "lines": lines, "reason": "too small"}
    quote = buyer.ask("post-purchase.quoteReturn", body)["quote"]

    def act() -> None:
        opened = buyer.ask("post-purchase.commitReturn", {"quoteId": quote["quoteId"]})
        if rma := opened["rma"]:
            _receive(buyer, rma["rmaId"])

    return act


def swap(shop: ShopProcesses, kind: str, old: str, new: str) -> Act:
    """An exchange of delivered goods, or a change of items that are not packed."""
    is_exchange = kind == "exchange"
    buyer = Buyer.member(shop, gift_card=1000000)
    placed = buyer.buy({old: 2})
    assert placed["status"] == "placed", placed
    if is_exchange:
        buyer.deliver(placed["orderId"])
    body = {
        "orderId": placed["orderId"],
        "swaps": [{"sku": old, "newSku": new, "quantity": 1}],
        "tenderId": buyer.gift_card(),
    } | ({"reason": "does not fit"} if is_exchange else {})
    quote_by = "quoteExchange" if is_exchange else "quoteItemChange"
    quoted = buyer.ask(f"post-purchase.{quote_by}", body)
    assert quoted["status"] == "quoted", quoted
    commit = {"quoteId": quoted["quote"]["quoteId"]}

    def change_items() -> None:
        buyer.ask("post-purchase.commitOrderChange", commit)

    def exchange() -> None:
        opened = buyer.ask("post-purchase.commitExchange", commit)
        if rma := opened["exchange"]:
            _receive(buyer, rma["rmaId"])

    return exchange if is_exchange else change_items


def payment_change(shop: ShopProcesses) -> Act:
    buyer = Buyer.member(shop, gift_card=1000000)
    placed = buyer.buy({SHIRT: 1})
    body = {"orderId": placed["orderId"], "tenderId": buyer.gift_card()}
    quote = buyer.ask("post-purchase.quotePaymentChange", body)["quote"]
    return lambda: buyer.ask("post-purchase.commitOrderChange", {"quoteId": quote["quoteId"]})


def _receive(buyer: Buyer, rma_id: str) -> None:
    buyer.serve("post-purchase.receiveReturn", {"accepted": True}, path={"rmaId": rma_id})


PURCHASES = (
    Deed("checkout by card", lambda shop: checkout(shop, "card")),
    Deed("checkout by three tenders", lambda shop: checkout(shop, "points", "gift_card", "card")),
    Deed("checkout declined", lambda shop: checkout(shop, "gift_card", "card", last_four="1111")),
    Deed("cancellation", cancellation),
    Deed("delivery", delivery),
    Deed("return", return_of_goods),
)
CHANGES = (
    Deed("exchange for a dearer one", lambda shop: swap(shop, "exchange", SMALL_RUG, LARGE_RUG)),
    Deed("exchange for a cheaper one", lambda shop: swap(shop, "exchange", LARGE_RUG, SMALL_RUG)),
    Deed("dearer items", lambda shop: swap(shop, "change", SMALL_RUG, LARGE_RUG)),
    Deed("cheaper items", lambda shop: swap(shop, "change", LARGE_RUG, SMALL_RUG)),
    Deed("payment change", payment_change),
)


def cut_power_everywhere(shop: ShopProcesses, deed: Deed) -> int:
    """Do a deed again and again, the power going at each of its moments; how many there are."""
    fill_stock(shop, GOODS, PLENTY)
    with books_at_hand() as read:
        moments = _watch(shop, read, deed)
        for number, moment in enumerate(moments, start=1):
            where = f"{deed.name}, cut at moment {number} of {len(moments)} ({moment})"
            act = _cut_power(shop, deed, number)
            assert _problems(shop, read) == [], where
            with suppress(CallFailed):
                act()  # she says it again
            assert _problems(shop, read) == [], f"{where}, and said again"
    return len(moments)


def _watch(shop: ShopProcesses, read: Read, deed: Deed) -> list[str]:
    """Do it undisturbed; what is met on the way."""
    act = deed.prepare(shop)
    shop.moments.arm(COUNTING)
    act()
    moments = shop.moments.disarm()
    assert _problems(shop, read) == [], f"{deed.name}, undisturbed"
    return moments


def _cut_power(shop: ShopProcesses, deed: Deed, number: int) -> Act:
    """Do it, and kill the agent that meets the numbered moment; then start it again."""
    act = deed.prepare(shop)
    shop.moments.arm(number)
    with suppress(CallFailed):
        act()
    met = shop.moments.disarm()
    if len(met) >= number:
        shop.await_death()
    shop.start()
    return act


def _problems(shop: ShopProcesses, read: Read) -> list[str]:
    """What does not add up once the sweeps have run."""
    for _ in range(ROUNDS):
        shop.advance(SWEEP_AFTER_S)
        shop.sweep()
    with read() as books:
        counted, found = books.units(), books.problems()
    return [
        *found,
        *(f"{sku}: {counted[sku]} units of {PLENTY}" for sku in GOODS if counted[sku] != PLENTY),
    ]
