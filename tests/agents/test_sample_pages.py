"""The sample store's pages say what its agents' policies do: the numbers are recomputed."""

import json
from typing import Any

import pytest

from agents.recommendation.pages.files import read_folder
from agents.recommendation.pages.page import Page
from agents.recommendation.pages.sample import FOLDER
from tests.agents.sample import AGENTS, LOCATIONS, PRODUCTS

PAGES = {one.path: one for one in read_folder(FOLDER) if isinstance(one, Page)}


def policy(agent: str) -> Any:
    return json.loads((AGENTS / agent / "policy.json").read_text(encoding="utf-8"))


def said(path: str) -> str:
    return "\n".join(f"{one.heading}: {one.text}" for one in PAGES[path].sections)


def rupees(minor: int) -> str:
    return f"₹{minor // 100:,}"


def days(span: list[int]) -> str:
    return f"{span[0]} to {span[1]}"


def test_every_page_is_read() -> None:
    names = {"shipping", "returns", "payment", "gift-cards", "sizes", "care", "privacy", "contact"}
    assert PAGES.keys() == {f"{name}.md" for name in names}


def test_shipping_page_says_what_fulfillment_does() -> None:
    rules, text = policy("fulfillment"), said("shipping.md")
    prices, ways = rules["prices"]["INR"], rules["delivery"]
    zones = {zone["name"]: zone for zone in rules["zones"]}
    abroad = zones["abroad"]
    remote = rules["surcharges"][0]["amounts"]["INR"]
    standard, express = (days(ways[way]["workingDays"]) for way in ("standard", "express"))
    for fact in [
        f"costs {rupees(prices['standard'])}, and nothing for orders of "
        f"{rupees(prices['freeStandardFrom'])} or more, takes {standard} working days",
        f"Express delivery: costs {rupees(prices['express'])}, takes {express} working days",
        f"we charge {rupees(remote)} more",
        f"before {rules['calendar']['cutoffHour']}:00".replace("before", "ordered by"),
        f"standard takes {days(zones['northEast']['workingDays']['standard'])} days and express "
        f"{days(zones['northEast']['workingDays']['express'])}",
        f"standard takes {days(zones['mountains']['workingDays']['standard'])} days and there is "
        "no express",
        f"takes {days(abroad['workingDays']['standard'])} working days and costs "
        f"{rupees(abroad['prices']['INR']['standard'])} (free from "
        f"{rupees(abroad['prices']['INR']['freeStandardFrom'])})",
        f"express takes {days(abroad['workingDays']['express'])} working days and costs "
        f"{rupees(abroad['prices']['INR']['express'])}",
        f"{ways['standard']['carrier']} (standard) or {ways['express']['carrier']} (express)",
        f"within the next {rules['pickup']['slots']['days']} days",
        f"for {rules['reservations']['hours']} hours",
    ]:
        assert fact in text
    assert rules["pickup"]["slots"]["minutes"] == 120
    assert list(rules["countries"]) == ["IN", "US"]
    assert "express" not in zones["mountains"]["workingDays"]
    assert rules["calendar"]["workingDays"] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]


def test_returns_page_says_what_post_purchase_does() -> None:
    rules, text = policy("post_purchase"), said("returns.md")
    window = rules["returns"]["window"]
    other = window["days_by_category"]
    assert other.keys() == {"Curtains", "Rugs", "Lamps"}
    assert other["Curtains"] == other["Rugs"]
    timing = rules["refund"]["timing"]
    for fact in [
        f"within {window['default_days']} days of delivery",
        f"Curtains and rugs have {other['Curtains']} days, lamps {other['Lamps']} days",
        f"{rupees(rules['returns']['shipping']['amounts']['INR'])} for return shipping",
        f"up to {timing['card']} days",
        f"within {rules['exchanges']['replacement']['days']} days",
    ]:
        assert fact in text
    assert rules["returns"]["non_returnable"] == ["Towels"]
    assert (timing["paypal"], timing["gift_card"], timing["points"]) == (timing["card"], 0, 0)
    at_fault = {one["code"] for one in rules["returns"]["reasons"] if one["at_fault"] == "shop"}
    assert at_fault == {"damaged", "wrong_product", "not_as_described", "late"}
    assert rules["exchanges"]["once"] is True
    assert rules["changes"]["address_before_shipping"][-1] == "packed"


def test_payment_pages_say_what_payment_and_loyalty_do() -> None:
    rules, points, text = policy("payment"), policy("loyalty")["points"], said("payment.md")
    assert f"Up to {rules['tenders']['max']} of them" in text
    assert f"holds for {rules['quote']['minutes']} minutes" in text
    assert not any({"card", "paypal"} <= set(group) for group in rules["tenders"]["together"])
    text = said("gift-cards.md")
    earn, redeem = points["earn"], points["redeem"]
    tiers = {one["name"]: one["from_points"] for one in policy("loyalty")["tiers"]}
    for fact in [
        f"earn {earn['points']} point for every ₹{earn['per_major_units']} spent",
        f"expire {points['expiry']['months']} months after",
        f"One point is worth {rupees(redeem['worth']['INR'])} ",
        f"from {redeem['minimum']} points on",
        f"silver from {tiers['silver']:,} points, gold from {tiers['gold']:,} and platinum from "
        f"{tiers['platinum']:,}",
    ]:
        assert fact in text


def test_contact_page_names_the_stores() -> None:
    text = said("contact.md")
    stores = [one for one in LOCATIONS if one["kind"] == "store"]
    assert all(one["name"] in text and one["city"] in text for one in stores)


@pytest.mark.parametrize("material", ["linen", "cotton", "merino"])
def test_care_page_knows_the_sample_s_materials(material: str) -> None:
    assert any(material in " ".join(row["materials"]).lower() for row in PRODUCTS)
    assert material in said("care.md").lower()
