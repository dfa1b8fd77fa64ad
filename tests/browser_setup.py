"""Finds a Chromium for the tests, or installs one: `python -m tests.browser_setup`.

The machine's own is taken first, as it is patched with the machine; then the one that Playwright
fetches; then, as root on Debian or Ubuntu, the distribution's package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from playwright.sync_api import sync_playwright

from tests.browsers import NO_BROWSER, NoBrowser, chromium_path

INSTALL_S = 600
Run = Callable[[Sequence[str]], bool]
"""Runs a command; whether it succeeded."""


def installers(*, is_root: bool, has_apt: bool) -> list[tuple[tuple[str, ...], ...]]:
    """The ways to install a browser, each a few commands, in the order to be tried."""
    ways: list[tuple[tuple[str, ...], ...]] = [
        ((sys.executable, "-m", "playwright", "install", "chromium"),)
    ]
    if is_root and has_apt:
        update = ("apt-get", "update", "-q")
        ways.append((update, ("apt-get", "install", "-q", "-y", "chromium")))
    return ways


def find_or_install(
    find: Callable[[], str], run: Run, ways: Sequence[Sequence[Sequence[str]]]
) -> str:
    """The browser's path, after as many installations as it takes.

    Raises:
        NoBrowser: none is here, and none could be installed.
    """
    for way in ((), *ways):
        if all(run(command) for command in way):
            try:
                return find()
            except NoBrowser:
                continue
    raise NoBrowser(NO_BROWSER)


def _found() -> str:
    with sync_playwright() as playwright:
        return chromium_path(playwright)


def _run(command: Sequence[str]) -> bool:
    sys.stdout.write(f"No browser yet: {' '.join(command)}\n")
    sys.stdout.flush()
    try:
        return subprocess.run(command, check=False, timeout=INSTALL_S).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> int:
    """Say which browser the tests will drive; fails without one only where CI is set."""
    ways = installers(is_root=os.geteuid() == 0, has_apt=shutil.which("apt-get") is not None)
    try:
        sys.stdout.write(f"Browser for the tests: {find_or_install(_found, _run, ways)}\n")
    except NoBrowser as error:
        sys.stdout.write(f"Tests in a browser will be skipped: {error}\n")
        return 1 if os.environ.get("CI") else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
