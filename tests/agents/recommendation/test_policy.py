"""The policy of recommending is checked at start."""

import json
from pathlib import Path
from typing import Any

import pytest

from agents.recommendation.policy import POLICY, POLICY_FILE, read_policy


def written(path: Path, part: str, **changes: Any) -> Path:
    policy = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    policy[part].update(changes)
    path.write_text(json.dumps(policy), encoding="utf-8")
    return path


def test_the_shipped_policy_holds() -> None:
    assert read_policy() == POLICY


@pytest.mark.parametrize(
    ("part", "changes", "named"),
    [
        ("learning", {"least_shoppers": 1}, "least_shoppers"),
        ("rules", {"at_most_of_category": 0}, "at_most_of_category"),
        ("appeal", {"lowest": 0}, "lowest"),
        ("rules", {"unheard_of": 1}, "unheard_of"),
        ("retention", {"interactions_days": 10}, "interactions_days"),
    ],
)
def test_a_policy_that_cannot_be_is_named(
    tmp_path: Path, part: str, changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        read_policy(written(tmp_path / "policy.json", part, **changes))


def test_replenished_categories_go_by_name() -> None:
    assert POLICY.is_replenished("socks")
    assert not POLICY.is_replenished("Shirts")
    assert not POLICY.is_replenished(None)
