"""All that is kept of a shopper in the memory, as plain JSON for herself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from sales_agent.memory.profiles.traits import Profile
from sales_agent.shop.results import read_result
from sales_agent.shoppers.identity import Session

Json = dict[str, Any]


def export_of(
    session: Session,
    state: Mapping[str, Any],
    messages: Sequence[AnyMessage],
    *,
    profile: Profile,
    addresses: Sequence[tuple[str, str]],
    at: datetime,
) -> Json:
    """What is kept of a shopper: who, where, what was said, cart, facts and profile."""
    seen = session.last_seen_at
    tender = state.get("tender") or {}
    return {
        "shopper": {"id": session.shopper_id, "isSignedIn": session.is_signed_in},
        "exportedAt": at.isoformat(timespec="seconds"),
        "lastSeenAt": seen.isoformat(timespec="seconds") if seen else None,
        "sessions": [{"channel": channel, "address": address} for channel, address in addresses],
        "conversation": [row for message in messages for row in _rows(message)],
        "cart": {"lines": [], "coupons": [], **state.get("cart", {})},
        "card": {"lastFour": tender["lastFour"]} if tender.get("lastFour") else None,
        "facts": state.get("facts", {}),
        "profile": [trait.to_json() for trait in profile],
    }


def _rows(message: AnyMessage) -> list[Json]:
    """A message as it was said; a tool call and its result each as a row of its own."""
    if isinstance(message, HumanMessage):
        return [{"role": "shopper", "text": str(message.text)}]
    if isinstance(message, ToolMessage):
        return [{"role": "tool", "result": read_result(message.content)}]
    rows: list[Json] = []
    if isinstance(message, AIMessage):
        rows += [{"role": "assistant", "text": str(message.text)}] if message.text else []
        rows += [
            {"role": "assistant", "calls": call["name"], "with": call["args"]}
            for call in message.tool_calls
        ]
    return rows
