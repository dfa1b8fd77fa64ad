"""Read a conversation's script and hold what was answered against what was expected."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

PLACE = re.compile(r"\{(order|\w+\[-?\d+\]\.\w+)\}")


@dataclass
class Memory:
    """What a script may refer to later: `{products[1].name}`, `{order}`, `{cart[0].sku}`."""

    products: list[dict[str, Any]] = field(default_factory=list)
    cart: list[dict[str, Any]] = field(default_factory=list)
    order: str = ""
    saved: dict[str, str] = field(default_factory=dict)

    def take(self, turn: dict[str, Any]) -> None:
        self.products = turn["products"] or self.products
        self.cart = turn["cart"]["lines"]
        if turn["order"]:
            self.order = turn["order"]["orderId"]

    def fill(self, text: str) -> str:
        return PLACE.sub(lambda match: str(self._value(match[1])), text)

    def _value(self, path: str) -> Any:
        if path == "order":
            return self.order
        name, index, key = re.fullmatch(r"(\w+)\[(-?\d+)\]\.(\w+)", path).groups()  # type: ignore[union-attr]
        return getattr(self, name)[int(index)][key]


def load_script(path: Path) -> dict[str, Any]:
    script: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return script


def check_turn(turn: dict[str, Any], expected: dict[str, Any], memory: Memory) -> list[str]:
    """What is not as expected, in words."""
    findings: list[str] = []
    for name, wanted in expected.items():
        if name in CHECKS:
            findings += CHECKS[name](turn, wanted, memory)
        elif name not in ("say", "note"):
            findings.append(f"unknown expectation {name!r}")
    if turn["error"] and "error" not in expected:
        findings.append(f"the turn failed: {turn['error']}")
    return findings


def _tools(turn: dict[str, Any], wanted: list[str], memory: Memory) -> list[str]:
    called = [tool["name"] for tool in turn["tools"]]
    return [f"{name} was not called, but {called}" for name in wanted if name not in called]


def _not_tools(turn: dict[str, Any], wanted: list[str], memory: Memory) -> list[str]:
    called = [tool["name"] for tool in turn["tools"]]
    return [f"{name} was called" for name in wanted if name in called]


def _says(turn: dict[str, Any], wanted: list[str], memory: Memory) -> list[str]:
    reply = turn["reply"].casefold()
    filled = [memory.fill(text) for text in wanted]
    return [f"the reply lacks {text!r}" for text in filled if text.casefold() not in reply]


def _says_one_of(turn: dict[str, Any], wanted: list[str], memory: Memory) -> list[str]:
    missing = [_says(turn, [text], memory) for text in wanted]
    return [] if not all(missing) else [f"the reply has none of {wanted}"]


def _says_not(turn: dict[str, Any], wanted: list[str], memory: Memory) -> list[str]:
    reply = turn["reply"].casefold()
    return [f"the reply says {text!r}" for text in wanted if memory.fill(text).casefold() in reply]


def _products(turn: dict[str, Any], wanted: dict[str, Any], memory: Memory) -> list[str]:
    shown = turn["products"]
    findings = []
    if len(shown) < wanted.get("at_least", 1):
        findings.append(f"{len(shown)} products shown")
    for product in shown:
        if product["price"]["amount"] > wanted.get("price_at_most", 10**12):
            findings.append(f"{product['name']} costs {product['price']}")
        if wanted.get("category") not in (None, product["category"]):
            findings.append(f"{product['name']} is of {product['category']}")
        for trait in ("colours", "sizes"):
            if trait in wanted and wanted[trait] not in product[trait]:
                findings.append(f"{product['name']} has {trait} {product[trait]}")
        if "brand" in wanted and product["brand"] != wanted["brand"]:
            findings.append(f"{product['name']} is of {product['brand']}")
    return findings


def _no_products(turn: dict[str, Any], wanted: bool, memory: Memory) -> list[str]:
    return [f"shown: {p['name']}" for p in turn["products"]] if wanted else []


def _cart(turn: dict[str, Any], wanted: dict[str, int], memory: Memory) -> list[str]:
    held = {line["sku"]: line["quantity"] for line in turn["cart"]["lines"]}
    filled = {memory.fill(sku): quantity for sku, quantity in wanted.items()}
    return [] if held == filled else [f"the cart is {held}, not {filled}"]


def _cart_units(turn: dict[str, Any], wanted: int, memory: Memory) -> list[str]:
    units = sum(line["quantity"] for line in turn["cart"]["lines"])
    return [] if units == wanted else [f"the cart has {units} units, not {wanted}"]


def _confirm(turn: dict[str, Any], wanted: str | None, memory: Memory) -> list[str]:
    kind = turn["confirm"] and turn["confirm"]["kind"]
    return [] if kind == wanted else [f"to confirm is {kind}, not {wanted}"]


def _order(turn: dict[str, Any], wanted: bool, memory: Memory) -> list[str]:
    return [] if bool(turn["order"]) == wanted else [f"the order is {turn['order']}"]


def _suggestions(turn: dict[str, Any], wanted: int, memory: Memory) -> list[str]:
    offered = turn["suggestions"]
    return [] if len(offered) >= wanted else [f"suggestions are {offered}"]


def _total(turn: dict[str, Any], wanted: int, memory: Memory) -> list[str]:
    amount = turn["confirm"] and turn["confirm"]["total"]["amount"]
    return [] if amount == wanted else [f"the total to confirm is {amount}, not {wanted}"]


def _tenders(turn: dict[str, Any], wanted: list[str], memory: Memory) -> list[str]:
    """The kinds of the tenders of the quote, in order; their parts make up its total."""
    quote = turn["confirm"] or {"tenders": [], "total": {"amount": 0}}
    kinds = [row["kind"] for row in quote["tenders"]]
    paid = sum(row["amount"]["amount"] for row in quote["tenders"])
    findings = [] if kinds == wanted else [f"it is paid by {kinds}, not {wanted}"]
    return findings + ([] if paid == quote["total"]["amount"] else [f"{paid} is not the total"])


def _notes(turn: dict[str, Any], wanted: list[str], memory: Memory) -> list[str]:
    notes = " ".join((turn["confirm"] or {}).get("notes", [])).casefold()
    return [f"the notes lack {text!r}" for text in wanted if text.casefold() not in notes]


def _customer(turn: dict[str, Any], wanted: str, memory: Memory) -> list[str]:
    who = turn["customer"]
    return [] if who.startswith(wanted) else [f"the shopper is {who}, not {wanted}"]


def _error(turn: dict[str, Any], wanted: str, memory: Memory) -> list[str]:
    code = turn["error"] and turn["error"]["code"]
    return [] if code == wanted else [f"the error is {code}, not {wanted}"]


def _message(turn: dict[str, Any], wanted: str, memory: Memory) -> list[str]:
    return [] if turn["message"] == wanted else [f"the message is {turn['message']!r}"]


CHECKS = {
    "tools": _tools,
    "not_tools": _not_tools,
    "says": _says,
    "says_one_of": _says_one_of,
    "says_not": _says_not,
    "products": _products,
    "no_products": _no_products,
    "cart": _cart,
    "cart_units": _cart_units,
    "confirm": _confirm,
    "order": _order,
    "suggestions": _suggestions,
    "total": _total,
    "tenders": _tenders,
    "notes": _notes,
    "customer": _customer,
    "error": _error,
    "message": _message,
}
