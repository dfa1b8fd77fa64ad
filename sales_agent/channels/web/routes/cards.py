"""Cards: a number is traded for a token at once, and kept nowhere."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from sales_agent.channels.cards import ascii_digits
from sales_agent.channels.web.gateway import visitor
from sales_agent.channels.web.requests import read_body

bp = Blueprint("cards", __name__, url_prefix="/api/v1")


@bp.post("/cards")
def take() -> ResponseReturnValue:
    """Trade a card for a token that the session keeps."""
    body = read_body("takeCard")
    more = {name: body[name] for name in ("expiry", "cvc") if name in body}
    return visitor().conversation.hold_card(ascii_digits(body["number"]), **more)
