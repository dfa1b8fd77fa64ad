"""The terminal's own words: what a tool is doing, what the commands are, what can be said next."""

from collections.abc import Sequence
from typing import Any

from sales_agent.channels.cleaning import one_line
from sales_agent.events import ToolFinished
from sales_agent.shop.spoken import own_phrase, phrase

HELP = (
    "Say what you are looking for, in your own words. Commands:",
    "/cart            what is in your cart",
    "/orders          your orders",
    "/photo FILE      goods that look like the picture in a file",
    "/card            enter a card number, hidden",
    "/login [EMAIL]   sign in by e-mail, or by first name, last name and postcode",
    "/logout          sign out; your cart and talk stay yours for when you sign in again",
    "/link [CODE]     show a code here, and type it where you want to go on",
    "/channel NAME    go on under another channel's name",
    "/why             what the last answer was made from",
    "/export          all that is kept of you, as JSON",
    "/forget          erase this conversation and what is known of you",
    "/help            this list",
    "/quit            leave; cart and conversation stay",
)

LEFT = "Goodbye. Your cart and our conversation are kept."
COMMANDS = tuple(line.split()[0] for line in HELP[1:])
"""The names of the commands."""


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
