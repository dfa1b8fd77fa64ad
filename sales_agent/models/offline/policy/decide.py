"""What to do next: tool calls for every wish that needs them, else the words for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.policy import manners, profile
from sales_agent.models.offline.policy.buying import (
    checkout,
    commits,
    resuming,
    tenders,
    waiting,
)
from sales_agent.models.offline.policy.cart import additions, carts
from sales_agent.models.offline.policy.desk import Awaited, Desk, Failed, Wanted
from sales_agent.models.offline.policy.discovery import fitting_tool, for_tool, use
from sales_agent.models.offline.policy.orders import (
    cancellations,
    order_changes,
    orders,
    returns,
    swaps,
)
from sales_agent.models.offline.policy.products import (
    advice,
    comparison,
    goods,
    hearsay,
    stock,
)
from sales_agent.models.offline.policy.reply import Reply, Said, join
from sales_agent.models.offline.policy.search import finding
from sales_agent.models.offline.policy.shop import loyalty, reservations, shop_pages, stores
from sales_agent.models.offline.toolbox import Toolbox
from sales_agent.models.offline.understanding.rounds import understood
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.faults import fault_words
from sales_agent.models.offline.wording.texts import Texts

Rule = Callable[[Wish, Desk], Reply]
_BROWSE = "browse_catalog"
_CLEAR = 0.78
_RULES: Mapping[str, Rule] = {
    "search_products": stock.look_for,
    "refine_search": finding.refine,
    "recommend": advice.recommend,
    "more": finding.more,
    "too_expensive": advice.cheaper,
    "complements": advice.complements,
    "alternatives": advice.alternatives,
    "pick_product": stock.pick,
    "product_details": advice.judge,
    "compare_products": comparison.compare,
    "check_availability": stock.availability,
    "add_to_cart": additions.add,
    "update_cart": carts.change,
    "remove_from_cart": carts.remove,
    "view_cart": carts.show,
    "apply_coupon": carts.apply_coupon,
    "checkout": checkout.checkout,
    "provide_payment": checkout.provide_payment,
    "give_address": checkout.give_address,
    "several_addresses": checkout.several_addresses,
    "payment_problem": checkout.payment_problem,
    "ways_to_pay": checkout.provide_payment,
    "refuse_quote": checkout.refuse_quote,
    "quote_question": waiting.tell_of_quote,
    "placed_yet": checkout.placed_yet,
    "other_address": checkout.other_address,
    "order_status": orders.status,
    "list_orders": orders.list_orders,
    "cancel_order": cancellations.cancel,
    "cancel_part": cancellations.cancel_part,
    "return_item": returns.return_items,
    "refund_status": orders.refund_status,
    "exchange_item": swaps.swap,
    "change_order": order_changes.change_order,
    "order_is_closed": order_changes.closed,
    "change_address": order_changes.change_address,
    "default_address": order_changes.change_default_address,
    "change_payment": order_changes.change_payment,
    "invoice": orders.invoice,
    "feedback": orders.feedback,
    "add_gift_card": tenders.add_gift_card,
    "payment_methods": tenders.payment_methods,
    "cancel_reservation": reservations.cancel_reservation,
    "find_store": stores.find_store,
    "reserve_in_store": stores.reserve,
    "my_reservations": reservations.reservations,
    "delivery_options": stores.delivery,
    "get_offers": loyalty.offers,
    "loyalty_balance": loyalty.points,
    "redeem_points": tenders.redeem,
    "identify": loyalty.identify,
    "use_tool": use,
    "greet": manners.greet,
    "agree": checkout.agree,
    "refuse": manners.refuse,
    "speak_to_human": manners.hand_over,
    "complaint": manners.complain,
    "recall": manners.recall,
    "unknown": manners.unknown,
    "told": manners.hear,
    "erasure": manners.forget_her,
    "hearsay": hearsay.told,
    "extra_service": shop_pages.service,
    "send_elsewhere": order_changes.send_elsewhere,
    "ask_policy": shop_pages.answer,
    "return_policy": shop_pages.answer_or_plain,
    "size_advice": shop_pages.answer_or_plain,
    "account_help": shop_pages.answer_or_plain,
    "out_of_scope": goods.beyond,
}
_WITHOUT_GOODS = frozenset(
    [
        "greet",
        "thank",
        "goodbye",
        "help",
        "bot_question",
        "small_talk",
        "recall",
        "speak_to_human",
        "view_cart",
        "get_offers",
        "loyalty_balance",
        "redeem_points",
        "checkout",
        "provide_payment",
        "give_address",
        "several_addresses",
        "send_elsewhere",
        "payment_problem",
        "ways_to_pay",
        "refuse_quote",
        "quote_question",
        "placed_yet",
        "other_address",
        "order_status",
        "list_orders",
        "cancel_order",
        "cancel_part",
        "refund_status",
        "invoice",
        "change_order",
        "order_is_closed",
        "change_address",
        "default_address",
        "change_payment",
        "add_gift_card",
        "payment_methods",
        "logout",
        "return_policy",
        "ask_policy",
        "cancel_reservation",
        "my_reservations",
        "identify",
        "account_help",
        "complaint",
        "feedback",
        "erasure",
        "misunderstood",
        "remark",
        "extra_service",
        "injection",
        "empty",
        "other_language",
        "agree",
        "refuse",
        "apply_coupon",
        "use_tool",
    ]
)
"""Wishes that can be served without knowing what the shop carries."""
_TO_PAY = ("checkout", "provide_payment")
_CHOICES = ("size", "colour", "option")
_IN_TURN = frozenset(
    [
        "add_to_cart",
        "update_cart",
        "remove_from_cart",
        "apply_coupon",
        "view_cart",
        "get_offers",
        "checkout",
        "provide_payment",
        "give_address",
        "complements",
        "delivery_options",
    ]
)
"""Wishes that change or read the cart: each waits for those before it."""


def decide(talk: Talk, tools: Toolbox, texts: Texts, today: date) -> tuple[Wanted, ...] | Said:
    """The tool calls to be made next, or, when none is left, what to say."""
    desk = Desk(talk, tools, texts, today)
    agreed = [call for call in talk.now.calls if call.name.startswith("commit_") and call.result]
    if agreed:
        return join([commits.committed(call, desk) for call in agreed])
    if reply := profile.answer_about_profile(desk):
        return join([reply])
    usual = profile.with_usual_size(replace(desk, talk=profile.without_commands(talk)))
    noted = profile.said_aloud(talk)
    talk = usual.talk
    desk = replace(desk, talk=talk)
    wishes = waiting.while_buying(understood(talk), talk)
    if _must_browse(wishes, talk, tools):
        return (Wanted(_BROWSE, {}),)
    wishes = _plainly([_with_tool(wish, talk, tools) for wish in wishes])
    replies, wanted = _pursue(wishes, desk)
    if wanted:
        return tuple(wanted)
    told = profile.with_notes(replies, wishes, noted, usual.said)
    said = join(told, resuming.still_open(wishes, talk))
    said = resuming.taken_up(said, replies, wishes, desk)
    return waiting.shown_again(said, replies, wishes, desk)


def _plainly(wishes: list[Wish]) -> list[Wish]:
    """The wishes as a clerk takes them.

    A person is not offered beside the one she asks for, and nobody is said goodbye to for what
    only sounds like it.
    """
    asks_for_person = any(wish.intent == "speak_to_human" for wish in wishes)
    kept = [wish for wish in wishes if not (asks_for_person and wish.intent == "complaint")]
    return [
        replace(wish, intent="unknown") if wish.intent == "goodbye" and wish.is_learned else wish
        for wish in kept
    ]


def _pursue(wishes: list[Wish], desk: Desk) -> tuple[list[Reply], list[Wanted]]:
    """Follow every wish as far as its results go: what can be said, and what must be called."""
    replies: list[Reply] = []
    wanted: list[Wanted] = []
    is_cart_pending = False
    adding = [wish for wish in wishes if wish.intent == "add_to_cart"]
    is_paying = any(wish.intent in _TO_PAY for wish in wishes)
    for wish in wishes:
        if is_cart_pending and wish.intent in _IN_TURN:
            continue
        if adding and wish.intent in _TO_PAY and _awaits_choice(replies):
            continue
        try:
            if adding and wish.intent == "give_address" and _awaits_choice(replies):
                desk.attempt("add_delivery_address", **wish.slots.address)
                continue
            first = 1 + sum(reply.shown for reply in replies)
            offers = wish is adding[-1] and not is_paying if wish in adding else True
            here = replace(desk, first=first, offers=offers, is_alone=len(wishes) == 1)
            replies.append(_follow(wish, here))
        except Awaited as awaited:
            wanted.extend(call for call in awaited.calls if call not in wanted)
            is_cart_pending = is_cart_pending or wish.intent in _IN_TURN
    return replies, wanted


def _awaits_choice(replies: Sequence[Reply]) -> bool:
    """Whether goods did not get into the cart because their size or colour is still open."""
    kinds = [reply.question.kind for reply in replies if reply.question]
    return any(kind in _CHOICES for kind in kinds)


def _follow(wish: Wish, desk: Desk) -> Reply:
    return _guarded(lambda: _signed_in(wish, desk), desk)


def _guarded(rule: Callable[[], Reply], desk: Desk) -> Reply:
    """A rule's reply; a fault becomes words, and the talk goes on."""
    try:
        return rule()
    except Failed as failed:
        text = fault_words(failed.tool, failed.result, desk.say, desk.texts.has)
        suggestions = failed.result.get("suggestions") or ()
        return Reply.of(text, [s for s in suggestions if isinstance(s, str)])


