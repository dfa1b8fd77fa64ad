"""What slots, lists, focus, cart and likelihoods add to the phrases of a clause."""

from collections.abc import Mapping
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    last_search,
    shown_lists,
)
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.circumstances import (
    is_vague_wish,
    tells_of_occasion,
    without_company,
)
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.counts import (
    weigh_bare_value,
    weigh_buying,
    weigh_counts,
)
from sales_agent.models.offline.understanding.intents import is_said_whole, score_cues
from sales_agent.models.offline.understanding.situation import (
    is_remark,
    weigh_arrival,
    weigh_cart,
    weigh_comparatives,
    weigh_filters,
    weigh_older_orders,
    weigh_one_more,
    weigh_places,
    weigh_returning,
    weigh_taking,
)
from sales_agent.models.offline.understanding.sought import is_sought
from sales_agent.models.offline.understanding.stories import weigh_told, weigh_vague
from sales_agent.models.offline.understanding.tables import MEDIUM, STRONG, load_tables, pattern

Json = Mapping[str, Any]
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
    "refuse",
    "erasure",
    "hearsay",
    "misunderstood",
    "send_elsewhere",
    "extra_service",
)
"""Wishes whose phrases are so much their own that no likelihood is held against them."""
_TOLD_WHOLE = frozenset({"return_policy", "refund_status", "complaint"})
"""Wishes that a phrase tells, however long, when it is all that is said."""
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
        "hearsay",
        "misunderstood",
        "send_elsewhere",
        "extra_service",
    ]
)
"""What a message with goods in it can be about other than finding them."""


def weigh(clause: Clause, talk: Talk) -> dict[str, float]:
    """The phrases' scores, with what slots, lists, focus and cart add to them."""
    scores = _with_learned(clause, talk)
    if not clause.has_goods and max(scores.values(), default=0) < STRONG:
        scores = _with_cues(scores, clause)
    _weigh_attacks(scores, clause)
    _weigh_declined(scores, clause)
    points = bool(clause.pointed.products or clause.pointed.is_open)
    _weigh_goods(scores, clause, points=points)
    _weigh_things(scores, clause)
    weigh_told(scores, clause)
    if clause.lead == "refuse" and clause.has_filter and points:
        scores["update_cart"] = max(scores.get("update_cart", 0), 0.75)
    _weigh_picks(scores, clause)
    _weigh_names(scores, clause)
    weigh_filters(scores, clause, talk)
    weigh_comparatives(scores, clause, talk)
    weigh_cart(scores, clause, talk)
    weigh_counts(scores, clause, talk)
    weigh_bare_value(scores, clause, talk)
    weigh_buying(scores, clause)
    _weigh_ratings(scores, clause)
    if scores:
        _weigh_keywords(scores, clause)
    if clause.categories and last_search(talk) is None and "refine_search" in scores:
        scores["search_products"] = max(
            scores.get("search_products", 0), scores.pop("refine_search")
        )
    weigh_one_more(scores, clause, talk)
    weigh_taking(scores, clause, talk)
    weigh_places(scores, clause, talk)
    weigh_older_orders(scores, clause, talk)
    weigh_arrival(scores, clause, talk)
    weigh_returning(scores, clause, talk)
    if clause.slots.order_id and max(scores.values(), default=0) < MEDIUM:
        scores["order_status"] = 0.8
    if not scores and clause.slots.reason:
        scores["return_item"] = 0.55
    if not scores and clause.slots.query and not clause.is_told and is_sought(clause):
        is_question = bool(pattern("question").match(clause.text))
        scores["out_of_scope" if is_question else "search_products"] = 0.3
    if not scores and clause.slots.store and not clause.is_told:
        scores["find_store"] = 0.5
    return scores


