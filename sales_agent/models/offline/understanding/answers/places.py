"""Answers that say where to, or who she is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.addresses import (
    in_city_of,
    is_city,
    is_street,
    read_part,
    says_other,
    written,
)
from sales_agent.models.offline.understanding.answers.completion import insists, merged
from sales_agent.models.offline.understanding.choices import (
    labeled_choice,
    placed_choice,
)
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.identifiers import (
    read_address,
    read_asked_name,
    read_name,
    read_postcode,
)
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.times import names_moment
from sales_agent.models.offline.understanding.wish import Slots, Wish

Json = Mapping[str, Any]
_SENT_ELSEWHERE = ("change_address", "default_address")


def answer_address(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A street address, a store to pick up in, or an e-mail to find the saved one by."""
    if clause.slots.email or _is_a_name(clause.raw):
        return _identified(pending, clause)
    if pending.intent in _SENT_ELSEWHERE:
        moved = read_address(clause.raw)
        return (
            replace(pending, slots=moved.over(pending.slots), words=clause.raw) if moved else None
        )
    if pattern("question").match(clause.text):
        return None
    if part := _part_of_address(pending, clause, talk):
        return Wish("give_address", part, words=clause.raw)
    if clause.slots.store and (address := read_address(clause.raw)) is None:
        slots = replace(pending.slots, store=clause.slots.store, delivery_option="pickup")
        return Wish("checkout", slots, words=clause.raw)
    if clause.slots.delivery_option == "pickup":
        return Wish("checkout", replace(pending.slots, delivery_option="pickup"), words=clause.raw)
    if clause.is_bare and clause.lead == "agree":
        return pending
    address = read_address(clause.raw)
    return Wish("give_address", address.over(pending.slots), words=clause.raw) if address else None


def _is_a_name(text: str) -> bool:
    """Whether it says who she is and her postcode, and no street: "I'm Ananya Iyer, 560038"."""
    lead = "," not in text.rpartition(" ")[0] and not pattern("street").search(text)
    return bool(lead and pattern("name").search(text) and read_postcode(text))


def _part_of_address(pending: Wish, clause: Clause, talk: Talk) -> Slots | None:
    """What was known of the address with what is said of it now; None where that is whole."""
    if read_address(clause.raw):
        return None
    known = pending.slots if pending.intent == "give_address" else Slots()
    if part := read_part(clause.raw):
        return in_city_of(part, talk.vocabulary.stores).over(pending.slots)
    plain = pattern("address_lead").sub("", pattern("address_courtesy").sub(" ", clause.raw))
    said = " ".join(plain.split()).strip(" .,")
    if says_other(said):
        return None
    is_first = not known.address["postcode"] and not known.line1
    is_named = said[:1].isupper() and not (clause.slots.store or clause.has_goods or clause.scores)
    if not known.city and is_city(said) and (known.line1 or is_named):
        return pending.slots.filled(city=written(said))
    if is_first and not known.city:
        return None
    is_line = known.line1 is None and is_street(said) and not insists(clause) and not clause.is_bare
    return replace(pending.slots, line1=said) if is_line else None


def answer_email(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """Who she is, so that what she wanted can go on."""
    return _identified(pending, clause)


def answer_store(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """One of the stores."""
    if "my_reservations" in clause.scores:
        return None
    if clause.is_bare and clause.lead == "agree":
        return pending
    store = clause.slots.store or placed_choice(clause.text, asked.get("choices") or ())
    return merged(pending, clause, store=store) if store else None


def _identified(pending: Wish, clause: Clause) -> Wish | None:
    """Sign in first; the pending wish follows when it is known who she is."""
    first, last = read_name(clause.raw) or read_asked_name(clause.raw) or (None, None)
    postcode = read_postcode(clause.raw)
    if not clause.slots.email and not (first and postcode):
        return None
    who = Slots(email=clause.slots.email, first_name=first, last_name=last, postcode=postcode)
    return replace(pending, slots=who.over(pending.slots), words=pending.words)


def answer_slot(pending: Wish, clause: Clause, asked: Json, talk: Talk) -> Wish | None:
    """A time to pick up at: its place, its day or its hour; and how it is paid, beside it."""
    paid = pending.slots.filled(pay_with=clause.slots.pay_with or pending.slots.pay_with)
    pending = replace(pending, slots=paid)
    if clause.slots.store and clause.slots.store != pending.slots.store:
        other = pending.slots.filled(store=clause.slots.store, slot=None)
        return replace(pending, slots=other, words=clause.raw)
    if names_moment(clause.raw):
        return replace(pending, words=clause.raw)
    slot = placed_choice(clause.text, asked.get("choices") or ()) or labeled_choice(
        clause.text, asked
    )
    if slot is None and (pattern("any_of_them").search(clause.text) or clause.is_bare):
        slot = "any"
    return replace(pending, slots=replace(pending.slots, slot=slot)) if slot else None
