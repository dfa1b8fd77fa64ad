"""A local server that speaks the Gemini API as its public reference describes it.

It offers `generateContent` and `streamGenerateContent?alt=sse`, checks the key and refuses
what the real one refuses (`gemini_rules`). What it answers is given to it: a list of steps,
which fails the test on an unexpected call, or a function of the request.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.providers.gemini_rules import (
    SKIPPED_SIGNATURES,
    InvalidArgument,
    check_request,
    declarations_of,
    responses_of,
)
from tests.providers.steps import Blocked, CutOff, Fault, Paced, PromptBlocked, Step
from tests.providers.wire import Json, Script, Wire, serving, spoken

KEY = "AIza-a-key-for-tests-and-nothing-else"
STREAMING = "streamGenerateContent"
METHODS = ("generateContent", STREAMING)
PLACE = "/v1beta/models/"
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


@dataclass
class GeminiServer(Wire):
    """The server's script, and all that was asked of it."""

    _signed: dict[str, tuple[str, Json]] = field(default_factory=dict)

    def refusal_of(self, path: str, headers: Mapping[str, str], body: Json) -> Fault | None:
        place, method = urlsplit(path).path, _method_of(path)
        asked = self.read(path, body)
        if not headers.get("x-goog-api-key"):
            return Fault(
                403,
                "Method doesn't allow unregistered callers (callers without established "
                "identity). Please use API Key or other form of API consumer identity.",
            )
        if headers["x-goog-api-key"] != self.key:
            return Fault(400, "API key not valid. Please pass a valid API key.")
        if not place.startswith(PLACE) or method not in METHODS:
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

    def read(self, path: str, body: Json) -> Asked:
        model = urlsplit(path).path.removeprefix(PLACE).partition(":")[0]
        return Asked(model, body, _method_of(path) == STREAMING)

    def problem(self, fault: Fault) -> Json:
        problem = {"code": fault.code, "message": fault.message, "status": STATUSES[fault.code]}
        return {"error": problem}

    def events(self, asked: Asked, step: Step) -> Iterator[bytes]:
        parts = self._parts_of(step)
        if isinstance(step, Paced | CutOff):
            for part in parts:
                yield _event(_reply(asked, [part], None))
            if isinstance(step, Paced):
                yield _event(_reply(asked, [], "STOP"))
            return
        *before, last = [[part] for part in parts] or [[]]
        for one in before:
            yield _event(_reply(asked, one, None))
        yield _event(_ended(asked, last, step))

    def whole(self, asked: Asked, step: Step) -> Json:
        return _ended(asked, list(self._parts_of(step)), step)

    def _parts_of(self, step: Step) -> Iterator[Json]:
        """A reply's parts; the first of its calls carries the thought signature."""
        has_signed = False
        for piece in spoken(step):
            if isinstance(piece, str):
                yield {"text": piece}
                continue
            name, args = piece[0], json.loads(piece[1])
            signature = {} if has_signed else {"thoughtSignature": self._sign(name, args)}
            has_signed = True
            yield {"functionCall": {"name": name, "args": args}, **signature}

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
    with serving(GeminiServer(script, KEY)) as server:
        yield server


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


def _ended(asked: Asked, parts: list[Json], step: Step) -> Json:
    """The last of a reply, with why it ended."""
    if isinstance(step, PromptBlocked):
        return _without_candidate(asked, step.reason)
    if isinstance(step, Blocked):
        return _reply(asked, parts, step.reason)
    return _reply(asked, parts or [{"text": ""}], "STOP")


def _event(reply: Json) -> bytes:
    return f"data: {json.dumps(reply)}\r\n\r\n".encode()


def _method_of(path: str) -> str:
    return urlsplit(path).path.rpartition(":")[2]


def _unwrapped(response: Json) -> Json:
    """A client may put a result that is a text under `output`."""
    output = response.get("output")
    return json.loads(output) if isinstance(output, str) else response
