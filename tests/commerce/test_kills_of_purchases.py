"""The power goes at every moment of buying, canceling, delivery and return, in whichever agent."""

import sys
from pathlib import Path

import pytest

from tests.commerce.deeds import PURCHASES, Deed
from tests.commerce.power_cuts import run_apart


@pytest.mark.commerce
@pytest.mark.parametrize("deed", PURCHASES, ids=lambda deed: deed.name)
def test_power_cut_at_any_moment_leaves_nothing_half_done(
    deed: Deed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = run_apart(deed, tmp_path)
    with capsys.disabled():
        sys.stdout.write(f"\nkill points tried, {deed.name}: {moments}\n")
