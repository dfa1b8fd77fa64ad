"""The conversation: words, a photo or the answer to a quote; streamed or whole; stopped."""

import logging
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from flask.typing import ResponseReturnValue

from sales_agent.channels.cards import take_cards
from sales_agent.channels.cleaning import clean_message
from sales_agent.channels.commands import Answer, refusal
from sales_agent.channels.photos import LARGEST_BYTES, UnusablePhoto, decode_photo
from sales_agent.channels.web.faults import Fault
from sales_agent.channels.web.gateway import Gateway, Visitor, visitor
from sales_agent.channels.web.requests import read_body
from sales_agent.channels.web.slots import check_turns
from sales_agent.channels.web.sse import encode_events, parse_event_id
from sales_agent.channels.web.turns import UnknownTurn, Work, new_turn_id
from sales_agent.channels.web.typed import answer_typed, is_typed_command
from sales_agent.message import Message, Picture
from sales_agent.shop.photo import NOTE

logger = logging.getLogger(__name__)

Json = dict[str, Any]
STREAM = "text/event-stream"
PHOTO_BODY_BYTES = LARGEST_BYTES * 4 // 3 + 128 * 1024
"""A photo in base64, with the words beside it."""
bp = Blueprint("chat", __name__, url_prefix="/api/v1")


@bp.post("/chat")
def say() -> ResponseReturnValue:
    """Hold a turn."""
    body = read_body("chat")
    caller = visitor()
    text = clean_message(body["message"])
    _check_words(refusal(text))
    return _hold(caller.on(body.get("channel", caller.claims.channel)), text, body)


@bp.post("/chat/photo")
def show() -> ResponseReturnValue:
    """Hold a turn about a photo, with or without words beside it."""
    caller = visitor()  # before so much is read of whoever calls
    request.max_content_length = PHOTO_BODY_BYTES
    body = read_body("showPhoto")
    text = clean_message(body.get("message", ""))
    _check_words(refusal(text) if text else None)
    try:
        picture = Picture(decode_photo(body["picture"]))
    except UnusablePhoto as unusable:
        raise Fault(400, "unreadable_photo", str(unusable), pointer="/picture") from unusable
    return _hold(caller.on(body.get("channel", caller.claims.channel)), text, body, picture)


@bp.post("/confirm")
def confirm() -> ResponseReturnValue:
    """Answer yes or no to the quote that waits, and to no other."""
    body = read_body("confirm")
    return _hold(visitor(), body["answer"], body)


@bp.get("/chat")
def resume() -> ResponseReturnValue:
    """Go on with a turn after the last event that was received, or with the one in flight."""
    caller = visitor()
    turns = caller.gateway.turns
    if last := request.headers.get("Last-Event-ID"):
        turn_id, after = parse_event_id(last) or (None, 0)
    else:
        turn_id, after = next(iter(turns.running(caller.session_id)), None), 0
    try:
        if turn_id and turns.has_more(caller.session_id, turn_id, after):
            return _stream(caller, turn_id, after=after)
    except UnknownTurn:
        logger.info("turn_unknown turn=%s session=%s", turn_id, caller.session_id)
    return "", 204


@bp.post("/chat/stop")
def stop() -> ResponseReturnValue:
    """Stop the answer that is being given."""
    caller = visitor()
    return {"stopped": caller.gateway.turns.stop(caller.session_id)}, 202


def _check_words(refused: Answer | None) -> None:
    if refused:
        error = refused.error or {}
        raise Fault(400, error["code"], error["detail"], pointer="/message")


def _hold(
    caller: Visitor, text: str, body: Json, picture: Picture | None = None
) -> ResponseReturnValue:
    """Begin the turn of a message, or find the one that its client's id has begun before."""
    turns, client_id = caller.gateway.turns, body.get("clientId")
    turn_id = turns.claimed(caller.session_id, client_id)
    if turn_id is None:
        _check(caller, body.get("quote"))
        message = replace(_message(caller, text, body), picture=picture)
        mine = new_turn_id()
        turn_id = turns.claim(caller.session_id, client_id, mine)
        if turn_id == mine:
            _begin(caller, message, mine)
    wants = request.accept_mimetypes.best_match(["application/json", STREAM])
    return _stream(caller, turn_id) if wants == STREAM else _whole(caller, turn_id)


def _check(caller: Visitor, quote_id: str | None) -> None:
    """Refuse a turn before it begins: while others wait, or for a quote that does not."""
    caller.gateway.slots.check(caller.session_id)
    check_turns(len(caller.gateway.turns.running(caller.session_id)))
    if quote_id and (caller.open()[1].quote or {}).get("quoteId") != quote_id:
        detail = "this quote no longer waits for an answer; look at what is asked now"
        raise Fault(409, "quote_changed", detail, pointer="/quote")


def _message(caller: Visitor, text: str, body: Json) -> Message:
    """The message as it goes on: each card number traded for a token."""
    taken = take_cards(text, caller.conversation.take_card)
    looks_at = body.get("context", {}).get("sku")
    return replace(caller.message(taken), quote=body.get("quote"), looks_at=looks_at)


def _begin(caller: Visitor, message: Message, turn_id: str) -> None:
    logger.info("turn turn=%s session=%s trace=%s", turn_id, caller.session_id, g.trace_id)
    is_typed = message.picture is None and is_typed_command(message.text)
    caller.gateway.turns.begin(
        caller.session_id,
        f"{NOTE} {message.text}".strip() if message.picture else message.text,
        _typed(caller, message) if is_typed else caller.hold(message),
        turn_id=turn_id,
        trace_id=g.trace_id,
        place=(caller.claims.channel, caller.claims.customer),
    )


def _typed(caller: Visitor, message: Message) -> Work:
    return lambda turn_id, trace, stopped: answer_typed(caller, message.text, trace)


def _stream(caller: Visitor, turn_id: str, *, after: int = 0) -> Response:
    shared, session_id = caller.gateway, caller.session_id
    events = shared.turns.follow(session_id, turn_id, after)
    shared.slots.take(session_id)
    shared.metrics.stream_opened()
    response = Response(encode_events(turn_id, events), mimetype=STREAM)
    response.call_on_close(lambda: _close(shared, session_id))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _close(shared: Gateway, session_id: str) -> None:
    shared.slots.give_back(session_id)
    shared.metrics.stream_closed()


def _whole(caller: Visitor, turn_id: str) -> Response:
    """The turn's object, once it is over."""
    events = caller.gateway.turns.follow(caller.session_id, turn_id)
    *_, (_, last) = (numbered for numbered in events if numbered is not None)
    return jsonify(last.data)