def _weigh_goods(scores: dict[str, float], clause: Clause, *, points: bool) -> None:
    """The shop's own goods are looked for, where nothing else is said of them."""
    if clause.has_goods and "view_cart" not in clause.scores:
        scores.pop("view_cart", None)
    if clause.categories and without_company(clause.text) != clause.text:
        scores.pop("complements", None)
        scores["search_products"] = 1.0
    if clause.scores.get("refuse", 0) >= STRONG:
        return
    if clause.has_goods and not scores.keys() & _OTHER_BUSINESS:
        scores["search_products"] = max(scores.get("search_products", 0), 0.7 if points else 0.95)
    if _is_bare_goods(clause):
        scores["search_products"] = max(scores.get("search_products", 0), 0.95)


def _is_bare_goods(clause: Clause) -> bool:
    """Whether goods are all that is said: "the lamp", "black running shoes"."""
    is_short = len(clause.text.split()) <= _SHORT
    is_all = clause.has_goods and not clause.scores and clause.slots.query is None
    return bool(is_short and is_all and not clause.pointed.products and not clause.slots.quantity)


def _with_learned(clause: Clause, talk: Talk) -> dict[str, float]:
    """Phrases found by the words alone, held against what whole sentences like it mean.

    Where lists, cart or focus tell what is meant, what was learned only fills in for phrases.
    """
    scores, likely = dict(clause.scores), clause.likely
    strong = {name for name, score in scores.items() if score >= STRONG}
    is_short = len(clause.text.split()) <= _SHORT
    whole = strong if is_short else strong & _TOLD_WHOLE
    if strong & set(_OWN) or (whole and is_said_whole(clause.text, whole)):
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


def _weigh_declined(scores: dict[str, float], clause: Clause) -> None:
    """What she says she does not want to do: "I do not want to do a return, I want new shoes"."""
    found = pattern("declined").search(clause.text)
    if found is None:
        return
    scores.pop(str(found.lastgroup), None)
    if not clause.has_goods and not clause.goods:
        scores.pop("search_products", None)
    if not scores:
        scores["refuse"] = STRONG


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
    is_occasion = tells_of_occasion(clause.text)
    if is_remark(clause) and not is_occasion and max(scores.values(), default=0.0) < _VAGUE:
        scores["remark"] = _VAGUE
        return
    if clause.pointed.products or clause.pointed.is_open or scores.keys() & _OTHER_BUSINESS:
        return
    if clause.is_told or (is_vague_wish(clause.text) and not clause.goods):
        weigh_vague(scores, clause)
        return
    asks = pattern("question").match(clause.text) or "injection" in clause.scores
    if clause.goods and clause.likely.get("out_of_scope", 0.0) < _CERTAIN:
        scores["search_products"] = max(scores.get("search_products", 0), 0.7)
        scores.pop("out_of_scope", None)
    elif _is_query(clause) and not asks and max(scores.values(), default=0.0) < _VAGUE:
        scores["search_products"] = max(scores.get("search_products", 0), 0.6)


def _is_query(clause: Clause) -> bool:
    return clause.slots.query is not None and is_sought(clause)


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
        scores.pop("out_of_scope", None)
        if _is_one_by_name(clause):
            scores["pick_product"] = 0.9
            scores.pop("refine_search", None)
        if len(pointed.products) > 1 and not scores.keys() - {"pick_product"}:
            scores["compare_products"] = 0.74 if pointed.picks == "place" else 0.1
    elif clause.has_filter and not scores:
        scores["check_availability"] = 0.6
    if scores.get("search_products", 0) < 0.95:
        scores.pop("search_products", None)


def _is_one_by_name(clause: Clause) -> bool:
    """Such as "the cushioned ones", where cushions are goods and one pair of socks is cushioned."""
    is_one = len(clause.pointed.products) == 1 and clause.pointed.picks == "name"
    return is_one and not clause.scores and bool(pattern("one").search(clause.text))


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


def is_only_named(clause: Clause, scores: Mapping[str, float]) -> bool:
    """Whether a search happens to share one word with a product's name ("what caps have you?")."""
    is_weak = clause.pointed.picks == "name" and clause.pointed.weight == 1
    is_search = scores.get("search_products", 0) >= MEDIUM
    return is_weak and is_search and not pattern("pointing").search(clause.text)
