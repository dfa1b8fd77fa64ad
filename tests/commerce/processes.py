"""A shop of real agent processes that a test kills, starts again, and moves on in time."""

import gc
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from coverage import Coverage
from sqlalchemy.orm import configure_mappers
from werkzeug.serving import make_server

from agents.__main__ import load_operations
from agents.kit.app import create_app
from agents.kit.serving import KeepAliveHandler
from agents.kit.settings import AgentSettings
from agents.kit.tidying import Tidying
from contracts.settings import address_file, write_private
from contracts.shop import Shop
from tests.commerce.moments import IDLE, Moments

AGENTS = ("recommendation", "inventory", "fulfillment", "payment", "post-purchase", "loyalty")
START_TIMEOUT_S = 180.0
TIDY_TIMEOUT_S = 180.0


@dataclass
class _Running:
    process: BaseProcess
    control: Connection


class ShopProcesses:
    """The agents of one shop, each in processes of its own, on a clock that the test moves.

    Several workers of an agent share its listening socket, as they do behind gunicorn.
    """

    def __init__(self, data_dir: Path, *, workers: int = 1) -> None:
        self._workers = workers
        self._fork = multiprocessing.get_context("fork")
        self._offset_s: Synchronized[float] = self._fork.Value("d", 0.0)
        self.data_dir = data_dir
        self.moments = Moments(
            self._fork.Value("i", 0), self._fork.Value("i", IDLE), data_dir / "moments.log"
        )
        self.shop = Shop(data_dir, "INR")
        self._running: dict[str, list[_Running]] = {}

    def start(self) -> None:
        """Start every agent that does not run, and wait until it says where it listens."""
        missing = [name for name in AGENTS if not self._is_alive(name)]
        for name in missing:
            address_file(self.data_dir, name).unlink(missing_ok=True)
            listener = socket.create_server(("127.0.0.1", 0), backlog=256)
            self._running[name] = [self._fork_one(name, listener) for _ in range(self._workers)]
            listener.close()
        for name in missing:
            self._await(name)

    def kill(self, name: str) -> None:
        """End an agent as a power cut would."""
        for running in self._running[name]:
            running.process.kill()
            running.process.join()

    def stop(self) -> None:
        """End every agent."""
        for name in self._running:
            self.kill(name)

    def dead(self) -> list[str]:
        """The agents that died."""
        return [name for name in self._running if not self._is_alive(name)]

    def await_death(self) -> None:
        """Wait for the agent that is dying: its connections end before it has."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.dead():
            if time.monotonic() > deadline:
                raise AssertionError("no agent has died")
            time.sleep(0.005)

    def advance(self, seconds: float) -> None:
        """Move the clock of every agent on."""
        self._offset_s.value += seconds

    def now(self) -> datetime:
        """The agents' time."""
        return datetime.now(UTC) + timedelta(seconds=self._offset_s.value)

    def sweep(self) -> None:
        """Have every agent settle what was left behind, as its timer would."""
        for name in AGENTS:
            for running in self._running[name]:
                running.control.send("tidy")
            for running in self._running[name]:
                if not running.control.poll(TIDY_TIMEOUT_S):
                    raise AssertionError(f"the sweep of {name} does not end")
                running.control.recv()

    def call(
        self,
        operation: str,
        body: Mapping[str, Any] | None = None,
        *,
        shopper: str,
        service: str | None = None,
        path: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> dict[str, Any]:
        """Call `agent.operationId` as a client does."""
        agent, _, operation_id = operation.partition(".")
        return self.shop.call(
            agent, operation_id, body, shopper=shopper, service=service, path=path, key=key
        )

    def _fork_one(self, name: str, listener: socket.socket) -> _Running:
        load_operations(name)  # imported once here, not again after every kill
        configure_mappers()
        ours, theirs = self._fork.Pipe()
        process = self._fork.Process(
            target=_serve,
            args=(name, self.data_dir, self._offset_s, self.moments, theirs, listener),
            name=name,
            daemon=True,
        )
        gc.freeze()  # else each child's collections copy all that the parent holds
        process.start()
        gc.unfreeze()
        return _Running(process, ours)

    def _is_alive(self, name: str) -> bool:
        running = self._running.get(name, ())
        return bool(running) and all(each.process.is_alive() for each in running)

    def _await(self, name: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not address_file(self.data_dir, name).exists():
            if time.monotonic() > deadline or not self._is_alive(name):
                raise AssertionError(f"the {name} agent did not start")
            time.sleep(0.005)


@contextmanager
def running_shop(data_dir: Path, *, workers: int = 1) -> Iterator[ShopProcesses]:
    """A shop with its sample, started and in the end stopped."""
    shop = ShopProcesses(data_dir, workers=workers)
    shop.start()
    try:
        yield shop
    finally:
        shop.stop()


def _serve(
    name: str,
    data_dir: Path,
    offset_s: "Synchronized[float]",
    moments: Moments,
    control: Connection,
    listener: socket.socket,
) -> None:
    os.environ["SALES_DATA_DIR"] = str(data_dir)
    if measuring := Coverage.current():
        measuring.stop()  # what is killed tells nothing, and being traced makes it slow

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=offset_s.value)

    app = create_app(load_operations(name), AgentSettings.from_env(), clock=clock)
    host, port = listener.getsockname()
    server = make_server(
        host, port, app, threaded=True, request_handler=KeepAliveHandler, fd=listener.detach()
    )
    moments.watch(app, name)
    tidying: Tidying | None = app.extensions["tidying"]
    threading.Thread(target=_obey, args=(control, tidying), daemon=True).start()
    write_private(address_file(data_dir, name), f"http://{host}:{port}")
    server.serve_forever()


def _obey(control: Connection, tidying: Tidying | None) -> None:
    with suppress(EOFError):
        while control.recv():
            if tidying is not None:
                tidying.run_once()
            control.send("done")
