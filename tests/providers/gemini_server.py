"""A local server that speaks the Gemini API as its public reference describes it.

It offers `generateContent` and `streamGenerateContent?alt=sse`, checks the key and refuses
what the real one refuses (`gemini_rules`). What it answers is given to it: a list of steps,
which fails the test on an unexpected call, or a function of the request.
"""

import base64
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.providers.gemini_rules import (
    SKIPPED_SIGNATURES,
    InvalidArgument,
    check_request,
    declarations_of,
    responses_of,
)
from tests.providers.gemini_steps import (
    Blocked,
    Calls,
    CutOff,
    Fault,
    Paced,
    PromptBlocked,
    Raw,
    Step,
)

Json = dict[str, Any]
KEY = "AIza-a-key-for-tests-and-nothing-else"
METHODS = ("generateContent", "streamGenerateContent")
MODELS = ("gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-pro-preview")
STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}


@dataclass(frozen=True)
class Asked:
    """One request, as the script needs to read it."""

    model: str
    body: Json
    is_stream: bool

    @property
    def contents(self) -> list[Json]:
        return list(self.body["contents"])

    @property
    def said(self) -> str:
        """The user's last words."""
        texts = [
            part["text"]
            for content in self.contents
            if content["role"] == "user"
            for part in content["parts"]
            if "text" in part
        ]
        return str(texts[-1])

    @property
    def results(self) -> dict[str, Json]:
        """The function responses that came in with this request, by name."""
        return {r["name"]: _unwrapped(r["response"]) for r in responses_of(self.contents[-1])}

    @property
    def known(self) -> dict[str, Json]:
        """The last response of each function in all that is seen."""
        seen = [response for content in self.contents for response in responses_of(content)]
        return {r["name"]: _unwrapped(r["response"]) for r in seen}

    @property
    def pictures(self) -> list[str]:
        """The kinds of the pictures that are shown."""
        parts = [part for content in self.contents for part in content["parts"]]
        shown = [part["inlineData"] for part in parts if "inlineData" in part]
        return [data.get("mimeType") or data["mime_type"] for data in shown]

    @property
    def offered(self) -> list[str]:
        """Names of the functions that may be called."""
        return [declared["name"] for declared in declarations_of(self.body)]

    @property
    def system(self) -> str:
        """The system instruction."""
        return "".join(p.get("text", "") for p in self.body["systemInstruction"]["parts"])


Script = Callable[[Asked], Step] | list[Step]


