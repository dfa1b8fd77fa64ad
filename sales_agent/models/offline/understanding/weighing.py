"""What slots, lists, focus, cart and likelihoods add to the phrases of a clause."""

from collections.abc import Mapping
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    has_just_ordered,
    is_paying,
    last_search,
    shown_lists,
)
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.intents import is_said_whole, score_cues
from sales_agent.models.offline.understanding.tables import MEDIUM, STRONG, load_tables, pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of

Json = Mapping[str, Any]
_OF_ORDERS = ("change_address", "default_address", "change_payment")
"""What is said of an order and sounds like a change of the cart."""
ABOUT_ONE = ("add_to_cart", "check_availability", "product_details", "update_cart")
"""Wishes about a product that is pointed at."""
_LIKELY, _UNLIKELY = 0.2, 0.03
"""Shares from which, and under which, what was learned counts."""
_LEARNED, _LEARNED_IN_TALK, _DOUBTED = 1.2, 0.88, 0.6
"""What a certain learned intent weighs: less where lists, cart or focus tell what is meant; and
what is left of a phrase that it speaks against."""
_OWN = (
    "logout",
    "list_orders",
    "recall",
    "identify",
    "cancel_reservation",
    "my_reservations",
    "change_payment",
    "default_address",
    "payment_methods",
    "add_gift_card",
)
"""Wishes whose phrases are so much their own that no likelihood is held against them."""
_SHORT = 3
"""So many words can be a phrase and nothing else; more are read as a sentence."""
_NO_BUSINESS = ("out_of_scope", "small_talk", "injection")
"""What a message that names the shop's own goods is not for its likelihood alone."""
_CERTAIN, _VAGUE = 0.8, 0.6
"""Shares from which something is out of scope for sure, and under which words may be goods."""
_DEEDS = frozenset({"add_to_cart", "remove_from_cart", "update_cart", "checkout", "cancel_order"})
"""What no attack is done by the way: "drop table orders" takes nothing out of a cart."""
_OF_RATINGS = ("feedback", "product_details", "speak_to_human", "exchange_item", "complaint")
"""What words about ratings sound like."""
_COURTEOUS = frozenset({"help", "greet", "thank", "goodbye", "small_talk"})
_ABOUT_RULES = ("return_policy", "ask_policy", "size_advice", "delivery_options")
"""Questions about how things are done here, whatever sizes their words could be."""
_OTHER_BUSINESS = frozenset(
    [
        "return_item",
        "exchange_item",
        "refund_status",
        "cancel_order",
        "change_order",
        "change_address",
        "default_address",
        "change_payment",
        "payment_methods",
        "add_gift_card",
        "order_status",
        "list_orders",
        "remove_from_cart",
        "update_cart",
        "reserve_in_store",
        "compare_products",
        "complements",
        "alternatives",
        "delivery_options",
        "payment_problem",
        "get_offers",
        "find_store",
        "invoice",
        "return_policy",
        "ask_policy",
        "size_advice",
        "cancel_reservation",
        "my_reservations",
        "complaint",
        "feedback",
        "too_expensive",
        "view_cart",
    ]
)
"""What a message with goods in it can be about other than finding them."""


