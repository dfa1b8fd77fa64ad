"""Assemble the system prompt from how we sell and what this session knows."""

from functools import cache
from pathlib import Path
from typing import Any

PROMPT_FILE = Path(__file__).with_name("prompt.md")


def assemble_prompt(shopper: dict[str, Any], cart: dict[str, Any]) -> str:
    """The system prompt for a turn."""
    return f"{_how_we_sell()}\nThis session\n{_facts(shopper, cart)}"


def _facts(shopper: dict[str, Any], cart: dict[str, Any]) -> str:
    who = shopper.get("name") if shopper.get("isSignedIn") else None
    lines = cart.get("lines", [])
    held = ", ".join(f"{line['quantity']} x {line['sku']}" for line in lines) or "empty"
    return f"- Shopper: {f'{who}, signed in' if who else 'not signed in'}.\n- Cart: {held}.\n"


@cache
def _how_we_sell() -> str:
    return PROMPT_FILE.read_text(encoding="utf-8")
