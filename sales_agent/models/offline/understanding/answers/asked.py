"""Answers to the assistant's last question: the pending wish, completed."""

from collections.abc import Callable, Mapping
from typing import Any

from sales_agent.models.offline.context.facts import known_items
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.answers.agreement import (
    answer_confirm,
    answer_open,
    answer_parameter,
    answer_product,
    answer_yes,
    answer_yes_no,
)
from sales_agent.models.offline.understanding.answers.completion import INSISTS, insists
from sales_agent.models.offline.understanding.answers.orders import (
    answer_line,
    answer_order,
    answer_rating,
    answer_reason,
    answer_units,
)
from sales_agent.models.offline.understanding.answers.places import (
    answer_address,
    answer_email,
    answer_slot,
    answer_store,
)
from sales_agent.models.offline.understanding.answers.tenders import answer_card, answer_gift_code
from sales_agent.models.offline.understanding.answers.variants import (
    answer_colour,
    answer_option,
    answer_size,
    answer_wanted,
)
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.placing import places_cart
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of
from sales_agent.models.offline.understanding.wish import Wish

Json = Mapping[str, Any]
_CHOICES = ("size", "colour", "option")
_OTHER_USES = ("reserve_in_store", "my_reservations", "remove_from_cart", "compare_products")
_QUESTIONS = ("check_availability", "size_advice")
"""What a question about a value is, which does not choose it."""


def complete(asked: Json, clause: Clause, talk: Talk) -> Wish | None:
    """The wish that the clause completes by answering what was asked; None when it does not."""
    answer = _ANSWERS.get(asked.get("kind", ""))
    is_choice = asked.get("kind") in _CHOICES
    if is_choice and (_turns_to_other(clause, asked) or _names_another(clause, asked, talk)):
        return None
    if answer is None or places_cart(clause, talk):
        return None
    pending = Wish.from_json(asked["wish"]) if asked.get("wish") else Wish("unknown")
    return answer(pending, clause, asked, talk)


def _names_another(clause: Clause, asked: Json, talk: Talk) -> bool:
    """Whether it wants other goods than the choice is for ("add the chinos in navy")."""
    chosen = (asked.get("wish") or {}).get("slots", {}).get("products") or ()
    said = set(stems_of(clause.slots.query or ""))
    names = [item.name for item in known_items(talk) if item.product_id in chosen]
    is_named = any(said & set(stems_of(name)) for name in names)
    return bool(said and names and not is_named and insists(clause))


def _turns_to_other(clause: Clause, asked: Json) -> bool:
    """Whether it names the value for something else ("reserve one in M")."""
    wanted = (asked.get("wish") or {}).get("intent")
    asks = pattern("question").match(clause.text)
    others = (*_OTHER_USES, *(_QUESTIONS if asks else ()))
    return any(
        score >= INSISTS and name != wanted
        for name, score in clause.scores.items()
        if name in others
    )


_Answer = Callable[[Wish, Clause, Json, Talk], Wish | None]
_ANSWERS: dict[str, _Answer] = {
    "size": answer_size,
    "colour": answer_colour,
    "option": answer_option,
    "card": answer_card,
    "address": answer_address,
    "order": answer_order,
    "line": answer_line,
    "reason": answer_reason,
    "email": answer_email,
    "store": answer_store,
    "product": answer_product,
    "yes_no": answer_yes_no,
    "yes": answer_yes,
    "confirm": answer_confirm,
    "open": answer_open,
    "parameter": answer_parameter,
    "units": answer_units,
    "wanted": answer_wanted,
    "slot": answer_slot,
    "rating": answer_rating,
    "gift_code": answer_gift_code,
}
