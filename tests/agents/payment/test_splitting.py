"""The arithmetic of shares and refunds, over random amounts."""

from hypothesis import given
from hypothesis import strategies as st

from agents.payment.orders.splitting import Source, split_refund
from agents.payment.policy import KINDS, POLICY
from agents.payment.tenders.allocation import Refused, Wish, allocate
from agents.payment.tenders.wallet import Tender

AMOUNTS = st.integers(0, 10**7)
CARDS = st.builds(lambda n: Tender(f"tok_{n}", "card"), st.integers(0, 10**6))
GIFT_CARDS = st.builds(
    lambda n, held: Tender(f"GC-{n}", "gift_card", available=held, balance=held, currency="INR"),
    st.integers(0, 10**6),
    AMOUNTS,
)
POINTS = st.builds(
    lambda points, value: Tender(
        "points",
        "points",
        available=points * value,
        currency="INR",
        points=points,
        point_value=value,
        minimum_points=1,
    ),
    st.integers(0, 10**5),
    st.integers(1, 1000),
)
WISHES = st.lists(
    st.builds(Wish, CARDS | GIFT_CARDS | POINTS, st.none() | st.integers(1, 10**7)), max_size=5
)


@given(AMOUNTS, WISHES)
def test_shares_and_what_remains_come_to_the_total(total: int, wishes: list[Wish]) -> None:
    try:
        found = allocate(total, "INR", wishes)
    except Refused:
        return
    assert sum(share.amount for share in found.shares) + found.remaining == total
    assert found.remaining >= 0
    for share in found.shares:
        assert share.amount > 0
        assert share.tender.available is None or share.amount <= share.tender.available
        assert share.amount == (share.points or share.amount) * (
            share.tender.point_value if share.points else 1
        )
    named = {id(wish.tender): wish.amount for wish in wishes if wish.amount is not None}
    for share in found.shares:
        assert share.amount <= named.get(id(share.tender), total)


@given(AMOUNTS, WISHES)
def test_a_card_without_a_limit_leaves_nothing_open(total: int, wishes: list[Wish]) -> None:
    try:
        found = allocate(total, "INR", [*wishes, Wish(Tender("tok_last", "card"))])
    except Refused:
        return
    assert found.remaining == 0


SOURCES = st.lists(
    st.tuples(st.sampled_from(KINDS), AMOUNTS, st.integers(1, 1000)), min_size=1, max_size=4
)


@given(SOURCES, st.lists(st.integers(-10, 10**7), max_size=8), st.none() | st.integers(0, 3))
def test_refunds_in_any_pieces_never_exceed_what_was_taken(
    drawn: list[tuple[str, int, int]], asked: list[int], first: int | None
) -> None:
    sources = {
        f"CH-{n}": Source(
            f"CH-{n}", f"T-{n}", kind, taken, taken, points if kind == "points" else None
        )
        for n, (kind, taken, points) in enumerate(drawn)
    }
    given_points = dict.fromkeys(sources, 0)
    for amount in [*asked, 10**9]:
        left = sum(source.left for source in sources.values())
        wish = f"T-{first}" if first is not None else None
        pieces = split_refund(amount, list(sources.values()), POLICY.refund.order, first=wish)
        assert sum(piece.amount for piece in pieces) == max(0, min(amount, left))
        for piece in pieces:
            source = sources[piece.charge_id]
            assert 0 < piece.amount <= source.left
            given_points[piece.charge_id] += piece.points or 0
            sources[piece.charge_id] = Source(
                source.charge_id,
                source.tender_id,
                source.kind,
                source.taken,
                source.left - piece.amount,
                source.points,
            )
    for charge_id, source in sources.items():
        assert source.left == 0
        if source.points is not None and source.taken:
            assert given_points[charge_id] == source.points


def test_refund_follows_the_policys_order() -> None:
    sources = [Source(f"CH-{kind}", kind, kind, 100, 100) for kind in reversed(KINDS)]
    pieces = split_refund(250, sources, POLICY.refund.order)
    assert [(piece.charge_id, piece.amount) for piece in pieces] == [
        ("CH-card", 100),
        ("CH-paypal", 100),
        ("CH-gift_card", 50),
    ]
