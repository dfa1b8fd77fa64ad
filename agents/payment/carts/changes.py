"""Change the session's cart: which variant is meant, whether it can be had, and the cart after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.kit.operations import Call, Reply
from agents.kit.wire import Money
from agents.payment.carts.pricing import cart_json, price_cart
from contracts.client import CallFailed

Lines = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Outcome:
    """What a change comes to; `applied` is empty when it does not hold."""

    status: str
    message: str
    applied: tuple[Reply, ...] = ()
    suggestions: tuple[str, ...] = ()
    facts: Reply = field(default_factory=dict)


def change_cart(call: Call) -> Reply:
    """Check a change against catalogue, stock and offers, and price the cart after it."""
    lines, coupons = call.body["lines"], list(call.body.get("coupons", ()))
    change = call.body["change"]
    outcome = CHANGES[change["kind"]](call, lines, change)
    after = apply_changes(lines, outcome.applied)
    codes = [row["code"] for row in outcome.applied if row["op"] == "coupon"]
    cart = cart_json(price_cart(call.peers, after, [*dict.fromkeys([*coupons, *codes])]))
    facts = {"product": None, "variant": None, "quantity": None, "available": None}
    return {
        "status": outcome.status,
        "applied": list(outcome.applied),
        **facts,
        "sizes": [],
        "colours": [],
        **outcome.facts,
        "cart": cart,
        "message": outcome.message,
        "suggestions": list(outcome.suggestions),
    }


def apply_changes(lines: Lines, changes: Sequence[Reply]) -> list[Reply]:
    """The lines after changes, one for each SKU."""
    units = {line["sku"]: line["quantity"] for line in lines}
    for change in changes:
        match change["op"]:
            case "add":
                units[change["sku"]] = units.get(change["sku"], 0) + change["quantity"]
            case "set":
                units[change["sku"]] = change["quantity"]
            case "remove":
                units.pop(change["sku"], None)
    return [{"sku": sku, "quantity": quantity} for sku, quantity in units.items()]


def _add(call: Call, lines: Lines, change: Reply) -> Outcome:
    wanted = _pick(change, "productId", "sku", "size", "colour")
    quantity = change.get("quantity", 1)
    found = call.peers.call("recommendation", "findVariant", wanted)
    if found["status"] != "found":
        return _unclear(call, found)
    variant, facts = found["variant"], _facts(found, quantity)
    in_cart = _units_of(variant["sku"], lines)
    if shortage := _shortage(call, variant["sku"], quantity, in_cart, facts):
        return shortage
    applied = {"op": "add", "sku": variant["sku"], "quantity": quantity}
    message = f"{quantity} x {_spell(facts)} added to the cart."
    return Outcome("added", message, (applied,), ("Check out", "What goes with it?"), facts)


def _update(call: Call, lines: Lines, change: Reply) -> Outcome:
    sku = change.get("sku", "")
    if not (in_cart := _units_of(sku, lines)):
        return _not_in_cart(sku)
    quantity = change.get("quantity", in_cart)
    wanted = _pick(change, "size", "colour")
    found = call.peers.call("recommendation", "findVariant", {"insteadOf": sku, **wanted})
    if found["status"] != "found":
        return _unclear(call, found)
    variant, facts = found["variant"], _facts(found, quantity)
    if shortage := _shortage(call, variant["sku"], quantity, 0, facts):
        return shortage
    applied: list[Reply] = [{"op": "set", "sku": variant["sku"], "quantity": quantity}]
    if variant["sku"] != sku:
        applied.insert(0, {"op": "remove", "sku": sku})
        applied[1]["quantity"] = min(99, quantity + _units_of(variant["sku"], lines))
    message = f"The cart now has {quantity} x {_spell(facts)}."
    return Outcome("updated", message, tuple(applied), ("Check out", "Show my cart"), facts)


def _remove(call: Call, lines: Lines, change: Reply) -> Outcome:
    sku = change.get("sku", "")
    if not (in_cart := _units_of(sku, lines)):
        return _not_in_cart(sku)
    found = call.peers.call("recommendation", "findVariant", {"sku": sku})
    facts = _facts(found, in_cart) if found["status"] == "found" else {"quantity": in_cart}
    name = _spell(facts) if found["status"] == "found" else f"'{sku}'"
    message = f"{name} taken out of the cart."
    applied = {"op": "remove", "sku": sku}
    return Outcome("removed", message, (applied,), ("Show my cart",), facts)


def _coupon(call: Call, lines: Lines, change: Reply) -> Outcome:
    code = change.get("code", "").strip().upper()
    coupons = [*call.body.get("coupons", ()), code]
    priced = price_cart(call.peers, lines, coupons)
    if not priced.offers.is_checked:
        return Outcome("rejected", "Offers cannot be checked just now; please try it again later.")
    for rejected in priced.offers.rejected:
        if rejected["code"].upper() == code:
            return Outcome("rejected", rejected["reason"], suggestions=("Any offers for me?",))
    applied = {"op": "coupon", "code": code}
    return Outcome("applied", f"Coupon {code} is on the cart.", (applied,), ("Check out",))


CHANGES = {"add": _add, "update": _update, "remove": _remove, "coupon": _coupon}


def _unclear(call: Call, found: Reply) -> Outcome:
    """No variant, or several: what exists, and what is to be asked."""
    if found["status"] == "unknown_product":
        message = "There is no such product in the catalogue."
        return Outcome("unknown_product", message, suggestions=tuple(found["suggestions"]))
    candidates = _in_stock(call, found["candidates"])
    sizes, colours = _values(candidates, "size"), _values(candidates, "colour")
    facts = {"product": _product(found), "sizes": sizes, "colours": colours}
    name = found["product"]["name"]
    if found["status"] == "no_such_variant":
        message = f"{name} is not made like that; there is {_list(sizes, colours)}."
        return Outcome("no_such_variant", message, (), _quick(sizes, colours), facts)
    asked = [trait for trait in ("size", "colour") if len(_values(found["candidates"], trait)) > 1]
    status = f"needs_{asked[0]}" if asked else "needs_option"
    message = f"Which {' and '.join(asked) or 'one'}? {name} comes in {_list(sizes, colours)}."
    return Outcome(status, message, (), _quick(sizes, colours), facts)


def _shortage(call: Call, sku: str, quantity: int, in_cart: int, facts: Reply) -> Outcome | None:
    available = _available(call, [sku]).get(sku)
    if available is None or available >= quantity + in_cart:
        return None
    facts = {**facts, "available": available}
    name = _spell(facts)
    if available == 0:
        suggestions = ("Show me something similar", "Is another size there?")
        return Outcome("out_of_stock", f"{name} is out of stock.", (), suggestions, facts)
    held = f", {in_cart} of them in your cart already" if in_cart else ""
    message = f"There are only {available} of {name}{held}."
    suggestions = (f"Make it {available}", "Show me something similar")
    return Outcome("not_enough", message, (), suggestions, facts)


def _available(call: Call, skus: Sequence[str]) -> dict[str, int]:
    """Units that can be had; empty when the stock cannot be asked: checkout will ask again."""
    try:
        stock = call.peers.call("inventory", "getStock", {"skus": list(skus)})
    except CallFailed:
        return {}
    known = {row["sku"]: row["available"] for row in stock["stock"]}
    return known | dict.fromkeys(stock["unknown"], 0)


def _in_stock(call: Call, variants: Sequence[Reply]) -> list[Reply]:
    available = _available(call, [variant["sku"] for variant in variants])
    return [v for v in variants if available.get(v["sku"], 1) > 0] or list(variants)


def _facts(found: Reply, quantity: int) -> Reply:
    variant = found["variant"]
    price: Money = variant["price"]
    shown = {
        "sku": variant["sku"],
        "name": found["product"]["name"],
        "colour": variant["colour"],
        "size": variant["size"],
        "price": price,
    }
    return {"product": _product(found), "variant": shown, "quantity": quantity}


def _product(found: Reply) -> Reply:
    return _pick(found["product"], "productId", "name", "category", "colours", "sizes")


def _pick(values: Reply, *names: str) -> Reply:
    return {name: values[name] for name in names if name in values}


def _not_in_cart(sku: str) -> Outcome:
    return Outcome("not_in_cart", f"'{sku}' is not in the cart.", suggestions=("Show my cart",))


def _units_of(sku: str, lines: Lines) -> int:
    return sum(line["quantity"] for line in lines if line["sku"] == sku)


def _values(variants: Sequence[Reply], name: str) -> list[str]:
    return list(dict.fromkeys(v[name] for v in variants if v[name]))


def _spell(facts: Reply) -> str:
    variant = facts["variant"]
    traits = ", ".join(v for v in (variant["colour"], variant["size"]) if v)
    return f"{variant['name']} ({traits})" if traits else str(variant["name"])


def _list(sizes: Sequence[str], colours: Sequence[str]) -> str:
    parts = [", ".join(colours), f"size {', '.join(sizes)}" if sizes else ""]
    return "; ".join(part for part in parts if part) or "one kind only"


def _quick(sizes: Sequence[str], colours: Sequence[str]) -> tuple[str, ...]:
    named = [f"In size {size}" for size in sizes[:4]] if len(sizes) > 1 else []
    return tuple(named or [f"In {colour}" for colour in colours[:4]])
