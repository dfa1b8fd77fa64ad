"""Tools that no rule was written for: reached by their description, filled from the talk."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import focus_of, latest_order_id
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.goods import which
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.toolbox import Toolbox, ToolCard
from sales_agent.models.offline.understanding.identifiers import read_postcode
from sales_agent.models.offline.understanding.tables import load_tables
from sales_agent.models.offline.understanding.text import stem
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.anything import result_words

Json = Mapping[str, Any]
_VERBS = frozenset(
    stem(word)
    for word in [
        "check",
        "get",
        "list",
        "find",
        "show",
        "look",
        "make",
        "create",
        "do",
        "see",
        "is",
        "can",
        "with",
    ]
)
_LIKELY = 2.0
"""Weight of shared words from which a message is taken to mean a tool."""


def fitting_tool(text: str, tools: Toolbox, ours: frozenset[str]) -> ToolCard | None:
    """The unknown tool whose name and description a message's words fit best, if well enough.

    Words of the shop's goods, and words that the other tools share, tell little.
    """
    said = {
        word for word in stems_of(text) if word not in load_tables().stop and word not in _VERBS
    }
    best = max(tools.unknown, key=lambda card: _fit(card, said, tools, ours), default=None)
    return best if best and _fit(best, said, tools, ours) >= _LIKELY else None


def use(wish: Wish, desk: Desk) -> Reply:
    """Call such a tool with what the talk gives; ask for what is missing."""
    card = desk.tools.cards[wish.slots.tool or ""]
    args: dict[str, Any] = {}
    for name, schema in card.parameters.items():
        value = wish.parameters.get(name) or _value(name, schema, wish, desk)
        if value is not None:
            args[name] = _typed(value, schema)
    missing = next((name for name in card.required if args.get(name) is None), None)
    if missing and _means(missing, "product", "sku"):
        return which(wish, desk)
    if missing:
        ask = desk.say("ask_parameter", name=_in_words(missing))
        return Reply.of("", kind="parameter", ask=ask, wish=wish, parameter=missing)
    result = desk.call(card.name, **args)
    suggestions = [text for text in result.get("suggestions", ()) if isinstance(text, str)]
    return Reply.of(result_words(result, desk.say), suggestions)


def for_tool(wish: Wish, card: ToolCard) -> Wish:
    """A wish for a tool of this card."""
    slots = replace(wish.slots, tool=card.name)
    return replace(wish, intent="use_tool", slots=slots, confidence=0.7)


def _fit(card: ToolCard, said: set[str], tools: Toolbox, ours: frozenset[str]) -> float:
    name = set(card.name_stems) - _VERBS
    about = set(stems_of(card.description)) - load_tables().stop - _VERBS
    common = {
        word for other in tools.cards.values() if other is not card for word in other.name_stems
    }
    known = {stem(word) for word in load_tables().own_words} | ours
    score = 0.0
    for word in said & (name | about):
        weight = 1.0 if word in known or word in common else 2.0
        score += weight if word in name else weight / 2
    covers = bool(name) and len(name & said) / len(name) >= 0.99
    return max(score, _LIKELY) if covers and not name <= common else score


def _value(name: str, schema: Json, wish: Wish, desk: Desk) -> Any:
    slots = wish.slots
    if options := _options(schema):
        low = wish.words.lower()
        return next((option for option in options if str(option).lower() in low), None)
    if _means(name, "product", "sku"):
        return _product(name, wish, desk)
    if _means(name, "order"):
        return slots.order_id or latest_order_id(desk.talk)
    if _means(name, "postcode", "pincode", "zip"):
        return slots.postcode or read_postcode(wish.words)
    for slot in (
        "quantity",
        "size",
        "colour",
        "store",
        "email",
        "category",
        "brand",
        "reason",
        "city",
    ):
        if _means(name, slot, "color" if slot == "colour" else slot):
            return slots.given().get(slot)
    if _means(name, "text", "message", "question", "query", "note", "request", "comment"):
        return wish.words
    number = re.search(r"\d+(?:\.\d+)?", wish.words)
    return number[0] if number and schema.get("type") in ("integer", "number") else None


def _product(name: str, wish: Wish, desk: Desk) -> str | None:
    focus = focus_of(desk.talk)
    if _means(name, "sku"):
        return focus.sku if focus else None
    if len(wish.slots.products) == 1:
        return wish.slots.products[0]
    return focus.item.product_id if focus and not wish.slots.products else None


def _options(schema: Json) -> list[Any]:
    for part in (schema, *schema.get("anyOf", ())):
        if part.get("enum"):
            return list(part["enum"])
    return []


def _typed(value: Any, schema: Json) -> Any:
    kinds = [part.get("type") for part in (schema, *schema.get("anyOf", ()))]
    if "array" in kinds and not isinstance(value, list):
        return [value]
    number = re.search(r"\d+(?:\.\d+)?", str(value))
    if "integer" in kinds and number:
        return int(float(number[0]))
    return float(number[0]) if "number" in kinds and number else value


def _means(name: str, *things: str) -> bool:
    words = re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", name).lower())
    return any(thing in words for thing in things)


def _in_words(name: str) -> str:
    return " ".join(re.findall(r"[a-z]+", re.sub(r"([A-Z])", r" \1", name).lower()))
