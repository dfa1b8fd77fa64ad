import json
from pathlib import Path
from typing import Any

import pytest

from agents.post_purchase.policy import POLICY_FILE, Rule, read_policy


def broken(tmp_path: Path, *keys: str, value: Any) -> Path:
    policy = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    part = policy
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(policy), encoding="utf-8")
    return path


def test_every_cited_rule_stands_in_the_file() -> None:
    policy = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    for rule in Rule:
        part, name = rule.split(".")
        assert name in policy[part]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("returns", "window", "default_days"), -1),
        (("returns", "window", "default_days"), "a month"),
        (("cancel", "before_packing"), ["somewhen"]),
        (("cancel", "before_packing"), []),
        (("returns", "reasons"), []),
        (("returns", "windows"), {}),
        (("quote", "expiry", "minutes"), 0),
    ],
)
def test_a_broken_policy_is_refused_at_start(
    tmp_path: Path, keys: tuple[str, ...], value: Any
) -> None:
    with pytest.raises(ValueError, match=keys[-1]):
        read_policy(broken(tmp_path, *keys, value=value))


def test_another_window_is_read(tmp_path: Path) -> None:
    path = broken(tmp_path, "returns", "window", "default_days", value=7)
    assert read_policy(path).returns.window.days_for("Shirts") == 7
