"""The sums of an invoice, over random sales and refunds."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.imports import imported_order
from agents.post_purchase.invoicing.contents import credits_of, fingerprint, invoice_wire
from agents.post_purchase.invoicing.numbering import IssuedDocument
from agents.post_purchase.invoicing.seller import SELLER
from agents.post_purchase.tables import Order
from agents.post_purchase.whereabouts import Part, Stage
from tests.agents.post_purchase.sales import AT, price, tender

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
REASONS = ("cancellation", "return", "exchange", "item_change", "payment_change", "other")
sales = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 10**7)), min_size=1, max_size=5)
parts_of_refunds = st.lists(
    st.builds(
        Part,
        reference=st.sampled_from(["RMA-1", "RMA-2", "CQ-1", "IQ-1"]),
        reason=st.just("return"),
        amount=st.integers(1, 10**6),
        to=st.just("card ending 4242"),
        kind=st.just("card"),
        stage=st.sampled_from(Stage),
    ),
    max_size=8,
)


def order_of(sale: list[tuple[int, int]], delivery: int = 0, percent_off: int = 0) -> Order:
    goods = sum(quantity * unit for quantity, unit in sale)
    total = goods * (100 - percent_off) // 100 + delivery
    lines = [
        {
            "sku": f"LS-{at}",
            "productId": "P-1",
            "name": f"Shirt {at}",
            "options": {},
            "category": None,
            "quantity": quantity,
            "unitPrice": price(unit),
        }
        for at, (quantity, unit) in enumerate(sale)
    ]
    row = {
        "orderId": "O-1",
        "status": "delivered",
        "placedAt": AT,
        "deliveredAt": AT,
        "cancelReason": None,
        "lines": lines,
        "delivery": price(delivery),
        "total": price(total),
        "refunded": price(0),
        "deliveryOption": "standard",
        "address": None,
        "tenders": [tender(total // 3), tender(total - total // 3, "gift_card")],
    }
    return imported_order("C-1", row)


@given(sales, st.integers(0, 10**5), st.integers(0, 100))
def test_every_sum_recomputes(sale: list[tuple[int, int]], delivery: int, off: int) -> None:
    order = order_of(sale, delivery, off)
    issued = IssuedDocument(number="INV-2026-000001", kind="invoice", issued_at=NOW)
    wire = invoice_wire(order, [issued], SELLER, None)

    discounts = sum(each["amount"]["amount"] for each in wire["discounts"])
    assert wire["subtotal"]["amount"] == sum(each["lineTotal"]["amount"] for each in wire["lines"])
    assert wire["total"]["amount"] == wire["subtotal"]["amount"] - discounts + delivery
    assert wire["total"]["amount"] == sum(each["amount"]["amount"] for each in wire["tenders"])
    assert wire["due"]["amount"] == 0
    assert 0 <= wire["taxIncluded"]["amount"] <= wire["total"]["amount"]


@given(parts_of_refunds)
def test_credit_notes_sum_to_what_was_sent_whole(parts: list[Part]) -> None:
    causes = credits_of(order_of([(1, 100)]), parts)

    assert len({cause.reference for cause in causes}) == len(causes)
    for cause in causes:
        legs = [part for part in parts if part.reference == cause.reference]
        assert {leg.stage for leg in legs} == {Stage.SENT}
        assert cause.amount == sum(leg.amount for leg in legs)


def test_only_what_takes_back_of_the_sale_is_credited() -> None:
    parts = [Part(f"R-{why}", why, 5, "a card", "card", Stage.SENT, NOW) for why in REASONS]

    causes = credits_of(order_of([(1, 100)]), parts)
    assert {cause.reference for cause in causes} == {"R-cancellation", "R-return", "R-other"}


def test_a_fingerprint_tells_another_sale() -> None:
    same = [fingerprint(order_of([(1, 100)])) for _ in range(2)]

    assert same[0] == same[1]
    others = [order_of([(2, 100)]), order_of([(1, 101)]), order_of([(1, 100)], delivery=5)]
    assert len({same[0], *map(fingerprint, others)}) == 4
