"""What nobody may do: each is refused with its reason, and nothing has changed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from contracts.client import AgentError
from contracts.contract import Operation, load_contract, load_contracts
from contracts.settings import agent_url, signing_key
from contracts.tokens import Claims, sign
from tests.commerce.books import open_books
from tests.commerce.processes import ShopProcesses, running_shop
from tests.commerce.shopping import HOME, Buyer

SMALL_RUG, LARGE_RUG = "RG-01-BLU-SML", "RG-01-BLU-LRG"
RED_RUG = "RG-01-RED-SML"
SHIRT = "LS-01-BLU-M"
QUOTE_HOLDS_S = 3600
CHANGED = (
    *("placed", "canceled", "return_opened", "exchange_opened", "changed", "thanked"),
    *("quoted", "captured", "authorized", "refunded"),
)
"""What an answer says that has done, or would do, what was asked."""


@dataclass(frozen=True)
class Scene:
    """Two shoppers, each with an order on its way and one that has arrived."""

    shop: ShopProcesses
    her: Buyer
    open_order: str
    arrived: str
    shipped: str
    other: Buyer
    others_order: str


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALES_DATA_DIR", str(folder))
        with running_shop(folder) as shop:
            yield _set(shop)


def _set(shop: ShopProcesses) -> Scene:
    her, other = Buyer.member(shop, gift_card=2000000), Buyer.member(shop, gift_card=2000000)
    orders = [her.buy({SMALL_RUG: 2})["orderId"] for _ in range(3)]
    her.deliver(orders[1])
    her.advance(orders[2], "packed")
    her.advance(orders[2], "shipped")
    others = other.buy({SMALL_RUG: 1})["orderId"]
    return Scene(shop, her, orders[0], orders[1], orders[2], other, others)


Attack = Callable[[Scene], Any]


def _quotes(order_id: str, *, swap: tuple[str, str] = (SMALL_RUG, LARGE_RUG)) -> dict[str, Any]:
    """A request for each quote that an order can have."""
    swaps = [{"sku": swap[0], "newSku": swap[1], "quantity": 1}]
    address = {**HOME, "line1": "1 Other Street"}
    lines = [{"sku": swap[0], "quantity": 1}]
    return {
        "quoteCancellation": {"orderId": order_id, "reason": "no longer needed"},
        "quoteReturn": {"orderId": order_id, "lines": lines, "reason": "too small"},
        "quoteExchange": {"orderId": order_id, "swaps": swaps, "reason": "too small"},
        "quoteAddressChange": {"orderId": order_id, "address": address},
        "quoteItemChange": {"orderId": order_id, "swaps": swaps},
        "quotePaymentChange": {"orderId": order_id, "tenderId": "points"},
    }


def _ask_quote(buyer: Buyer, operation: str, body: dict[str, Any]) -> dict[str, Any]:
    return buyer.ask(f"post-purchase.{operation}", body)


def _with_tender(scene: Scene, operation: str, order_id: str, tender: str) -> Any:
    body = _quotes(order_id)[operation] | {"tenderId": tender}
    return _ask_quote(scene.her, operation, body)


QUOTES = tuple(_quotes(""))
BEFORE_PACKING = ("quoteCancellation", "quoteItemChange", "quotePaymentChange")
SWAPS = {"quoteExchange": "arrived", "quoteItemChange": "open_order"}
COMMITS = ("commitCancellation", "commitReturn", "commitExchange", "commitOrderChange")


def _refused_quotes() -> dict[str, Attack]:
    attacks: dict[str, Attack] = {}
    for name in QUOTES:
        attacks[f"{name} of another's order"] = lambda s, n=name: _ask_quote(
            s.her, n, _quotes(s.others_order)[n]
        )
        attacks[f"{name} of no order"] = lambda s, n=name: _ask_quote(
            s.her, n, _quotes("O-NONE")[n]
        )
    for name in (*BEFORE_PACKING, "quoteAddressChange"):
        attacks[f"{name} after shipping"] = lambda s, n=name: _ask_quote(
            s.her, n, _quotes(s.shipped)[n]
        )
    for name in ("quoteReturn", "quoteExchange"):
        attacks[f"{name} before delivery"] = lambda s, n=name: _ask_quote(
            s.her, n, _quotes(s.open_order)[n]
        )
    for name, which in SWAPS.items():
        for told, swap in {
            "another product": (SMALL_RUG, SHIRT),
            "goods not in the order": (RED_RUG, LARGE_RUG),
            "an unknown variant": (SMALL_RUG, "RG-01-BLU-XXL"),
            "the same variant": (SMALL_RUG, SMALL_RUG),
        }.items():
            attacks[f"{name} to {told}"] = lambda s, n=name, w=which, p=swap: _ask_quote(
                s.her, n, _quotes(getattr(s, w), swap=p)[n]
            )
        attacks[f"{name} by another's tender"] = lambda s, n=name, w=which: _with_tender(
            s, n, getattr(s, w), s.other.gift_card()
        )
    attacks["return of goods not in the order"] = lambda s: _ask_quote(
        s.her, "quoteReturn", _quotes(s.arrived, swap=(SHIRT, SHIRT))["quoteReturn"]
    )
    attacks["return to another's gift card"] = lambda s: _with_tender(
        s, "quoteReturn", s.arrived, s.other.gift_card()
    )
    attacks["payment by another's gift card"] = lambda s: _with_tender(
        s, "quotePaymentChange", s.open_order, s.other.gift_card()
    )
    attacks["payment by points"] = lambda s: _with_tender(
        s, "quotePaymentChange", s.open_order, "points"
    )
    attacks["cancellation for a bad reason"] = lambda s: _ask_quote(
        s.her, "quoteCancellation", {"orderId": s.open_order, "reason": "the moon is full"}
    )
    attacks["checkout by another's gift card"] = lambda s: s.her.quote(
        {SHIRT: 1}, [s.other.gift_card()]
    )
    attacks["checkout by another's card"] = lambda s: s.her.quote({SHIRT: 1}, [s.other.card()])
    attacks["feedback before delivery"] = lambda s: s.her.ask(
        "post-purchase.leaveFeedback",
        {"rating": 5},
        path={"orderId": s.open_order},
        key="feedback-1",
    )
    return attacks


def _refused_commits() -> dict[str, Attack]:
    attacks: dict[str, Attack] = {
        "checkout without its quote": lambda s: s.her.ask(
            "payment.commitCheckout", {"quoteId": "Q-NONE"}
        ),
        "checkout with another's quote": lambda s: s.her.ask(
            "payment.commitCheckout",
            {"quoteId": s.other.quote({SHIRT: 1}, [s.other.card()])["quote"]["quoteId"]},
        ),
    }
    for name in COMMITS:
        attacks[f"{name} without its quote"] = lambda s, n=name: s.her.ask(
            f"post-purchase.{n}", {"quoteId": "Q-NONE"}
        )
        attacks[f"{name} with another's quote"] = lambda s, n=name: s.her.ask(
            f"post-purchase.{n}", {"quoteId": _cancellation_of(s.other, s.others_order)}
        )
    for name in COMMITS[1:]:
        attacks[f"{name} with a cancellation's quote"] = lambda s, n=name: s.her.ask(
            f"post-purchase.{n}", {"quoteId": _cancellation_of(s.her, s.open_order)}
        )
    return attacks


def _cancellation_of(buyer: Buyer, order_id: str) -> str:
    body = _quotes(order_id)["quoteCancellation"]
    return str(_ask_quote(buyer, "quoteCancellation", body)["quote"]["quoteId"])


ATTACKS = _refused_quotes() | _refused_commits()


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_refused_and_changes_nothing(scene: Scene, name: str) -> None:
    with open_books() as books:
        before = books.state()
    answer = _attempt(ATTACKS[name], scene)
    assert answer["status"] not in CHANGED, f"{name}: {answer['message']}"
    assert answer["message"]
    assert answer["suggestions"], f"{name} has no way out: {answer}"
    with open_books() as books:
        assert books.state() == before


def _attempt(attack: Attack, scene: Scene) -> dict[str, Any]:
    """The answer, or the fault in its shape."""
    try:
        answer: dict[str, Any] = attack(scene)
    except AgentError as fault:
        told = {"message": str(fault), "suggestions": list(fault.suggestions)}
        return told | {"status": fault.code if fault.status < 500 else "quoted"}
    return answer


SERVICE_ONLY = [
    (contract.agent, operation)
    for contract in load_contracts().values()
    for operation in contract.operations.values()
    if operation.access == "service"
]


@pytest.mark.parametrize(
    ("agent", "operation"), SERVICE_ONLY, ids=[operation.id for _, operation in SERVICE_ONLY]
)
def test_shopper_cannot_do_what_only_services_may(
    scene: Scene, agent: str, operation: Operation
) -> None:
    url = agent_url(load_contract(agent), scene.shop.data_dir)
    path = re.sub(r"\{\w+\}", "X", operation.path)
    token = sign(Claims(scene.her.shopper), signing_key(scene.shop.data_dir))
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "attack"}
    response = requests.request(operation.method, url + path, json={}, headers=headers, timeout=60)
    assert response.status_code == 403
    assert response.json()["code"] == "forbidden"
