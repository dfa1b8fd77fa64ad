"""What was asked is still open after something in between; it is asked anew after mere chat.

The checkout asks for what it needs after any answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sales_agent.models.offline.context.facts import asked_of
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.policy.buying.checkout import ask_again
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply, Said
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish

_IN_BETWEEN = frozenset(
    [
        "unknown",
        "remark",
        "told",
        "thank",
        "small_talk",
        "help",
        "bot_question",
        "view_cart",
        "get_offers",
        "loyalty_balance",
        "ways_to_pay",
        "payment_methods",
        "find_store",
        "delivery_options",
        "order_status",
        "return_policy",
        "ask_policy",
        "size_advice",
        "out_of_scope",
        "empty",
        "recall",
        "erasure",
        "hearsay",
        "extra_service",
        "other_language",
        "injection",
    ]
)
"""Wishes after which the question that was open before still is."""
_LONGEST_OPEN = 2
_LONGEST_OF_CHECKOUT = 6
"""So many turns in between leave a question open; one of the checkout is asked anew with each."""
_GUESSED = 0.6
"""Confidence up to which a question is only guessed at."""
_CHAT = frozenset({"small_talk", "remark", "told", "unknown"})
"""What asks for no answer: a word on it, and then the question once more."""
_OF_CHECKOUT = ("checkout", "provide_payment", "give_address")
"""What an answer goes on with, where a question was one of the checkout."""


def still_open(wishes: Sequence[Wish], talk: Talk) -> Mapping[str, object] | None:
    """The last question, when the shopper only asked something in between."""
    asked = asked_of(talk)
    if not asked or not all(map(_is_in_between, wishes)):
        return None
    age = int(asked.get("age", 0)) + 1
    longest = _LONGEST_OF_CHECKOUT if _is_of_checkout(asked) else _LONGEST_OPEN
    return {**asked, "age": age} if age <= longest else None


def taken_up(said: Said, replies: Sequence[Reply], wishes: Sequence[Wish], desk: Desk) -> Said:
    """The answer with the open question after it, and no other question before."""
    if not said.asked or said.text == "" or any(reply.question for reply in replies):
        return said
    ask = _open_question(said.asked, wishes, desk)
    if not ask or ask in said.text:
        return said
    told = _aside(replies, wishes, desk) or said.text
    glue = "\n\n" if "\n" in told else " "
    return Said(f"{told}{glue}{ask}", said.asked, said.suggestions, said.calls)


def _is_of_checkout(asked: Mapping[str, Any]) -> bool:
    """Whether a question is one for an address or a way to pay, without which nothing is bought."""
    intent = (asked.get("wish") or {}).get("intent")
    return asked.get("kind") in ("card", "address") and intent in _OF_CHECKOUT


def _open_question(asked: Mapping[str, Any], wishes: Sequence[Wish], desk: Desk) -> str | None:
    """The question to be asked anew: one of the checkout always, another after mere chat.

    An offer is not made once more to who says thanks.
    """
    if _is_of_checkout(asked):
        return ask_again(str(asked["kind"]), Wish.from_json(asked["wish"]).slots, desk)
    chat = _CHAT if asked.get("kind") in ("yes_no", "yes") else _CHAT | {"thank"}
    is_chat = {wish.intent for wish in wishes} <= chat
    return str(asked.get("text", "")) if is_chat else None


def _aside(replies: Sequence[Reply], wishes: Sequence[Wish], desk: Desk) -> str | None:
    """A word on what has nothing to do with the sale: what it says elsewhere asks for a wish."""
    if len(wishes) != 1 or len(replies) != 1:
        return None
    intent, key = wishes[0].intent, f"aside.{wishes[0].intent}"
    is_plain = desk.texts.has(key) and replies[0].text == desk.say(intent)
    return desk.say(key) if is_plain else None


def _is_in_between(wish: Wish) -> bool:
    """Whether it takes nothing up: a question, too, that could only be guessed at."""
    is_guess = wish.confidence <= _GUESSED and pattern("question").match(wish.words.lower())
    return wish.intent in _IN_BETWEEN or bool(is_guess)
