"""The power goes at every moment of exchanges and changes of an order, in whichever agent."""

import sys
from pathlib import Path

import pytest

from tests.commerce.deeds import CHANGES, Deed, cut_power_everywhere
from tests.commerce.processes import running_shop


@pytest.mark.commerce
@pytest.mark.parametrize("deed", CHANGES, ids=lambda deed: deed.name)
def test_power_cut_at_any_moment_leaves_nothing_half_done(
    deed: Deed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SALES_DATA_DIR", str(tmp_path))
    with running_shop(tmp_path) as shop:
        moments = cut_power_everywhere(shop, deed)
    with capsys.disabled():
        sys.stdout.write(f"\nkill points tried, {deed.name}: {moments}\n")
