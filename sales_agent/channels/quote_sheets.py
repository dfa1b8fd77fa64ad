"""A quote that waits for a yes, as a sheet: exactly what the yes would do."""

from collections.abc import Callable, Iterator

from sales_agent.channels.cleaning import one_line
from sales_agent.channels.sheets import (
    Json,
    Row,
    Sheet,
    address_words,
    is_money,
    line_label,
    note,
    price_or_free,
    priced_lines,
    status_words,
)
from sales_agent.shop.amounts import day_words, money_words, slot_words
from sales_agent.shop.lines import swap_words


def quote_sheet(quote: Json) -> Sheet:
    """Draw a quote by its kind; of a kind unknown here its amounts."""
    kind = str(quote.get("kind", "step"))
    if draw := _BY_KIND.get(kind):
        title, rows = draw(quote)
    else:
        title = one_line(kind).replace("_", " ").capitalize()
        amounts = [(name, value) for name, value in quote.items() if is_money(value)]
        rows = [Row(status_words(name), money_words(value)) for name, value in amounts]
    notes = (note(text) for text in quote.get("notes", []))
    return Sheet(f"To confirm: {title}", (*rows, *notes))


def _checkout(quote: Json) -> tuple[str, list[Row]]:
    delivery = quote["delivery"]
    rows = [
        *priced_lines(quote),
        Row(_way(delivery), price_or_free(delivery["price"])),
        Row("Total", money_words(quote["total"]), "total"),
        Row("Tax included", money_words(quote["taxIncluded"])),
    ]
    if quote.get("address"):
        rows.append(note(f"To {address_words(quote['address'])}"))
    rows += _tenders(quote["tenders"])
    if quote.get("pointsToEarn"):
        rows.append(note(f"Earns {quote['pointsToEarn']} points once it is delivered"))
    return "your order", rows


def _way(delivery: Json) -> str:
    if not delivery.get("storeName"):
        return f"{one_line(delivery['name'])}, by {day_words(delivery['promisedBy'])}"
    store = one_line(delivery["storeName"])
    if slot := delivery.get("slot"):
        return f"Collect at {store}, {slot_words(slot)}"
    return f"Collect at {store}, by {day_words(delivery['promisedBy'])}"


def _tenders(tenders: list[Json]) -> Iterator[Row]:
    """How it is paid; with each one's part where there are several."""
    for tender in tenders:
        label = f"Paid with {one_line(tender['label'])}"
        several = len(tenders) > 1
        yield Row(label, money_words(tender["amount"])) if several else note(label)


def _cancellation(quote: Json) -> tuple[str, list[Row]]:
    return f"Cancel order {one_line(quote['orderId'])}", _refund_rows(quote)


def _return(quote: Json) -> tuple[str, list[Row]]:
    return f"Return from order {one_line(quote['orderId'])}", _refund_rows(quote)


def _refund_rows(quote: Json) -> list[Row]:
    rows = [
        Row(
            line_label(line) + (f" ({one_line(line['reason'])})" if line.get("reason") else ""),
            money_words(line["refund"]) if is_money(line.get("refund")) else "",
        )
        for line in quote["lines"]
    ]
    if quote.get("returnShipping") and quote["returnShipping"]["amount"]:
        rows.append(Row("Return shipping", _taken(quote["returnShipping"])))
    rows.append(Row("Refund", money_words(quote["refund"]), "total"))
    rows += _refunds(quote.get("refunds") or [], str(quote["refundTo"]))
    if quote.get("reason"):
        rows.append(note(f"Reason: {one_line(quote['reason'])}"))
    return rows


def _refunds(refunds: list[Json], otherwise: str) -> Iterator[Row]:
    """Where money goes back to; each tender's part where there are several."""
    if len(refunds) < 2:
        yield note(f"Paid back to {one_line(otherwise)}")
        return
    for row in refunds:
        yield Row(f"Paid back to {one_line(row['label'])}", money_words(row["amount"]))


def _exchange(quote: Json) -> tuple[str, list[Row]]:
    return f"Exchange in order {one_line(quote['orderId'])}", _swap_rows(quote)


def _item_change(quote: Json) -> tuple[str, list[Row]]:
    rows = [*_swap_rows(quote), Row("The order then", money_words(quote["newTotal"]), "total")]
    return f"Change order {one_line(quote['orderId'])}", rows


def _swap_rows(quote: Json) -> list[Row]:
    rows = [Row(one_line(swap_words(s)), _signed(s["difference"])) for s in quote["swaps"]]
    difference = quote["difference"]
    if difference["amount"] > 0:
        rows.append(Row("To pay", money_words(difference), "total"))
        if quote.get("tender"):
            rows.append(note(f"Paid with {one_line(quote['tender']['label'])}"))
    elif difference["amount"] < 0:
        rows.append(Row("You get back", money_words(_turned(difference)), "total"))
        if quote.get("refundTo"):
            rows.append(note(f"Paid back to {one_line(quote['refundTo'])}"))
    else:
        rows.append(note("Nothing to pay"))
    return rows


def _address_change(quote: Json) -> tuple[str, list[Row]]:
    rows = [note(f"To {address_words(quote['address'])}")]
    if quote.get("formerAddress"):
        rows.append(note(f"Instead of {address_words(quote['formerAddress'])}"))
    return f"Send order {one_line(quote['orderId'])} elsewhere", rows


def _payment_change(quote: Json) -> tuple[str, list[Row]]:
    tender = one_line(quote["tender"]["label"])
    rows = [Row(f"Charged to {tender}", money_words(quote["amount"]), "total")]
    rows += [
        Row(f"Paid back to {one_line(row['label'])}", money_words(row["amount"]))
        for row in quote["refunds"]
    ]
    return f"Pay order {one_line(quote['orderId'])} with {tender}", rows


def _signed(money: Json) -> str:
    """A difference: +₹200, -₹100, nothing where there is none."""
    if not money["amount"]:
        return ""
    return f"+{money_words(money)}" if money["amount"] > 0 else money_words(money)


def _turned(money: Json) -> Json:
    return {**money, "amount": -money["amount"]}


def _taken(money: Json) -> str:
    return money_words({**money, "amount": -abs(money["amount"])})


_BY_KIND: dict[str, Callable[[Json], tuple[str, list[Row]]]] = {
    "checkout": _checkout,
    "cancellation": _cancellation,
    "return": _return,
    "exchange": _exchange,
    "item_change": _item_change,
    "address_change": _address_change,
    "payment_change": _payment_change,
}
