"""What all tests share: no setting, no key and no shop of whoever runs them reaches a test."""

import gc
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browsers import NO_BROWSER
from tests.databases import NO_SERVER, NoServer, Postgres
from tests.databases_at_rest import DatabasesAtRest
from tests.surroundings import blank_settings

IN_A_BROWSER = "in a browser"
"""Property of a test that drives one."""
LONG = (
    "commerce",
    "conversations",
    "shoppers",
    "rehearsal",
    "widget",
    "browser",
    "injection",
    "benchmarks",
    "providers",
    "deploy",
    "takeover",
    "test_adding_an_agent.py",
    "test_main.py",
    "test_operating.py",
    "test_readme.py",
)
"""Folders whose files take longest, and such files: begun first, so that workers end together."""

settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")  # no property fails for a machine that is busy


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of ours is imported, as `tools` reads its shop then."""
    patch = pytest.MonkeyPatch()
    directory = tempfile.TemporaryDirectory(prefix="shop-", ignore_cleanup_errors=True)
    for name, value in blank_settings().items():
        patch.setenv(name, value)
    patch.setenv("SALES_DATA_DIR", str(Path(directory.name)))
    config.add_cleanup(directory.cleanup)
    config.add_cleanup(patch.undo)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage meanwhile: what is imported and collected stays, and looking is dear."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, in `make test`'s workers (`--no-loadscope-reorder` keeps the order)."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    parts = item.path.relative_to(Path(__file__).parent).parts
    return LONG.index(parts[0]) if parts[0] in LONG else len(LONG)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this test process; where none can be had its tests do not run, loudly."""
    try:
        server = Postgres.started()
    except NoServer as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    yield server
    server.remove()


@pytest.fixture(scope="session")
def databases_at_rest(postgres: Postgres) -> DatabasesAtRest:
    """Databases of this test process, for one test after another."""
    return DatabasesAtRest(postgres)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """Both databases, one after the other: None for SQLite, else the address of an empty one."""
    if request.param == "sqlite":
        yield None
    else:
        at_rest: DatabasesAtRest = request.getfixturevalue("databases_at_rest")
        with at_rest.empty() as url:
            yield url


def pytest_runtest_setup(item: pytest.Item) -> None:
    if "browser" in getattr(item, "fixturenames", ()):
        item.user_properties.append((IN_A_BROWSER, True))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _tell_of_browser(terminalreporter)
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NO_SERVER in str(report.longrepr) for report in skipped)
    if count:
        line = f"{count} TESTS OF STORES IN POSTGRESQL DID NOT RUN: {NO_SERVER}"
        terminalreporter.write_sep("!", line, red=True, bold=True)


def _tell_of_browser(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests ran in a browser, loudly where they did not."""
    stats = terminalreporter.stats
    passed = stats.get("passed", [])
    if ran := sum((IN_A_BROWSER, True) in report.user_properties for report in passed):
        terminalreporter.write_line(f"{ran} tests ran in a browser")
    if left := sum(NO_BROWSER in str(report.longrepr) for report in stats.get("skipped", [])):
        line = f"{left} TESTS IN A BROWSER DID NOT RUN: {NO_BROWSER}"
        terminalreporter.write_sep("!", line, red=True, bold=True)