def weigh(clause: Clause, talk: Talk) -> dict[str, float]:
    """The phrases' scores, with what slots, lists, focus and cart add to them."""
    scores = _with_learned(clause, talk)
    if not clause.has_goods and max(scores.values(), default=0) < STRONG:
        scores = _with_cues(scores, clause)
    _weigh_attacks(scores, clause)
    points = bool(clause.pointed.products or clause.pointed.is_open)
    if clause.has_goods and not scores.keys() & _OTHER_BUSINESS:
        scores["search_products"] = max(scores.get("search_products", 0), 0.7 if points else 0.95)
    _weigh_things(scores, clause)
    if clause.lead == "refuse" and clause.has_filter and points:
        scores["update_cart"] = max(scores.get("update_cart", 0), 0.75)
    _weigh_picks(scores, clause)
    _weigh_names(scores, clause)
    _weigh_filters(scores, clause, talk)
    _weigh_comparatives(scores, clause, talk)
    _weigh_cart(scores, clause, talk)
    _weigh_ratings(scores, clause)
    if scores:
        _weigh_keywords(scores, clause)
    if clause.categories and last_search(talk) is None and "refine_search" in scores:
        scores["search_products"] = max(
            scores.get("search_products", 0), scores.pop("refine_search")
        )
    _weigh_one_more(scores, clause, talk)
    _weigh_taking(scores, clause, talk)
    if clause.slots.order_id and max(scores.values(), default=0) < MEDIUM:
        scores["order_status"] = 0.8
    if not scores and clause.slots.reason:
        scores["return_item"] = 0.55
    if not scores and clause.slots.query:
        is_question = bool(pattern("question").match(clause.text))
        scores["out_of_scope" if is_question else "search_products"] = 0.3
    if not scores and clause.slots.store:
        scores["find_store"] = 0.5
    return scores


def _with_learned(clause: Clause, talk: Talk) -> dict[str, float]:
    """Phrases found by the words alone, held against what whole sentences like it mean.

    Where lists, cart or focus tell what is meant, what was learned only fills in for phrases.
    """
    scores, likely = dict(clause.scores), clause.likely
    strong = {name for name, score in scores.items() if score >= STRONG}
    is_short = len(clause.text.split()) <= _SHORT
    if strong & set(_OWN) or (strong and is_short and is_said_whole(clause.text, strong)):
        return scores
    if strong == {"add_to_cart"} and pattern("adding").match(clause.text):
        return scores
    weight = _LEARNED
    if shown_lists(talk) or focus_of(talk) or cart_items(cart_of(talk)):
        if max(scores.values(), default=0.0) >= STRONG:
            return scores
        weight = _LEARNED_IN_TALK
    for name in scores:
        if likely.get(name, 1.0) < _UNLIKELY:
            scores[name] *= _DOUBTED
    for name, share in likely.items():
        is_other = name in _NO_BUSINESS and clause.has_goods and share < _CERTAIN
        if share >= _LIKELY and not is_other:
            scores[name] = max(scores.get(name, 0.0), weight * share)
    return scores


def _weigh_attacks(scores: dict[str, float], clause: Clause) -> None:
    """What was learned takes too much for an attack: it has words of its own, and look-alikes.

    Nothing hangs on it but the answer: an attack that is taken for a wish can do no more than one.
    """
    is_one = pattern("attack").search(clause.text) and not pattern("no_attack").search(clause.text)
    if not is_one:
        scores.pop("injection", None)
    elif clause.scores.get("injection", 0) >= STRONG:
        scores["injection"] = max(scores.values())
        for deed in _DEEDS & scores.keys():
            del scores[deed]


def _with_cues(scores: dict[str, float], clause: Clause) -> dict[str, float]:
    """Where no phrase is clear, what single words hint at counts; more than a mere "I want"."""
    hints = score_cues(clause.text) or score_cues(clause.raw.lower())
    is_search = "search_products" in scores and clause.slots.query
    if not hints or clause.pointed.products or (is_search and hints.keys() & _COURTEOUS):
        return scores
    vague = {name: score for name, score in scores.items() if name != "search_products"}
    return {**hints, **vague}


def _weigh_things(scores: dict[str, float], clause: Clause) -> None:
    """Goods of any kind, or a few words that say nothing else, are asked for, sold here or not."""
    if clause.pointed.products or clause.pointed.is_open or scores.keys() & _OTHER_BUSINESS:
        return
    asks = pattern("question").match(clause.text) or "injection" in clause.scores
    if clause.goods and clause.likely.get("out_of_scope", 0.0) < _CERTAIN:
        scores["search_products"] = max(scores.get("search_products", 0), 0.7)
        scores.pop("out_of_scope", None)
    elif clause.slots.query and not asks and max(scores.values(), default=0.0) < _VAGUE:
        scores["search_products"] = max(scores.get("search_products", 0), 0.6)


