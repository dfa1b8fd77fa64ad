"""Serve the web channel by gunicorn: a parent that holds the sockets, workers that answer."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from sales_agent.errors import StartFailed

GRACE_S = 30
"""How long a worker that is told to stop may take for the turns that it runs."""
KEEP_ALIVE_S = 75
START_S = 180
"""How long a worker may be silent; on a busy machine its app takes a while to be made."""


@dataclass(frozen=True)
class Serving:
    """Where and how the channel is served.

    Attributes:
        host: The interface.
        port: The port; 0 for a free one.
        workers: Processes.
        threads: Requests that one process answers at a time; an open stream is one.
    """

    host: str
    port: int
    workers: int = 1
    threads: int = 640


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn as a library; each worker makes its own app, after the fork."""

    def __init__(
        self, make_app: Callable[[], Flask], serving: Serving, announce: Callable[[str], None]
    ) -> None:
        self._make_app = make_app
        self._serving = serving
        self._announce = announce
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn its settings; none comes from a file or the command line."""
        given = self._serving
        settings: dict[str, Any] = {
            "bind": [f"{given.host}:{given.port}"],
            "workers": given.workers,
            "worker_class": "sales_agent.channels.web.guarding.GuardedWorker",
            "threads": given.threads,
            "worker_connections": given.threads * 2,
            "backlog": 1024,
            "keepalive": KEEP_ALIVE_S,
            "graceful_timeout": GRACE_S,
            "timeout": START_S,
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "sales-web",
            "post_worker_init": self._ready,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """A worker's app."""
        return self._make_app()

    def _ready(self, worker: Any) -> None:
        """Say where the channel is, once the first worker answers."""
        if worker.age == 1:
            host, port = worker.sockets[0].getsockname()[:2]
            self._announce(f"http://{host}:{port}")


def check_free(host: str, port: int) -> None:
    """See that the channel can be served there, before anything is started for it.

    Raises:
        StartFailed: it cannot.
    """
    try:
        socket.create_server((host, port), family=_family(host)).close()
    except OSError as error:
        told = str(error.strerror).partition(" (while")[0]
        raise StartFailed(
            f"cannot serve at {host}:{port}: {told}; name another with --host and --port "
            "(--port 0 takes a free one)"
        ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def serve(make_app: Callable[[], Flask], serving: Serving, announce: Callable[[str], None]) -> int:
    """Serve until told to stop; returns the exit status."""
    try:
        WebServer(make_app, serving, announce).run()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    return 0
