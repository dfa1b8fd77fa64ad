"""What a conversation holds between turns: plain dicts, lists and messages."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph.message import add_messages

from sales_agent.answers.stopping import Stopped, never
from sales_agent.models.calls import UNWATCHED, Watch
from sales_agent.shop.photo import Photo
from sales_agent.threads.facts import Facts, keep_facts

Cart = dict[str, Any]
"""`lines` (SKU and quantity, never a price) and `coupons`; empty at first."""
CartChange = dict[str, Any]
"""`op` is add, set, remove, coupon or clear; with `sku`, `quantity` or `code`."""


def change_cart(cart: Cart, changes: Sequence[CartChange]) -> Cart:
    """Apply changes in order; tools say what changes, so that two at once both hold."""
    quantities = {line["sku"]: line["quantity"] for line in cart.get("lines", [])}
    coupons = list(cart.get("coupons", []))
    for change in changes:
        match change["op"]:
            case "add":
                sku = change["sku"]
                quantities[sku] = quantities.get(sku, 0) + change["quantity"]
            case "set":
                quantities[change["sku"]] = change["quantity"]
            case "remove":
                quantities.pop(change["sku"], None)
            case "coupon":
                coupons = [*dict.fromkeys([*coupons, change["code"]])]
            case "clear":
                quantities, coupons = {}, []
    lines = [{"sku": sku, "quantity": number} for sku, number in quantities.items()]
    return {"lines": lines, "coupons": coupons}


def difference_of_carts(before: Cart, after: Cart) -> list[CartChange]:
    """The changes that lead from one cart to another; what is more is added, not set."""
    had = {line["sku"]: line["quantity"] for line in before.get("lines", [])}
    has = {line["sku"]: line["quantity"] for line in after.get("lines", [])}
    changes: list[CartChange] = []
    for sku in dict.fromkeys([*had, *has]):
        more = has.get(sku, 0) - had.get(sku, 0)
        if sku not in has:
            changes.append({"op": "remove", "sku": sku})
        elif more > 0:
            changes.append({"op": "add", "sku": sku, "quantity": more})
        elif more:
            changes.append({"op": "set", "sku": sku, "quantity": has[sku]})
    new = [code for code in after.get("coupons", []) if code not in before.get("coupons", [])]
    return [*changes, *({"op": "coupon", "code": code} for code in new)]


class State(TypedDict):
    """A conversation's state, as it is stored."""

    messages: Annotated[list[AnyMessage], add_messages]
    shopper: dict[str, Any]
    """`id`, `name` and `isSignedIn`, as the session knows them."""
    cart: Annotated[Cart, change_cart]
    pending: list[dict[str, Any]]
    """Quotes that wait for the shopper's yes, each with the tool call that commits it."""
    tender: dict[str, Any] | None
    """The card to pay with: `token`, `lastFour` and `brand`."""
    turn: int
    facts: Annotated[Facts, keep_facts]
    """What the window no longer shows and must be known: asked first, bought, refused."""


CONTEXT = "turn_context"
"""Where a run's configuration holds its `TurnContext`.

LangGraph's own runtime context would do, but pydantic warns of it at each call of a tool that
takes a plain `ToolRuntime`.
"""


@dataclass(frozen=True)
class TurnContext:
    """What a turn knows beside the state, and what is not stored with it.

    Attributes:
        channel: Where the shopper's words came from.
        at: When the turn began, aware.
        known: What is known of the shopper for longer than a conversation, and what her words of
            this turn changed in that: `profile`, `noted`, `rest`, `isRemark`, as a visit tells it.
        looks_at: The product that she has before her, as `looking.looked_at` tells it.
        stopped: Whether she wants to hear no more of the answer.
        watch: Watches over the calls of models.
        photo: The picture that came with her words, and what was found by it.
        started: When the turn began, by `time.monotonic`, for what it may spend.
    """

    channel: str
    at: datetime
    known: dict[str, Any] = field(default_factory=dict)
    looks_at: dict[str, Any] = field(default_factory=dict)
    stopped: Stopped = never
    watch: Watch = UNWATCHED
    photo: Photo | None = None
    started: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        """The present moment, aware: when the turn began and what has passed since."""
        return self.at + timedelta(seconds=time.monotonic() - self.started)


def context_of(config: RunnableConfig) -> TurnContext:
    """The context of the turn that a node runs in."""
    context: TurnContext = config["configurable"][CONTEXT]
    return context
