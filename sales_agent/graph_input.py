"""What the graph is given of a shopper's message: new words, or the answer to a quote."""

from typing import Any

from langchain_core.messages import HumanMessage
from langgraph.types import Command

from sales_agent.errors import QuoteChanged
from sales_agent.message import Message
from sales_agent.shop.confirmation import is_plain_yes
from sales_agent.shoppers.identity import Session
from sales_agent.state import TurnContext
from sales_agent.threads.facts import asked_fact
from sales_agent.threads.moments import said_at
from sales_agent.threads.stored import Stored

Json = dict[str, Any]
QUOTE_CHANGED = (
    "What you answered no longer waits: it was decided, has changed or has run out. Please look at "
    "what is asked now."
)


def graph_input(message: Message, session: Session, stored: Stored, context: TurnContext) -> Any:
    """The graph's input: new words, or the answer to the quote that waits.

    Raises:
        QuoteChanged: the message answers a quote that does not wait.
    """
    turn = stored.values.get("turn", 0) + 1
    name = stored.values.get("shopper", {}).get("name")
    update: Json = {"shopper": shopper_values(session, name), "turn": turn}
    if message.quote and (stored.quote or {}).get("quoteId") != message.quote:
        raise QuoteChanged(QUOTE_CHANGED)
    found = context.photo.messages() if context.photo else []
    if stored.quote:
        kind = str(stored.quote.get("kind", ""))
        is_shown = message.shown in (None, stored.quote.get("quoteId"))
        agreed = is_shown and is_plain_yes(message.text, kind) and not found
        answer = {"text": message.text, "agreed": agreed, "id": message.id, "found": found}
        return Command(resume=answer, update=update)
    facts = stored.values.get("facts", {})
    asked = asked_fact(message.text, facts, turn=turn, channel=context.channel, at=context.at)
    said = said_at(HumanMessage(message.text, id=message.id), context.at)
    update["messages"] = [said, *found]
    return {**update, "pending": [], **({"facts": asked} if asked else {})}


def shopper_values(session: Session, name: str | None) -> Json:
    """Who the shopper is, as the state keeps it."""
    return {"id": session.shopper_id, "name": name, "isSignedIn": session.is_signed_in}
