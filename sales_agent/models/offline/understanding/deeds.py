"""What is done to goods that the message named right before it, or told what is wrong with."""

from dataclasses import replace

from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.swaps import read_swap
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish

_NAMING = ("search_products", "refine_search", "pick_product", "check_availability", "told")
"""What a mention of goods is read as where nothing else is said of them."""
_DEEDS = ("exchange_item", "return_item")


def is_done_to(before: Wish, found: list[Wish], clause: Clause) -> bool:
    """Whether a clause does something to what the one before it names.

    Such as "the linen shirt. Exchange it for L" and "my belt fell apart, I want a refund".
    """
    if len(found) != 1 or found[0].intent not in _DEEDS or clause.has_goods:
        return False
    if found[0].intent == "return_item" and before.slots.reason and not clause.slots.reason:
        return True
    is_pronoun = clause.pointed.picks == "pronoun" or bool(pattern("it").search(clause.text))
    named = before.slots.category or before.slots.products
    return bool(is_pronoun and named and before.intent in _NAMING)


def done_to(before: Wish, deed: Wish) -> Wish:
    """The deed, with the goods and the reason that were named before it."""
    words = f"{before.words}, {deed.words}"
    if deed.intent == "exchange_item" and (swap := read_swap(deed.words)).wanted:
        slots = deed.slots.filled(replaced=before.words, wanted=swap.wanted)
        return replace(deed, slots=slots, words=words)
    return replace(deed, slots=deed.slots.over(Slots(reason=before.slots.reason)), words=words)
