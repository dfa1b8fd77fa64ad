"""A quote that waits for the shopper's yes, asked about in one or two sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from sales_agent.shop.amounts import day_words, money_words, slot_words
from sales_agent.shop.lines import (
    difference_words,
    line_words,
    place_words,
    refunds_words,
    shares_words,
    swap_words,
    tender_words,
)

Json = Mapping[str, Any]
_YES_NO = "(yes / no)"


def describe_quote(quote: Json) -> str:
    """Ask about a quote; its kind is its verb for kinds unknown here."""
    kind = str(quote.get("kind", "step"))
    if describe := _BY_KIND.get(kind):
        return f"{describe(quote)} {_YES_NO}"
    return f"Shall I go ahead with this {kind}? {_YES_NO}"


def _checkout(quote: Json) -> str:
    lines = ", ".join(f"{line['quantity']} x {line['name']}" for line in quote["lines"])
    total = money_words(quote["total"])
    paid = f"paid {_paid(quote['tenders'])}"
    return f"{lines}: {total} in all, {_way(quote)}, {paid}. Shall I place this order?"


def _way(quote: Json) -> str:
    delivery = quote["delivery"]
    if delivery["optionId"] == "pickup":
        if slot := delivery.get("slot"):
            return f"to collect at {delivery['storeName']} on {slot_words(slot)}"
        return f"to collect at {delivery['storeName']} from {day_words(delivery['promisedFrom'])}"
    way = f"{delivery['name'].lower()} by {day_words(delivery['promisedBy'])}"
    if address := quote.get("address"):
        way += f" to {address['line1']}, {address['city']}"
    return way


def _paid(tenders: list[Json]) -> str:
    if len(tenders) == 1:
        return f"with {tender_words(tenders[0])}"
    return shares_words(list(tenders)) or "in full already"


def _cancellation(quote: Json) -> str:
    order = quote["orderId"]
    return f"Canceling order {order} gives {refunds_words(quote)}. Shall I cancel it?"


def _return(quote: Json) -> str:
    names = ", ".join(line_words(line) for line in quote["lines"])
    text = f"Returning {names} from order {quote['orderId']} gives {refunds_words(quote)} "
    text += "once it has arrived"
    shipping = quote.get("returnShipping")
    if shipping and shipping["amount"]:
        text += f" ({money_words(shipping)} for sending it back is taken off)"
    return f"{text}. Shall I open the return?"


def _exchange(quote: Json) -> str:
    text = f"Exchanging {_swaps(quote)} from order {quote['orderId']} {difference_words(quote)}"
    return f"{text}. Shall I open the exchange?"


def _item_change(quote: Json) -> str:
    text = f"Changing {_swaps(quote)} in order {quote['orderId']} {difference_words(quote)}"
    return f"{text}; the order then comes to {money_words(quote['newTotal'])}. Shall I change it?"


def _address_change(quote: Json) -> str:
    text = f"Order {quote['orderId']} then goes to {place_words(quote['address'])}"
    if former := quote.get("formerAddress"):
        text += f" instead of {place_words(former)}"
    return f"{text}. Shall I change the address?"


def _payment_change(quote: Json) -> str:
    back = ", ".join(
        f"{money_words(row['amount'])} goes back to {row['label']}" for row in quote["refunds"]
    )
    amount, tender = money_words(quote["amount"]), tender_words(quote["tender"])
    text = f"Order {quote['orderId']} is then paid with {tender}, {amount}"
    return f"{text}{', and ' + back if back else ''}. Shall I change the payment?"


def _swaps(quote: Json) -> str:
    return ", ".join(swap_words(swap) for swap in quote["swaps"])


_BY_KIND: dict[str, Callable[[Json], str]] = {
    "checkout": _checkout,
    "cancellation": _cancellation,
    "return": _return,
    "exchange": _exchange,
    "item_change": _item_change,
    "address_change": _address_change,
    "payment_change": _payment_change,
}
