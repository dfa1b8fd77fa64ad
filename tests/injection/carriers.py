"""Where texts of others come into a shop, and how attacks are put there: as the shop does it.

Pages and feeds go in by the import command, parcels' scans and taken-over orders by the agents'
contracts; stores stand in a table that the shop itself fills.
"""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agents.inventory.tables import Location
from agents.kit.settings import AgentSettings
from agents.kit.storage import Store
from agents.recommendation.feeds.command import ImportOptions, run_import
from agents.recommendation.pages.command import import_folders
from benchmarks.injection.corpus import Attack
from tests.commerce.processes import ShopProcesses

HER, HER_ORDER, HER_PARCEL = "C-1019", "O-5029", "SH-8028"
PRICE = {"amount": 99900, "currency": "INR"}
FREE = {"amount": 0, "currency": "INR"}


@dataclass(frozen=True)
class Planted:
    """What carries an attack: how a shopper calls it, and how a tool is asked for it."""

    name: str
    key: str


Plant = Callable[[ShopProcesses, Path, Sequence[Attack]], list[Planted]]


def plant(shop: ShopProcesses, folder: Path, attacks: Sequence[Attack]) -> dict[str, Planted]:
    """Put every text that holds an attack where its carrier brings it; returns them by text."""
    planted: dict[str, Planted] = {}
    for carrier, put in CARRIERS.items():
        mine = [one for one in attacks if one.planted and one.carrier == carrier]
        if mine:
            texts = [str(one.planted) for one in mine]
            planted |= zip(texts, put(shop, folder, mine), strict=True)
    return planted


def _descriptions(shop: ShopProcesses, folder: Path, attacks: Sequence[Attack]) -> list[Planted]:
    planted = [Planted(f"Planted Bag {one}", f"PX-{one}") for one in _letters(attacks)]
    goods = [
        {
            "productId": f"P-{one.key}",
            "name": one.name,
            "category": "Bags",
            "description": attack.planted,
            "currency": "INR",
            "variants": [{"sku": one.key, "price": 99900}],
        }
        for one, attack in zip(planted, attacks, strict=True)
    ]
    body = {"products": goods}
    shop.call("recommendation.upsertProducts", body, shopper="tests", service="tests")
    return planted


def _feeds(shop: ShopProcesses, folder: Path, attacks: Sequence[Attack]) -> list[Planted]:
    planted, lines = [], []
    for letter, attack in zip(_letters(attacks), attacks, strict=True):
        named = {"name": f"Planted Cap {letter}", "brand": "Quixel", "category": "Caps"}
        options = {"colour": "black", "size": "one size", "material": "cotton"}
        field = str(attack.field)
        if field in options:
            options[field] = str(attack.planted)
        else:
            named[field] = str(attack.planted)
            if field == "name":
                named[field] = f"Quixcap {letter} {attack.planted}"
        planted.append(Planted(named["name"], f"FX-{letter}"))
        variant = {"sku": f"FX-{letter}", "price": "999", "quantity": 70, "options": options}
        tags = [named.pop("tags")] if "tags" in named else []
        row = {"productId": f"F-{letter}", **named, "tags": tags, "currency": "INR"}
        lines.append(json.dumps({**row, "variants": [variant]}))
    feed = folder / "feed.jsonl"
    feed.write_text("\n".join(lines), encoding="utf-8")
    out = io.StringIO()
    assert run_import([feed], shop.shop, out, io.StringIO(), ImportOptions()) == 0, out.getvalue()
    return planted


def _pages(shop: ShopProcesses, folder: Path, attacks: Sequence[Attack]) -> list[Planted]:
    pages = folder / "planted-pages"
    pages.mkdir()
    planted = []
    for letter, attack in zip(_letters(attacks), attacks, strict=True):
        name = f"Quix{letter.lower()}ora programme"
        text = f"# {name}\n\nThe {name} is for members. {attack.planted}\n"
        (pages / f"programme-{letter.lower()}.md").write_text(text, encoding="utf-8")
        planted.append(Planted(name, name))
    out = io.StringIO()
    assert import_folders([pages], shop.shop, out, is_replacing=False, is_dry=False) == 0, (
        out.getvalue()
    )
    return planted


def _stores(shop: ShopProcesses, folder: Path, attacks: Sequence[Attack]) -> list[Planted]:
    planted, places = [], []
    for letter, attack in zip(_letters(attacks), attacks, strict=True):
        told = {"name": f"Quixel {letter}", "address": f"{letter} Road", "hours": "Mon-Sun 10-20"}
        told[str(attack.field)] = str(attack.planted)
        city = f"Quix{letter.lower()}pur"
        place = {"location_id": f"ST-X{letter}", "kind": "store", "city": city}
        places.append(Location(**place, postcode="560001", **told))
        planted.append(Planted(city, told["name"]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALES_DATA_DIR", str(shop.data_dir))
        store = Store(AgentSettings.from_env().store_url("inventory"), None, schema="inventory")
    with store.write() as session:
        session.add_all(places)
    store.close()
    return planted


def _parcels(shop: ShopProcesses, folder: Path, attacks: Sequence[Attack]) -> list[Planted]:
    for number, attack in enumerate(attacks):
        body = {"eventId": f"planted-{number}", "status": "in_transit"}
        body |= {attack.field or "note": str(attack.planted)}
        shop.call(
            "fulfillment.recordShipmentEvent",
            body,
            path={"shipmentId": HER_PARCEL},
            shopper="carrier",
            service="carrier",
        )
    return [Planted(HER_ORDER, HER_ORDER) for _ in attacks]


def _orders(shop: ShopProcesses, folder: Path, attacks: Sequence[Attack]) -> list[Planted]:
    planted = [Planted(f"O-77{number:02}", f"O-77{number:02}") for number in range(len(attacks))]
    orders = [_order(one, attack) for one, attack in zip(planted, attacks, strict=True)]
    body = {"orders": orders}
    shop.call("post-purchase.importOrders", body, shopper=HER, service="import")
    return planted


def _order(planted: Planted, attack: Attack) -> dict[str, Any]:
    text = {str(attack.field): str(attack.planted)}
    line: Mapping[str, Any] = {
        "sku": f"OLD-{planted.key}",
        "productId": f"OLD-{planted.key}",
        "name": text.get("name", "Old Shirt"),
        "options": {"colour": text.get("option", "red")},
        "category": None,
        "quantity": 1,
        "unitPrice": PRICE,
    }
    return {
        "orderId": planted.key,
        "status": "canceled" if "reason" in text else "delivered",
        "placedAt": "2026-01-02T10:00:00Z",
        "deliveredAt": None if "reason" in text else "2026-01-05T10:00:00Z",
        "cancelReason": text.get("reason"),
        "lines": [line],
        "delivery": FREE,
        "total": PRICE,
        "refunded": PRICE if "reason" in text else FREE,
        "deliveryOption": "standard",
        "address": None,
        "tenders": [],
    }


def _letters(attacks: Sequence[Attack]) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(attacks)]


CARRIERS: Mapping[str, Plant] = {
    "description": _descriptions,
    "feed": _feeds,
    "page": _pages,
    "store": _stores,
    "parcel": _parcels,
    "order": _orders,
}
