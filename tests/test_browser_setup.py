"""A browser for the tests is found, else installed, else missed in one clear sentence."""

import pytest

from tests.browser_setup import find_or_install, installers
from tests.browsers import NoBrowser

WAYS = [(("fetch",),), (("update",), ("install",))]


class Machine:
    """Has a browser once a command has succeeded that brings one."""

    def __init__(self, *, has_browser: bool = False, failing: tuple[str, ...] = ()) -> None:
        self.has_browser, self.failing = has_browser, failing
        self.ran: list[str] = []

    def find(self) -> str:
        if self.has_browser:
            return "/usr/bin/chromium"
        raise NoBrowser("none")

    def run(self, command):
        self.ran.append(command[0])
        is_done = command[0] not in self.failing
        self.has_browser |= is_done and command[0] != "update"
        return is_done


@pytest.mark.parametrize(
    ("machine", "ran"),
    [
        (Machine(has_browser=True), []),
        (Machine(), ["fetch"]),
        (Machine(failing=("fetch",)), ["fetch", "update", "install"]),
    ],
    ids=["found", "fetched", "installed"],
)
def test_only_what_is_needed_is_run(machine, ran):
    assert find_or_install(machine.find, machine.run, WAYS) == "/usr/bin/chromium"
    assert machine.ran == ran


def test_without_any_browser_the_way_out_is_named():
    machine = Machine(failing=("fetch", "update"))

    with pytest.raises(NoBrowser, match="playwright install chromium"):
        find_or_install(machine.find, machine.run, WAYS)
    assert machine.ran == ["fetch", "update"]


def test_packages_are_installed_by_root_on_debian_only():
    assert len(installers(is_root=True, has_apt=True)) == 2
    assert len(installers(is_root=False, has_apt=True)) == 1
    assert len(installers(is_root=True, has_apt=False)) == 1
