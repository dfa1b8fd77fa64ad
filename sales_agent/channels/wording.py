"""The terminal's own words: what a tool is doing, what the commands are, what can be said next."""

from collections.abc import Sequence
from typing import Any

from sales_agent.channels.cleaning import one_line
from sales_agent.events import ToolFinished
from sales_agent.shop.spoken import own_phrase, phrase

LEFT = "Goodbye. Your cart and our conversation are kept."
COMMANDS = (
    *("/cart", "/orders", "/photo", "/card", "/login", "/logout", "/link", "/channel"),
    *("/why", "/export", "/forget", "/help", "/quit"),
)
"""The names of the commands, as they are listed."""


def help_lines() -> tuple[str, ...]:
    """What can be said, and what each command does."""
    return (phrase("help.intro"), *(phrase(f"help.{name}") for name in COMMANDS))


def tool_words(name: str) -> str:
    """What a tool is doing, for the live line; an unknown tool's name says it."""
    return own_phrase(f"tool.{name}") or one_line(name).replace("_", " ")


def suggestion_words(suggestions: Sequence[str]) -> str:
    """What the shopper could say next, on one line; empty when nothing is suggested."""
    words = [one_line(suggestion) for suggestion in suggestions]
    return phrase("frame.try", words=" · ".join(words)) if words else ""


def stopped_words() -> str:
    """That an answer was cut short."""
    return phrase("frame.stopped")


def card_hint() -> str:
    """How a card is named."""
    return phrase("frame.card")


def is_card_wanted(tools: Sequence[ToolFinished]) -> bool:
    """Whether the turn's checkout stopped for want of a card."""
    return any(
        tool.name == "initiate_checkout" and outcome_of(tool) == "needs_tender" for tool in tools
    )


def outcome_of(tool: ToolFinished) -> Any:
    """What came of a call, as its result says; None where that says nothing."""
    return tool.result.get("status") if isinstance(tool.result, dict) else None
