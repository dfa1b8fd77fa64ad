"""What all tests share: no setting, no key and no shop of whoever runs them reaches a test."""

import tempfile
from pathlib import Path

import pytest

from tests.surroundings import blank_settings


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of ours is imported, as `tools` reads its shop then."""
    patch = pytest.MonkeyPatch()
    directory = tempfile.TemporaryDirectory(prefix="shop-", ignore_cleanup_errors=True)
    for name, value in blank_settings().items():
        patch.setenv(name, value)
    patch.setenv("SALES_DATA_DIR", str(Path(directory.name)))
    config.add_cleanup(directory.cleanup)
    config.add_cleanup(patch.undo)
