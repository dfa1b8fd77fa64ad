"""A shop with the sample goods in it, and `main.py eval` against a copy of one."""

import json
import subprocess
import sys

import pytest

from tests.conversations.shopper import ROOT, clean_environment


@pytest.fixture(scope="package")
def sample_shop(tmp_path_factory):
    """A shop with the sample goods in it, so that its copies start at once."""
    shop = tmp_path_factory.mktemp("sample") / "shop"
    for _ in range(3):  # where a machine is so busy that agents do not start in time
        done = subprocess.run(
            [sys.executable, "main.py", "chat"],
            cwd=ROOT,
            env=clean_environment(shop),
            input="hello\n",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return shop
    raise AssertionError(done.stderr)


@pytest.fixture(scope="session")
def evaluated():
    """What `main.py eval` says of a shop, called with these arguments and settings."""

    def call(shop, *arguments, **settings):
        done = subprocess.run(
            [sys.executable, "main.py", "eval", *arguments, "--json"],
            cwd=ROOT,
            env={**clean_environment(shop), **settings},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    return call
