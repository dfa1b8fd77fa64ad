"""With enough orders the agent has a model learnt, by a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from agents.kit.storage import Store
from agents.recommendation.learning.schedule import tidy
from agents.recommendation.service import operations
from agents.recommendation.tables import LearntProduct, Progress
from tests.agents.recommendation.sales import NOW, PastOrders, couples

ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store of the shop that the environment names, as a learning process finds it."""
    monkeypatch.setenv("SALES_DATA_DIR", str(tmp_path))
    (tmp_path / "agents").mkdir()
    return Store(
        f"sqlite:///{tmp_path / 'agents' / 'recommendation.sqlite'}",
        operations.tables,
        schema="recommendation",
        derived=operations.derived,
    )


def test_orders_are_taken_in_and_learnt_from(store: Store) -> None:
    orders = PastOrders(couples("Tent", "Lamp", 60))
    tidy(store, orders.peers(), NOW)  # type: ignore[arg-type]
    with store.read() as session:
        progress = session.get_one(Progress, 1)
        assert progress.model
        assert progress.claim == ""
        assert session.query(LearntProduct).filter_by(model=progress.model).count() == 2
    store.close()


def test_an_agent_that_serves_loads_no_numbers() -> None:
    """Start-up and memory are promised: NumPy and SciPy are for who learns."""
    code = (
        "import sys, agents.recommendation.service; "
        "print([name for name in ('numpy', 'scipy') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
