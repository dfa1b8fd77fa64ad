"""A shop of small tools that remember what reached them."""

from typing import Any

from langchain_core.messages import ToolMessage
from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command

from sales_agent.graph import COMMIT
from sales_agent.shop.desk import Desk

QUOTE = {
    "quoteId": "Q-1",
    "kind": "cancellation",
    "orderId": "O-5001",
    "refund": {"amount": 99900, "currency": "INR"},
    "refundTo": "card ending 4242",
}


@tool
def find_things(query: str) -> dict[str, Any]:
    """Find things."""
    return {"status": "ok", "products": [{"productId": "P-1", "name": f"A {query}", "price": 1}]}


@tool
def put_in_cart(sku: str, runtime: ToolRuntime) -> Any:
    """Put a thing into the cart."""
    message = ToolMessage('{"status": "added"}', tool_call_id=runtime.tool_call_id)
    change = {"op": "add", "sku": sku, "quantity": 1}
    return Command(update={"messages": [message], "cart": [change]})


@tool
def count_things() -> dict[str, Any]:
    """Answer with the names that channels know, and other things in them."""
    return {"products": 70, "cart": "full", "order": None, "suggestions": None, "ticketId": ""}


@tool
def break_down() -> str:
    """Raise."""
    raise ValueError("a secret that no model should read")


@tool
def cancel(order_id: str) -> dict[str, Any]:
    """Ask to cancel."""
    commit = {"tool": "commit_cancel", "args": {"quote_id": f"Q-{order_id}"}}
    return {
        "status": "confirmation_required",
        "quote": {**QUOTE, "orderId": order_id},
        "commit": commit,
    }


@tool
def identify(customer_id: str, runtime: ToolRuntime) -> Any:
    """Find out who the shopper is."""
    message = ToolMessage('{"status": "identified"}', tool_call_id=runtime.tool_call_id)
    shopper = {"id": customer_id, "name": "Ananya", "isSignedIn": True}
    return Command(update={"messages": [message], "shopper": shopper})


class Shop:
    """A desk and a commit tool that remember what reached them."""

    def __init__(self) -> None:
        self.committed: list[str] = []
        self.is_down = False

    def price_cart(self, cart: dict[str, Any], shopper: str) -> dict[str, Any]:
        if self.is_down:
            raise ConnectionError
        inr = {"amount": 0, "currency": "INR"}
        lines = [{**line, "name": "Thing", "unitPrice": inr} for line in cart["lines"]]
        return {"lines": lines, "total": inr}

    def change_cart(
        self, cart: dict[str, Any], change: dict[str, Any], shopper: str
    ) -> dict[str, Any]:
        applied = {"op": "add", "sku": change["sku"], "quantity": change["quantity"]}
        return {"status": "added", "applied": [applied], "cart": cart, "suggestions": []}

    def commit_tool(self) -> Any:
        @tool
        def commit_cancel(quote_id: str) -> dict[str, Any]:
            """Cancel."""
            self.committed.append(quote_id)
            order = {"orderId": quote_id.removeprefix("Q-")}
            return {"status": "canceled", "message": "It is canceled.", "orderChanged": order}

        commit_cancel.tags = [COMMIT]
        return commit_cancel

    def desk(self) -> Desk:
        return Desk(
            price_cart=self.price_cart,
            tokenize_card=lambda number, shopper: {},
            identify=lambda named, shopper: {},
            list_orders=lambda shopper: [],
            find_by_photo=lambda picture, shopper: {"status": "not_ready", "products": []},
            erase_interactions=lambda shopper: 0,
            change_cart=self.change_cart,
            failures=(ConnectionError,),
        )


def call(name: str, **args: Any) -> dict[str, Any]:
    return {"name": name, "args": args}


def kinds(events: list[Any]) -> list[type]:
    return list(dict.fromkeys(type(event) for event in events))
