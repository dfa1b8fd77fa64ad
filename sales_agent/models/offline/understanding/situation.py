"""What lists, focus, cart and an open checkout make of a clause: "in blue", "make it two"."""

from collections.abc import Mapping, Sequence
from typing import Any

from sales_agent.models.offline.context.facts import (
    cart_items,
    cart_of,
    focus_of,
    has_just_ordered,
    is_paying,
    last_search,
)
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.identifiers import read_postcode
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.swaps import read_swap
from sales_agent.models.offline.understanding.tables import MEDIUM, STRONG, load_tables, pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of

Json = Mapping[str, Any]
_OF_ORDERS = ("change_address", "default_address", "change_payment")
"""What is said of an order and sounds like a change of the cart."""
_ABOUT_RULES = ("return_policy", "ask_policy", "size_advice", "delivery_options")
"""Questions about how things are done here, whatever sizes their words could be."""
_ELSEWHERE = ("too_expensive", "exchange_item", "change_order")
"""What a size or colour can be said of beside goods that are looked at."""
_OF_PLACES = {
    "check_inventory": "check_availability",
    "get_delivery_options": "delivery_options",
    "reserve_in_store": "reserve_in_store",
}
"""What a place that is named alone is asked of, by the tool that was called last."""


def weigh_filters(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """A filter without goods narrows the last search, or asks about the product in focus."""
    if not clause.has_filter or clause.pointed.products:
        return
    if _is_for_somebody(clause):
        scores["search_products"] = 1.0
        return
    if any(scores.get(name, 0) >= STRONG for name in (*_ABOUT_RULES, *_ELSEWHERE)):
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


def weigh_comparatives(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """Take "something warmer", or "short sleeves", as asked of what was searched for last."""
    words = load_tables().words
    compares = {*words["comparatives"], *words["traits"]} & set(clause.text.split())
    others = [score for name, score in scores.items() if name != "search_products"]
    is_other = clause.has_goods or max(others, default=0) >= STRONG
    if compares and last_search(talk) and not is_other and not clause.pointed.products:
        scores["refine_search"] = 0.9
        scores.pop("search_products", None)


def weigh_taking(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """How it is to be had is said for the checkout, else asked; the cheapest can be taken."""
    asks = pattern("question").match(clause.text) and not pattern("turned_to").match(clause.text)
    asks = asks and not (is_paying(talk) and pattern("asks_to").search(clause.text))
    is_full = bool(clause.slots.store and cart_items(cart_of(talk)))
    is_collected = clause.slots.delivery_option == "pickup" and is_full
    is_chosen = "checkout" in scores or is_paying(talk) or _has_just_heard_ways(talk)
    is_chosen = is_chosen or is_collected
    if clause.slots.delivery_option and not asks and is_chosen:
        scores["checkout"] = 1.2
    elif clause.slots.delivery_option and max(scores.values(), default=0) < MEDIUM:
        scores["delivery_options"] = 0.7
    if "delivery_options" in clause.scores and read_postcode(clause.raw):
        scores["delivery_options"] = 1.2  # of a place, and so of no parcel under way
    told = talk.past[-1].calls if talk.past else ()
    if "redeem_points" in clause.scores and any(call.name == "get_points" for call in told):
        scores["redeem_points"] = 1.0
    if clause.slots.sort and pattern("taking_it").search(clause.text):
        scores["add_to_cart"] = 1.2


def _has_just_heard_ways(talk: Talk) -> bool:
    """Whether the last turn told how a full cart can come, so that a way of these is chosen."""
    calls = talk.past[-1].calls if talk.past else ()
    is_told = any(call.name == "get_delivery_options" for call in calls)
    return is_told and bool(cart_items(cart_of(talk)))


def weigh_places(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """A store or a city alone answers what was talked of last: stock, delivery, else stores."""
    store = clause.slots.store
    if not store or pattern("place_words").sub("", clause.text).strip() != store.lower():
        return
    last = [call.name for call in talk.past[-1].calls] if talk.past else []
    told = [name for name in reversed(last) if name in _OF_PLACES]
    scores.clear()
    if told and told[0] == "get_delivery_options" and _is_to_be_collected(talk):
        scores["checkout"] = 1.0
        return
    scores[_OF_PLACES[told[0]] if told else "find_store"] = 1.0


def _is_to_be_collected(talk: Talk) -> bool:
    """Whether she asked in the turn before how a full cart can be collected."""
    return bool(cart_items(cart_of(talk)) and pattern("pickup").search(talk.past[-1].text.lower()))


def weigh_one_more(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """After something went into the cart, "and the lamp in white" goes there as well."""
    last = talk.past[-1].calls if talk.past else ()
    done = {(call.result or {}).get("status") for call in last}
    has_added = "added" in done
    if done & {"added", "updated"} and _is_another(clause, talk):
        scores["add_to_cart"] = 1.2
        scores.pop("update_cart", None)
        return
    is_named = clause.pointed.products or (clause.slots.category and clause.slots.query)
    goes_on = pattern("one_more").match(clause.raw.lower()) and "?" not in talk.now.text
    if has_added and is_named and goes_on and max(clause.scores.values(), default=0) < STRONG:
        scores["add_to_cart"] = 1.0


def _is_another(clause: Clause, talk: Talk) -> bool:
    """Whether what went into the cart is wanted once more, otherwise: "and one more in blue"."""
    slots, focus = clause.slots, focus_of(talk)
    is_more = bool(pattern("more_of_it").search(clause.text)) and "?" not in talk.now.text
    return bool(is_more and focus and (slots.colour or slots.size) and not slots.category)


def weigh_returning(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """Another size, said where a return was to be agreed to, is wanted in its place."""
    calls = talk.past[-1].calls if talk.past else ()
    is_returning = any(call.name == "return_items" for call in calls)
    if is_returning and (clause.steps_size or clause.slots.size) and not clause.has_goods:
        scores["exchange_item"] = 1.1


def _weigh_first_of_cart(scores: dict[str, float], clause: Clause) -> None:
    """So many of what is pointed at, "4 of them, blue", go into a cart that is empty."""
    if not scores.get("update_cart", 0):
        return
    if not clause.slots.quantity:
        scores["update_cart"] = 0.4
    elif len(clause.pointed.products) == 1 and "exchange_item" not in scores:
        scores["add_to_cart"] = max(scores.get("add_to_cart", 0), scores.pop("update_cart"))


def weigh_cart(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """Let "make it two" and "instead" change the cart, where there is something to change."""
    items = cart_items(cart_of(talk))
    if not items:
        _weigh_first_of_cart(scores, clause)
    is_settled = not focus_of(talk) or has_just_ordered(talk)
    is_other = clause.has_filter or clause.steps_size
    is_for_an_order = not items and is_settled and is_other and _knows_orders(clause, talk)
    if scores.get("update_cart", 0) and is_for_an_order:
        scores["exchange_item"] = 0.85
    _weigh_placed_order(scores, clause, talk, is_empty=not items)
    if clause.slots.order_id and "update_cart" in scores:
        scores["exchange_item"] = max(scores.pop("update_cart"), scores.get("exchange_item", 0.0))
    is_of_an_order = any(scores.get(intent, 0) >= STRONG for intent in _OF_ORDERS)
    if is_of_an_order or "return_item" in scores:
        scores.pop("update_cart", None)
    if scores.get("update_cart", 0) and items and pattern("swapping").search(clause.text):
        scores["update_cart"] = max(scores["update_cart"], 1.0)
    focus = focus_of(talk)
    is_in_cart = focus and any(focus.item.product_id == item.product_id for item in items)
    if is_in_cart and clause.steps_size and clause.slots.size:
        scores["update_cart"] = 1.1
    if is_in_cart and clause.lead == "refuse" and clause.has_filter and not clause.categories:
        scores["update_cart"] = 1.1
    if clause.text in load_tables().words["refuse"]:
        scores["refuse"] = 0.9
    _weigh_swaps(scores, clause, items, is_in_cart=bool(is_in_cart))
    last = talk.past[-1].calls if talk.past else ()
    if any(call.name == "get_points" for call in last) and pattern("it_spent").search(clause.text):
        scores["redeem_points"] = 1.2


def _weigh_placed_order(
    scores: dict[str, float], clause: Clause, talk: Talk, *, is_empty: bool
) -> None:
    """What is said of "my order" is said of no cart, where an order was placed or none is full."""
    if not pattern("of_my_order").search(clause.text):
        return
    placed = any(
        (call.result or {}).get("status") == "placed"
        for call in talk.latest_calls("commit_checkout")
    )
    names = clause.slots.size or clause.slots.colour or clause.steps_size
    if not names or not (is_empty or placed):
        return
    for name in ("update_cart", "check_availability", "add_to_cart", "search_products"):
        scores.pop(name, None)
    scores["exchange_item"] = 1.2


def _weigh_swaps(
    scores: dict[str, float], clause: Clause, items: Sequence[Item], *, is_in_cart: bool
) -> None:
    """A swap of what is in the cart is a change of the cart and of no order."""
    if "exchange_item" not in scores or not items:
        return
    if clause.slots.order_id or pattern("order_words").search(clause.text):
        return
    replaced = read_swap(clause.text)
    is_named = replaced.wanted and match_names(replaced.replaced, items)
    changes_it = is_in_cart and pattern("changes_it").search(clause.text)
    if clause.has_filter or is_named or changes_it:
        scores["update_cart"] = 1.1


def _is_for_somebody(clause: Clause) -> bool:
    """Whether something, no matter what, is wanted for somebody: "also for my brother, in L"."""
    words = set((clause.slots.query or "").split())
    is_vague = bool(words) and words <= set(load_tables().words["vague"])
    return is_vague and bool(pattern("for_somebody").search(clause.text)) and not clause.has_goods


def _has_new_words(clause: Clause, search: Json) -> bool:
    """Whether it asks for something that the last search was not about."""
    about = stems_of(f"{search.get('category', '')} {search.get('query', '')}")
    said = stems_of(clause.slots.query or "")
    return bool(set(said) - set(about))


def _names_other(clause: Clause, name: str) -> bool:
    """Whether it names goods by words that are not of the product talked about."""
    return bool(set(stems_of(clause.slots.query or "")) - set(stems_of(name)))


def _knows_orders(clause: Clause, talk: Talk) -> bool:
    """Whether orders were talked of, so that a change can be one of theirs."""
    if has_just_ordered(talk) or pattern("order_words").search(clause.text):
        return True
    return any(True for _ in talk.latest_calls("list_orders", "get_order_status"))


def weigh_older_orders(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """Take "and the one before?" for the order before the one just told of."""
    last = talk.past[-1].calls if talk.past else ()
    is_of_orders = any(call.name == "get_order_status" for call in last)
    if is_of_orders and not clause.has_goods and pattern("older_order").search(clause.text):
        is_deed = max(scores.values(), default=0.0) >= STRONG and clause.scores
        scores["order_status"] = 0.0 if is_deed else 1.1


def weigh_arrival(scores: dict[str, float], clause: Clause, talk: Talk) -> None:
    """When "it" comes is asked of the order that was just placed, where no place is named."""
    slots = clause.slots
    is_elsewhere = slots.delivery_option or slots.store or read_postcode(clause.raw)
    if "delivery_options" not in scores or is_elsewhere or cart_items(cart_of(talk)):
        return
    if has_just_ordered(talk) and pattern("asks_only_when").search(clause.text):
        scores["order_status"] = 1.2


def is_remark(clause: Clause) -> bool:
    """Whether something is only told: "my cat will destroy them", of which no goods are wished."""
    says = clause.scores or clause.has_goods or clause.has_filter or clause.slots.reason
    if says or not pattern("remark").fullmatch(clause.text):
        return False
    return clause.goods is None or clause.goods in clause.text.split()[:2]
