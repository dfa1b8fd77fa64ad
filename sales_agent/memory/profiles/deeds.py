"""What a shopper does teaches of her: the size she put into the cart, the store she chose."""

from collections.abc import Iterator, Sequence
from typing import Any

from sales_agent.events import ToolFinished
from sales_agent.memory.profiles.traits import DID, Change, Trait


def watch(tools: Sequence[ToolFinished]) -> list[Change]:
    """What the tool calls of a turn, which she asked for, say of her."""
    found = (trait for tool in tools if isinstance(tool.result, dict) for trait in _traits(tool))
    return [Change("learn", trait) for trait in found]


def _traits(tool: ToolFinished) -> Iterator[Trait]:
    result = tool.result
    if tool.name in ("add_to_cart", "update_cart") and result.get("status") in ("added", "updated"):
        yield from _size(result)
    if tool.name == "reserve_in_store" and result.get("status") == "reserved":
        yield Trait("store", str(result["reservation"]["storeName"]), how=DID)
    quote = result.get("quote") if tool.name == "initiate_checkout" else None
    if isinstance(quote, dict) and (store := quote.get("delivery", {}).get("storeName")):
        yield Trait("store", str(store), how=DID)


def _size(result: dict[str, Any]) -> Iterator[Trait]:
    size = (result.get("variant") or {}).get("size")
    product = result.get("product") or {}
    if size and len(product.get("sizes", ())) > 1:  # where there is one size, she chose none
        yield Trait("size", str(size), about=str(product.get("category") or ""), how=DID)
