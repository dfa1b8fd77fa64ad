"""A clause that says more of the wish before it: closer, changed, taken, paid for."""

from dataclasses import replace

from sales_agent.models.offline.understanding.choice import is_addition
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.deeds import done_to, is_done_to
from sales_agent.models.offline.understanding.evidence import Said
from sales_agent.models.offline.understanding.payments import without_cards
from sales_agent.models.offline.understanding.wish import Wish

PAYING = ("checkout", "provide_payment", "redeem_points")
_NAMING = frozenset(
    (
        *("check_availability", "pick_product", "add_to_cart", "refine_search", "exchange_item"),
        *("search_products", "update_cart", "told", "remark", "hearsay", "unknown"),
    )
)
"""What a size, a colour or a count is said with."""
_CHANGES = ("update_cart", "change_order", "exchange_item")


def append(wishes: list[Wish], found: list[Wish], clause: Clause) -> None:
    """Add the wishes of a clause to those before it, or to the last of those."""
    if wishes and is_addition(clause) and clause.pointed.picks in ("", "pronoun"):
        slots = clause.slots.without("query").over(wishes[-1].slots)
        wishes[-1] = replace(wishes[-1], slots=slots, said=_said_by_both(wishes[-1], clause))
    elif wishes and _is_closer(wishes[-1], clause):
        wishes[-1] = _said_closer(wishes[-1], clause)
    elif wishes and _is_changed_so(wishes[-1], found):
        wishes[-1] = _changed_so(wishes[-1], found[0])
    elif wishes and is_done_to(wishes[-1], found, clause):
        wishes[-1] = done_to(wishes[-1], found[0])
    elif (wishes and _is_asked_of(wishes[-1], found)) or (wishes and _is_taken(wishes[-1], found)):
        wishes[-1] = _taken(wishes[-1], found[0])
    elif wishes and _is_paid_too(wishes[-1], found):
        wishes[-1] = _paid_with_both(wishes[-1], found[0])
    else:
        wishes.extend(found)


def _is_closer(before: Wish, clause: Clause) -> bool:
    """Whether a clause says what an order is changed to: "can I change it? I need L after all"."""
    names = clause.slots.size or clause.slots.colour
    is_own = clause.categories or clause.pointed.picks not in ("", "pronoun", "attribute")
    return before.intent == "change_order" and bool(names) and not is_own


def _said_closer(before: Wish, clause: Clause) -> Wish:
    slots = clause.slots.without("query").over(before.slots)
    words = f"{before.words}, {clause.raw}"
    return replace(before, slots=slots, words=words, said=_said_by_both(before, clause))


def _is_changed_so(before: Wish, found: list[Wish]) -> bool:
    """Whether what was just named is what something becomes: "one pair in size 9. Change it"."""
    names = before.slots.size or before.slots.colour or before.slots.quantity
    is_bare = len(found) == 1 and not any(
        (found[0].slots.size, found[0].slots.colour, found[0].slots.quantity)
    )
    is_change = is_bare and found[0].intent in _CHANGES
    return bool(names and is_change and before.intent in _NAMING and before.picks != "place")


def _changed_so(before: Wish, change: Wish) -> Wish:
    words = f"{before.words}, {change.words}"
    return replace(change, slots=change.slots.over(before.slots), words=words)


def _said_by_both(before: Wish, clause: Clause) -> Said:
    """The words for each slot of a wish and of the clause that adds to it, which names no goods."""
    more = clause.said(before.intent)
    kept = {name: words for name, words in more.items() if name not in ("category", "product")}
    names = dict.fromkeys((*before.said, *kept))
    return {name: (*before.said.get(name, ()), *kept.get(name, ())) for name in names}


def _is_asked_of(before: Wish, found: list[Wish]) -> bool:
    """Whether what was just pointed at is asked about: "the second, does it come in black?"."""
    is_pointed = before.intent == "pick_product" and len(before.slots.products) == 1
    asks = len(found) == 1 and found[0].intent == "check_availability"
    return is_pointed and asks and found[0].picks in ("", "pronoun", "attribute")


def _is_taken(before: Wish, found: list[Wish]) -> bool:
    """Whether what was just picked is put into the cart: "black, add it", "the first, add it"."""
    is_added = len(found) == 1 and found[0].intent == "add_to_cart"
    picked = before.intent in ("check_availability", "pick_product")
    is_it = is_added and found[0].picks == "pronoun" and len(before.slots.products) == 1
    same = is_added and found[0].slots.products in ((), before.slots.products)
    is_same = is_it if before.picks == "place" else same
    return picked and is_same and not before.slots.store


def _taken(before: Wish, added: Wish) -> Wish:
    """The picked product put into the cart: "it" is what the message named before."""
    own = added.slots.without("products") if before.picks == "place" else added.slots
    return replace(added, slots=own.over(before.slots), picks=before.picks or added.picks)


def _is_paid_too(before: Wish, found: list[Wish]) -> bool:
    """Whether a clause names another way to pay the same: "300 points and the rest on 4242"."""
    return before.intent in PAYING and len(found) == 1 and found[0].intent in PAYING


def _paid_with_both(before: Wish, after: Wish) -> Wish:
    ways = tuple(dict.fromkeys([*before.slots.pay_with, *after.slots.pay_with]))
    others = without_cards(ways)
    slots = after.slots.over(before.slots)
    paid = (*others, *(way for way in ways if way not in others))
    return Wish("checkout", replace(slots, pay_with=paid), words=f"{before.words}, {after.words}")
