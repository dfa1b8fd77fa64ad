"""A local server of Anthropic's messages, as its public reference describes them.

It checks the key and the version, refuses what the real one refuses, with its own words where they
are public, and streams its events from `message_start` to `message_stop`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.providers.steps import Blocked, CutOff, Fault, PromptBlocked, Step
from tests.providers.wire import (
    AskedByMessages,
    Json,
    Refusal,
    Script,
    Wire,
    halves,
    result_of,
    serving,
    spoken,
    tokens,
)

KEY = "sk-ant-a-key-for-tests-and-nothing-else"
PATH = "/v1/messages"
MODELS = ("claude-haiku-4-5", "claude-sonnet-4-5")
ARGUMENTS = frozenset(
    {"model", "messages", "max_tokens", "system", "tools", "tool_choice", "stream", "temperature"}
    | {"top_p", "top_k", "stop_sequences", "metadata", "thinking", "service_tier"}
)
BLOCKS = {
    "text": {"type", "text", "cache_control", "citations"},
    "image": {"type", "source", "cache_control"},
    "tool_use": {"type", "id", "name", "input", "cache_control", "caller"},
    "tool_result": {"type", "tool_use_id", "content", "is_error", "cache_control"},
}
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
ID = re.compile(r"[a-zA-Z0-9_-]+")
TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    500: "api_error",
    503: "overloaded_error",
    529: "overloaded_error",
}


@dataclass(frozen=True)
class AskedAnthropic(AskedByMessages):
    """One request of messages."""

    @property
    def said(self) -> str:
        """The user's last words."""
        texts = [
            block["text"]
            for message in self.messages
            if message["role"] == "user"
            for block in _blocks(message)
            if block["type"] == "text"
        ]
        return str(texts[-1])

    @property
    def results(self) -> dict[str, Json]:
        """The results that came in with this request, by the tool's name."""
        names = {b["id"]: b["name"] for b in self._all() if b["type"] == "tool_use"}
        last = _blocks(self.messages[-1])
        answers = [block for block in last if block["type"] == "tool_result"]
        return {names[b["tool_use_id"]]: result_of(b["content"]) for b in answers}

    @property
    def offered(self) -> list[str]:
        """Names of the tools that may be called."""
        return [tool["name"] for tool in self.body.get("tools", ())]

    @property
    def pictures(self) -> list[str]:
        """The kinds of the pictures that are shown."""
        return [b["source"]["media_type"] for b in self._all() if b["type"] == "image"]

    def _all(self) -> list[Json]:
        return [block for message in self.messages for block in _blocks(message)]


@dataclass
class AnthropicServer(Wire):
    """The server's script, and all that was asked of it."""

    count: int = 0

    def refusal_of(self, path: str, headers: Mapping[str, str], body: Json) -> Fault | None:
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if headers.get("x-api-key", bearer) != self.key:
            return Fault(401, "invalid x-api-key")
        if path.partition("?")[0] != PATH:
            return Fault(404, "Not Found")
        if not headers.get("anthropic-version"):
            return Fault(400, "anthropic-version: header is required")
        try:
            check_request(body)
        except Refusal as error:
            return Fault(400, str(error))
        if body["model"] not in MODELS:
            return Fault(404, f"model: {body['model']}")
        return None

    def read(self, path: str, body: Json) -> AskedAnthropic:
        return AskedAnthropic(body)

    def problem(self, fault: Fault) -> Json:
        error = {"type": TYPES[fault.code], "message": fault.message}
        return {"type": "error", "error": error, "request_id": "req_1"}

    def events(self, asked: AskedAnthropic, step: Step) -> Iterator[bytes]:
        usage = {"input_tokens": tokens(asked.body), "output_tokens": 1}
        yield _event("message_start", message={**_head(asked), "content": [], "usage": usage})
        yield _event("ping")
        made: list[Any] = []
        index = -1
        is_in_text = False
        for piece in spoken(step):
            made.append(piece)
            if isinstance(piece, str):
                if not is_in_text:
                    index, is_in_text = index + 1, True
                    yield _start(index, {"type": "text", "text": ""})
                yield _delta(index, {"type": "text_delta", "text": piece})
                continue
            if is_in_text:
                yield _event("content_block_stop", index=index)
            index, is_in_text = index + 1, False
            yield from self._call(index, *piece)
        if isinstance(step, CutOff):
            return
        if is_in_text:
            yield _event("content_block_stop", index=index)
        has_calls = any(not isinstance(piece, str) for piece in made)
        delta = {"stop_reason": _reason(step, has_calls=has_calls), "stop_sequence": None}
        total = {**usage, "output_tokens": tokens(made)}
        yield _event("message_delta", delta=delta, usage=total)
        yield _event("message_stop")

    def whole(self, asked: AskedAnthropic, step: Step) -> Json:
        pieces = list(spoken(step))
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        content: list[Json] = [{"type": "text", "text": text}] if text else []
        for piece in pieces:
            if not isinstance(piece, str):
                name, args = piece
                content.append(self._use(name, json.loads(args)))
        reason = _reason(step, has_calls=len(content) > bool(text))
        usage = {"input_tokens": tokens(asked.body), "output_tokens": tokens(pieces)}
        return {**_head(asked), "content": content, "stop_reason": reason, "usage": usage}

    def _call(self, index: int, name: str, args: str) -> Iterator[bytes]:
        yield _start(index, self._use(name, {}))
        for piece in ["", *halves(args)]:
            yield _delta(index, {"type": "input_json_delta", "partial_json": piece})
        yield _event("content_block_stop", index=index)

    def _use(self, name: str, given: Json) -> Json:
        self.count += 1
        return {"type": "tool_use", "id": f"toolu_{self.count}", "name": name, "input": given}


