"""Handing a talk over to a person, with its transcript and without card numbers."""

import re

from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.post_purchase.ids import new_id
from agents.post_purchase.tables import Handoff, Json

MASK = "[number removed]"
CARD_LIKE = re.compile(r"\d(?:[\s.,/_\u00b7\u2013\u2014-]{0,3}\d){12,}")
"""13 digits or more, however they are grouped. Source: ISO/IEC 7812, 13 to 19 digits."""


def mask_numbers(text: str) -> str:
    """Take out what could be a card number."""
    return CARD_LIKE.sub(MASK, text)


def open_handoff(session: Session, call: Call) -> Json:
    """Queue a talk for a person."""
    transcript = [
        {"role": turn["role"], "text": mask_numbers(turn["text"])}
        for turn in call.body["transcript"]
    ]
    handoff = Handoff(
        ticket_id=new_id("T", 6),
        customer_id=call.shopper,
        reason=mask_numbers(call.body["reason"]),
        transcript=transcript,
        status="queued",
        opened_at=call.now,
    )
    session.add(handoff)
    return {
        "status": "queued",
        "ticketId": handoff.ticket_id,
        "message": f"A person will take over. Your ticket is {handoff.ticket_id}; what we said so "
        "far goes with it, so you need not repeat it.",
    }
