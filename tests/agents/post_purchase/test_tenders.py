"""What goes back to which tender, never more than it paid."""

from hypothesis import given
from hypothesis import strategies as st

from agents.post_purchase.policy import POLICY
from agents.post_purchase.tables import Order, Refund
from agents.post_purchase.tenders import add_tender, refundable, spread, take_off
from tests.agents.post_purchase.orders import CARD, GIFT_CARD, SECOND_CARD, tender

KINDS = POLICY.refund.order
ALL = ((CARD, "card"), (SECOND_CARD, "card"), (GIFT_CARD, "gift_card"), ("points", "points"))
paid = st.lists(st.integers(1, 10**6), min_size=1, max_size=4)


def bought(amounts: list[int]) -> Order:
    tenders = [tender(name, n, kind) for (name, kind), n in zip(ALL, amounts, strict=False)]
    order = Order(order_id="O-1", currency="INR", total=sum(amounts), tenders=tenders)
    order.refunds, order.returns = [], []
    return order


def amounts_of(order: Order) -> dict[str, int]:
    return {each["tenderId"]: each["amount"]["amount"] for each in order.tenders}


@given(paid, st.data())
def test_refunds_one_by_one_never_exceed_what_each_tender_paid(
    amounts: list[int], data: st.DataObject
) -> None:
    order = bought(amounts)
    limits, back = amounts_of(order), dict.fromkeys(amounts_of(order), 0)
    cuts = data.draw(st.lists(st.integers(1, order.total), max_size=6))
    ends = sorted({*cuts, order.total})
    for part in (end - start for start, end in zip([0, *ends], ends, strict=False)):
        legs = spread(part, refundable(order, KINDS), KINDS)
        assert sum(leg["amount"] for leg in legs) == part
        for leg in legs:
            back[leg["tenderId"]] += leg["amount"]
            assert back[leg["tenderId"]] <= limits[leg["tenderId"]]
        order.refunds.append(Refund(reference="R", reason="return", amount=part, legs=legs))
    assert back == limits


@given(paid, st.data())
def test_money_sent_to_another_gift_card_is_not_sent_again(
    amounts: list[int], data: st.DataObject
) -> None:
    order = bought(amounts)
    part = data.draw(st.integers(0, order.total))
    leg = {"tenderId": "GC-OTHER", "kind": "gift_card", "label": "gift card", "amount": part}
    order.refunds.append(Refund(reference="R", reason="return", amount=part, legs=[leg]))
    assert sum(each["amount"] for each in refundable(order, KINDS)) == order.total - part


@given(paid, st.data())
def test_tenders_always_pay_the_total(amounts: list[int], data: st.DataObject) -> None:
    order = bought(amounts)
    total = order.total
    for _ in range(3):
        less = data.draw(st.integers(0, total))
        take_off(order, less, KINDS)
        more = data.draw(st.integers(1, 10**6))
        add_tender(order, tender(CARD, more))
        total += more - less
        assert sum(amounts_of(order).values()) == total
        assert min(amounts_of(order).values()) > 0


def test_money_goes_before_gift_cards_and_points_last() -> None:
    order = bought([100, 100, 100, 100])
    legs = spread(350, refundable(order, KINDS), KINDS)
    assert [(leg["tenderId"], leg["amount"]) for leg in legs] == [
        (CARD, 100),
        (SECOND_CARD, 100),
        (GIFT_CARD, 100),
        ("points", 50),
    ]


def test_what_no_tender_can_take_is_left_to_payment() -> None:
    assert spread(5, [], KINDS)[0]["tenderId"] is None
