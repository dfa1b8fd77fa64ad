"""A deed with the power going at each of its moments: `python -m tests.commerce.power_cuts DEED`.

A process of its own, because every kill is followed by a fork, and a fork costs what its parent
holds: seconds beside all that a whole test run has imported, less than one from here.
"""

import os
import subprocess
import sys
from pathlib import Path

from contracts.settings import data_dir
from tests.commerce.deeds import CHANGES, PURCHASES, Deed, cut_power_everywhere
from tests.commerce.processes import running_shop


def run_apart(deed: Deed, directory: Path) -> int:
    """Try every moment of a deed in a process of its own; how many there were.

    Raises:
        AssertionError: something did not add up; it is told as that process told it.
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", __name__, deed.name],
        env={**os.environ, "SALES_DATA_DIR": str(directory)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def _main(name: str) -> None:
    (deed,) = (deed for deed in (*PURCHASES, *CHANGES) if deed.name == name)
    with running_shop(data_dir()) as shop:
        sys.stdout.write(f"{cut_power_everywhere(shop, deed)}\n")


if __name__ == "__main__":
    _main(sys.argv[1])
