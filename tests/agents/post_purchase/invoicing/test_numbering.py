"""Numbers of invoices: no gap, none twice, the same for who asks again, also all at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agents.post_purchase.invoicing.numbering import Cause, NumberSequence, issue, issued_for
from agents.post_purchase.invoicing.seller import SELLER
from agents.post_purchase.statuses import Status
from tests.agents.post_purchase.conftest import Shop
from tests.agents.post_purchase.sales import payments, sale_body

NOW = datetime(2026, 12, 31, 22, tzinfo=UTC)


def placed(shop: Shop, count: int) -> list[str]:
    shop.peers.answers["payment", "getPayments"] = payments()
    return [shop.place(Status.CONFIRMED, sale_body(f"O-{n}")) for n in range(1, count + 1)]


def number(shop: Shop, order_id: str) -> Any:
    return shop.call("getInvoice", path={"orderId": order_id})["invoice"]["invoiceNumber"]


def numbers(session: Session, *causes: Cause, at: datetime = NOW) -> list[str]:
    return [issue(session, cause, SELLER.series, at).number for cause in causes]


def test_invoices_are_numbered_in_turn(shop: Shop) -> None:
    orders = placed(shop, 3)

    assert [number(shop, each) for each in (orders[2], orders[0], orders[1])] == [
        "INV-2026-000001",
        "INV-2026-000002",
        "INV-2026-000003",
    ]


def test_an_order_keeps_its_number(shop: Shop) -> None:
    orders = placed(shop, 2)
    first = [number(shop, each) for each in orders]
    shop.clock.now += timedelta(days=400)

    assert [number(shop, each) for each in orders] == first


def test_all_at_once_get_one_number_each(shop: Shop) -> None:
    orders = placed(shop, 5)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda order: (order, number(shop, order)), orders * 6))

    assert len(set(found)) == 5
    assert sorted({one for _, one in found}) == [f"INV-2026-{n:06d}" for n in range(1, 6)]


def test_a_year_begins_at_one_again(shop: Shop) -> None:
    first, second, third = placed(shop, 3)
    causes = [Cause("invoice", each, "", "Sale", 1) for each in (first, second, third)]
    with shop.store.write() as session:
        assert numbers(session, *causes[:2]) == ["INV-2026-000001", "INV-2026-000002"]
        assert numbers(session, causes[2], at=NOW + timedelta(hours=3)) == ["INV-2027-000001"]


def test_credit_notes_have_numbers_of_their_own(shop: Shop) -> None:
    (order,) = placed(shop, 1)
    causes = [
        Cause("invoice", order, "", "Sale", 5),
        Cause("credit_note", order, "RMA-1", "Goods returned", 2),
        Cause("credit_note", order, "RMA-2", "Goods returned", 3),
    ]
    with shop.store.write() as session:
        found = numbers(session, *causes)
        assert found == ["INV-2026-000001", "CN-2026-000001", "CN-2026-000002"]
        assert numbers(session, *causes) == found


def test_a_number_whose_document_fails_is_given_again(shop: Shop) -> None:
    first, second = placed(shop, 2)
    with pytest.raises(IntegrityError), shop.store.write() as session:
        numbers(session, Cause("invoice", first, "", "Sale", 1), Cause("invoice", "", "", "", 1))
    with shop.store.write() as session:
        assert numbers(session, Cause("invoice", second, "", "Sale", 1)) == ["INV-2026-000001"]
        assert session.get_one(NumberSequence, ("INV", 2026)).last == 1


def test_an_invoice_that_lists_something_else_is_amended(shop: Shop) -> None:
    (order,) = placed(shop, 1)
    with shop.store.write() as session:
        issue(session, Cause("invoice", order, "", "Sale", 5, "a"), SELLER.series, NOW)
        later = NOW + timedelta(days=1)
        issue(session, Cause("invoice", order, "", "Sale", 7, "b"), SELLER.series, later)
        (document,) = issued_for(session, order)
        assert (document.issued_at, document.amended_at, document.amount) == (NOW, later, 7)
