"""A local server of OpenAI's chat completions, as its public reference describes them.

It checks the key, refuses what the real one refuses, with its own words where they are public, and
streams chunks: text, calls whose arguments come in pieces, usage when asked for, `[DONE]`.
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

KEY = "sk-a-key-for-tests-and-nothing-else"
PATH = "/v1/chat/completions"
MODELS = ("gpt-4.1-mini", "gpt-4.1", "deepseek-ai/DeepSeek-V3.1")
ARGUMENTS = frozenset(
    {"model", "messages", "stream", "stream_options", "tools", "tool_choice", "temperature"}
    | {"max_tokens", "max_completion_tokens", "parallel_tool_calls", "top_p", "n", "stop", "seed"}
    | {"user", "response_format", "frequency_penalty", "presence_penalty", "reasoning_effort"}
)
ROLES = ("system", "developer", "user", "assistant", "tool")
NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
LONGEST_ID = 40
TYPES = {401: "invalid_request_error", 429: "rate_limit_error", 500: "server_error"}


@dataclass(frozen=True)
class AskedOpenAI(AskedByMessages):
    """One request of chat completions."""

    @property
    def said(self) -> str:
        """The user's last words."""
        return _text([m for m in self.messages if m["role"] == "user"][-1]["content"])

    @property
    def results(self) -> dict[str, Json]:
        """The results that came in with this request, by the tool's name."""
        names = self._names()
        last = [i for i, m in enumerate(self.messages) if m["role"] != "tool"][-1]
        answers = self.messages[last + 1 :]
        return {names[m["tool_call_id"]]: result_of(m["content"]) for m in answers}

    @property
    def known(self) -> dict[str, Json]:
        """The last result of each tool in all that is seen."""
        names = self._names()
        answers = [message for message in self.messages if message["role"] == "tool"]
        return {names[m["tool_call_id"]]: result_of(m["content"]) for m in answers}

    @property
    def offered(self) -> list[str]:
        """Names of the tools that may be called."""
        return [tool["function"]["name"] for tool in self.body.get("tools", ())]

    def _names(self) -> dict[str, str]:
        """The tools' names by the ids of their calls."""
        return {
            call["id"]: call["function"]["name"]
            for message in self.messages
            for call in message.get("tool_calls") or ()
        }

    @property
    def pictures(self) -> list[str]:
        """The addresses of the pictures that are shown."""
        return [
            part["image_url"]["url"]
            for message in self.messages
            for part in (message["content"] if isinstance(message["content"], list) else ())
            if part["type"] == "image_url"
        ]


