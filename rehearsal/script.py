"""A conversation's script: what is expected of each turn, held against what was answered."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Turn = Mapping[str, Any]
PLACE = re.compile(r"\{(order|listed\[\d+\]|\w+\[-?\d+\]\.\w+)\}")
"""What an earlier turn brought: `{products[1].name}`, `{order}`, `{cart[0].sku}`, `{listed[0]}`."""
LISTED = re.compile(r"^\d+\. (.+)$", re.MULTILINE)
"""A row of a numbered list in a reply."""
_NO_LIMIT = 10**12


class UnreadableScript(Exception):
    """A file that is no script; the text names it and says why."""


@dataclass
class Memory:
    """What a script may refer to later: what was shown or listed last, cart and last order."""

    products: list[dict[str, Any]] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    cart: list[dict[str, Any]] = field(default_factory=list)
    order: str = ""

    def take(self, turn: Turn) -> None:
        """Keep what a turn brought."""
        self.products = turn["products"] or self.products
        self.listed = LISTED.findall(turn["reply"]) or self.listed
        self.cart = turn["cart"]["lines"]
        if turn["order"]:
            self.order = turn["order"]["orderId"]

    def fill(self, text: str) -> str:
        """A text with what its places stand for."""
        return PLACE.sub(lambda match: str(self._value(match[1])), text)

    def _value(self, path: str) -> Any:
        if path == "order":
            return self.order
        name, index, key = re.split(r"[\[\].]+", path)
        found = getattr(self, name)[int(index)]
        return found[key] if key else found


def load_script(path: Path) -> dict[str, Any]:
    """Read a script's file.

    Raises:
        UnreadableScript: it is no YAML, or holds no turns.
    """
    try:
        script = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise UnreadableScript(f"{path} is not YAML: {error}") from error
    if not isinstance(script, dict) or not (script.get("turns") or script.get("shoppers")):
        raise UnreadableScript(f"{path} has neither turns nor shoppers")
    return script


def check_turn(turn: Turn, expected: Mapping[str, Any], memory: Memory) -> list[str]:
    """What is not as expected, in words."""
    findings: list[str] = []
    for name, wanted in expected.items():
        if name in CHECKS:
            findings += CHECKS[name](turn, wanted, memory)
        elif name not in ("say", "note", "channel"):
            findings.append(f"unknown expectation {name!r}")
    if turn["error"] and "error" not in expected:
        findings.append(f"the turn failed: {turn['error']}")
    return findings


def _tools(turn: Turn, wanted: Sequence[str], memory: Memory) -> list[str]:
    called = [tool["name"] for tool in turn["tools"]]
    return [f"{name} was not called, but {called}" for name in wanted if name not in called]


def _not_tools(turn: Turn, wanted: Sequence[str], memory: Memory) -> list[str]:
    called = [tool["name"] for tool in turn["tools"]]
    return [f"{name} was called" for name in wanted if name in called]


def _says(turn: Turn, wanted: Sequence[str], memory: Memory) -> list[str]:
    reply = turn["reply"].casefold()
    filled = [memory.fill(text) for text in wanted]
    return [f"the reply lacks {text!r}" for text in filled if text.casefold() not in reply]


def _says_one_of(turn: Turn, wanted: Sequence[str], memory: Memory) -> list[str]:
    missing = [_says(turn, [text], memory) for text in wanted]
    return [] if not all(missing) else [f"the reply has none of {wanted}"]


def _says_not(turn: Turn, wanted: Sequence[str], memory: Memory) -> list[str]:
    reply = turn["reply"].casefold()
    return [f"the reply says {text!r}" for text in wanted if memory.fill(text).casefold() in reply]


def _products(turn: Turn, wanted: Mapping[str, Any], memory: Memory) -> list[str]:
    shown = turn["products"]
    findings = []
    if len(shown) < wanted.get("at_least", 1):
        findings.append(f"{len(shown)} products shown")
    if len(shown) > wanted.get("at_most", len(shown)):
        findings.append(f"{len(shown)} products shown")
    for product in shown:
        findings += [f"{product['name']}: {what}" for what in _misfits(product, wanted)]
    if (order := wanted.get("order")) and shown:
        prices = [product["price"]["amount"] for product in shown]
        if prices != sorted(prices, reverse=order == "dearest first"):
            findings.append(f"the prices are {prices}, not {order}")
    return findings


def _misfits(product: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """In what a product is not as it should be."""
    price = product["price"]["amount"]
    findings = []
    most = wanted.get("price_at_most", 100 * float(wanted.get("at_most_whole", _NO_LIMIT)))
    least = wanted.get("price_at_least", 100 * float(wanted.get("at_least_whole", 0)))
    if not least <= price <= most:
        findings.append(f"costs {product['price']}")
    for trait in ("category", "brand"):
        if str(wanted.get(trait, product[trait])).lower() != str(product[trait]).lower():
            findings.append(f"is of {product[trait]}")
    for trait in ("colours", "sizes"):
        if trait in wanted and str(wanted[trait]) not in product[trait]:
            findings.append(f"has {trait} {product[trait]}")
    if wanted.get("colours_not") in product["colours"] and len(product["colours"]) == 1:
        findings.append(f"is {product['colours'][0]}")
    return findings


def _no_products(turn: Turn, wanted: bool, memory: Memory) -> list[str]:
    return [f"shown: {p['name']}" for p in turn["products"]] if wanted else []


def _cart(turn: Turn, wanted: dict[str, int], memory: Memory) -> list[str]:
    held = {line["sku"]: line["quantity"] for line in turn["cart"]["lines"]}
    filled = {memory.fill(sku): quantity for sku, quantity in wanted.items()}
    return [] if held == filled else [f"the cart is {held}, not {filled}"]


def _cart_units(turn: Turn, wanted: int, memory: Memory) -> list[str]:
    units = sum(line["quantity"] for line in turn["cart"]["lines"])
    return [] if units == wanted else [f"the cart has {units} units, not {wanted}"]


def _confirm(turn: Turn, wanted: str | None, memory: Memory) -> list[str]:
    kind = turn["confirm"] and turn["confirm"]["kind"]
    return [] if kind == wanted else [f"to confirm is {kind}, not {wanted}"]


def _order(turn: Turn, wanted: bool, memory: Memory) -> list[str]:
    return [] if bool(turn["order"]) == wanted else [f"the order is {turn['order']}"]


def _suggestions(turn: Turn, wanted: int, memory: Memory) -> list[str]:
    offered = turn["suggestions"]
    return [] if len(offered) >= wanted else [f"suggestions are {offered}"]


def _total(turn: Turn, wanted: int, memory: Memory) -> list[str]:
    amount = turn["confirm"] and turn["confirm"]["total"]["amount"]
    return [] if amount == wanted else [f"the total to confirm is {amount}, not {wanted}"]


def _tenders(turn: Turn, wanted: Sequence[str], memory: Memory) -> list[str]:
    """The kinds of the tenders of the quote, in order; their parts make up its total."""
    quote = turn["confirm"] or {"tenders": [], "total": {"amount": 0}}
    kinds = [row["kind"] for row in quote["tenders"]]
    paid = sum(row["amount"]["amount"] for row in quote["tenders"])
    findings = [] if kinds == wanted else [f"it is paid by {kinds}, not {wanted}"]
    return findings + ([] if paid == quote["total"]["amount"] else [f"{paid} is not the total"])


def _notes(turn: Turn, wanted: Sequence[str], memory: Memory) -> list[str]:
    notes = " ".join((turn["confirm"] or {}).get("notes", [])).casefold()
    return [f"the notes lack {text!r}" for text in wanted if text.casefold() not in notes]


def _customer(turn: Turn, wanted: str, memory: Memory) -> list[str]:
    who = turn["customer"]
    return [] if who.startswith(wanted) else [f"the shopper is {who}, not {wanted}"]


def _error(turn: Turn, wanted: str, memory: Memory) -> list[str]:
    code = turn["error"] and turn["error"]["code"]
    return [] if code == wanted else [f"the error is {code}, not {wanted}"]


def _calls(turn: Turn, wanted: Mapping[str, Mapping[str, Any]], memory: Memory) -> list[str]:
    """Tools with arguments that must be among those they were called with."""
    findings = []
    for name, args in wanted.items():
        made = [tool["args"] for tool in turn["tools"] if tool["name"] == name]
        filled = {k: memory.fill(v) if isinstance(v, str) else v for k, v in args.items()}
        if not any(all(_alike(call.get(k), v) for k, v in filled.items()) for call in made):
            findings.append(f"{name} was not called with {filled}, but with {made}")
    return findings


def _alike(value: Any, wanted: Any) -> bool:
    return str(value).casefold() == str(wanted).casefold() or value == wanted


def _not_args(turn: Turn, wanted: Mapping[str, Sequence[str]], memory: Memory) -> list[str]:
    """Arguments that a tool must not be given: what nobody named."""
    return [
        f"{tool['name']} was called with {name} {tool['args'][name]}"
        for tool in turn["tools"]
        for name in wanted.get(tool["name"], ())
        if tool["args"].get(name) is not None
    ]


def _says_no_more_than(turn: Turn, wanted: int, memory: Memory) -> list[str]:
    words = len(turn["reply"].split())
    return [] if words <= wanted else [f"the reply has {words} words"]


def _asks(turn: Turn, wanted: bool, memory: Memory) -> list[str]:
    return [] if ("?" in turn["reply"]) == wanted else [f"a question is {not wanted}"]


def _message(turn: Turn, wanted: str, memory: Memory) -> list[str]:
    return [] if turn["message"] == wanted else [f"the message is {turn['message']!r}"]


def _refers_to(turn: Turn, wanted: int, memory: Memory) -> list[str]:
    """The place, from 1, of the product shown before that the reply is about, and of no other."""
    names = [str(product["name"]) for product in memory.products]
    if not 0 < abs(wanted) <= len(names):
        return [f"there is no product {wanted} of the {len(names)} shown before"]
    name = names[wanted - 1 if wanted > 0 else wanted]
    said = turn["reply"].replace(name, "")
    others = [other for other in names if other != name and other in said]
    missing = [] if name in turn["reply"] else [f"the reply is not about {name}"]
    return missing + [f"the reply is about {other}, too" for other in others]


def _on_channel(turn: Turn, wanted: str, memory: Memory) -> list[str]:
    return [] if turn["channel"] == wanted else [f"the channel is {turn['channel']}, not {wanted}"]


Check = Callable[[Turn, Any, Memory], list[str]]
CHECKS: Mapping[str, Check] = {
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
    "calls": _calls,
    "not_args": _not_args,
    "says_no_more_than": _says_no_more_than,
    "asks": _asks,
    "refers_to": _refers_to,
    "on_channel": _on_channel,
}
