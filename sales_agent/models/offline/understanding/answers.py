"""Answers to the assistant's last question: the pending wish, completed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.amounts import bare_number
from sales_agent.models.offline.understanding.choices import (
    labeled_choice,
    named_choice,
    placed_choice,
    several_choices,
)
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.goods import as_size
from sales_agent.models.offline.understanding.identifiers import (
    read_address,
    read_name,
    read_postcode,
)
from sales_agent.models.offline.understanding.payments import read_ways_to_pay, without_cards
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish

Json = Mapping[str, Any]
_INSISTS = 0.8
_CHOICES = ("size", "colour", "option")
_OTHER_USES = ("reserve_in_store", "my_reservations", "remove_from_cart", "compare_products")
_PAID_ELSEWHERE = ("exchange_item", "change_payment")
"""Wishes that a way to pay completes, and no checkout."""
_SENT_ELSEWHERE = ("change_address", "default_address")
_SHORT = 3
"""So many words are the value that was asked for, whatever else they could mean."""


def complete(asked: Json, clause: Clause, talk: Talk) -> Wish | None:
    """The wish that the clause completes by answering what was asked; None when it does not."""
    answer = _ANSWERS.get(asked.get("kind", ""))
    if answer is None or (asked["kind"] in _CHOICES and _turns_to_other(clause, asked)):
        return None
    pending = Wish.from_json(asked["wish"]) if asked.get("wish") else Wish("unknown")
    return answer(pending, clause, asked, talk)


def _turns_to_other(clause: Clause, asked: Json) -> bool:
    """Whether it names the value for something else ("reserve one in M")."""
    wanted = (asked.get("wish") or {}).get("intent")
    return any(
        score >= _INSISTS and name != wanted
        for name, score in clause.scores.items()
        if name in _OTHER_USES
    )


def _size(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    choices: Sequence[str] = asked.get("choices") or ()
    size = clause.slots.size or named_choice(clause.text, choices)
    number = bare_number(clause.text)
    if size is None and number is not None:
        size = as_size(str(number), talk.vocabulary)
    if size is None:
        return _partly(pending, clause)
    return None if clause.slots.category else _merged(pending, clause, size=size)


def _colour(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    choices: Sequence[str] = asked.get("choices") or ()
    colour = clause.slots.colour or named_choice(clause.text, choices)
    if colour is None and choices and _mentions(clause.text, "either"):
        colour = choices[0]
    if colour is None:
        return _partly(pending, clause)
    return None if clause.slots.category else _merged(pending, clause, colour=colour)


def _option(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    option = named_choice(clause.text, asked.get("choices") or ())
    return _merged(pending, clause, size=option) if option else None


def _partly(pending: Wish, clause: Clause) -> Wish | None:
    """Not the answer, but something else of the same wish: it is kept, and asked for again."""
    if clause.is_bare and clause.lead == "agree":
        return pending
    number = bare_number(clause.text)
    if number and pending.slots.size is None:
        return _merged(pending, clause, size=str(number))
    says = clause.slots.colour or clause.slots.size or clause.slots.quantity
    elsewhere = clause.slots.category or clause.pointed.picks not in ("", "pronoun", "attribute")
    if not says or elsewhere or _insists(clause, but=("update_cart", "add_to_cart")):
        return None
    return _merged(pending, clause)


def _card(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A way to pay, or what comes beside those that were named before."""
    if clause.slots.gift_code:
        slots = replace(pending.slots, gift_code=clause.slots.gift_code)
        if pending.intent in _PAID_ELSEWHERE:
            return replace(pending, slots=slots)
        return Wish("add_gift_card", slots, words=f"pay {clause.raw}")
    if "payment_methods" in clause.scores:
        return None
    ways = clause.slots.pay_with or read_ways_to_pay(clause.raw)
    if not ways:
        return pending if clause.is_bare and clause.lead == "agree" else None
    kept = tuple(way for way in without_cards(pending.slots.pay_with) if way not in ways)
    slots = replace(pending.slots, pay_with=(*kept, *ways))
    if pending.intent in _PAID_ELSEWHERE:
        return replace(pending, slots=slots)
    return Wish("provide_payment", slots, words=clause.raw)


