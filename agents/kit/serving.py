"""Serve an agent's app on its address, and say where it listens."""

import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from agents.kit.settings import AgentSettings
from agents.kit.tidying import start_tidying
from contracts.contract import Contract
from contracts.settings import address_file, given_url, write_private

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


class PortTaken(OSError):
    """Another program listens where the agent should."""


class KeepAliveHandler(WSGIRequestHandler):
    """Keeps connections open, and sends small answers at once."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log nothing: the kit logs each operation."""


def serve(app: Flask, contract: Contract, settings: AgentSettings, *, may_move: bool) -> None:
    """Serve until terminated.

    Args:
        app: the agent's app.
        contract: names its address, unless `<AGENT>_URL` does.
        settings: where the address is written for this shop's other processes.
        may_move: whether to take a free port when the contract's is taken.

    Raises:
        PortTaken: somebody else listens there.
    """
    server = _bind(app, contract, may_move=may_move)
    address = address_file(settings.data_dir, contract.agent)
    written = {
        address.with_suffix(".pid"): str(os.getpid()),
        address: f"http://{LOOPBACK}:{server.port}",
    }
    for path, text in written.items():
        write_private(path, text)
    logger.info("serving agent=%s port=%s", contract.agent, server.port)
    signal.signal(signal.SIGTERM, _leave)
    start_tidying(app)
    try:
        server.serve_forever()
    finally:
        server.server_close()
        _withdraw(written)
        app.extensions["store"].close()


def _bind(app: Flask, contract: Contract, *, may_move: bool) -> BaseWSGIServer:
    url = urlsplit(given_url(contract.agent) or contract.url)
    host, port = url.hostname or LOOPBACK, url.port or contract.port
    listener = _listen(host, port)
    if listener is None and may_move:
        listener = _listen(LOOPBACK, 0)
    if listener is None:
        raise PortTaken(
            f"port {port} of the {contract.agent} agent is taken by another program; stop it, or "
            f"set {contract.agent.upper().replace('-', '_')}_URL to an address that is free"
        )
    with listener:
        return make_server(
            host, port, app, threaded=True, request_handler=KeepAliveHandler, fd=listener.detach()
        )


def _listen(host: str, port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno != errno.EADDRINUSE:
            raise
        return None
    return listener


def _withdraw(written: Mapping[Path, str]) -> None:
    """Remove what this process wrote, unless another that took its place has overwritten it."""
    for path, text in written.items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            path.unlink(missing_ok=True)


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
