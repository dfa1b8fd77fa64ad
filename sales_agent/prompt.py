"""Assemble the system prompt from how we sell and what this session knows."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from langchain_core.messages import AnyMessage, SystemMessage, ToolMessage
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from sales_agent.guards.leaks import Leaks
from sales_agent.memory.profiles.traits import Trait, describe_trait
from sales_agent.shop.lines import tender_words
from sales_agent.shop.looking import describe_look
from sales_agent.shop.quotes import describe_quote
from sales_agent.shop.results import read_result
from sales_agent.state import State, TurnContext
from sales_agent.threads.facts import describe_facts
from sales_agent.threads.window import count_tokens

PROMPT_FILE = Path(__file__).with_name("prompt.md")
MEMORY = "memory"
"""Key of the message's additional_kwargs with what the prompt says of facts and profile, as data
for a model that reads no prose; providers are not sent it."""
CHARACTERS_A_TOKEN = 4
_VERSION = re.compile(r"<!-- version (\w+) -->\n")


class HowWeSell(NamedTuple):
    """The part of the prompt that is the same in every turn.

    `version` is the file's own, with a digest of its text: no two texts share one.
    """

    version: str
    text: str


def prompt_message(state: State, context: TurnContext) -> SystemMessage:
    """The system prompt of a turn, with what is remembered."""
    facts = state.get("facts", {})
    session = [*_when_and_where(context), *_session(state, context.at)]
    remembered = [*describe_facts(facts), *_known(context.known)]
    card = (state.get("tender") or {}).get("lastFour")
    here = {"turn": state["turn"], "looksAt": context.looks_at, "card": card}
    memory = {"facts": facts, **here, **context.known}
    text = assemble_prompt([*session, *remembered])
    return SystemMessage(text, additional_kwargs={MEMORY: memory})


def assemble_prompt(session: Sequence[str] = ()) -> str:
    """How we sell, and what is known of this session, each a line."""
    lines = [f"- {' '.join(line.split())}" for line in session]
    return "\n".join([how_we_sell().text, "This session", *(lines or ["- nothing yet"]), ""])


@cache
def how_we_sell() -> HowWeSell:
    """Read the prompt's file."""
    text = PROMPT_FILE.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    head = _VERSION.match(text)
    assert head is not None, f"{PROMPT_FILE} begins with no version"
    return HowWeSell(f"{head[1]}-{digest}", text[head.end() :])


def leaks_of(tools: Sequence[BaseTool]) -> Leaks:
    """What a reply must not repeat: the texts a model is told, and the names of its tools.

    That it is an AI assistant and not a person, the prompt's first line, is no secret.
    """
    told = how_we_sell().text
    return Leaks(
        [told, *(tool.description for tool in tools)],
        names=[tool.name for tool in tools if "_" in tool.name],
        free=told.partition("\n")[0],
    )


def count_prompt_tokens() -> int:
    """About how many tokens the prompt takes at the start of a conversation."""
    return count_tokens(SystemMessage(assemble_prompt()))


def count_schema_tokens(tools: Sequence[BaseTool]) -> int:
    """About how many tokens the tools' schemas take in each call of a model."""
    schemas = [json.dumps(convert_to_openai_tool(tool)) for tool in tools]
    return sum(map(len, schemas)) // CHARACTERS_A_TOKEN


def _when_and_where(context: TurnContext) -> list[str]:
    day = f"{context.at:%A}, {context.at.day} {context.at:%B %Y}"
    look = [describe_look(context.looks_at)] if context.looks_at else []
    return [f"Today: {day}. Channel: {context.channel}.", *look]


def _session(state: State, now: datetime) -> Iterator[str]:
    """Who she is, and what is pending, of the state and of the talk."""
    shopper, lines = state["shopper"], state["cart"].get("lines", [])
    who = shopper.get("name") if shopper.get("isSignedIn") else None
    yield f"Shopper: {f'{who}, signed in' if who else 'not signed in'}."
    held = ", ".join(f"{line['quantity']} x {line['sku']}" for line in lines)
    yield f"Cart: {held or 'empty'}."
    if coupons := state["cart"].get("coupons"):
        yield f"Coupons on the cart: {', '.join(coupons)}."
    if tender := state.get("tender"):
        yield f"At hand to pay with: {tender_words({'kind': 'card', **tender})}."
    for reservation in _open_reservations(state.get("messages", ()), now):
        goods = f"{reservation['quantity']} x {reservation['sku']}"
        until = f"{reservation['storeName']} until {reservation['expiresAt']}"
        yield f"Reserved for her: {goods} at {until} ({reservation['reservationId']})."
    for waiting in state.get("pending") or ():
        yield f"Waits for her yes: {describe_quote(waiting['quote'])}"


def _open_reservations(messages: Sequence[AnyMessage], now: datetime) -> list[Mapping[str, Any]]:
    """The reservations that this talk made and did not cancel, while they hold."""
    found: dict[str, Mapping[str, Any]] = {}
    for message in messages:
        result = read_result(message.content) if isinstance(message, ToolMessage) else None
        made = result.get("reservation") if isinstance(result, dict) else None
        if isinstance(made, dict) and "reservationId" in made:
            found[made["reservationId"]] = made
    return [
        row
        for row in found.values()
        if row.get("status") == "active" and datetime.fromisoformat(row["expiresAt"]) > now
    ]


def _known(known: Mapping[str, Any]) -> list[str]:
    """The profile, each trait with its source, and what has just changed in it."""
    traits = [Trait.from_json(row) for row in known.get("profile", ())]
    lines = [
        f"Known of her: {describe_trait(trait)} (she {trait.how} so on {trait.source.at[:10]})"
        for trait in traits
    ]
    return [*lines, *(f"To be told to her now: {sentence}" for sentence in known.get("noted", ()))]