@contextmanager
def serve_anthropic(script: Script) -> Iterator[AnthropicServer]:
    """Serve on a free port of this machine while the test runs."""
    with serving(AnthropicServer(script, KEY)) as server:
        yield server


def check_request(body: Json) -> None:
    """Check a request's arguments, tools and messages."""
    for name in body:
        if name not in ARGUMENTS:
            raise Refusal(f"{name}: Extra inputs are not permitted")
    if not isinstance(body.get("max_tokens"), int) or body["max_tokens"] < 1:
        raise Refusal("max_tokens: Field required")
    if not body.get("messages"):
        raise Refusal("messages: at least one message is required")
    if isinstance(body.get("system"), list) and not all(b.get("text") for b in body["system"]):
        raise Refusal("system: text content blocks must be non-empty")
    for index, tool in enumerate(body.get("tools", ())):
        if tool.get("input_schema", {}).get("type") != "object":
            raise Refusal(f"tools.{index}.custom.input_schema.type: Field required")
    _check_roles(body["messages"])
    for index, message in enumerate(body["messages"]):
        _check_blocks(message, f"messages.{index}")
    _check_results(body["messages"])


def _check_roles(messages: Sequence[Json]) -> None:
    for index, message in enumerate(messages):
        expected = "user" if index % 2 == 0 else "assistant"
        if message.get("role") != expected:
            raise Refusal(
                'messages: roles must alternate between "user" and "assistant", but found '
                f"{message.get('role')!r} at {index}"
            )


def _check_blocks(message: Json, where: str) -> None:
    if isinstance(message["content"], str):
        if not message["content"].strip():
            raise Refusal(f"{where}: text content blocks must contain non-whitespace text")
        return
    if not message["content"]:
        raise Refusal(f"{where}: all messages must have non-empty content")
    for index, block in enumerate(message["content"]):
        _check_block(block, message["role"], f"{where}.content.{index}")


def _check_block(block: Json, role: str, where: str) -> None:
    kind = block.get("type")
    if kind not in BLOCKS or (kind == "tool_use") != (kind == "tool_use" and role == "assistant"):
        raise Refusal(f"{where}: Input tag {kind!r} found using 'type' does not match")
    if extra := set(block) - BLOCKS[kind]:
        raise Refusal(f"{where}.{sorted(extra)[0]}: Extra inputs are not permitted")
    if kind == "text" and not block["text"].strip():
        raise Refusal(f"{where}: text content blocks must be non-empty")
    if kind == "image":
        source = block["source"]
        if source.get("type") == "base64" and source.get("media_type") not in PICTURES:
            raise Refusal(f"{where}.source.base64.media_type: Input should be one of {PICTURES}")
    if kind == "tool_use" and (
        not ID.fullmatch(block["id"]) or not isinstance(block["input"], dict)
    ):
        raise Refusal(f"{where}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'")


def _check_results(messages: Sequence[Json]) -> None:
    seen: set[str] = set()
    waiting: list[str] = []
    for index, message in enumerate(messages):
        blocks = _blocks(message)
        answered = [b["tool_use_id"] for b in blocks if b["type"] == "tool_result"]
        if missing := [one for one in waiting if one not in answered]:
            raise Refusal(
                f"messages.{index}: `tool_use` ids were found without `tool_result` blocks "
                f"immediately after: {', '.join(missing)}."
            )
        if unknown := [one for one in answered if one not in waiting]:
            raise Refusal(
                f"messages.{index}: unexpected `tool_use_id` found in `tool_result` blocks: "
                f"{', '.join(unknown)}."
            )
        kinds = [block["type"] == "tool_result" for block in blocks]
        if kinds != sorted(kinds, reverse=True):
            raise Refusal(f"messages.{index}: `tool_result` blocks must come first")
        waiting = [b["id"] for b in blocks if b["type"] == "tool_use"]
        if seen & set(waiting) or len(set(waiting)) != len(waiting):
            raise Refusal(f"messages.{index}: `tool_use` ids must be unique")
        seen |= set(waiting)
    if waiting:
        raise Refusal("`tool_use` ids were found without `tool_result` blocks at the end")


def _blocks(message: Json) -> list[Json]:
    content = message["content"]
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def _head(asked: AskedAnthropic) -> Json:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": asked.body["model"],
        "stop_reason": None,
        "stop_sequence": None,
    }


def _reason(step: Step, *, has_calls: bool) -> str:
    if isinstance(step, Blocked | PromptBlocked):
        return "refusal"
    return "tool_use" if has_calls else "end_turn"


def _start(index: int, block: Json) -> bytes:
    return _event("content_block_start", index=index, content_block=block)


def _delta(index: int, delta: Json) -> bytes:
    return _event("content_block_delta", index=index, delta=delta)


def _event(kind: str, **data: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()
