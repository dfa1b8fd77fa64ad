"""Sessions: begun, refreshed, signed in by the shop's site, logged out."""

from dataclasses import replace
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from sales_agent.assistant import ALREADY_SIGNED_IN
from sales_agent.channels.access.tokens import SessionClaims, new_session_id
from sales_agent.channels.web.faults import Fault
from sales_agent.channels.web.gateway import Gateway, Visitor, gateway, visitor
from sales_agent.channels.web.requests import read_body
from sales_agent.errors import AlreadySignedIn
from sales_agent.graph_input import shopper_values

Json = dict[str, Any]
WEB = "web"
bp = Blueprint("sessions", __name__, url_prefix="/api/v1/sessions")


@bp.post("")
def begin() -> ResponseReturnValue:
    """Begin a session, anonymous or of a shopper whom the shop's site has signed in."""
    body = read_body("createSession")
    shared = gateway()
    claims = SessionClaims(new_session_id(), body.get("channel", WEB))
    if token := body.get("token"):
        claims = _vouched(shared, claims, token)
    return _session(Visitor(shared, claims)), 201


@bp.post("/refresh")
def refresh() -> ResponseReturnValue:
    """A new token for the same session, also some days after the one before has ended."""
    return _session(visitor(is_late=True))


@bp.post("/identify")
def identify() -> ResponseReturnValue:
    """Sign the session's shopper in; what an anonymous one had goes along."""
    token = read_body("identifyShopper")["token"]
    caller = visitor()
    claims = _vouched(caller.gateway, caller.claims, token)
    session, _ = caller.open()
    if session.is_signed_in and session.shopper_id != claims.customer:
        raise AlreadySignedIn(ALREADY_SIGNED_IN)
    if not session.is_signed_in and claims.customer:
        caller.gateway.assistant.sign_in(session, claims.customer, claims.name or "")
    return _session(Visitor(caller.gateway, claims))


@bp.delete("")
def end() -> ResponseReturnValue:
    """Log out: the token works no more, and what only this session led to is erased."""
    caller = visitor(is_late=True)
    assistant = caller.gateway.assistant
    session, _ = caller.open()
    caller.gateway.endings.add(caller.session_id)
    caller.gateway.turns.erase(caller.session_id)
    if session.is_signed_in or len(assistant.sessions.addresses(session)) > 1:
        assistant.sign_out(session)
    else:
        assistant.forget(session)
    return "", 204


def _vouched(shared: Gateway, claims: SessionClaims, token: str) -> SessionClaims:
    """The claims of whom the site's token names."""
    found = shared.assistant.desk.identify({"token": token}, claims.session)
    if found.get("status") != "identified":
        detail = "the token is not one that this shop's site has signed, or it has expired"
        raise Fault(401, "token_refused", detail)
    return replace(claims, customer=found["customerId"], name=found["firstName"])


def _session(caller: Visitor) -> Json:
    """The session's object, with a new token."""
    session, stored = caller.open()
    name = stored.values.get("shopper", {}).get("name") or caller.claims.name
    if session.is_signed_in and name:
        _note_name(caller, name)
    token, expires_at = caller.gateway.tokens.issue(caller.claims)
    return {
        "session": caller.session_id,
        "token": token,
        "expiresAt": expires_at.isoformat().replace("+00:00", "Z"),
        "customer": session.shopper_id,
        "isSignedIn": session.is_signed_in,
        "name": name if session.is_signed_in else None,
        "greeting": caller.conversation.greeting(),
    }


def _note_name(caller: Visitor, name: str) -> None:
    """Let the conversation know the name of whom the site vouches for."""
    session, _ = caller.open()

    def decide(values: Json) -> Json:
        known = values.get("shopper") or {}
        return {} if known.get("name") == name else {"shopper": shopper_values(session, name)}

    caller.gateway.assistant.threads.revise(session.thread_id, decide)