@dataclass
class GeminiServer:
    """The server's script, and all that was asked of it.

    `refused` holds the messages of the requests that it answered with 400; a test that does not
    provoke them looks that there are none.
    """

    script: Script
    key: str = KEY
    asked: list[Asked] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    url: str = ""
    dropped: threading.Event = field(default_factory=threading.Event)
    """Set when a client closes a stream before its end."""
    _signed: dict[str, tuple[str, Json]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def step_for(self, path: str, headers: Mapping[str, str], body: Json) -> tuple[Asked, Step]:
        """What to answer a request with."""
        target = urlsplit(path)
        model, _, method = target.path.removeprefix("/v1beta/models/").partition(":")
        asked = Asked(model, body, method == "streamGenerateContent")
        with self._lock:
            if fault := self._refusal(asked, target.path, method, headers):
                if fault.code == 400:
                    self.refused.append(fault.message)
                return asked, fault
            self.asked.append(asked)
            return asked, self._next(asked)

    def parts_of(self, step: str | Calls) -> list[Json]:
        """A reply's parts; the first of several calls carries the thought signature."""
        if isinstance(step, str):
            return [{"text": piece} for piece in _pieces(step) or [""]]
        parts: list[Json] = [{"text": piece} for piece in _pieces(step.text)]
        for index, (name, args) in enumerate(step.calls):
            part: Json = {"functionCall": {"name": name, "args": args}}
            if index == 0:
                part["thoughtSignature"] = self._sign(name, args)
            parts.append(part)
        return parts

    def assert_finished(self) -> None:
        """Fail on steps that were never asked for, and on requests that were refused."""
        assert not self.refused, self.refused
        assert callable(self.script) or not self.script, f"steps never asked for: {self.script}"

    def _next(self, asked: Asked) -> Step:
        if callable(self.script):
            return self.script(asked)
        if not self.script:
            return Fault(500, f"the script has no step for {asked.said!r}")
        return self.script.pop(0)

    def _refusal(
        self, asked: Asked, path: str, method: str, headers: Mapping[str, str]
    ) -> Fault | None:
        if not headers.get("x-goog-api-key"):
            return Fault(
                403,
                "Method doesn't allow unregistered callers (callers without established "
                "identity). Please use API Key or other form of API consumer identity.",
            )
        if headers["x-goog-api-key"] != self.key:
            return Fault(400, "API key not valid. Please pass a valid API key.")
        if not path.startswith("/v1beta/models/") or method not in METHODS:
            return Fault(404, "Requested entity was not found.")
        if asked.model not in MODELS:
            return Fault(
                404,
                f"models/{asked.model} is not found for API version v1beta, or is not supported "
                "for generateContent. Call ListModels to see the list of available models.",
            )
        try:
            check_request(asked.body, asked.model)
            self._check_signed(asked)
        except InvalidArgument as error:
            return Fault(400, str(error))
        return None

    def _sign(self, name: str, args: Json) -> str:
        with self._lock:
            raw = f"thought {len(self._signed)} about {name}"
            signature = base64.b64encode(raw.encode()).decode()
            self._signed[signature] = (name, args)
        return signature

    def _check_signed(self, asked: Asked) -> None:
        """A signature comes back on the call that it was given with, or not at all."""
        for content in asked.contents:
            for part in content["parts"]:
                signature = part.get("thoughtSignature")
                if signature is None or signature in SKIPPED_SIGNATURES:
                    continue
                made = part.get("functionCall", {})
                if self._signed.get(signature) != (made.get("name"), made.get("args", {})):
                    raise InvalidArgument("Thought signature is not valid.")


@contextmanager
def serve_gemini(script: Script) -> Iterator[GeminiServer]:
    """Serve on a free port of this machine while the test runs."""
    gemini = GeminiServer(script)

    class Handler(_Handler):
        server_state = gemini

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        gemini.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield gemini
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_state: GeminiServer

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked, step = self.server_state.step_for(self.path, dict(_lowered(self.headers)), body)
        match step:
            case Fault():
                self._answer(step.code, _problem(step), step.retry_after)
            case Raw():
                self._answer(200, step.body)
            case CutOff():
                self._begin_stream()
                self._send_event(_reply(asked, [{"text": step.text}], None))
                self.close_connection = True
            case Paced():
                self._drip(asked, step.pieces)
            case Blocked():
                self._send(asked, [[]], step.reason)
            case PromptBlocked():
                self._send_all(asked, [_without_candidate(asked, step.reason)])
            case _:
                parts = self.server_state.parts_of(step)
                self._send(asked, [[part] for part in parts], "STOP")

    def _send(self, asked: Asked, pieces: list[list[Json]], reason: str) -> None:
        if not asked.is_stream:
            pieces = [[part for piece in pieces for part in piece]]
        replies = [_reply(asked, parts, None) for parts in pieces[:-1]]
        self._send_all(asked, [*replies, _reply(asked, pieces[-1], reason)])

    def _send_all(self, asked: Asked, replies: list[Json]) -> None:
        if not asked.is_stream:
            self._answer(200, replies[0])
            return
        self._begin_stream()
        for reply in replies:
            self._send_event(reply)
        self.wfile.write(b"0\r\n\r\n")

    def _drip(self, asked: Asked, pieces: Iterable[str | Calls]) -> None:
        self._begin_stream()
        try:
            for piece in pieces:
                parts = self.server_state.parts_of(piece)
                self._send_event(_reply(asked, parts, None))
            self._send_event(_reply(asked, [], "STOP"))
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.server_state.dropped.set()
            self.close_connection = True

    def _begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _send_event(self, reply: Json) -> None:
        data = f"data: {json.dumps(reply)}\r\n\r\n".encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _answer(self, status: int, body: Json | str, retry_after: str | None = None) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(data)


def _reply(asked: Asked, parts: list[Json], reason: str | None) -> Json:
    candidate: Json = {"index": 0}
    if parts:
        candidate["content"] = {"parts": parts, "role": "model"}
    if reason:
        candidate["finishReason"] = reason
    prompt, made = len(json.dumps(asked.body)) // 4, len(json.dumps(parts)) // 4
    return {
        "candidates": [candidate],
        "usageMetadata": {
            "promptTokenCount": prompt,
            "candidatesTokenCount": made,
            "totalTokenCount": prompt + made,
        },
        "modelVersion": asked.model,
        "responseId": "a-response",
    }


def _without_candidate(asked: Asked, reason: str) -> Json:
    reply = _reply(asked, [], None)
    del reply["candidates"]
    return {**reply, "promptFeedback": {"blockReason": reason}}


def _problem(fault: Fault) -> Json:
    problem = {"code": fault.code, "message": fault.message, "status": STATUSES[fault.code]}
    return {"error": problem}


def _pieces(text: str) -> list[str]:
    """A text as it streams: a few words at a time."""
    words = text.split(" ")
    groups = [" ".join(words[i : i + 4]) for i in range(0, len(words), 4)] if text else []
    return [f"{group} " for group in groups[:-1]] + groups[-1:]


def _unwrapped(response: Json) -> Json:
    """A client may put a result that is a text under `output`."""
    output = response.get("output")
    return json.loads(output) if isinstance(output, str) else response


def _lowered(headers: Any) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        yield name.lower(), value
