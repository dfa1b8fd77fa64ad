"""Ways to pay of an order and of its shopper: what can go back to which, and what may be charged.

A leg is an object `{tenderId, kind, label, amount}`: a part of an amount, and the tender it is for.
"""

from collections.abc import Sequence

from agents.kit.wire import money
from agents.kit.wording import spell_money
from agents.post_purchase.tables import Json, Order

BACK = ("cancellation", "return")
"""Refunds that leave the order's total as it is; others have changed what its tenders paid."""
UNNAMED = "the way it was paid"


def refundable(order: Order, kinds: Sequence[str]) -> list[Json]:
    """What can still go back to each tender of an order, as legs in the order they paid.

    What went, or will go, to a gift card that paid nothing is taken off tenders of earlier kinds
    first, as payment does.
    """
    legs = [leg_of(tender, tender["amount"]["amount"]) for tender in order.tenders]
    foreign = 0
    for gone in _promised_legs(order):
        own = [leg for leg in legs if leg["tenderId"] == gone["tenderId"]]
        foreign += _take(own, gone["amount"])
    _take(sorted(legs, key=lambda each: kinds.index(each["kind"])), foreign)
    return legs


def _take(legs: Sequence[Json], amount: int) -> int:
    """Take an amount off legs, first ones first; what they do not hold is left."""
    for leg in legs:
        part = min(amount, leg["amount"])
        leg["amount"] -= part
        amount -= part
    return amount


def spread(amount: int, legs: Sequence[Json], kinds: Sequence[str]) -> list[Json]:
    """Lay an amount on tenders, those of earlier kinds first, none above its leg's amount.

    What no tender can take is left to payment to place, as a leg without a tender.
    """
    found = []
    for leg in sorted(legs, key=lambda each: kinds.index(each["kind"])):
        part = min(amount, leg["amount"])
        if part > 0:
            found.append({**leg, "amount": part})
            amount -= part
    if amount > 0:
        found.append({"tenderId": None, "kind": "card", "label": UNNAMED, "amount": amount})
    return found


def leg_of(tender: Json, amount: int) -> Json:
    """A leg for a tender; points are named without their number, which is not the leg's."""
    label = "your points" if tender["kind"] == "points" else tender["label"]
    known = {"tenderId": tender["tenderId"], "kind": tender["kind"], "label": label}
    return {**known, "amount": amount}


def legs_wire(legs: Sequence[Json], currency: str) -> list[Json]:
    """Legs as contracts show them."""
    return [
        {
            "tenderId": leg["tenderId"],
            "label": leg["label"],
            "amount": money(leg["amount"], currency),
        }
        for leg in legs
    ]


def spell_legs(legs: Sequence[Json], currency: str) -> str:
    """Name where money goes: `Visa ending 4242`, or each part with its amount."""
    if len(legs) == 1:
        return str(legs[0]["label"])
    parts = [f"{spell_money(leg['amount'], currency)} to {leg['label']}" for leg in legs]
    return " and ".join(parts) or UNNAMED


def tender_amount(tender: Json, amount: int, currency: str) -> Json:
    """A tender of the shopper with the amount that is taken of it."""
    names = ("tenderId", "kind", "label", "brand", "lastFour")
    return {
        **{name: tender[name] for name in names},
        "amount": money(amount, currency),
        "points": None,
    }


def covers(tender: Json, amount: int) -> bool:
    """Whether a tender holds enough, as far as the shop can know."""
    balance = tender["balance"]
    return balance is None or balance["amount"] >= amount


def paid_with(order: Order, tender_id: str) -> Json | None:
    """The order's tender by that id."""
    return next((each for each in order.tenders if each["tenderId"] == tender_id), None)


def add_tender(order: Order, tender: Json) -> None:
    """Note that a tender paid a difference, beside what it may have paid already."""
    amount = tender["amount"]["amount"]
    known = paid_with(order, tender["tenderId"])
    if known is None:
        order.tenders = [*order.tenders, tender]
        return
    order.tenders = [
        {**each, "amount": money(each["amount"]["amount"] + amount, order.currency)}
        if each is known
        else each
        for each in order.tenders
    ]


def take_off(order: Order, amount: int, kinds: Sequence[str]) -> None:
    """Note that an order costs less, so that its tenders paid less of it."""
    legs = [leg_of(each, each["amount"]["amount"]) for each in order.tenders]
    less: dict[str | None, int] = {}
    for leg in spread(amount, legs, kinds):
        less[leg["tenderId"]] = less.get(leg["tenderId"], 0) + leg["amount"]
    kept = []
    for each in order.tenders:
        off = min(each["amount"]["amount"], less.get(each["tenderId"], 0))
        less[each["tenderId"]] = less.get(each["tenderId"], 0) - off
        rest = each["amount"]["amount"] - off
        if rest > 0:
            kept.append({**each, "amount": money(rest, order.currency)})
    order.tenders = kept


def _promised_legs(order: Order) -> list[Json]:
    """What went back of the order's total, and what returns under way will send back."""
    sent = [leg for refund in order.refunds if refund.reason in BACK for leg in refund.legs]
    asked = {refund.reference for refund in order.refunds}
    waiting = [
        leg
        for each in order.returns
        if each.status in ("requested", "received") and each.rma_id not in asked
        for leg in each.legs
    ]
    return [*sent, *waiting]
