"""A wire between a browser and a server that a test can cut: connections break, new ones too."""

import socket
from contextlib import suppress
from threading import Condition, Thread

PIECE = 65_536


class Wire:
    """Passes bytes on to a server on this machine, until it is cut, and again once it is mended."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._changed = Condition()
        self._is_cut = False
        self._refused = 0
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        with self._changed:
            self._is_cut = True
            ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        with self._changed:
            self._is_cut = False
            self._refused = 0

    def wait_for_tries(self, count: int, timeout_s: float = 20.0) -> None:
        """Until the browser has tried so often to get through since the cut."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._refused >= count, timeout_s)

    def close(self) -> None:
        self.cut()
        self._door.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._door.accept()
            except OSError:
                return
            with self._changed:
                if self._is_cut:
                    self._refused += 1
                    self._changed.notify_all()
                    browser.close()
                    continue
            Thread(target=self._join, args=(browser,), daemon=True).start()

    def _join(self, browser: socket.socket) -> None:
        with browser, socket.create_connection(("127.0.0.1", self._server_port)) as server:
            with self._changed:
                self._ends += [browser, server]
            back = Thread(target=_pass_on, args=(server, browser), daemon=True)
            back.start()
            _pass_on(browser, server)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
