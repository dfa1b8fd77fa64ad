"""Tells a turn whose process died after it was stored from what is stored."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage

from sales_agent.assistant import Assistant
from sales_agent.channels.web.history import said_rows, suggestions_of
from sales_agent.channels.web.wire import WireEvent, wire_event
from sales_agent.events import TurnEnded
from sales_agent.message import Message

Json = dict[str, Any]


def recovered_events(assistant: Assistant, message: Message, turn_id: str) -> list[WireEvent]:
    """What ends a turn that was stored; nothing when it was not.

    Args:
        assistant: Reads the conversation.
        message: Whose turn it was: channel, address and customer.
        turn_id: The turn, which its shopper's message is stored under.
    """
    session, stored = assistant.open(message)
    said = _from(stored.values.get("messages", ()), turn_id)
    if not said:
        return []
    asked, *answers = said_rows(said)
    reply = str(answers[0]["text"]) if answers else ""
    ended = TurnEnded(
        turn=stored.values["turn"],
        thread=session.thread_id,
        customer=session.shopper_id,
        channel=session.channel,
        message=str(asked["text"]),
        reply=reply,
        model=assistant.model_name,
        ms=0.0,
        products=answers[0]["products"] if answers else [],
        cart=assistant.desk.view_cart(stored.values.get("cart", {}), session.shopper_id),
        confirm=stored.quote,
        suggestions=suggestions_of(said, is_asked=stored.quote is not None),
    )
    return [WireEvent("replace", {"text": reply}), wire_event(ended, turn_id)]


def _from(messages: Sequence[AnyMessage], turn_id: str) -> list[AnyMessage]:
    """A turn's messages: its shopper's, and all behind it up to her next."""
    starts = [i for i, one in enumerate(messages) if isinstance(one, HumanMessage)]
    mine = next((i for i in starts if messages[i].id == turn_id), None)
    if mine is None:
        return []
    end = next((i for i in starts if i > mine), len(messages))
    return list(messages[mine:end])
