"""What a tool function needs: calling an agent for the shopper, faults as results, session changes.

A tool is given the conversation's `ToolRuntime`: its state (`shopper`, `cart`, `tender`,
`messages`) and its configuration (`thread_id`, `trace_id`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import signature
from typing import Annotated, Any, get_type_hints

from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, InjectedToolArg, tool
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command
from pydantic import BaseModel, Field, create_model

from contracts.client import CallFailed
from contracts.contract import ContractError
from contracts.currency import to_minor
from contracts.shop import Shop

Result = dict[str, Any]
shop = Shop.from_env()
"""The shop whose agents the tools call."""
RUNTIME = Annotated[Any, InjectedToolArg(), Field(exclude=True)]
COMMIT = "commit"
"""Tag of the tools that only a shopper's yes may call: they are never shown to a model."""
QUOTES = ("<>", "[]", "``", '""', "''")
"""What stands around an id that is quoted; on one side alone it is the id's own, as an inch is."""
DEED_KEY_LENGTH = 200
EFFECTIVE = ("canceled", "return_opened", "exchange_opened", "changed")
"""Statuses of a commit that has changed an order."""


class Refused(Exception):
    """A tool call that leads to no call of an agent: with a code, a sentence, and ways out."""

    def __init__(self, code: str, message: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.suggestions = suggestions


def shop_tool(function: Callable[..., Any]) -> BaseTool:
    """Make a tool of a function; what an agent answers with a fault becomes its result."""

    @wraps(function)
    def answer(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **{name: _named(name, held) for name, held in kwargs.items()})
        except CallFailed as failure:
            return error(failure.code, str(failure), failure.suggestions, agent=failure.agent)
        except Refused as refused:
            return error(refused.code, str(refused), refused.suggestions)
        except ContractError as broken:
            return error("contract_broken", str(broken))

    arguments = _arguments_of(function)
    if not arguments.model_fields:  # langchain hands a tool without arguments no runtime either
        return tool(answer)
    return tool(args_schema=arguments)(answer)


def _named(name: str, given: Any) -> Any:
    """An argument; ids lose the brackets or quotes that models like to put around them."""
    if isinstance(given, list) and name.endswith("_ids"):
        return [_unquoted(one) if isinstance(one, str) else one for one in given]
    is_id = isinstance(given, str) and (name == "sku" or name.endswith("_id"))
    return _unquoted(given) if is_id else given


def _unquoted(identifier: str) -> str:
    plain = identifier.strip()
    while len(plain) > 2 and (plain[0] + plain[-1]) in QUOTES:
        plain = plain[1:-1].strip()
    return plain


def _arguments_of(function: Callable[..., Any]) -> type[BaseModel]:
    """The schema of a tool's arguments; the runtime is let through unread.

    Left to itself, langchain builds two schemas for a tool with the whole runtime in both, and
    copies the runtime at each call: a tenth of the time to the first answer.
    """
    hints = get_type_hints(function, include_extras=True)
    given_by_model = [p for p in signature(function).parameters.values() if p.name != "runtime"]
    fields: dict[str, Any] = {
        p.name: (hints[p.name], ... if p.default is p.empty else p.default) for p in given_by_model
    }
    return create_model(function.__name__, **fields, runtime=(RUNTIME, None))


def commit_tool(function: Callable[..., Any]) -> BaseTool:
    """Make a tool that only the shopper's yes to a shown quote may call."""
    made = shop_tool(function)
    made.tags = [COMMIT]
    return made


def order_commit(operation: str, name: str, description: str) -> BaseTool:
    """Make the commit tool of a change of an order: it takes the quote's id and nothing else."""

    def commit(quote_id: str, runtime: ToolRuntime) -> Result:
        result = call(shop, operation, {"quoteId": quote_id}, runtime)
        if result["status"] not in EFFECTIVE:
            return result
        return {**result, "orderChanged": {"orderId": result["orderId"]}}

    commit.__name__, commit.__doc__ = name, description
    return commit_tool(commit)


def call(
    shop: Shop,
    operation: str,
    body: Mapping[str, Any] | None,
    runtime: ToolRuntime,
    *,
    path: Mapping[str, str] | None = None,
) -> Result:
    """Call an operation, named `agent.operationId`, for the conversation's shopper.

    The tool call is the idempotency key, so that a repeated turn has one effect.
    """
    agent, _, operation_id = operation.partition(".")
    settings = runtime.config["configurable"]
    return shop.call(
        agent,
        operation_id,
        body,
        shopper=shopper_of(runtime),
        path=path,
        key=f"{settings['thread_id']}:{runtime.tool_call_id}",
        trace_id=settings.get("trace_id"),
    )


def tell_deed(
    shop: Shop, deed: str, what: Sequence[Mapping[str, str]], runtime: ToolRuntime
) -> None:
    """Tell what the shopper did with products, each a `productId` or a `sku`, to learn from."""
    settings = runtime.config["configurable"]
    body = {
        "key": f"{settings['thread_id']}:{runtime.tool_call_id}"[:DEED_KEY_LENGTH],
        "interactions": [{"deed": deed, **one} for one in what],
    }
    if what:
        shop.tell("recommendation", "recordInteractions", body, shopper=shopper_of(runtime))


def shopper_of(runtime: ToolRuntime) -> str:
    """The conversation's shopper, as the session knows her."""
    shopper: str = runtime.state["shopper"]["id"]
    return shopper


def cart_of(runtime: ToolRuntime) -> Result:
    """The session's cart: `lines` of SKU and quantity, and `coupons`."""
    cart = runtime.state["cart"]
    return {"lines": cart.get("lines", []), "coupons": cart.get("coupons", [])}


def transcript_of(runtime: ToolRuntime) -> list[dict[str, str]]:
    """What shopper and assistant said to each other, the last 200 messages."""
    roles = {"human": "shopper", "ai": "assistant"}
    return [
        {"role": roles[message.type], "text": str(message.text)[:4000]}
        for message in runtime.state["messages"][-200:]
        if message.type in roles and message.text
    ]


def given(**values: Any) -> Result:
    """The values that were given: no None and no empty text."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def minor_units(amount: float | None) -> int | None:
    """A price that was said, in the shop's minor units."""
    return None if amount is None else to_minor(amount, shop.currency)


def between(number: int, low: int, high: int) -> int:
    """The number, or the bound that it passes."""
    return max(low, min(number, high))


def order_number(said: str) -> str:
    """An order's id as it is kept: shoppers write "#w2378156" for W2378156."""
    return said.strip().lstrip("#").strip().upper()


def error(code: str, message: str, suggestions: Sequence[str] = (), **more: str) -> Result:
    """A fault as a result that the model can apologise for."""
    result = {"status": "error", "code": code, "message": message}
    return {**result, "suggestions": list(suggestions), **more}


def with_state(result: Result, runtime: ToolRuntime, **update: Any) -> Command[Any]:
    """A result that also changes the session's state."""
    content = json.dumps(result, ensure_ascii=False)
    message = ToolMessage(content, tool_call_id=runtime.tool_call_id)
    return Command(update={"messages": [message], **update})


def ask_to_confirm(result: Result, commit: BaseTool) -> Result:
    """Mark a quote as waiting for the shopper's yes, which calls the commit tool."""
    if result["status"] != "quoted":
        return result
    args = {"quote_id": result["quote"]["quoteId"]}
    asked = {"tool": commit.name, "args": args}
    return {**result, "status": "confirmation_required", "commit": asked}
