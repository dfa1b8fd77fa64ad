"""The web channel as it is served, in a process of its own, and whoever calls it."""

import json
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.conversations.shopper import ROOT, clean_environment

Json = dict[str, Any]
START_TIMEOUT_S = 180
TIMEOUT_S = 60
STREAM = "text/event-stream"


@dataclass
class Event:
    """A server-sent event."""

    id: str
    name: str
    data: Json

    @property
    def turn(self) -> str:
        return self.id.partition(".")[0]


class Stream:
    """An open answer, event by event; `pings` counts the comments."""

    def __init__(self, response: requests.Response) -> None:
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith(STREAM)
        self.response = response
        self.pings = 0
        self._events = self._read()

    def __iter__(self) -> Iterator[Event]:
        return self._events

    def until(self, name: str) -> Event:
        """The next event of a name; those before it are passed over."""
        return next(event for event in self._events if event.name == name)

    def close(self) -> None:
        """Drop the connection."""
        self.response.close()

    def _read(self) -> Iterator[Event]:
        fields: dict[str, str] = {}
        for raw in self.response.iter_lines(chunk_size=1):
            line = raw.decode()
            if line.startswith(":"):
                self.pings += 1
            elif line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                yield Event(fields["id"], fields["event"], json.loads(fields["data"]))
                fields = {}


@dataclass
class Caller:
    """A session at the API; each request opens a connection of its own, so that any worker
    answers it."""

    url: str
    session: Json = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack, repr=False)

    @classmethod
    def begin(cls, url: str, **body: str) -> "Caller":
        caller = cls(url)
        answer = caller.ask("POST", "/sessions", body)
        assert answer.status_code == 201, answer.text
        caller.session = answer.json()
        return caller

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        with requests.Session() as one:
            return one.request(
                method,
                f"{self.url}/api/v1{path}",
                json=body,
                headers={**self._bearer(), **headers},
                timeout=TIMEOUT_S,
            )

    def get(self, path: str) -> Json:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def say(self, message: str, **more: Any) -> Json:
        """One turn, whole."""
        answer = self.ask("POST", "/chat", {"message": message, **more})
        assert answer.status_code == 200, answer.text
        turn: Json = answer.json()
        return turn

    def hear(self, message: str, **more: Any) -> Stream:
        """One turn, as it comes."""
        return self.stream("POST", "/chat", {"message": message, **more})

    def resume(self, last_event_id: str | None = None) -> Stream:
        """Go on with a turn."""
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        return self.stream("GET", "/chat", None, **headers)

    def stream(self, method: str, path: str, body: Any, **headers: str) -> Stream:
        return Stream(self.ask_open(method, path, body, **headers))

    def ask_open(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> requests.Response:
        """An answer that is read later; `close` drops all that are left."""
        answer = self._open.enter_context(requests.Session()).request(
            method,
            f"{self.url}/api/v1{path}",
            json=body,
            headers={**self._bearer(), "Accept": STREAM, **headers},
            stream=True,
            timeout=TIMEOUT_S,
        )
        return self._open.enter_context(answer)

    def close(self) -> None:
        """Drop every connection that is still open."""
        self._open.close()

    def _bearer(self) -> dict[str, str]:
        token = self.session.get("token")
        return {"Authorization": f"Bearer {token}"} if token else {}


class WebShop:
    """`main.py web` on a free port, with its agents and its Redis."""

    def __init__(self, data_dir: Path, *arguments: str, **environment: str) -> None:
        self.data_dir = data_dir
        self.log = data_dir / "web.log"
        data_dir.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "main.py", "web", "--port", "0", *arguments],
                cwd=ROOT,
                env={**clean_environment(data_dir), "PYTHONUNBUFFERED": "1", **environment},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
            )
        try:
            self.url = self._address()
        except BaseException:
            self.kill()
            raise

    def workers(self) -> list[int]:
        """The process ids that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [
            int(pid)
            for pid in children.read_text(encoding="ascii").split()
            if b"main.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]

    def logged(self) -> str:
        """What it has logged so far."""
        return self.log.read_text(encoding="utf-8")

    def stop(self) -> int:
        """Ask it to end, and wait until it has."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(TIMEOUT_S)

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def _address(self) -> str:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], START_TIMEOUT_S)
        line = self.process.stdout.readline() if ready else ""
        assert "http://" in line, f"no address in {line!r}: {self.logged()}"
        url = next(word for word in line.split() if word.startswith("http://"))
        self._await_ready(url)
        return url

    def _await_ready(self, url: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if requests.get(f"{url}/readyz", timeout=TIMEOUT_S).status_code == 200:
                return
            time.sleep(0.05)
        raise AssertionError(f"it does not become ready: {self.logged()}")


@contextmanager
def serving(data_dir: Path, *arguments: str, **environment: str) -> Iterator[WebShop]:
    """A served shop, stopped in the end."""
    shop = WebShop(data_dir, *arguments, **environment)
    try:
        yield shop
    finally:
        if shop.process.poll() is None:
            shop.stop()
        assert shop.process.stdout is not None
        shop.process.stdout.close()
