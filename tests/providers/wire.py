"""What local servers of providers share: a script, what was asked of them, and how they stream.

A script is a list of steps, which fails the test on an unexpected call, or a function of the
request. A request that the real server refuses is refused and kept in `refused`.
"""

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, TypeVar

from tests.providers.steps import Calls, CutOff, Fault, Paced, Raw, Step

Json = dict[str, Any]


class Refusal(Exception):
    """A request that the server answers with 400; the text is its message."""


class Asked(Protocol):
    """One request, as a script reads it."""

    body: Json

    @property
    def is_stream(self) -> bool: ...

    @property
    def said(self) -> str: ...

    @property
    def results(self) -> dict[str, Json]: ...

    @property
    def pictures(self) -> list[str]: ...


@dataclass(frozen=True)
class AskedByMessages:
    """One request whose body says what was said as `messages`, and whether to `stream`."""

    body: Json

    @property
    def messages(self) -> list[Json]:
        return list(self.body["messages"])

    @property
    def is_stream(self) -> bool:
        return bool(self.body.get("stream"))


Script = Callable[[Any], Step] | list[Step]


@dataclass
class Wire(ABC):
    """A server's script, and all that was asked of it."""

    script: Script
    key: str
    asked: list[Any] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    url: str = ""
    dropped: threading.Event = field(default_factory=threading.Event)
    """Set when a client closes a stream before its end."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @abstractmethod
    def refusal_of(self, path: str, headers: Mapping[str, str], body: Json) -> Fault | None:
        """What the real server would refuse."""

    @abstractmethod
    def read(self, path: str, body: Json) -> Any:
        """The request, for a script."""

    @abstractmethod
    def problem(self, fault: Fault) -> Json:
        """An error's body."""

    @abstractmethod
    def events(self, asked: Any, step: Step) -> Iterator[bytes]:
        """A reply as it streams."""

    @abstractmethod
    def whole(self, asked: Any, step: Step) -> Json:
        """A reply in one piece."""

    def step_for(self, path: str, headers: Mapping[str, str], body: Json) -> tuple[Any, Step]:
        """What to answer a request with."""
        with self._lock:
            if fault := self.refusal_of(path, headers, body):
                if fault.code == 400:
                    self.refused.append(fault.message)
                return None, fault
            asked = self.read(path, body)
            self.asked.append(asked)
            if callable(self.script):
                return asked, self.script(asked)
            if not self.script:
                return asked, Fault(500, f"the script has no step for {asked.said!r}")
            return asked, self.script.pop(0)

    def assert_finished(self) -> None:
        """Fail on steps that were never asked for, and on requests that were refused."""
        assert not self.refused, self.refused
        assert callable(self.script) or not self.script, f"steps never asked for: {self.script}"


W = TypeVar("W", bound=Wire)


@contextmanager
def serving(wire: W) -> Iterator[W]:
    """Serve on a free port of this machine while the test runs."""

    class Handler(_Handler):
        state = wire

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        wire.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield wire
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Wire

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked, step = self.state.step_for(self.path, headers, body)
        if isinstance(step, Fault):
            self._answer(step.code, self.state.problem(step), step.retry_after)
        elif isinstance(step, Raw):
            self._answer(200, step.body)
        elif asked.is_stream:
            self._stream(asked, step)
        else:
            self._answer(200, self.state.whole(asked, step))

    def _stream(self, asked: Any, step: Step) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for data in self.state.events(asked, step):
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            if isinstance(step, CutOff):
                self.close_connection = True
                return
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.state.dropped.set()
            self.close_connection = True

    def _answer(self, status: int, body: Json | str, retry_after: str | None = None) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.end_headers()
        self.wfile.write(data)


def spoken(step: Step) -> Iterator[str | tuple[str, str]]:
    """A step's pieces: text, and calls as name and arguments in JSON."""
    match step:
        case str():
            yield from words(step)
        case Calls():
            yield from words(step.text)
            for name, args in step.calls:
                yield name, args if isinstance(args, str) else json.dumps(args)
        case CutOff():
            yield step.text
        case Paced():
            for piece in step.pieces:
                yield from spoken(piece)


def words(text: str) -> list[str]:
    """A text as it streams: a few words at a time."""
    parts = text.split(" ") if text else []
    groups = [" ".join(parts[i : i + 4]) for i in range(0, len(parts), 4)]
    return [f"{group} " for group in groups[:-1]] + groups[-1:]


def halves(text: str) -> list[str]:
    """Arguments as they stream, in two pieces."""
    middle = len(text) // 2
    return [piece for piece in (text[:middle], text[middle:]) if piece]


def tokens(value: object) -> int:
    """About how many tokens something takes."""
    return max(1, len(json.dumps(value, default=str)) // 4)


def result_of(content: Any) -> Json:
    """A tool's result, from the text that it was sent as."""
    if isinstance(content, list):
        content = "".join(block.get("text", "") for block in content)
    try:
        found = json.loads(content)
    except ValueError:
        return {"text": content}
    return found if isinstance(found, dict) else {"value": found}
