"""The replay of the benchmark's right calls; skipped, loudly, where its data are not at hand."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "reference" / "tau2"
TIMEOUT_S = 600


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason=f"no retail tasks at {DATA}")
def test_every_task_comes_out_as_its_right_calls_say():
    command = [sys.executable, "-m", "benchmarks.replay_retail"]
    done = subprocess.run(
        [*command, str(DATA / "db.json"), str(DATA / "tasks_train.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert done.stdout.splitlines()[-1] == "74 of 74"
    assert "parcels: 0 new" in done.stdout, "the second import changes nothing"
