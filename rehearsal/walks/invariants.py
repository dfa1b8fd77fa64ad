"""What must hold at every turn of a talk, whatever is talked about."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Turn = Mapping[str, Any]
_MONEY = re.compile(r"(?:₹|\$|€|£|Rs\.? ?)\s?(\d[\d,]*(?:\.\d{1,2})?)")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d{1,2})?")
_ORDER = re.compile(r"\bO-\w{4,}\b")
_LISTED = re.compile(r"^\s*\d+\. (.+?) \u2013 ", re.MULTILINE)
_RULE_NAME = re.compile(r"[\[(]\s*[a-z]+\.[a-z_]+\s*[\])]")
_QUOTED = re.compile(r"\u201c[^\u201d]*\u201d|\(From our page.*?\)")
_COMMIT = "commit_"


@dataclass
class Known:
    """All that a talk's tool results, carts and quotes have told so far.

    Attributes:
        names: every product's name, to be found in replies.
        texts: all results as one text; amounts: money in minor units.
    """

    names: frozenset[str]
    texts: list[str] = field(default_factory=list)
    amounts: set[int] = field(default_factory=set)

    def take(self, turn: Turn) -> None:
        """Learn what a turn brought, and what she said herself."""
        told = [tool["result"] for tool in turn["tools"]]
        told += [turn["cart"], turn["confirm"], turn["order"], turn["products"]]
        self.texts.append(json.dumps(told, ensure_ascii=False))
        self.amounts.update(_amounts(told))
        for said in _NUMBER.findall(turn["message"]):
            self.amounts.add(_minor(said))

    def has(self, text: str) -> bool:
        """Whether a text stands in something that was told."""
        quoted = json.dumps(text, ensure_ascii=False)[1:-1]
        return any(quoted in told for told in self.texts)


def broken_by(turn: Turn, known: Known, *, cart: Mapping[str, int], may_commit: bool) -> list[str]:
    """What a turn broke of that which always holds, in words; it was taken by `known` before.

    Args:
        turn: as the JSON channel writes it.
        known: what was told so far, with this turn.
        cart: the units by SKU that she asked for and did not take back.
        may_commit: whether she said yes to what waited for it.
    """
    return [
        *_in_trouble(turn),
        *_cart_differs(turn, cart),
        *_invented(turn["reply"], known),
        *_committed(turn, may_commit=may_commit),
        *_badly_put(turn["reply"]),
    ]


def repeated_question(reply: str, before: str) -> bool:
    """Whether a reply asks again, word by word, what the reply before asked."""
    asked = _questions(reply)
    return bool(asked) and asked[-1] in _questions(before)


def _in_trouble(turn: Turn) -> Iterator[str]:
    if turn["error"]:
        yield f"the turn failed: {turn['error']}"
    if not turn["reply"].strip():
        yield "nothing was said"


def _cart_differs(turn: Turn, cart: Mapping[str, int]) -> Iterator[str]:
    held = {line["sku"]: line["quantity"] for line in turn["cart"]["lines"]}
    if held != dict(cart):
        yield f"the cart is {held}, and she asked for {dict(cart)}"


def _invented(reply: str, known: Known) -> Iterator[str]:
    for figure in _MONEY.findall(reply):
        if _minor(figure) not in known.amounts:
            yield f"the amount {figure} stands in no result"
    for name in known.names:
        if name in reply and not known.has(name):
            yield f"{name} stands in no result"
    for name in _LISTED.findall(reply):
        if not known.has(name.removesuffix("...")):
            yield f"the listed {name!r} stands in no result"
    for order in _ORDER.findall(reply):
        if not known.has(order):
            yield f"order {order} stands in no result"


def _committed(turn: Turn, *, may_commit: bool) -> Iterator[str]:
    made = [tool["name"] for tool in turn["tools"] if tool["name"].startswith(_COMMIT)]
    if made and not may_commit:
        yield f"{made[0]} was called without her yes"


def _badly_put(reply: str) -> Iterator[str]:
    if found := _RULE_NAME.search(reply):
        yield f"the rule's name {found[0]} reaches her"
    if len(_questions(reply)) > 1:
        yield f"it asks {len(_questions(reply))} questions at once"


def _questions(reply: str) -> list[str]:
    """The questions of a reply, less those that are quoted from a page."""
    plain = _QUOTED.sub("", reply)
    return [found.strip() for found in re.findall(r"[^.?!\n]*\?", plain)]


def _amounts(told: Any) -> Iterator[int]:
    """Money in what was told: as amounts, and as figures in sentences."""
    if isinstance(told, Mapping):
        if isinstance(told.get("amount"), int):
            yield told["amount"]
        for part in told.values():
            yield from _amounts(part)
    elif isinstance(told, list):
        for part in told:
            yield from _amounts(part)
    elif isinstance(told, str):
        yield from (_minor(figure) for figure in _MONEY.findall(told))


def _minor(figure: str) -> int:
    return round(float(figure.replace(",", "")) * 100)