def _address(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    if clause.slots.email:
        return _identified(pending, clause)
    if pending.intent in _SENT_ELSEWHERE:
        moved = read_address(clause.raw)
        return (
            replace(pending, slots=moved.over(pending.slots), words=clause.raw) if moved else None
        )
    if clause.slots.store and (address := read_address(clause.raw)) is None:
        slots = replace(pending.slots, store=clause.slots.store, delivery_option="pickup")
        return Wish("checkout", slots, words=clause.raw)
    if clause.slots.delivery_option == "pickup":
        return Wish("checkout", replace(pending.slots, delivery_option="pickup"), words=clause.raw)
    if clause.is_bare and clause.lead == "agree":
        return pending
    address = read_address(clause.raw)
    if address:
        return Wish("give_address", address.over(pending.slots), words=clause.raw)
    incomplete = re.search(r"\d", clause.raw) and "," in clause.raw and not _insists(clause)
    return Wish("give_address", pending.slots, words=clause.raw) if incomplete else None


def _order(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    choices: Sequence[str] = asked.get("choices") or ()
    order_id = clause.slots.order_id or placed_choice(clause.text, choices)
    if order_id is None and (found := re.search(r"\b\d{4,}\b", clause.raw)):
        order_id = next((c for c in choices if c.endswith(found[0])), None)
    if order_id is None:
        return None
    return replace(pending, slots=replace(pending.slots, order_id=order_id))


def _line(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    skus = several_choices(clause.text, asked)
    if not skus:
        return pending if clause.is_bare and clause.lead == "agree" else None
    said = Slots(skus=tuple(skus), reason=clause.slots.reason)
    return replace(pending, slots=said.over(pending.slots))


def _reason(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    if _insists(
        clause,
        but=(
            "complaint",
            "return_item",
            "exchange_item",
            "too_expensive",
            "payment_problem",
            "alternatives",
            "cancel_order",
        ),
    ):
        return None
    reason = clause.raw if not clause.is_bare else "no reason given"
    return replace(pending, slots=replace(pending.slots, reason=reason[:200]))


def _email(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    return _identified(pending, clause)


def _store(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    if "my_reservations" in clause.scores:
        return None
    if clause.is_bare and clause.lead == "agree":
        return pending
    store = clause.slots.store or placed_choice(clause.text, asked.get("choices") or ())
    return _merged(pending, clause, store=store) if store else None


def _product(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    if clause.is_bare and clause.lead == "agree":
        return pending
    products = clause.pointed.products
    if len(products) != 1:
        product = placed_choice(clause.text, asked.get("choices") or ()) or labeled_choice(
            clause.text, asked
        )
        products = (product,) if product else ()
    strong = _insists(
        clause, but=(pending.intent, "pick_product", "add_to_cart", "search_products")
    )
    return _merged(pending, clause, products=products) if products and not strong else None


def _yes_no(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    if clause.lead == "agree" and (clause.is_bare or not _insists(clause, but=(pending.intent,))):
        points_elsewhere = clause.pointed.products and clause.pointed.picks != "pronoun"
        return None if points_elsewhere else _merged(pending, clause)
    if clause.is_bare and clause.lead == "refuse":
        return Wish("refuse", words=clause.raw)
    only_details = clause.has_filter and not clause.scores and not clause.has_goods
    is_new = clause.lead == "refuse" or clause.steps_size
    return _merged(pending, clause) if only_details and not is_new else None


def _confirm(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    stops = clause.lead == "refuse" or _mentions(clause.text, "refuse")
    return (
        Wish("refuse_quote", words=clause.raw)
        if stops and (clause.is_bare or not clause.scores or set(clause.scores) == {"cancel_order"})
        else None
    )


def _open(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """What kind of thing, after a vague opener: its occasion is kept as words to search by."""
    is_one = len(clause.categories) == 1 or (clause.has_filter and not clause.categories)
    if not is_one or clause.pointed.products:
        return None
    if _insists(clause, but=("search_products", "recommend")):
        return None
    slots = clause.slots.over(pending.slots.without("query"))
    words = " ".join(filter(None, (pending.slots.query, clause.slots.query)))
    return Wish("search_products", replace(slots, query=words or None), words=clause.raw)


def _parameter(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    if _insists(clause) and len(clause.raw.split()) > _SHORT:
        return None
    gathered = {**pending.parameters, asked["parameter"]: clause.raw}
    return replace(pending, parameters=gathered)


def _identified(pending: Wish, clause: Clause) -> Wish | None:
    """Sign in first; the pending wish follows when it is known who she is."""
    first, last = read_name(clause.raw) or (None, None)
    postcode = read_postcode(clause.raw)
    if not clause.slots.email and not (first and postcode):
        return None
    who = Slots(email=clause.slots.email, first_name=first, last_name=last, postcode=postcode)
    return replace(pending, slots=who.over(pending.slots), words=pending.words)


def _merged(pending: Wish, clause: Clause, **answer: Any) -> Wish:
    """The pending wish with the answer and whatever else the clause names of it."""
    said = clause.slots.without("query", "category", "reason", "card_last_four")
    return replace(pending, slots=replace(said.over(pending.slots), **answer))


def _insists(clause: Clause, but: Sequence[str] = ()) -> bool:
    """The clause says something of its own, strongly."""
    return any(score >= _INSISTS for name, score in clause.scores.items() if name not in but)


def _mentions(text: str, table: str) -> bool:
    words = "|".join(map(re.escape, load_tables().words[table]))
    return bool(re.search(rf"\b(?:{words})\b", text))


def _units(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    choices: Sequence[str] = asked.get("choices") or ()
    if any(pattern(name).search(clause.text) for name in ("everything", "whole_quantity")):
        return replace(pending, slots=replace(pending.slots, quantity=int(choices[-1])))
    said = bare_number(clause.text) or clause.slots.quantity
    if said is None or str(said) not in choices:
        return None
    return replace(pending, slots=replace(pending.slots, quantity=said))


def _wanted(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """What is to be had instead."""
    names_it = named_choice(clause.text, asked.get("choices") or ())
    if not (names_it or clause.slots.size or clause.slots.colour or clause.steps_size):
        return None if _insists(clause) or clause.is_bare else _said_shortly(pending, clause)
    return replace(pending, slots=replace(pending.slots, wanted=clause.raw))


def _said_shortly(pending: Wish, clause: Clause) -> Wish | None:
    if len(clause.raw.split()) > _SHORT:
        return None
    return replace(pending, slots=replace(pending.slots, wanted=clause.raw))


def _slot(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    slot = placed_choice(clause.text, asked.get("choices") or ()) or labeled_choice(
        clause.text, asked
    )
    if slot is None and (pattern("any_of_them").search(clause.text) or clause.is_bare):
        slot = "any"
    return replace(pending, slots=replace(pending.slots, slot=slot)) if slot else None


def _rating(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    rating = clause.slots.rating or bare_number(clause.text)
    if rating is None or not 1 <= rating <= 5:
        return None
    slots = replace(pending.slots, rating=rating)
    return replace(pending, slots=slots, words=clause.raw)


def _gift_code(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    code = clause.slots.gift_code or (clause.raw if re.fullmatch(r"\S*\d\S*", clause.raw) else None)
    return replace(pending, slots=replace(pending.slots, gift_code=code)) if code else None


_Answer = Callable[[Wish, Clause, Json, Talk], Wish | None]
_ANSWERS: dict[str, _Answer] = {
    "size": _size,
    "colour": _colour,
    "option": _option,
    "card": _card,
    "address": _address,
    "order": _order,
    "line": _line,
    "reason": _reason,
    "email": _email,
    "store": _store,
    "product": _product,
    "yes_no": _yes_no,
    "confirm": _confirm,
    "open": _open,
    "parameter": _parameter,
    "units": _units,
    "wanted": _wanted,
    "slot": _slot,
    "rating": _rating,
    "gift_code": _gift_code,
}
