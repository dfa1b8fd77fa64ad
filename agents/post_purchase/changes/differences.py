"""What a swap's difference is paid with, or goes back to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agents.kit.operations import Call
from agents.kit.wording import spell_money
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.quotes import not_quoted
from agents.post_purchase.tables import Json, Order
from agents.post_purchase.tenders import (
    covers,
    leg_of,
    refundable,
    spell_legs,
    spread,
    tender_amount,
)
from agents.post_purchase.wording import list_words


@dataclass(frozen=True)
class Settlement:
    """How a difference is settled: by a tender that pays it, or by legs that take it back."""

    tender: Json | None = None
    legs: list[Json] = field(default_factory=list)
    refund_to: str | None = None
    notes: tuple[str, ...] = ()


def settle_difference(
    call: Call, order: Order, difference: int, policy: Policy
) -> Settlement | Json:
    """Choose what pays a difference, or what it goes back to; or the reply that asks for it."""
    tender_id = call.body.get("tenderId")
    if not difference:
        return Settlement()
    if difference < 0:
        return _give_back(call, order, -difference, tender_id, policy)
    tenders = call.peers.call("payment", "listTenders")["tenders"]
    amount = spell_money(difference, order.currency)
    if tender_id is None:
        message = f"{amount} more is to pay; name what pays it"
        ways = _offers(tenders, difference, policy.changes.difference.kinds)
        return not_quoted("needs_tender", Rule.DIFFERENCE, message, ways)
    refusal = refuse_tender(
        tenders, tender_id, difference, order.currency, policy.changes.difference.kinds
    )
    if refusal is not None:
        return not_quoted("refused", Rule.DIFFERENCE, *refusal)
    tender = find_tender(tenders, tender_id)
    return Settlement(tender=tender_amount(tender or {}, difference, order.currency))


def find_tender(tenders: Sequence[Json], tender_id: str) -> Json | None:
    """The shopper's tender by that id."""
    return next((each for each in tenders if each["tenderId"] == tender_id), None)


def refuse_tender(
    tenders: Sequence[Json], tender_id: str, amount: int, currency: str, kinds: Sequence[str]
) -> tuple[str, list[str]] | None:
    """Why a tender cannot pay an amount, with the ways out; None when it can."""
    ways_out = _offers(tenders, amount, kinds)
    tender = find_tender(tenders, tender_id)
    if tender is None:
        mine = list_words(each["label"] for each in tenders) or "none"
        return f"{tender_id} is none of your ways to pay; you have {mine}", ways_out
    if tender["kind"] not in kinds:
        kind = str(tender["kind"]).replace("_", " ")
        return f"{kind.capitalize()} cannot be used here", ways_out
    if not covers(tender, amount):
        holds = spell_money(tender["balance"]["amount"], currency)
        wanted = spell_money(amount, currency)
        return f"{tender['label']} holds {holds}, and {wanted} is to pay", ways_out
    return None


def _offers(tenders: Sequence[Json], amount: int, kinds: Sequence[str]) -> list[str]:
    """What could pay instead, as the shopper would say it."""
    able = [each for each in tenders if each["kind"] in kinds and covers(each, amount)]
    labels = list(dict.fromkeys(each["label"] for each in able))
    return [f"Pay with {label}" for label in labels[:3]] or ["Talk to a person"]


def _give_back(
    call: Call, order: Order, amount: int, tender_id: str | None, policy: Policy
) -> Settlement | Json:
    paid = refundable(order, policy.refund.order)
    if tender_id is None:
        return _back(order, spread(amount, paid, policy.refund.order))
    if any(leg["tenderId"] == tender_id for leg in paid):
        return _back(order, _first(tender_id, amount, paid, policy))
    tenders = call.peers.call("payment", "listTenders")["tenders"]
    tender = find_tender(tenders, tender_id)
    if tender is None or tender["kind"] not in policy.changes.difference.kinds:
        labels = [leg["label"] for leg in paid]
        message = (
            f"The difference can go back to what paid for order {order.order_id}, "
            f"{list_words(labels)}, or to another way to pay of yours, but not to {tender_id}"
        )
        ways_out = [f"Send it back to {labels[0]}"] if labels else ["Talk to a person"]
        return not_quoted("refused", Rule.REFUND_TO, message, ways_out)
    notes: tuple[str, ...] = ()
    if tender["kind"] != "gift_card":
        notes = (f"Should {tender['label']} not take it, it goes back to what paid the order.",)
    return _back(order, [leg_of(tender, amount)], notes)


def _first(tender_id: str, amount: int, paid: Sequence[Json], policy: Policy) -> list[Json]:
    """Legs that give a tender of the order all that it can take, and others the rest."""
    chosen = [leg for leg in paid if leg["tenderId"] == tender_id]
    own = spread(min(amount, chosen[0]["amount"]), chosen, policy.refund.order)
    rest = amount - sum(leg["amount"] for leg in own)
    others = [leg for leg in paid if leg["tenderId"] != tender_id]
    return [*own, *(spread(rest, others, policy.refund.order) if rest else [])]


def _back(order: Order, legs: list[Json], notes: tuple[str, ...] = ()) -> Settlement:
    return Settlement(legs=legs, refund_to=spell_legs(legs, order.currency), notes=notes)
