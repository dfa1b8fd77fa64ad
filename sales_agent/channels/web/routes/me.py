"""What is kept of the shopper: shown to her, and erased when she wants."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from sales_agent.channels.web.gateway import visitor

bp = Blueprint("me", __name__, url_prefix="/api/v1")
ERASED = "Erased: "


@bp.get("/me")
def export() -> ResponseReturnValue:
    """All that is kept of her."""
    return jsonify(visitor().conversation.export())


@bp.delete("/me")
def erase() -> ResponseReturnValue:
    """Erase her conversation and profile; says what was erased and what is kept."""
    caller = visitor()
    told = caller.conversation.forget()
    caller.gateway.turns.erase(caller.session_id)
    return {
        "erased": [line.removeprefix(ERASED) for line in told if line.startswith(ERASED)],
        "kept": " ".join(line for line in told if not line.startswith(ERASED)),
    }
