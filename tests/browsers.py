"""The browser that tests drive: the machine's own Chromium, found or loudly missed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
EACH_WAIT_MS = 60_000
"""The machine that runs tests is a busy one."""
NO_BROWSER = (
    "no Chromium was found: install the package chromium, run `playwright install chromium`, "
    "or name one in CHROMIUM"
)


class NoBrowser(Exception):
    """There is no browser on this machine that tests could drive."""


def chromium_path(playwright: Playwright) -> str:
    """The browser to start: the one that CHROMIUM names, one on the path, or Playwright's own.

    Raises:
        NoBrowser: There is none.
    """
    named = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES)]
    for path in [*named, playwright.chromium.executable_path]:
        if path and Path(path).is_file():
            return path
    raise NoBrowser(NO_BROWSER)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for a module's tests; without one they are skipped, under CI they fail.

    A module's and not the session's: while Playwright runs, its event loop runs in this
    thread, and no test of another module that needs a loop of its own could start one.
    """
    with sync_playwright() as playwright:
        try:
            path = chromium_path(playwright)
        except NoBrowser as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(error))
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a shopper of her own; an error that no script caught fails the test."""
    context = browser.new_context(locale="en-IN", timezone_id="Asia/Kolkata")
    opened = context.new_page()
    opened.set_default_timeout(EACH_WAIT_MS)
    expect.set_options(timeout=EACH_WAIT_MS)
    errors: list[Error] = []
    context.on("weberror", lambda error: errors.append(error.error))
    yield opened
    context.close()
    assert not errors, f"a script failed on the page: {errors[0]}"
