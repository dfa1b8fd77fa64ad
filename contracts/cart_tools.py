"""The tools of the cart; `tools.py` gathers them with all others."""

from typing import Any

from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime

from contracts.tool_calls import (
    Result,
    call,
    cart_of,
    given,
    shop,
    shop_tool,
    tell_deed,
    with_state,
)


@shop_tool
def add_to_cart(
    runtime: ToolRuntime,
    product_id: str | None = None,
    sku: str | None = None,
    size: str | None = None,
    colour: str | None = None,
    quantity: int = 1,
) -> Any:
    """Put units into the cart: a SKU, or a product with the size and colour the shopper named.

    Never assume a size or colour: leave it out, and the result says what to ask.
    """
    variant = given(productId=product_id, sku=sku, size=size, colour=colour)
    return _change_cart({"kind": "add", "quantity": quantity, **variant}, runtime)


@shop_tool
def update_cart(
    sku: str,
    runtime: ToolRuntime,
    quantity: int | None = None,
    size: str | None = None,
    colour: str | None = None,
) -> Any:
    """Change a line of the cart (its SKU as in show_cart): the quantity, or the size or colour."""
    change = given(quantity=quantity, size=size, colour=colour)
    return _change_cart({"kind": "update", "sku": sku, **change}, runtime)


@shop_tool
def remove_from_cart(sku: str, runtime: ToolRuntime) -> Any:
    """Take a line out of the cart (its SKU as in show_cart)."""
    return _change_cart({"kind": "remove", "sku": sku}, runtime)


@shop_tool
def show_cart(runtime: ToolRuntime) -> Result:
    """Show the cart with prices, discounts and total."""
    return {"status": "ok", "cart": call(shop, "payment.priceCart", cart_of(runtime), runtime)}


@shop_tool
def apply_coupon(code: str, runtime: ToolRuntime) -> Any:
    """Try a coupon code on the cart; it is kept when it holds."""
    return _change_cart({"kind": "coupon", "code": code.strip().upper()}, runtime)


def _change_cart(change: Result, runtime: ToolRuntime) -> Any:
    body = {**cart_of(runtime), "change": change}
    result = call(shop, "payment.changeCart", body, runtime)
    applied = result.pop("applied")
    added = [{"sku": one["sku"]} for one in applied if one["op"] == "add"]
    tell_deed(shop, "carted", added, runtime)
    return with_state(result, runtime, cart=applied) if applied else result


cart_tools: list[BaseTool] = [
    add_to_cart,
    update_cart,
    remove_from_cart,
    show_cart,
    apply_coupon,
]
