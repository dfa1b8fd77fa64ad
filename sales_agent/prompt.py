"""Assemble the system prompt from how we sell and what this session knows."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from langchain_core.messages import SystemMessage

from sales_agent.facts import describe_facts
from sales_agent.memory.profiles.traits import Trait, describe_trait
from sales_agent.state import State, TurnContext

PROMPT_FILE = Path(__file__).with_name("prompt.md")
MEMORY = "memory"
"""Key of the message's additional_kwargs with what the prompt says of facts and profile, as data
for a model that reads no prose; providers are not sent it."""


def prompt_message(state: State, context: TurnContext) -> SystemMessage:
    """The system prompt of a turn, with what is remembered."""
    facts = state.get("facts", {})
    remembered = [*describe_facts(facts), *_known(context.known)]
    text = assemble_prompt(state["shopper"], state["cart"], remembered)
    memory = {"facts": facts, "turn": state["turn"], **context.known}
    return SystemMessage(text, additional_kwargs={MEMORY: memory})


def assemble_prompt(
    shopper: Mapping[str, Any], cart: Mapping[str, Any], remembered: list[str] | None = None
) -> str:
    """The system prompt for a turn."""
    lines = [*_session(shopper, cart), *(remembered or [])]
    return "\n".join([_how_we_sell(), "This session", *lines, ""])


def _session(shopper: Mapping[str, Any], cart: Mapping[str, Any]) -> list[str]:
    who = shopper.get("name") if shopper.get("isSignedIn") else None
    lines = cart.get("lines", [])
    held = ", ".join(f"{line['quantity']} x {line['sku']}" for line in lines) or "empty"
    return [f"- Shopper: {f'{who}, signed in' if who else 'not signed in'}.", f"- Cart: {held}."]


def _known(known: Mapping[str, Any]) -> list[str]:
    """The profile, each trait with its source, and what has just changed in it."""
    traits = [Trait.from_json(row) for row in known.get("profile", ())]
    lines = [
        f"- Known of her: {describe_trait(trait)} (she {trait.how} so on {trait.source.at[:10]})"
        for trait in traits
    ]
    return [
        *lines,
        *(f"- To be told to her now: {sentence}" for sentence in known.get("noted", ())),
    ]


@cache
def _how_we_sell() -> str:
    return PROMPT_FILE.read_text(encoding="utf-8")