def _weigh_ratings(scores: dict[str, float], clause: Clause) -> None:
    """Goods that others rated well are looked for: "cases with 4+ stars" rate nothing."""
    if clause.goods and pattern("rated_goods").search(clause.text):
        for name in _OF_RATINGS:
            scores.pop(name, None)
        scores["search_products"] = max(scores.get("search_products", 0), STRONG)


def _weigh_keywords(scores: dict[str, float], clause: Clause) -> None:
    """A few words that make no sentence are looked for, whatever whole sentences mean."""
    words = clause.text.split()
    said = [word for word in words if word not in load_tables().sets["keyword_links"]]
    is_query = len(said) > 1 and not load_tables().stop & set(said)
    if is_query and not clause.scores and max(scores, key=lambda n: scores[n]) == "out_of_scope":
        scores.pop("out_of_scope")
        scores["search_products"] = max(scores.get("search_products", 0), _VAGUE)


def _weigh_picks(scores: dict[str, float], clause: Clause) -> None:
    """A product that is pointed at is not searched for."""
    pointed = clause.pointed
    if not pointed.products or is_only_named(clause, scores):
        return
    is_asked = clause.scores.keys() & set(ABOUT_ONE)
    if pointed.picks == "price" and clause.slots.sort and not is_asked:
        scores["refine_search"] = 0.9
        return
    if pointed.picks != "pronoun":
        scores["pick_product"] = 0.72
        scores.pop("search_products", None)
        if len(pointed.products) > 1 and not scores.keys() - {"pick_product"}:
            scores["compare_products"] = 0.74 if pointed.picks == "place" else 0.1
    elif clause.has_filter and not scores:
        scores["check_availability"] = 0.6
    if scores.get("search_products", 0) < 0.95:
        scores.pop("search_products", None)


def _weigh_names(scores: dict[str, float], clause: Clause) -> None:
    """Goods that are only named are searched for, unless they are to be added or asked after."""
    is_adding = scores.get("add_to_cart", 0) >= 0.8 and pattern("putting").search(clause.text)
    asks_for_one = clause.slots.store or pattern("pointing").search(clause.text)
    is_checking = scores.get("check_availability", 0) >= 0.8 and asks_for_one
    if is_adding or is_checking:
        scores.pop("search_products", None)
        return
    if clause.pointed.products or clause.pointed.is_open or not clause.categories:
        return
    for intent in ABOUT_ONE:
        if intent in scores and not clause.slots.store:
            scores[intent] = min(scores[intent], 0.6)


