"""Runs what docker-compose.yml says without an engine: the same commands, as processes.

What an engine would do is done here, and nothing else:
- the image is a copy of the tree as the Dockerfile's COPY lines and .dockerignore leave it;
- a container is a process in that copy, with the environment of its service and of the Dockerfile
  and nothing of this one's but PATH;
- `python` and `gunicorn` are this environment's, `valkey-server` is the wheel's;
- service S on port P is 127.0.0.1 on a free port: `S:P`, `0.0.0.0:P`, `127.0.0.1:P` and
  `--port=P` become it, and the server of Redis, whose command names no port, is told its port and
  its folder;
- a volume mounted at /data is a folder, and /data in the environment becomes its path;
- a container is healthy when its health check's command says so.
"""

import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import redis
import yaml

from sales_agent.memory.embedded import server_binary
from tests.deploy.variables import ROOT

PLACE = re.compile(r"\$\{(?P<name>\w+)(?P<rule>:[-?])(?P<rest>[^}]*)\}")
HEALTHY_WITHIN_S = 300
LEAVING_WITHIN_S = 120
POLL_S = 0.1
REDIS_PORT = 6379


class NotSet(Exception):
    """A variable that Compose insists on is not set."""


def load_compose(variables: Mapping[str, str]) -> dict[str, Any]:
    """Read docker-compose.yml with its `${...}` filled in, as Compose does."""

    def fill(match: re.Match[str]) -> str:
        value = variables.get(match["name"], "")
        if not value and match["rule"] == ":?":
            raise NotSet(f"{match['name']}: {match['rest']}")
        return value or match["rest"]

    def filled(value: Any) -> Any:
        match value:
            case dict():
                return {key: filled(each) for key, each in value.items()}
            case list():
                return [filled(each) for each in value]
        return PLACE.sub(fill, value) if isinstance(value, str) else value

    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = filled(yaml.safe_load(text))
    return loaded


def dockerfile() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def image_environment() -> dict[str, str]:
    """What the Dockerfile sets."""
    settings = " ".join(rest for name, rest in dockerfile() if name == "ENV")
    return dict(pair.split("=", 1) for pair in settings.split())


def build_image(folder: Path) -> None:
    """Copy what the Dockerfile copies, less what .dockerignore names."""
    for name, rest in dockerfile():
        if name != "COPY":
            continue
        *sources, target = rest.split()
        for source in sources:
            _copy(source.rstrip("/"), folder / target)


def _copy(source: str, target: Path) -> None:
    if (ROOT / source).is_file():
        assert not _is_ignored(source), f"{source} is copied and ignored"
        shutil.copy(ROOT / source, target / source)
        return
    shutil.copytree(
        ROOT / source,
        target,
        ignore=lambda at, names: [
            name for name in names if _is_ignored((Path(at) / name).relative_to(ROOT).as_posix())
        ],
    )


def _is_ignored(path: str) -> bool:
    text = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    rules = [line for line in text.splitlines() if line and not line.startswith("#")]
    return any(
        fnmatch(Path(path).name, rule[3:]) if rule.startswith("**/") else _matches_top(path, rule)
        for rule in rules
    )


def _matches_top(path: str, rule: str) -> bool:
    """A rule without `**` is of the top of the tree."""
    return "/" not in path and fnmatch(path, rule)


class Engine:
    """The services of docker-compose.yml as processes of this machine."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._folder = folder
        self.services: dict[str, dict[str, Any]] = load_compose(variables)["services"]
        self.image = folder / "image"
        self.image.mkdir(parents=True)
        build_image(self.image)
        self._ports = {name: _free_port() for name in self.services}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def up(self) -> None:
        """Start every service without a profile and wait until all are healthy."""
        names = [name for name, service in self.services.items() if "profiles" not in service]
        for name in names:
            self._start(name)
        deadline = time.monotonic() + HEALTHY_WITHIN_S
        for name in names:
            while not self.is_healthy(name):
                assert self._running[name].poll() is None, self.log(name)
                assert time.monotonic() < deadline, self.log(name)
                time.sleep(POLL_S)

    def down(self) -> dict[str, int]:
        """Stop everything as an engine does; the exit statuses."""
        for process in self._running.values():
            process.terminate()
        return {name: process.wait(LEAVING_WITHIN_S) for name, process in self._running.items()}

    def is_healthy(self, name: str) -> bool:
        """What the health check of a service says."""
        check = self.services[name]["healthcheck"]["test"]
        if check == ["CMD", "valkey-cli", "ping"]:  # the wheel brings the server only
            return self._pings(name)
        asked = subprocess.run(
            self._command(name, check[1:]),
            cwd=self.image,
            env=self._environment(name),
            capture_output=True,
            check=False,
        )
        return asked.returncode == 0

    def run(self, name: str, *arguments: str, lines: list[str]) -> subprocess.CompletedProcess[str]:
        """`docker compose run --rm NAME`, with its command, more arguments and typed lines."""
        return subprocess.run(
            [*self._command(name, self.services[name]["command"]), *arguments],
            cwd=self.image,
            env=self._environment(name),
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=HEALTHY_WITHIN_S,
            check=False,
        )

    def address(self, name: str) -> str:
        """Where a service answers."""
        return f"http://127.0.0.1:{self._ports[name]}"

    def log(self, name: str) -> str:
        """What a service has written."""
        return (self._folder / f"{name}.log").read_text(encoding="utf-8")

    def volume(self, name: str) -> Path:
        """The folder of a service's volume."""
        folder = self._folder / "volumes" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _start(self, name: str) -> None:
        with (self._folder / f"{name}.log").open("wb") as log:
            self._running[name] = subprocess.Popen(
                self._command(name, self.services[name]["command"]),
                cwd=self.image,
                env=self._environment(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _command(self, name: str, command: list[str]) -> list[str]:
        program, *arguments = (self._here(name, part) for part in command)
        match program:
            case "valkey-server":
                binary = server_binary(platform.system(), platform.machine())
                where = ["--port", str(self._ports[name]), "--dir", str(self.volume(name))]
                return [str(binary), *arguments, "--bind", "127.0.0.1", *where]
            case "python":
                return [sys.executable, *arguments]
            case "gunicorn":
                return [sys.executable, "-m", "gunicorn", *arguments]
        raise AssertionError(f"the image has no program {program!r}")

    def _environment(self, name: str) -> dict[str, str]:
        given = {**image_environment(), **self.services[name].get("environment", {})}
        environment = {key: self._here(name, str(value)) for key, value in given.items()}
        kept = environment["SALES_DATA_DIR"].replace("/data", str(self.volume(name)))
        return {**environment, "SALES_DATA_DIR": kept, "PATH": os.environ["PATH"]}

    def _here(self, name: str, text: str) -> str:
        """A text of the file with every address replaced by its own of this machine."""
        for other, port in self._ports.items():
            text = re.sub(rf"//{other}:\d+", f"//127.0.0.1:{port}", text)
        own = f"127.0.0.1:{self._ports[name]}"
        text = re.sub(r"(0\.0\.0\.0|127\.0\.0\.1):(500\d|8000)\b", own, text)
        return text.replace("--port=8000", f"--port={self._ports[name]}")

    def _pings(self, name: str) -> bool:
        with redis.Redis(port=self._ports[name]) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


@contextmanager
def running(folder: Path, variables: Mapping[str, str]) -> Iterator[Engine]:
    """`docker compose up`, and `down` at the end."""
    engine = Engine(folder, variables)
    try:
        engine.up()
        yield engine
    finally:
        engine.down()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
