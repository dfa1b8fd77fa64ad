"""What a model has said, made into a message that any provider takes back.

Calls whose arguments are no JSON keep their place and are answered with an error, so that the
model can mend them; ids are unique in a thread; an answer that was broken off is none.
"""

import json
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    ToolCall,
    message_chunk_to_message,
)

from sales_agent.models.faults import Fault, Kind

LEADER = "leader"
"""Where a message's metadata name the model that answered."""
STOPPED = "stopped"
"""Where they say that the shopper stopped the answer."""
MALFORMED = "malformed-"
"""Begins the id of a call that cannot be made, as its arguments are no JSON object."""
NO_JSON = (
    '{"status": "error", "code": "malformed_call", "message": "the arguments of this call were no '
    'JSON object, so it was not made; call again with a whole one", "suggestions": []}'
)
TELLS_ITS_END = ("google_genai", "openai", "anthropic")
"""Clients whose every whole answer has a reason why it ended."""
BLOCKED = frozenset(
    {"safety", "recitation", "blocklist", "prohibited_content", "spii", "image_safety"}
    | {"content_filter", "refusal"}
)
"""Reasons of Gemini, OpenAI and Anthropic, in lower case."""


def is_stopped(message: AnyMessage) -> bool:
    """Whether the shopper stopped this answer."""
    return isinstance(message, AIMessage) and bool(message.response_metadata.get(STOPPED))


def stopped_reply(reply: AIMessageChunk | None = None, leader: str | None = None) -> AIMessage:
    """What was said until the shopper stopped it; calls that were begun are left out."""
    metadata: dict[str, Any] = {STOPPED: True}
    if leader:
        metadata[LEADER] = leader
    return AIMessage(str(reply.text) if reply else "", response_metadata=metadata)


def is_finished(reply: AIMessageChunk | None) -> bool:
    """Whether an answer came to its end, as far as its provider tells."""
    if reply is None:
        return False
    provider = reply.response_metadata.get("model_provider")
    return provider not in TELLS_ITS_END or bool(_reason(reply))


def fault_in(reply: AIMessageChunk | None) -> Fault | None:
    """What is wrong with an answer that raised nothing."""
    if reply is None:
        return Fault(Kind.EMPTY)
    is_silent = not str(reply.text).strip() and not reply.tool_call_chunks and not reply.tool_calls
    if (is_silent and _reason(reply).casefold() in BLOCKED) or _is_prompt_blocked(reply):
        return Fault(Kind.BLOCKED)
    if is_silent:
        return Fault(Kind.EMPTY)
    return None if is_finished(reply) else Fault(Kind.CUT_OFF)


def finished_reply(
    reply: AIMessageChunk | None, leader: str, before: Sequence[AnyMessage]
) -> AIMessage:
    """The whole answer, its calls mended.

    Args:
        reply: All its pieces.
        leader: The model that answered.
        before: The messages that it answers; their calls' ids are taken.
    """
    assert reply is not None
    message = message_chunk_to_message(reply)
    assert isinstance(message, AIMessage)
    message.response_metadata[LEADER] = leader
    broken = {chunk["index"] for chunk in reply.tool_call_chunks if not _is_object(chunk["args"])}
    if broken or message.invalid_tool_calls:
        message = _with_broken_calls(message, reply, leader)
    return _with_own_ids(message, before)


def is_malformed(call: ToolCall) -> bool:
    """Whether a call cannot be made."""
    return str(call["id"]).startswith(MALFORMED)


def _with_broken_calls(message: AIMessage, reply: AIMessageChunk, leader: str) -> AIMessage:
    """The message with its calls read strictly: what a client guesses of half a call is none."""
    calls = []
    for chunk in reply.tool_call_chunks:
        is_whole = _is_object(chunk["args"])
        args = json.loads(chunk["args"] or "{}") if is_whole else {}
        call_id = chunk["id"] if is_whole else f"{MALFORMED}{uuid4().hex[:24]}"
        calls.append(ToolCall(name=chunk["name"] or "unnamed", args=args, id=call_id))
    return AIMessage(
        str(message.text),
        id=message.id,
        tool_calls=calls,
        usage_metadata=message.usage_metadata,
        response_metadata={LEADER: leader},
    )


def _with_own_ids(message: AIMessage, before: Sequence[AnyMessage]) -> AIMessage:
    """The message with an id of its own for every call; some servers count from 0 each time."""
    taken = {c["id"] for m in before if isinstance(m, AIMessage) for c in m.tool_calls}
    renamed: dict[str, str] = {}
    for call in message.tool_calls:
        if not call["id"] or call["id"] in taken:
            new = f"call_{uuid4().hex}"
            renamed[call["id"] or ""] = new
            call["id"] = new
        taken.add(call["id"])
    if renamed and isinstance(message.content, list):
        for block in message.content:
            if isinstance(block, dict) and block.get("id") in renamed:
                block["id"] = renamed[block["id"]]
    return message


def _is_object(args: str | None) -> bool:
    """Whether a call's arguments can be read; none at all are an empty object."""
    try:
        return isinstance(json.loads(args or "{}"), dict)
    except ValueError:
        return False


def _reason(reply: AIMessageChunk) -> str:
    """Why the answer ended, in its provider's words."""
    metadata = reply.response_metadata
    return str(metadata.get("finish_reason") or metadata.get("stop_reason") or "")


def _is_prompt_blocked(reply: AIMessageChunk) -> bool:
    feedback = reply.response_metadata.get("prompt_feedback") or {}
    return bool(feedback.get("block_reason")) if isinstance(feedback, dict) else False
