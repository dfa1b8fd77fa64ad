"""A gunicorn worker that slow and greedy clients cannot hold."""

import errno
import os
import socket
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Lock
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

REQUEST_S = 10.0
"""How long a client may take to send a whole request once its first byte is there."""
STALL_S = 20.0
"""How long a client may take none of what it is sent."""
CONNECTIONS_OF_ONE = 160
"""Connections that one address may hold at a worker; a page needs six."""
CLOSERS = 16
LOOPBACK = "127.0.0.1"
"""Where a proxy of one's own comes from, with everybody's connections."""


class GuardedSocket(socket.socket):
    """A client's connection on which reading a request and writing an answer take only so long.

    To whoever reads, a client that is too slow has left.
    """

    is_late = False
    _deadline = 0.0

    @classmethod
    def taken(cls, accepted: socket.socket) -> "GuardedSocket":
        """The same connection, guarded."""
        family, kind, proto = accepted.family, accepted.type, accepted.proto
        return cls(family, kind, proto, fileno=accepted.detach())

    def setblocking(self, flag: bool, /) -> None:
        """As gunicorn does at the beginning of each request: its time runs from here."""
        self.settimeout(STALL_S if flag else 0.0)
        self._deadline = time.monotonic() + REQUEST_S

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Read what there is; nothing when the request has taken too long."""
        left_s = self._deadline - time.monotonic()
        if self.gettimeout() == 0.0:
            return super().recv(size, flags)
        try:
            self.settimeout(max(left_s, 0.001))
            return super().recv(size, flags)
        except TimeoutError:
            self.is_late = True
            return b""

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Write all of it; a client that takes nothing for too long is as if gone."""
        self.settimeout(STALL_S)
        try:
            super().sendall(data, flags)
        except TimeoutError as error:
            raise BrokenPipeError(errno.EPIPE, "the client takes nothing") from error


class GuardedWorker(ThreadWorker):  # type: ignore[misc]
    """Threads as gunicorn has them, on guarded connections, so many for each address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: Counter[str] = Counter()
        self._counting = Lock()
        self._closers = ThreadPoolExecutor(CLOSERS, thread_name_prefix="closing")

    def accept(self, listener: Any) -> None:
        """Accept a connection, unless its address holds enough."""
        try:
            accepted, client = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        address = client[0] if isinstance(client, tuple) else LOOPBACK
        if not self._admit(address):
            accepted.close()
            return
        guarded = GuardedSocket.taken(accepted)
        guarded.setblocking(True)
        self.nr_conns += 1
        connection = CountedConnection(self.cfg, guarded, client, listener.getsockname())
        connection.on_close = lambda: self._leave(address)
        connection.closers = self._closers
        self.enqueue_req(connection)

    def handle_quit(self, sig: Any, frame: Any) -> None:
        """Leave at once and quietly: a turn that is cut off is as if never begun.

        Gunicorn would unwind what the parent was doing when it forked, and wait for threads.
        """
        os._exit(0)

    def _admit(self, address: str) -> bool:
        with self._counting:
            if address != LOOPBACK and self._held[address] >= CONNECTIONS_OF_ONE:
                return False
            self._held[address] += 1
            return True

    def _leave(self, address: str) -> None:
        with self._counting:
            self._held[address] -= 1
            if self._held[address] <= 0:
                del self._held[address]


class CountedConnection(TConn):  # type: ignore[misc]
    """A connection that says when it is closed.

    Gunicorn waits up to two seconds for a client to close its side, in the loop that accepts
    everybody: here that is done beside it, and not at all for a client that was too slow.
    """

    on_close: Callable[[], None] | None = None
    closers: Executor | None = None

    def close(self, graceful: bool = False) -> None:
        """Close it, and say so once."""
        if graceful and self.closers and not self.sock.is_late:
            self.closers.submit(self._close, True)
        else:
            self._close(False)

    def _close(self, is_graceful: bool) -> None:
        super().close(is_graceful)
        told, self.on_close = self.on_close, None
        if told:
            told()