@dataclass
class OpenAIServer(Wire):
    """The server's script, and all that was asked of it."""

    count: int = 0

    def refusal_of(self, path: str, headers: Mapping[str, str], body: Json) -> Fault | None:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if not given:
            return Fault(401, "You didn't provide an API key.")
        if given != self.key:
            return Fault(401, "Incorrect API key provided.")
        if path != PATH:
            return Fault(404, f"Invalid URL (POST {path})")
        try:
            check_request(body)
        except Refusal as error:
            return Fault(400, str(error))
        if body["model"] not in MODELS:
            return Fault(404, f"The model `{body['model']}` does not exist.")
        return None

    def read(self, path: str, body: Json) -> AskedOpenAI:
        return AskedOpenAI(body)

    def problem(self, fault: Fault) -> Json:
        kind = TYPES.get(fault.code, "invalid_request_error")
        return {"error": {"message": fault.message, "type": kind, "param": None, "code": None}}

    def events(self, asked: AskedOpenAI, step: Step) -> Iterator[bytes]:
        yield self._chunk(asked, {"role": "assistant", "content": "", "refusal": None})
        made: list[Any] = []
        number = -1
        for piece in spoken(step):
            made.append(piece)
            if isinstance(piece, str):
                yield self._chunk(asked, {"content": piece})
                continue
            number += 1
            yield from self._call(asked, number, *piece)
        if isinstance(step, CutOff):
            return
        yield self._chunk(asked, {}, _reason(step, has_calls=number >= 0))
        if (asked.body.get("stream_options") or {}).get("include_usage"):
            yield _event({**_head(asked), "choices": [], "usage": _usage(asked, made)})
        yield b"data: [DONE]\n\n"

    def whole(self, asked: AskedOpenAI, step: Step) -> Json:
        pieces = list(spoken(step))
        text = "".join(piece for piece in pieces if isinstance(piece, str))
        calls = [self._call_of(*piece) for piece in pieces if not isinstance(piece, str)]
        message: Json = {"role": "assistant", "content": text or None, "refusal": None}
        if calls:
            message["tool_calls"] = calls
        reason = _reason(step, has_calls=bool(calls))
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": reason}
        head = {**_head(asked), "object": "chat.completion"}
        return {**head, "choices": [choice], "usage": _usage(asked, pieces)}

    def _call(self, asked: AskedOpenAI, number: int, name: str, args: str) -> Iterator[bytes]:
        made = self._call_of(name, "")
        yield self._chunk(asked, {"tool_calls": [{"index": number, **made}]})
        for piece in halves(args):
            delta = {"index": number, "function": {"arguments": piece}}
            yield self._chunk(asked, {"tool_calls": [delta]})

    def _call_of(self, name: str, args: str) -> Json:
        self.count += 1
        function = {"name": name, "arguments": args}
        return {"id": f"call_{self.count}", "type": "function", "function": function}

    def _chunk(self, asked: AskedOpenAI, delta: Json, reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return _event({**_head(asked), "choices": [choice], "usage": None})


@contextmanager
def serve_openai(script: Script) -> Iterator[OpenAIServer]:
    """Serve on a free port of this machine while the test runs."""
    with serving(OpenAIServer(script, KEY)) as server:
        yield server


def check_request(body: Json) -> None:
    """Check a request's arguments, tools and messages."""
    for name in body:
        if name not in ARGUMENTS:
            raise Refusal(f"Unrecognized request argument supplied: {name}")
    if not body.get("model"):
        raise Refusal("you must provide a model parameter")
    if body.get("stream_options") and not body.get("stream"):
        raise Refusal("The 'stream_options' parameter is only allowed when 'stream' is enabled.")
    if not body.get("messages"):
        raise Refusal("Invalid 'messages': empty array. Expected an array with minimum length 1.")
    for index, tool in enumerate(body.get("tools", ())):
        _check_tool(tool, f"tools[{index}]")
    for index, message in enumerate(body["messages"]):
        _check_message(message, f"messages[{index}]")
    _check_answers(body["messages"])


def _check_tool(tool: Json, where: str) -> None:
    if tool.get("type") != "function":
        raise Refusal(f"Invalid value: {tool.get('type')!r}. Supported values are: 'function'.")
    function = tool.get("function", {})
    if not NAME.fullmatch(function.get("name", "")):
        raise Refusal(f"Invalid '{where}.function.name': string does not match pattern.")
    schema = function.get("parameters", {"type": "object"})
    if schema.get("type") != "object":
        raise Refusal(
            f"Invalid schema for function '{function['name']}': schema must be a JSON Schema of "
            f"'type: \"object\"', got 'type: \"{schema.get('type')}\"'."
        )


def _check_message(message: Json, where: str) -> None:
    role = message.get("role")
    if role not in ROLES:
        raise Refusal(f"Invalid value: {role!r}. Supported values are: {ROLES}.")
    calls = message.get("tool_calls")
    if calls is not None:
        _check_calls(calls, role, where)
    content = message.get("content")
    if content is None and not (role == "assistant" and calls):
        raise Refusal(f"Invalid value for 'content': expected a string, got null at {where}.")
    if isinstance(content, list):
        _check_parts(content, role, f"{where}.content")
    if role == "tool" and not message.get("tool_call_id"):
        raise Refusal(f"Missing parameter 'tool_call_id': {where}.")


def _check_calls(calls: Any, role: str, where: str) -> None:
    if role != "assistant" or not isinstance(calls, list) or not calls:
        raise Refusal(f"Invalid '{where}.tool_calls': empty array.")
    for index, call in enumerate(calls):
        at = f"{where}.tool_calls[{index}]"
        if not call.get("id") or len(call["id"]) > LONGEST_ID:
            raise Refusal(
                f"Invalid '{at}.id': string too long. Expected a string with maximum length "
                f"{LONGEST_ID}."
            )
        function = call.get("function", {})
        if call.get("type") != "function" or not NAME.fullmatch(function.get("name", "")):
            raise Refusal(f"Invalid '{at}.function.name'.")
        if not isinstance(function.get("arguments"), str):
            raise Refusal(f"Invalid type for '{at}.function.arguments': expected a string.")


def _check_parts(parts: Sequence[Json], role: str, where: str) -> None:
    if not parts:
        raise Refusal(f"Invalid '{where}': empty array.")
    for index, part in enumerate(parts):
        kind = part.get("type")
        fields = {"text": {"type", "text"}, "image_url": {"type", "image_url"}}.get(str(kind))
        if fields is None or (kind == "image_url" and role != "user"):
            raise Refusal(f"Invalid value: {kind!r} at {where}[{index}].")
        if set(part) != fields:
            raise Refusal(f"Unknown parameter: '{where}[{index}]': {sorted(set(part) - fields)}.")


def _check_answers(messages: Sequence[Json]) -> None:
    waiting: list[str] = []
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in waiting:
                raise Refusal(
                    "Invalid parameter: messages with role 'tool' must be a response to a "
                    "preceeding message with 'tool_calls'."
                )
            waiting.remove(message["tool_call_id"])
            continue
        if waiting:
            break
        waiting = [call["id"] for call in message.get("tool_calls") or ()]
        if len(set(waiting)) != len(waiting):
            raise Refusal("Duplicate tool_call_id in one message.")
    if waiting:
        raise Refusal(
            "An assistant message with 'tool_calls' must be followed by tool messages responding "
            "to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
            f"{', '.join(waiting)}"
        )


def _head(asked: AskedOpenAI) -> Json:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_760_000_000,
        "model": asked.body["model"],
        "service_tier": "default",
        "system_fingerprint": "fp_1",
    }


def _reason(step: Step, *, has_calls: bool) -> str:
    if isinstance(step, Blocked | PromptBlocked):
        return "content_filter"
    return "tool_calls" if has_calls else "stop"


def _usage(asked: AskedOpenAI, made: list[Any]) -> Json:
    read, wrote = tokens(asked.body), tokens(made)
    return {"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote}


def _event(data: Json) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)
