from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from agents.kit.storage import Store
from agents.loyalty.offers.listings import listed_offers, merge_rows
from agents.loyalty.tables import Base
from tests.agents.loyalty.offers import NOW, row


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
    ],
)
def test_a_broken_offer_is_refused_by_name(session: Session, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"offer OF-9 of offers\.json"):
        merge_rows(session, [row(), {**row("OF-9"), **fields}], NOW)
