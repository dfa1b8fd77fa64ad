from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from agents.kit.storage import Store
from agents.loyalty.offers.listings import listed_offers, merge_rows
from agents.loyalty.offers.terms import Break, BundlePart
from agents.loyalty.tables import Base
from tests.agents.loyalty.offers import NOW, row

SOCKS = {"title": "socks", "categories": ["Socks"]}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    store = Store(f"sqlite:///{tmp_path / 'loyalty.sqlite'}", Base.metadata)
    with store.write() as session:
        yield session
    store.close()


def test_an_unchanged_offer_keeps_its_end(session: Session) -> None:
    merge_rows(session, [row()], NOW)
    before = listed_offers(session)
    merge_rows(session, [row()], NOW + timedelta(days=1))
    assert listed_offers(session) == before
    assert before[0].valid_until == NOW + timedelta(hours=24)


def test_a_changed_offer_holds_from_now(session: Session) -> None:
    merge_rows(session, [row()], NOW)
    later = NOW + timedelta(days=3)
    merge_rows(session, [row(value=20)], later)
    found = listed_offers(session)
    assert [each.value for each in found] == [20]
    assert found[0].valid_until == later + timedelta(hours=24)


def test_an_offer_that_left_the_file_is_gone(session: Session) -> None:
    merge_rows(session, [row("OF-1"), row("OF-2")], NOW)
    merge_rows(session, [row("OF-2"), row("OF-3")], NOW)
    assert [each.offer_id for each in listed_offers(session)] == ["OF-2", "OF-3"]


def test_a_first_order_offer_is_read_as_one(session: Session) -> None:
    merge_rows(session, [row("OF-1"), row("OF-2", firstOrder=True)], NOW)
    assert [each.is_first_order for each in listed_offers(session)] == [False, True]


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 0},
        {"value": 101},
        {"value": -1},
        {"kind": "amount", "value": 0},
        {"kind": "buy_x_get_y", "buy": 2, "get": 0},
        {"kind": "gift"},
        {"validHoursAhead": 0},
        {"perShopper": 0},
        {"colour": "red"},
        {"title": ""},
        {"inAll": 0},
        {"code": ""},
        {"group": "nobody"},
        {"currency": "rupees"},
        {"kind": "amount", "value": 1, "currency": None},
        {"minSubtotal": 1, "currency": None},
        {"price": 100},
        {"breaks": [{"from": 2, "percent": 5}]},
        {"kind": "bundle", "bundle": []},
        {"kind": "bundle", "bundle": [SOCKS]},
        {"kind": "bundle", "bundle": [{**SOCKS, "quantity": 11}]},
        {"kind": "bundle", "bundle": [{"title": "socks", "quantity": 2}]},
        {"kind": "bundle", "bundle": [SOCKS, SOCKS], "value": 0},
        {"kind": "bundle", "bundle": [SOCKS, SOCKS], "price": 100},
        {"kind": "bundle", "bundle": [SOCKS, SOCKS], "value": 0, "price": 1, "currency": None},
        {"kind": "tier_price"},
        {"kind": "tier_price", "breaks": [{"from": 1, "percent": 5}]},
        {"kind": "tier_price", "breaks": [{"from": 2}]},
        {"kind": "tier_price", "breaks": [{"from": 2, "percent": 5, "unitPrice": 5}]},
        {"kind": "tier_price", "breaks": [{"from": 2, "percent": 9}, {"from": 3, "percent": 5}]},
        {"kind": "tier_price", "breaks": [{"from": 2, "percent": 5}, {"from": 3, "unitPrice": 5}]},
        {
            "kind": "tier_price",
            "breaks": [{"from": 2, "unitPrice": 5}, {"from": 3, "unitPrice": 9}],
        },
    ],
)
def test_a_broken_offer_is_refused_by_name(session: Session, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"offer OF-9 of offers\.json"):
        merge_rows(session, [row(), {**row("OF-9"), **fields}], NOW)


def test_two_offers_never_share_a_code(session: Session) -> None:
    with pytest.raises(ValueError, match=r"offer OF-2 of offers\.json: OF-1 has the code"):
        merge_rows(session, [row("OF-1", code="TEN"), row("OF-2", code="ten")], NOW)


def test_bundles_and_quantity_prices_are_read(session: Session) -> None:
    breaks = [{"from": 3, "unitPrice": 90}, {"from": 6, "unitPrice": 80}]
    rows = [
        row("OF-1", "bundle", value=0, price=500, bundle=[{**SOCKS, "quantity": 2}]),
        row("OF-2", "tier_price", value=0, breaks=breaks, inAll=9, exclusive=True, listed=False),
        row("OF-3", currency=None, group="goods"),
    ]
    merge_rows(session, rows, NOW)
    bundle, tier, free = listed_offers(session)
    assert bundle.bundle == (BundlePart("socks", 2, ("Socks",)),)
    assert (bundle.price, bundle.currency) == (500, "INR")
    assert tier.breaks == (Break(3, unit_price=90), Break(6, unit_price=80))
    assert (tier.in_all, tier.is_exclusive, tier.is_listed) == (9, True, False)
    assert (free.currency, free.group) == (None, "goods")