def _signed_in(wish: Wish, desk: Desk) -> Reply:
    """Sign in first when the wish carries who the shopper is, then do what she wants."""
    if told := shop_pages.answer_to_guess(wish, desk):
        return told
    rule = _RULES.get(wish.intent, manners.plain)
    if wish.intent == "identify" or not (wish.slots.email or wish.slots.first_name):
        return rule(wish, desk)
    found = loyalty.who(wish, desk)
    if found is None or found["status"] != "identified":
        return loyalty.unknown_shopper(found or {"suggestions": []}, wish, desk)
    known = wish.slots.without("email", "first_name", "last_name", "postcode")
    reply = rule(replace(wish, slots=known), desk)
    welcome = desk.say("welcome", name=found["firstName"])
    return replace(reply, text=f"{welcome} {reply.text}".strip())


def _must_browse(wishes: list[Wish], talk: Talk, tools: Toolbox) -> bool:
    if talk.has_vocabulary or not tools.has(_BROWSE):
        return False
    if any(call.name == _BROWSE for call in talk.now.calls):
        return False
    return any(
        wish.intent not in _WITHOUT_GOODS or wish.confidence < _CLEAR or wish.is_learned
        for wish in wishes
    )


def _with_tool(wish: Wish, talk: Talk, tools: Toolbox) -> Wish:
    """The wish for an unknown tool, where the words fit it better than any rule."""
    if wish.intent == "use_tool" or not wish.words:
        return wish
    card = fitting_tool(wish.words, tools, talk.vocabulary.words)
    return for_tool(wish, card) if card else wish
