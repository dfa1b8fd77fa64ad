"""A shopper at the real product: `main.py chat --json` in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.surroundings import blank_settings

ROOT = Path(__file__).parents[2]
LEAVING_TIMEOUT_S = 180
Start = Callable[[Sequence[str], Mapping[str, str]], Any]
"""Starts `main.py` with arguments in an environment: a `subprocess.Popen` with text in pipes."""


class Shopper:
    """Says one line after another and reads what the product answers."""

    def __init__(
        self,
        data_dir: Path,
        *arguments: str,
        root: Path = ROOT,
        start: Start | None = None,
        **environment: str,
    ) -> None:
        start = start or partial(_start, root)
        surroundings = {**clean_environment(data_dir), **environment}
        self._process = start(["chat", "--json", *arguments], surroundings)

    def say(self, text: str) -> dict[str, Any]:
        """One turn."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{text}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"no answer to {text!r}: {self._errors()}"
        turn: dict[str, Any] = json.loads(line)
        return turn

    def leave(self) -> None:
        """End the input, and expect a quiet end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.wait(LEAVING_TIMEOUT_S) == 0, self._errors()
        self._close()

    def kill(self) -> None:
        """`kill -9`: no chance to save anything."""
        self._process.kill()
        self._process.wait()
        self._close()

    def _errors(self) -> str:
        assert self._process.stderr is not None
        self._process.kill()
        return self._process.stderr.read()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()


def _start(
    root: Path, arguments: Sequence[str], environment: Mapping[str, str]
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "main.py", *arguments],
        cwd=root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def clean_environment(data_dir: Path) -> dict[str, str]:
    """The environment less every setting of the product, on a data directory of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    ours = {"SALES_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
    return {**kept, **blank_settings(), **ours}
