"""The policy file: read, checked, and what it says of places and prices."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from agents.fulfillment.policy import POLICY_FILE, Policy, load_policy

POLICY = load_policy()


def broken(change: Callable[[dict[str, Any]], object]) -> str:
    """What is said of the policy after a change."""
    rules = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    change(rules)
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate_json(json.dumps(rules))
    return str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p["calendar"].update(cutoffHour=25), "calendar.cutoffHour"),
        (lambda p: p["calendar"].update(workingDays=[]), "calendar.workingDays"),
        (lambda p: p["calendar"]["holidaysEveryYear"].update({"13-01": "x"}), "holidaysEveryYear"),
        (lambda p: p.update(currency="CHF"), "prices lack CHF"),
        (lambda p: p["prices"].pop("other"), "prices lack other"),
        (lambda p: p.update(timeZone="Mars/Olympus"), "timeZone 'Mars/Olympus' is not known"),
        (lambda p: p.update(homeCountry="FR"), "homeCountry is not among countries"),
        (lambda p: p["countries"]["IN"].update(example="744101"), "744101 is not served"),
        (lambda p: p["delivery"].pop("express"), "delivery is not standard and express"),
        (lambda p: p["delivery"]["express"].update(workingDays=[2, 1]), "days are out of order"),
        (lambda p: p["delivery"]["express"].update(carrier="Nobody"), "is not among carriers"),
        (lambda p: p["carriers"]["Kitehawk Couriers"].update(trackingUrl="x"), "trackingUrl"),
        (lambda p: p["zones"].append(p["zones"][0]), "two zones have one name"),
        (lambda p: p["zones"][0].update(country="FR"), "a zone's country"),
        (lambda p: p["surcharges"][0].update(zones=["moon"]), "names an unknown zone"),
        (lambda p: p["prices"]["INR"].update(standard=-1), "prices.INR.standard"),
        (lambda p: p["reservations"].update(hours=0), "reservations.hours"),
        (lambda p: p["pickup"]["slots"].update(minutes=0), "pickup.slots.minutes"),
        (lambda p: p.update(unread=True), "unread"),
    ],
)
def test_a_policy_that_breaks_a_rule_names_it(change: Any, said: str) -> None:
    assert said in broken(change)


def test_another_file_is_another_policy(tmp_path: Path) -> None:
    rules = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    rules["calendar"]["cutoffHour"] = 9
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(rules), encoding="utf-8")
    assert load_policy(path).calendar.cutoff_hour == 9


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 8, 15), "Independence Day"),
        (date(2031, 1, 26), "Republic Day"),
        (date(2027, 3, 22), "Holi"),
        (date(2028, 3, 22), None),
    ],
)
def test_holidays_are_of_every_year_or_of_one(day: date, name: str | None) -> None:
    assert POLICY.calendar.holiday(day) == name
    assert POLICY.calendar.is_working(day) is (name is None)


@pytest.mark.parametrize(
    ("postcode", "country", "zone"),
    [
        ("560038", None, None),
        ("781 001", None, "northEast"),
        ("190001", "IN", "mountains"),
        ("19000", "US", "abroad"),
        ("737101", None, None),
    ],
)
def test_a_postcode_is_in_the_zone_of_its_prefix(
    postcode: str, country: str | None, zone: str | None
) -> None:
    found = POLICY.zone_of(postcode, country)
    assert (found.name if found else None) == zone


def test_the_longest_prefix_wins() -> None:
    rules = json.loads(POLICY_FILE.read_text(encoding="utf-8"))
    city = {"name": "city", "country": "IN", "prefixes": ["7810"]}
    rules["zones"].append({**city, "workingDays": {"standard": [2, 3]}})
    policy = Policy.model_validate_json(json.dumps(rules))
    found = [policy.zone_of(code) for code in ("781001", "781101")]
    assert [zone and zone.name for zone in found] == ["city", "northEast"]
