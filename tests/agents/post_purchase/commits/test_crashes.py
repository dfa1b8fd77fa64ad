"""A process that dies at any step of any commit, before or after the step had its effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.orders import ASHA, CARD, SECOND_CARD, SERVICE, charged, order_body

ADDRESS = {"line1": "9, MG Road", "city": "Bengaluru", "postcode": "560001"}
HOME = {
    "name": "Asha Rao",
    "line1": "14, 3rd Cross",
    "line2": None,
    "city": "Bengaluru",
    "state": None,
    "postcode": "560038",
    "country": "IN",
}


class Killed(BaseException):
    """The end of the process, as far as the agent can tell."""


def quote_items(shop: Shop, new_sku: str = "LS-1-L") -> str:
    swaps = [{"sku": "LS-1", "newSku": new_sku}]
    body = {"orderId": "O-1", "swaps": swaps, "tenderId": CARD}
    found: str = shop.call("quoteItemChange", body)["quote"]["quoteId"]
    return found


def quote_payment(shop: Shop) -> str:
    body = {"orderId": "O-1", "tenderId": SECOND_CARD}
    found: str = shop.call("quotePaymentChange", body)["quote"]["quoteId"]
    return found


def quote_address(shop: Shop) -> str:
    body = {"orderId": "O-1", "address": ADDRESS}
    found: str = shop.call("quoteAddressChange", body)["quote"]["quoteId"]
    return found


def quote_exchange(shop: Shop, new_sku: str = "LS-1-L") -> str:
    swaps = [{"sku": "LS-1", "newSku": new_sku}]
    body = {"orderId": "O-1", "swaps": swaps, "tenderId": CARD}
    found: str = shop.call("quoteExchange", body)["quote"]["quoteId"]
    return found


def confirmed(shop: Shop) -> None:
    shop.place(Status.CONFIRMED, {**order_body(), "address": HOME})


def delivered(shop: Shop) -> None:
    shop.place(Status.DELIVERED, {**order_body(), "address": HOME})


Quote = Callable[[Shop], str]
CASES: list[tuple[str, str, Quote, list[str]]] = [
    (
        "item_change",
        "commitOrderChange",
        quote_items,
        ["placeHold", "chargeOrder", "commitHold", "changeShipments", "restock"],
    ),
    (
        "cheaper_items",
        "commitOrderChange",
        lambda shop: quote_items(shop, "LS-1-S"),
        ["placeHold", "commitHold", "changeShipments", "refundPayment", "restock"],
    ),
    ("payment_change", "commitOrderChange", quote_payment, ["chargeOrder", "refundPayment"]),
    ("address_change", "commitOrderChange", quote_address, ["changeShipments"]),
    ("exchange", "commitExchange", quote_exchange, ["placeHold", "chargeOrder", "commitHold"]),
]
POINTS = [
    (operation, quote, step, is_done)
    for _, operation, quote, steps in CASES
    for step in steps
    for is_done in (False, True)
]


def kill_at(shop: Shop, step: str, *, is_done: bool) -> tuple[Any, Any]:
    """Let the process die in a call of a step, with or without its effect."""
    target = next(name for name in shop.peers.answers if name[1] == step)
    answer = shop.peers.answers[target]

    def die(request: dict[str, Any]) -> Any:
        if is_done and callable(answer):
            answer(request)
        raise Killed

    shop.peers.answers[target] = die
    return target, answer


@pytest.mark.parametrize(("operation", "quote", "step", "is_done"), POINTS)
def test_a_crash_is_finished_by_the_sweep_with_one_effect(
    shop: Shop, operation: str, quote: Quote, step: str, is_done: bool
) -> None:
    (delivered if operation == "commitExchange" else confirmed)(shop)
    body = {"quoteId": quote(shop)}
    target, answer = kill_at(shop, step, is_done=is_done)
    with pytest.raises(Killed):
        shop.call(operation, body)
    shop.peers.answers[target] = answer
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    reply = shop.call(operation, body)
    assert reply["status"] in ("changed", "exchange_opened")
    calls = [(name, str(request)) for _, name, request in shop.peers.calls]
    for name in ("placeHold", "chargeOrder", "changeShipments", "restock", "refundPayment"):
        assert len({request for called, request in calls if called == name}) <= 1, name
    before = len(shop.peers.calls)
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    assert shop.call(operation, body) == reply
    assert len(shop.peers.calls) == before


RECEIPTS = [
    (new, step, is_done)
    for new, steps in (
        ("LS-1-L", ["captureCharge", "createShipment", "restock"]),
        ("LS-1-S", ["refundPayment", "createShipment", "restock", "reversePoints"]),
    )
    for step in steps
    for is_done in (False, True)
]


@pytest.mark.parametrize(("new_sku", "step", "is_done"), RECEIPTS)
def test_a_crash_at_a_receipt_is_finished_by_the_sweep(
    shop: Shop, new_sku: str, step: str, is_done: bool
) -> None:
    delivered(shop)
    done = shop.call("commitExchange", {"quoteId": quote_exchange(shop, new_sku)})
    how: dict[str, Any] = {"service": SERVICE, "path": {"rmaId": done["exchange"]["rmaId"]}}
    target, answer = kill_at(shop, step, is_done=is_done)
    with pytest.raises(Killed):
        shop.call("receiveReturn", {"accepted": True}, **how)
    shop.peers.answers[target] = answer
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    assert shop.order()["status"] == "exchanged"
    assert shop.call("receiveReturn", {"accepted": True}, **how)["status"] == "completed"
    calls = [(name, str(request)) for _, name, request in shop.peers.calls]
    for name in ("captureCharge", "createShipment", "restock", "refundPayment"):
        assert len({request for called, request in calls if called == name}) <= 1, name


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("step", ["refundPayment", "restock", "reversePoints"])
def test_a_crash_at_a_returns_receipt_is_finished(shop: Shop, step: str, is_done: bool) -> None:
    delivered(shop)
    body = {"orderId": "O-1", "lines": [{"sku": "LS-1"}], "reason": "torn"}
    quote_id = shop.call("quoteReturn", body)["quote"]["quoteId"]
    rma_id = shop.call("commitReturn", {"quoteId": quote_id})["rma"]["rmaId"]
    target, answer = kill_at(shop, step, is_done=is_done)
    with pytest.raises(Killed):
        shop.call("receiveReturn", {"accepted": True}, service=SERVICE, path={"rmaId": rma_id})
    shop.peers.answers[target] = answer
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    order = shop.order()
    assert (order["status"], order["refunded"]) == ("returned", order["total"])
    assert len({str(request) for request in shop.called("refundPayment")}) == 1


def test_a_hold_that_expired_while_the_process_was_gone_is_placed_anew(shop: Shop) -> None:
    confirmed(shop)
    body = {"quoteId": quote_items(shop)}
    target, answer = kill_at(shop, "commitHold", is_done=False)
    with pytest.raises(Killed):
        shop.call("commitOrderChange", body)
    assert callable(answer)
    shop.peers.answers[target] = lambda request: (
        answer(request)
        if request["holdId"].endswith("-again")
        else {"status": "expired", "allocations": [], **request}
    )
    shop.clock.now += timedelta(hours=1)
    shop.tidy()
    assert shop.call("commitOrderChange", body)["status"] == "changed"
    assert len(shop.called("chargeOrder")) == 1


def test_goods_sold_while_the_process_was_gone_give_the_money_back(shop: Shop) -> None:
    confirmed(shop)
    body = {"quoteId": quote_items(shop)}
    target, _ = kill_at(shop, "chargeOrder", is_done=True)
    with pytest.raises(Killed):
        shop.call("commitOrderChange", body)
    shop.peers.answers[target] = charged
    shop.peers.answers["inventory", "commitHold"] = lambda r: {
        "status": "expired",
        "allocations": [],
        **r,
    }
    shop.peers.answers["inventory", "placeHold"] = lambda r: {
        "status": "out_of_stock",
        "holdId": r["holdId"],
        "expiresAt": None,
        "allocations": [],
        "shortages": [{"sku": "LS-1-L", "wanted": 1, "available": 0}],
    }
    shop.peers.answers["payment", "voidCharge"] = lambda r: {"status": "captured", **r}
    shop.clock.now += timedelta(hours=1)
    shop.tidy()
    reply = shop.call("commitOrderChange", body)
    assert reply["status"] == "quote_changed"
    charges, back = shop.called("chargeOrder"), shop.called("refundPayment")
    assert {each["reference"] for each in charges} == {body["quoteId"]}
    assert [each["amount"] for each in back] == [charges[0]["amount"]]
    assert shop.order()["lines"][0]["sku"] == "LS-1"


def test_an_undoing_that_was_cut_off_is_finished(shop: Shop) -> None:
    confirmed(shop)
    body = {"quoteId": quote_items(shop)}
    answer = {"status": "already_shipped", "shipments": []}
    shop.peers.answers["fulfillment", "changeShipments"] = answer
    release = shop.peers.answers.pop(("inventory", "releaseHold"))
    reply = shop.call("commitOrderChange", body)
    assert reply["status"] == "refused"
    assert shop.order()["canChangeItems"] is False
    shop.peers.answers["inventory", "releaseHold"] = release
    shop.clock.now += timedelta(minutes=2)
    shop.tidy()
    assert shop.order()["canChangeItems"] is True
    assert shop.call("commitOrderChange", body) == reply
    assert len(shop.called("voidCharge")) == 1


def test_a_race_of_changes_has_one_effect_and_tells_the_losers(shop: Shop) -> None:
    confirmed(shop)
    cancel = shop.quote_id()
    quotes = [("commitCancellation", cancel)] * 3
    quotes += [("commitOrderChange", quote_items(shop)), ("commitOrderChange", quote_items(shop))]
    quotes += [("commitOrderChange", quote_payment(shop))]

    def race(asked: tuple[str, str]) -> Any:
        operation, quote_id = asked
        return shop.agent.send(operation, {"quoteId": quote_id}, shopper=ASHA).get_json()

    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(race, quotes))
    won = {str(reply) for reply in replies if reply["status"] in ("canceled", "changed")}
    lost = [reply for reply in replies if reply["status"] not in ("canceled", "changed")]
    assert won
    assert all(reply["message"] and reply["policy"] for reply in lost)
    order = shop.order()
    charges = shop.called("chargeOrder")
    assert len({each["reference"] for each in charges}) == len(charges)
    if order["status"] == "canceled":
        assert len(shop.called("cancelShipments")) == 1
    assert sum(each["amount"]["amount"] for each in order["tenders"]) == order["total"]["amount"]


def test_racing_repeats_of_one_change_charge_once(shop: Shop) -> None:
    confirmed(shop)
    body = {"quoteId": quote_items(shop)}

    def race(_: int) -> Any:
        return shop.agent.send("commitOrderChange", body, shopper=ASHA).get_json()

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(race, range(8)))
    assert {reply["status"] for reply in replies} == {"changed"}
    assert len({str(reply) for reply in replies}) == 1
    assert len(shop.called("chargeOrder")) == len(shop.called("placeHold")) == 1
    assert len(shop.called("restock")) == 1
