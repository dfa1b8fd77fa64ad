"""What waited for a yes and got other words: it is said to be undone, and shown anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    asked_of,
    cart_items,
    cart_of,
    has_just_ordered,
)
from sales_agent.models.offline.context.talk import Call, Talk
from sales_agent.models.offline.policy.buying import quote_talk
from sales_agent.models.offline.policy.buying.quote_talk import asks_sum, quote_question
from sales_agent.models.offline.policy.desk import Desk, Wanted
from sales_agent.models.offline.policy.reply import Reply, Said
from sales_agent.models.offline.understanding.addresses import moved_to
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Wish

Json = Mapping[str, Any]
_CONFIRM = "confirm"
_CHECKOUT = "initiate_checkout"
_GROUNDLESS = 0.7
"""Confidence up to which words without goods are no search, where a yes or a no is waited for."""
_CHAT = frozenset({"unknown", "remark", "told", "agree", "small_talk", "greet", "misunderstood"})
"""What has no answer of its own worth hearing while a yes is waited for."""
_PAYING = ("checkout", "provide_payment")
_OF_THE_CART = frozenset({"add_to_cart", "update_cart", "remove_from_cart", "apply_coupon"})
_CHANGES = _OF_THE_CART | {"give_address", "other_address", "send_elsewhere", *_PAYING}
"""What makes another order of the one that is shown: a no beside it is said of the old one."""
_NO = frozenset({"refuse", "refuse_quote"})
_DROPS = frozenset({"refuse", "refuse_quote", "goodbye", "erasure", "logout"})
"""What leaves the quote where it is."""
_ANSWERED = frozenset(
    [
        *("thank", "help", "bot_question", "view_cart", "get_offers", "loyalty_balance"),
        *("payment_methods", "find_store", "delivery_options", "order_status", "return_policy"),
        *("ask_policy", "size_advice", "out_of_scope", "empty", "recall", "extra_service"),
        *("product_details", "check_availability", "hearsay", "ways_to_pay", "quote_question"),
        "placed_yet",
        *("other_language", "injection", "invoice", "refund_status"),
    ]
)
"""What is asked or said in between: it is answered, and then the same is asked again."""


def waiting_call(talk: Talk) -> Call | None:
    """The call whose quote waited for the answer that is this message."""
    if not talk.past or (asked_of(talk) or {}).get("kind") != _CONFIRM:
        return None
    for call in reversed(talk.past[-1].calls):
        if _is_quoted(call):
            return call
    return None


def while_buying(wishes: Sequence[Wish], talk: Talk) -> list[Wish]:
    """The wishes as they are meant while goods are in the cart, and while a quote waits."""
    meant = [_of_this_order(wish, talk) for wish in wishes]
    if (waiting := waiting_call(talk)) is None:
        return meant
    if waiting.name == _CHECKOUT and (question := quote_question(talk, _quote(talk))):
        return [question]
    if any(wish.intent in _CHANGES for wish in meant):
        meant = [wish for wish in meant if wish.intent not in _NO]
    return [replace(one, intent="unknown") if _is_groundless(one) else one for one in meant]


def _of_this_order(wish: Wish, talk: Talk) -> Wish:
    """A wish about "my order" as one of what is in the cart, where that alone can be meant."""
    if wish.slots.order_id or not cart_items(cart_of(talk)) or has_just_ordered(talk):
        return wish
    if asks_sum(wish.words):
        return replace(wish, intent="view_cart")
    if pattern("placed_yet").search(wish.words.lower()):
        return replace(wish, intent="placed_yet")
    is_moved = wish.intent == "change_address" and not wish.slots.line1
    if not is_moved or pattern("order_words").search(wish.words.lower()):
        return wish
    if moved := moved_to(wish.words):
        return replace(wish, intent="give_address", slots=moved.over(wish.slots))
    return replace(wish, intent="other_address")


def tell_of_quote(wish: Wish, desk: Desk) -> Reply:
    """What is asked of the order that waits for a yes."""
    return quote_talk.tell_of_quote(wish, _quote(desk.talk), desk)


def shown_again(said: Said, replies: Sequence[Reply], wishes: Sequence[Wish], desk: Desk) -> Said:
    """The answer, and after it once more what waits; or the word that it is not done."""
    waiting = waiting_call(desk.talk)
    intents = {wish.intent for wish in wishes}
    if waiting is None or intents & _DROPS or _is_settled(desk.talk):
        return said
    notice = desk.say("not_ordered" if waiting.name == _CHECKOUT else "not_done_yet")
    told = "" if intents <= _CHAT or _asks_when(wishes) else said.text
    if not _can_be_shown(intents, replies, waiting, desk):
        parts = (notice, said.text) if said.asked else (said.text, notice)
        return replace(said, text=_joined(*parts))
    again = Wanted(waiting.name, dict(waiting.args))
    return Said(_joined(told, notice), None, [], calls=(again,))


def _quote(talk: Talk) -> Json:
    waiting = waiting_call(talk)
    quote: Json = ((waiting and waiting.result) or {}).get("quote") or {}
    return quote


def _is_quoted(call: Call) -> bool:
    return (call.result or {}).get("status") == "confirmation_required"


def _is_settled(talk: Talk) -> bool:
    """Whether this turn has asked for a quote already, whatever came of it."""
    waiting = waiting_call(talk)
    return waiting is not None and any(call.name == waiting.name for call in talk.now.calls)


def _can_be_shown(intents: set[str], replies: Sequence[Reply], waiting: Call, desk: Desk) -> bool:
    kept = _ANSWERED | _CHAT | (_OF_THE_CART if waiting.name == _CHECKOUT else frozenset())
    is_asking = any(reply.question and not _is_offer(reply) for reply in replies)
    if is_asking or not intents <= kept:
        return False
    is_full = _is_cart_full(desk.talk)
    return is_full or waiting.name != _CHECKOUT or not intents & _OF_THE_CART


def _is_cart_full(talk: Talk) -> bool:
    """Whether goods are in the cart after what this turn has done to it."""
    carts = (call.result or {} for call in talk.latest_calls(with_now=True))
    cart = next((result["cart"] for result in carts if "cart" in result), None)
    return bool(cart_items(cart))


def _asks_when(wishes: Sequence[Wish]) -> bool:
    """Whether it is asked when the order would come, which what waits says itself."""
    return all(
        wish.intent in ("delivery_options", "order_status")
        and pattern("asks_only_when").search(wish.words.lower())
        and not (wish.slots.delivery_option or wish.slots.postcode or wish.slots.store)
        for wish in wishes
    )


def _is_offer(reply: Reply) -> bool:
    question = reply.question
    if question is None or question.kind not in ("yes_no", "yes", "open"):
        return False
    return not (question.wish and question.wish.slots.delivery_option)


def _is_groundless(wish: Wish) -> bool:
    slots = wish.slots
    is_search = wish.intent in ("search_products", "refine_search", "recommend")
    names = slots.category or slots.colour or slots.size or slots.brand or slots.material
    return is_search and not names and wish.confidence <= _GROUNDLESS


def _joined(*parts: str) -> str:
    return "\n\n".join(filter(None, parts)) if "\n" in parts[0] else " ".join(filter(None, parts))
