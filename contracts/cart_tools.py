"""The tools of the cart; `tools.py` gathers them with all others."""

from typing import Any

from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime

from contracts.named import asks_to_replace, unnamed_options
from contracts.talk import calls_beside, heard_in, results_of_turn
from contracts.tool_calls import (
    Result,
    call,
    cart_of,
    error,
    given,
    shop,
    shop_tool,
    tell_deed,
    with_state,
)

OPTIONS = ("size", "colour")


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
    wish = _addition(product_id, sku, size, colour, quantity)
    return _change_cart(wish, runtime)


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
    result = _checked(change, runtime)
    if failed := _failing_replacement(result, runtime) or _second_line(result, runtime):
        return failed
    if change["kind"] == "add" and result["status"] != "added":
        result = _with_restored(result, runtime)
    applied = result.pop("applied")
    added = [{"sku": one["sku"]} for one in applied if one["op"] == "add"]
    tell_deed(shop, "carted", added, runtime)
    return with_state(result, runtime, cart=applied) if applied else result


def _checked(change: Result, runtime: ToolRuntime) -> Result:
    """What a change comes to, with a question for what only the model has named."""
    result = call(shop, "payment.changeCart", {**cart_of(runtime), "change": change}, runtime)
    if unnamed := _unnamed(result, change, runtime):
        return _with_question(unnamed, result, change, runtime)
    return result


def _addition(
    product_id: str | None = None,
    sku: str | None = None,
    size: str | None = None,
    colour: str | None = None,
    quantity: int = 1,
) -> Result:
    variant = given(productId=product_id, sku=sku, size=size, colour=colour)
    return {"kind": "add", "quantity": quantity, **variant}


def _unnamed(result: Result, change: Result, runtime: ToolRuntime) -> list[str]:
    """The options that a change would choose for the shopper; more of a line is no new choice."""
    variant, product = result["variant"], result["product"]
    if result["status"] not in ("added", "updated") or not (variant and product):
        return []
    if any(line["sku"] == variant["sku"] for line in cart_of(runtime)["lines"]):
        return []
    return unnamed_options(change, variant, product, heard_in(runtime))


def _with_question(
    unnamed: list[str], chosen: Result, change: Result, runtime: ToolRuntime
) -> Result:
    """What comes of a change without what nobody named: a question, unless only one is left."""
    named = {n: chosen["variant"][n] for n in OPTIONS if n not in unnamed and chosen["variant"][n]}
    wish = {"kind": "add", "productId": chosen["product"]["productId"], **named}
    body = {**cart_of(runtime), "change": {**wish, "quantity": chosen["quantity"]}}
    asked = call(shop, "payment.changeCart", body, runtime)
    return chosen if asked["status"] == "added" and change["kind"] == "update" else asked


def _failing_replacement(removed: Result, runtime: ToolRuntime) -> Result | None:
    """Why a line stays: another variant is to take its place in the same moment, and cannot.

    An agent's check changes nothing, so it can be asked here as well as by the addition itself.
    """
    if removed["status"] != "removed" or not removed["product"]:
        return None
    for args in calls_beside("add_to_cart", runtime):
        wish = {name: args[name] for name in add_to_cart.args if name in args}
        other = _checked(_addition(**wish), runtime)
        is_variant = other["product"] and _id(other) == _id(removed)
        if is_variant and other["status"] != "added":
            message = f"{_spell(removed['variant'])} stays in the cart: {other['message']}"
            return error("kept_in_cart", message, other["suggestions"])
    return None


def _second_line(added: Result, runtime: ToolRuntime) -> Result | None:
    """Why a variant is not added: she changes a line, and would have the former one beside it."""
    if added["status"] != "added" or not asks_to_replace(heard_in(runtime)):
        return None
    held = {line["sku"] for line in cart_of(runtime)["lines"]}
    going = {args.get("sku") for args in calls_beside("remove_from_cart", runtime)}
    for line in added["cart"]["lines"]:
        is_variant = line["productId"] == _id(added) and line["sku"] != added["variant"]["sku"]
        if is_variant and line["sku"] in held - going:
            message = f"{_spell(line)} is in the cart: change that line ({line['sku']}) instead"
            return error("use_update_cart", message, ["Keep both", "Change it"])
    return None


def _with_restored(refused: Result, runtime: ToolRuntime) -> Result:
    """Put back what this turn took out to make place for a variant that cannot be had."""
    cart = cart_of(runtime)
    held = {line["sku"] for line in cart["lines"]}
    for result in results_of_turn(runtime) if refused["product"] else ():
        if result.get("status") != "removed" or not result.get("variant"):
            continue
        line = {"sku": result["variant"]["sku"], "quantity": result["quantity"]}
        if _id(result) == _id(refused) and line["sku"] not in held:
            priced = {**cart, "lines": [*cart["lines"], line]}
            after = call(shop, "payment.priceCart", priced, runtime)
            message = f"{refused['message']} {_spell(result['variant'])} is back in the cart."
            restored = {"applied": [{"op": "set", **line}], "cart": after, "message": message}
            return {**refused, **restored}
    return refused


def _id(result: Result) -> str:
    return str(result["product"]["productId"])


def _spell(variant: Result) -> str:
    options = ", ".join(variant[name] for name in OPTIONS if variant[name])
    return f"{variant['name']} ({options})" if options else str(variant["name"])


cart_tools: list[BaseTool] = [
    add_to_cart,
    update_cart,
    remove_from_cart,
    show_cart,
    apply_coupon,
]
