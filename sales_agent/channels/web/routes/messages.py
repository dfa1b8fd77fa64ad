"""What was said so far, and all that a page needs to go on after a reload."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from sales_agent.channels.web.gateway import Visitor, visitor
from sales_agent.channels.web.history import is_told, page_of, said_rows, suggestions_of
from sales_agent.channels.web.requests import read_number
from sales_agent.channels.web.wire import shown_cart

Json = dict[str, Any]
USUAL, MOST = 50, 200
bp = Blueprint("messages", __name__, url_prefix="/api/v1")


@bp.get("/messages")
def read() -> ResponseReturnValue:
    """The latest messages, oldest first, and what waits."""
    limit = read_number("limit", USUAL, most=MOST)
    caller = visitor()
    in_flight = _in_flight(caller)  # before the messages: a turn that ends now is in one at least
    session, stored = caller.open()
    assistant = caller.gateway.assistant
    messages = assistant.threads.messages(session.thread_id)
    said = said_rows(messages)
    rows, cursor = page_of(said, limit=limit, before=request.args.get("before"))
    if in_flight and is_told(in_flight["turn"], said):
        in_flight = None
    cart = assistant.desk.view_cart(stored.values.get("cart", {}), session.shopper_id)
    return {
        "messages": rows,
        "cursor": cursor,
        "confirm": stored.quote,
        "inFlight": in_flight,
        "cart": shown_cart(cart),
        "suggestions": suggestions_of(messages, is_asked=stored.quote is not None),
    }


def _in_flight(caller: Visitor) -> Json | None:
    turns = caller.gateway.turns
    running = turns.running(caller.session_id)
    if not running:
        return None
    message, number = turns.position(running[0])
    return {"turn": running[0], "message": message, "lastEventId": f"{running[0]}.{number}"}
