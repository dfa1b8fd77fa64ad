"""Small tools that a model at the other end of a local server calls, and what its turns cost."""

from typing import Any

from langchain_core.messages import ToolMessage
from langchain_core.tools import tool
from langgraph.prebuilt import ToolRuntime
from langgraph.types import Command


@tool
def find_things(query: str, limit: int = 3) -> dict[str, Any]:
    """Find things."""
    return {"status": "ok", "things": [query] * limit}


@tool
def list_stores() -> dict[str, Any]:
    """List the stores."""
    return {"status": "ok", "stores": ["Indiranagar"]}


@tool
def put_in_cart(sku: str, runtime: ToolRuntime) -> Any:
    """Put a thing into the cart."""
    message = ToolMessage('{"status": "added"}', tool_call_id=runtime.tool_call_id)
    return Command(
        update={"messages": [message], "cart": [{"op": "add", "sku": sku, "quantity": 1}]}
    )


@tool
def cancel(order_id: str) -> dict[str, Any]:
    """Ask to cancel an order."""
    quote = {"quoteId": "Q-7", "kind": "thing", "orderId": order_id}
    commit = {"tool": "commit_cancel", "args": {"quote_id": "Q-7"}}
    return {"status": "confirmation_required", "quote": quote, "commit": commit}


def spent(talk, turn) -> Any:
    """What a turn's calls of the provider came to."""
    sums = talk.assistant.roster.ledger.of_turn(turn.trace)
    return sums[talk.assistant.model_name]
