"""Moments at which an agent's process can die: a request has come, a commit is next, is done.

What is stored changes at commits only, so that dying before and after each of them, in whichever
agent, meets every state that a crash can leave behind.
"""

import os
import signal
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from flask import Flask, request
from sqlalchemy import event
from sqlalchemy.orm import Session

IDLE = -1
COUNTING = 0


@dataclass(frozen=True)
class Moments:
    """Counts moments over all agents of a shop, and kills the process that meets the wanted one.

    `wanted` is IDLE, COUNTING, or the number of the moment to die at. What was met is written to
    `log`, one line each.
    """

    count: "Synchronized[int]"
    wanted: "Synchronized[int]"
    log: Path

    def arm(self, wanted: int) -> None:
        """Count from one, and die at the wanted moment."""
        self.log.write_text("", encoding="utf-8")
        self.count.value = 0
        self.wanted.value = wanted

    def disarm(self) -> list[str]:
        """Stop counting; returns what was met."""
        self.wanted.value = IDLE
        return self.log.read_text(encoding="utf-8").splitlines()

    def meet(self, label: str) -> None:
        """Count a moment, and die when it is the wanted one."""
        if self.wanted.value == IDLE:
            return
        with self.count.get_lock():
            self.count.value += 1
            number = self.count.value
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"{label}\n")
        if number == self.wanted.value:
            self.wanted.value = IDLE
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, app: Flask, agent: str) -> None:
        """Meet the moments of this process: its requests, and every commit of its store."""
        app.before_request(lambda: self.meet(f"{agent}: {request.method} {request.path} comes"))
        event.listen(Session, "before_commit", lambda _: self.meet(f"{agent}: before a commit"))
        event.listen(Session, "after_commit", lambda _: self.meet(f"{agent}: after a commit"))
