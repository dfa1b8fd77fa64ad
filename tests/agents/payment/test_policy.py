"""The policy is checked at start, and what is wrong with it is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from agents.payment.policy import POLICY_FILE, read_policy


def written(tmp_path: Path, change: dict[str, Any]) -> Path:
    """The policy with some rules replaced, by dotted name."""
    rules = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    for name, value in change.items():
        *parts, last = name.split(".")
        part = rules
        for key in parts:
            part = part[key]
        part[last] = value
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(rules), encoding="utf-8")
    return path


def test_policy_of_the_shop_holds() -> None:
    policy = read_policy()
    assert policy.refund.order[-1] == "points"
    assert policy.refund.timing["gift_card"] == "at once"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quote.minutes", 0),
        ("quote.hours", 1),
        ("taxPercent", 101),
        ("offers.whenUnreachable", "hope"),
        ("tenders.max", 0),
        ("tenders.together", [["card", "points"]]),
        ("refund.order", ["card", "paypal", "gift_card"]),
        ("refund.order", ["card", "card", "paypal", "gift_card", "points"]),
        ("refund.timing", {"card": "soon"}),
        ("giftCards.freeTries", 0),
        ("charge.authorizationDays", 0),
    ],
)
def test_wrong_rule_is_refused_at_start(tmp_path: Path, name: str, value: Any) -> None:
    last = name.split(".")[0]
    with pytest.raises(ValueError, match=last):
        read_policy(written(tmp_path, {name: value}))
