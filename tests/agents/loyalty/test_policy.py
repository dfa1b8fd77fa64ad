import json
from pathlib import Path
from typing import Any

import pytest

from agents.loyalty.policy import POLICY_FILE, read_policy


def changed(tmp_path: Path, *keys: str, value: Any) -> Path:
    policy = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    part = policy
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(policy), encoding="utf-8")
    return path


def group(name: str, kind: str = "percent") -> dict[str, Any]:
    return {"name": name, "kinds": [kind], "at_most": 1}


@pytest.mark.parametrize(
    ("keys", "value", "named"),
    [
        (("points", "earn", "points"), 0, "points.earn.points"),
        (("points", "burn"), {}, "points.burn"),
        (("tiers",), [], "tiers"),
        (("tiers",), [{"name": "a", "from_points": 5}], "tiers start at 0"),
        (
            ("tiers",),
            [{"name": "a", "from_points": 0}, {"name": "b", "from_points": 0}],
            "tiers start at 0",
        ),
        (("offers", "currency"), "rupees", "offers.currency"),
        (("offers", "stacking", "groups"), [group("a"), group("b")], "names a kind twice"),
        (("offers", "stacking", "groups"), [group("a", "gift")], "offers.stacking"),
        (
            ("offers", "stacking", "groups"),
            [group("a"), group("a", "amount")],
            "names a group twice",
        ),
        (("offers", "stacking", "beside_exclusive"), ["nobody"], "names no group"),
        (("points", "redeem", "worth"), {"rupees": 1}, "points.redeem.worth"),
        (("points", "redeem", "minimum"), 0, "points.redeem.minimum"),
        (("points", "expiry", "months"), 0, "points.expiry.months"),
        (("identity", "by_name", "waits_seconds"), [], "identity.by_name.waits_seconds"),
        (("identity", "by_name", "waits_seconds"), [60, 30], "get shorter"),
    ],
)
def test_a_broken_policy_is_refused_at_start(
    tmp_path: Path, keys: tuple[str, ...], value: Any, named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        read_policy(changed(tmp_path, *keys, value=value))


def test_another_rate_is_read(tmp_path: Path) -> None:
    path = changed(tmp_path, "points", "earn", "points", value=2)
    assert read_policy(path).points.earn.points == 2