def _weigh_filters(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """A filter without goods narrows the last search, or asks about the product in focus."""
    if not clause.has_filter or clause.pointed.products:
        return
    if any(scores.get(name, 0) >= STRONG for name in (*_ABOUT_RULES, "too_expensive")):
        return
    if clause.slots.category and not pattern("refining").match(clause.text):
        return
    search = last_search(talk)
    if search is None or (
        clause.slots.category and clause.slots.category != search.get("category")
    ):
        return
    focus = focus_of(talk)
    if focus and scores.get("add_to_cart", 0) >= STRONG and _names_other(clause, focus.item.name):
        return
    about_focus = focus and (clause.slots.size or clause.slots.colour) and not clause.slots.category
    about_price = (
        clause.slots.max_price is not None
        or clause.slots.min_price is not None
        or clause.slots.sort
    )
    if about_focus and not about_price:
        scores["check_availability"] = max(scores.get("check_availability", 0), 0.9)
        scores.pop("search_products", None)
        return
    is_new = (_has_new_words(clause, search) or clause.slots.sort == "newest") and not pattern(
        "refining"
    ).match(clause.text)
    if scores.get("search_products", 0) <= 0.95 and not is_new:
        scores["refine_search"] = max(scores.get("refine_search", 0), 0.9)
        scores.pop("search_products", None)


def _weigh_comparatives(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """Take "something warmer" as asked of what was searched for last."""
    compares = load_tables().words["comparatives"].keys() & set(clause.text.split())
    is_other = clause.has_goods or max(scores.values(), default=0) >= STRONG
    if compares and last_search(talk) and not is_other and not clause.pointed.products:
        scores["refine_search"] = 0.9
        scores.pop("search_products", None)


def _weigh_taking(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """How it is to be had is said for the checkout, else asked; the cheapest can be taken."""
    asks = pattern("question").match(clause.text)
    if clause.slots.delivery_option and not asks and ("checkout" in scores or is_paying(talk)):
        scores["checkout"] = 1.2
    elif clause.slots.delivery_option and max(scores.values(), default=0) < MEDIUM:
        scores["delivery_options"] = 0.7
    if clause.slots.sort and pattern("taking_it").search(clause.text):
        scores["add_to_cart"] = 1.2


def _weigh_one_more(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """After something went into the cart, "and the lamp in white" goes there as well."""
    last = talk.past[-1].calls if talk.past else ()
    has_added = any((call.result or {}).get("status") == "added" for call in last)
    is_named = clause.pointed.products or (clause.slots.category and clause.slots.query)
    goes_on = pattern("one_more").match(clause.raw.lower()) and "?" not in talk.now.text
    if has_added and is_named and goes_on and max(clause.scores.values(), default=0) < STRONG:
        scores["add_to_cart"] = 1.0


def _has_new_words(clause: Clause, search: Json) -> bool:
    """Whether it asks for something that the last search was not about."""
    about = stems_of(f"{search.get('category', '')} {search.get('query', '')}")
    said = stems_of(clause.slots.query or "")
    return bool(set(said) - set(about))


def _names_other(clause: Clause, name: str) -> bool:
    """Whether it names goods by words that are not of the product talked about."""
    return bool(set(stems_of(clause.slots.query or "")) - set(stems_of(name)))


def _weigh_cart(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """Let "make it two" and "instead" change the cart, where there is something to change."""
    items = cart_items(cart_of(talk))
    if scores.get("update_cart", 0) and not items and not clause.slots.quantity:
        scores["update_cart"] = 0.4
    is_settled = not focus_of(talk) or has_just_ordered(talk)
    is_other = clause.has_filter or clause.steps_size
    is_for_an_order = not items and is_settled and is_other and _knows_orders(clause, talk)
    if scores.get("update_cart", 0) and is_for_an_order:
        scores["exchange_item"] = 0.85
    if clause.slots.order_id and "update_cart" in scores:
        scores["exchange_item"] = max(scores.pop("update_cart"), scores.get("exchange_item", 0.0))
    is_of_an_order = any(scores.get(intent, 0) >= STRONG for intent in _OF_ORDERS)
    if is_of_an_order or "return_item" in scores:
        scores.pop("update_cart", None)
    if scores.get("update_cart", 0) and items and pattern("swapping").search(clause.text):
        scores["update_cart"] = max(scores["update_cart"], 1.0)
    is_ordered = clause.slots.order_id or pattern("order_words").search(clause.text)
    if "exchange_item" in scores and items and clause.has_filter and not is_ordered:
        scores["update_cart"] = 1.1
    focus = focus_of(talk)
    is_in_cart = focus and any(focus.item.product_id == item.product_id for item in items)
    if is_in_cart and clause.steps_size and clause.slots.size:
        scores["update_cart"] = 1.1
    if is_in_cart and clause.lead == "refuse" and clause.has_filter and not clause.categories:
        scores["update_cart"] = 1.1
    if clause.text in load_tables().words["refuse"]:
        scores["refuse"] = 0.9


def _knows_orders(clause: Clause, talk: Talk) -> bool:
    """Whether orders were talked of, so that a change can be one of theirs."""
    if has_just_ordered(talk) or pattern("order_words").search(clause.text):
        return True
    return any(True for _ in talk.latest_calls("list_orders", "get_order_status"))


def is_only_named(clause: Clause, scores: Mapping[str, float]) -> bool:
    """Whether a search happens to share one word with a product's name ("what caps have you?")."""
    is_weak = clause.pointed.picks == "name" and clause.pointed.weight == 1
    is_search = scores.get("search_products", 0) >= MEDIUM
    return is_weak and is_search and not pattern("pointing").search(clause.text)
