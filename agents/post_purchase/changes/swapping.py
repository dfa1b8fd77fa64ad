"""Pricing a swap of an order's goods for a quote, and seeing whether it still holds."""

from dataclasses import dataclass

from agents.kit.operations import Call
from agents.kit.wording import spell_money
from agents.post_purchase import swaps
from agents.post_purchase.changes.differences import Settlement, settle_difference
from agents.post_purchase.changes.variants import fetch_variants, refuse_units, refuse_variants
from agents.post_purchase.orders import own_order
from agents.post_purchase.policy import Policy, Rule
from agents.post_purchase.quotes import not_quoted
from agents.post_purchase.tables import Json, Order, Quote
from agents.post_purchase.wording import spell_wait


@dataclass(frozen=True)
class Swap:
    """A swap that can be had: its terms, and how its difference is settled."""

    terms: list[Json]
    settlement: Settlement

    @property
    def difference(self) -> int:
        """What it costs, in minor units; below zero is what goes back."""
        return swaps.difference_of(self.terms)

    @property
    def kept(self) -> Json:
        """What its quote keeps for the commit."""
        tender, legs = self.settlement.tender, self.settlement.legs
        return {"swaps": self.terms, "tender": tender, "legs": legs}

    def clause(self, order: Order) -> str:
        """What it costs or gives back, as a clause."""
        amount = spell_money(abs(self.difference), order.currency)
        if self.difference > 0 and self.settlement.tender:
            return f"{amount} more is taken from {self.settlement.tender['label']}"
        if self.difference < 0:
            return f"{amount} goes back to {self.settlement.refund_to}"
        return "it costs the same"

    def notes(self, order: Order, policy: Policy) -> list[str]:
        """What the shopper should know of its price."""
        notes = list(self.settlement.notes)
        if self.difference < 0:
            wait = spell_wait(self.settlement.legs, policy)
            notes.append(f"The difference goes back {wait} ({Rule.REFUND_TIMING}).")
        if order.discounts:
            notes.append(f"The order's discounts stay as they are ({Rule.DISCOUNTS_STAY}).")
        return notes

    def rules(self, order: Order) -> list[Rule]:
        """The rules that its price follows."""
        rules = [Rule.DIFFERENCE] if self.difference else []
        return [*rules, Rule.DISCOUNTS_STAY] if order.discounts else rules


def price_swap(
    call: Call, order: Order, policy: Policy, *, allows_same: bool = False
) -> Swap | Json:
    """Price what the call wants swapped; or the reply that says why it cannot be had."""
    wanted = call.body["swaps"]
    refusal = refuse_units(order, wanted)
    if refusal is not None:
        return not_quoted("refused", refusal.rule, refusal.message, refusal.suggestions)
    variants = fetch_variants(call.peers, order, [wish["sku"] for wish in wanted])
    refusal = refuse_variants(order, wanted, variants, allows_same=allows_same)
    if refusal is not None:
        return not_quoted("refused", refusal.rule, refusal.message, refusal.suggestions)
    terms = swaps.price_swaps(order, swaps.choose_units(order, wanted), variants)
    settlement = settle_difference(call, order, swaps.difference_of(terms), policy)
    return settlement if isinstance(settlement, dict) else Swap(terms, settlement)


def recheck(call: Call, quote: Quote) -> str | None:
    """What moved since the quote, as a sentence; None when prices and stock are as they were."""
    with call.store.read() as session:
        order = own_order(session, quote.order_id, call.shopper)
    terms = quote.terms["swaps"]
    variants = fetch_variants(call.peers, order, [term["sku"] for term in terms])
    for term in terms:
        variant = variants.get(term["newSku"])
        if variant is None:
            return f"Meanwhile {term['name']} ({term['newSku']}) is no longer sold"
        if term["newSku"] != term["sku"] and variant.price != term["unitPrice"]:
            was = spell_money(term["unitPrice"], order.currency)
            now = spell_money(variant.price, order.currency)
            return (
                f"Meanwhile the price of {term['name']} ({term['newSku']}) went from {was} to {now}"
            )
    for sku, count in swaps.units_of(terms, "newSku"):
        variant = variants[sku]
        if variant.available < count:
            return f"Meanwhile, of {variant.name} ({sku}) only {variant.available} are left"
    return None
