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
from sales_agent.shop.spoken import own_phrase, phrase
from sales_agent.shop.told import told, without_rules

Json = Mapping[str, Any]


def describe_quote(quote: Json) -> str:
    """Ask about a quote in the spoken language; its kind is its verb for kinds unknown here."""
    kind = str(quote.get("kind", "step"))
    if describe := _BY_KIND.get(kind):
        return f"{describe(quote)} {phrase('yes_no')}"
    return f"{phrase('go_ahead', kind=kind)} {phrase('yes_no')}"


def shown_quote(quote: Json) -> Json:
    """A quote as a channel draws it: its notes without the names of the rules behind them."""
    if not quote.get("notes"):
        return quote
    return {**quote, "notes": [without_rules(note) for note in quote["notes"]]}


def _checkout(quote: Json) -> str:
    lines = ", ".join(f"{line['quantity']} x {line['name']}" for line in quote["lines"])
    total = money_words(quote["total"])
    paid = _paid(quote["tenders"])
    return phrase("checkout", lines=lines, total=total, way=_way(quote), paid=paid)


def _way(quote: Json) -> str:
    delivery = quote["delivery"]
    store = delivery.get("storeName")
    if delivery["optionId"] == "pickup":
        if slot := delivery.get("slot"):
            return phrase("collect_slot", store=store, slot=slot_words(slot))
        return phrase("collect", store=store, day=day_words(delivery["promisedFrom"]))
    way = own_phrase(f"way.{delivery['optionId']}") or delivery["name"].lower()
    day = day_words(delivery["promisedBy"])
    if address := quote.get("address"):
        place = f"{address['line1']}, {address['city']}"
        return phrase("sent_to", way=way, day=day, place=place)
    return phrase("sent", way=way, day=day)


def _paid(tenders: list[Json]) -> str:
    if len(tenders) == 1:
        return phrase("paid", tender=tender_words(tenders[0]))
    shares = shares_words(list(tenders))
    return phrase("paid_shares", shares=shares) if shares else phrase("paid_already")


def _cancellation(quote: Json) -> str:
    return phrase("cancellation", order=quote["orderId"], refunds=refunds_words(quote))


def _return(quote: Json) -> str:
    lines = ", ".join(line_words(line) for line in quote["lines"])
    cost, shipping = quote.get("returnShipping"), ""
    if cost and cost["amount"]:
        shipping = phrase("return_shipping", amount=money_words(cost))
    values = {"order": quote["orderId"], "refunds": refunds_words(quote)}
    return phrase("return", lines=lines, shipping=shipping, **values)


def _exchange(quote: Json) -> str:
    difference = difference_words(quote)
    order = quote["orderId"]
    return phrase("exchange", swaps=_swaps(quote), order=order, difference=difference)


def _item_change(quote: Json) -> str:
    values = {"order": quote["orderId"], "total": money_words(quote["newTotal"])}
    difference = difference_words(quote)
    return phrase("item_change", swaps=_swaps(quote), difference=difference, **values)


def _address_change(quote: Json) -> str:
    before, former = quote.get("formerAddress"), ""
    if before:
        former = phrase("address_former", place=place_words(before))
    place = place_words(quote["address"])
    return phrase("address_change", order=quote["orderId"], place=place, former=former)


def _payment_change(quote: Json) -> str:
    rows = ", ".join(
        phrase("payment_back_row", amount=money_words(row["amount"]), label=told(row["label"]))
        for row in quote["refunds"]
    )
    back = phrase("payment_back", rows=rows) if rows else ""
    amount, tender = money_words(quote["amount"]), tender_words(quote["tender"])
    values = {"order": quote["orderId"], "tender": tender, "amount": amount}
    return phrase("payment_change", back=back, **values)


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
