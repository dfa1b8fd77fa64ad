"""Tidy an agent's store at start and on a timer, beside the requests of the serving process."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask

from agents.kit.operations import Tidy
from agents.kit.peers import Peers
from agents.kit.storage import Store

logger = logging.getLogger(__name__)

EVERY_S = 30.0


@dataclass
class Tidying:
    """Runs an agent's `tidy` now and again; several processes of one agent may do so at once."""

    agent: str
    tidy: Tidy
    store: Store
    peers: Peers
    clock: Callable[[], datetime]
    every_s: float = EVERY_S
    _told: threading.Event = field(default_factory=threading.Event)

    def start(self) -> threading.Thread:
        """Tidy at once and then every `every_s`, in a thread that ends with the process."""
        thread = threading.Thread(target=self._run, name="tidying", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End the thread after what it is doing."""
        self._told.set()

    def run_once(self) -> None:
        """Tidy; what fails is logged and left for the next time."""
        try:
            self.tidy(self.store, self.peers, self.clock())
        except Exception:
            logger.exception("tidying_failed agent=%s", self.agent)

    def _run(self) -> None:
        while not self._told.is_set():
            self.run_once()
            self._told.wait(self.every_s)


def start_tidying(app: Flask) -> None:
    """Start an agent's tidying, where it has any; a served app calls this, a test's does not."""
    tidying: Tidying | None = app.extensions["tidying"]
    if tidying is not None:
        tidying.start()
