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
from sales_agent.shop.spoken import own_phrase, phrase
from sales_agent.shop.told import told


def quote_sheet(quote: Json) -> Sheet:
    """Draw a quote by its kind; of a kind unknown here its amounts."""
    kind = str(quote.get("kind", "step"))
    if draw := _BY_KIND.get(kind):
        title, rows = draw(quote)
    else:
        title = one_line(kind).replace("_", " ").capitalize()
        amounts = [(name, value) for name, value in quote.items() if is_money(value)]
        rows = [Row(status_words(name), money_words(value)) for name, value in amounts]
    notes = (note(told(str(text))) for text in quote.get("notes", []))
    return Sheet(phrase("sheet.to_confirm", title=title), (*rows, *notes))


def _checkout(quote: Json) -> tuple[str, list[Row]]:
    delivery = quote["delivery"]
    rows = [
        *priced_lines(quote),
        Row(_way(delivery), price_or_free(delivery["price"])),
        Row(phrase("sheet.total"), money_words(quote["total"]), "total"),
        Row(phrase("sheet.tax"), money_words(quote["taxIncluded"])),
    ]
    if quote.get("address"):
        rows.append(note(phrase("sheet.to", place=address_words(quote["address"]))))
    rows += _tenders(quote["tenders"])
    if points := quote.get("pointsToEarn"):
        rows.append(note(phrase("sheet.earns", points=points)))
    return phrase("sheet.your_order"), rows


def _way(delivery: Json) -> str:
    if not delivery.get("storeName"):
        way = own_phrase(f"way.{delivery['optionId']}") or one_line(delivery["name"])
        return phrase("sheet.by", way=way, day=day_words(delivery["promisedBy"]))
    store = one_line(delivery["storeName"])
    if slot := delivery.get("slot"):
        return phrase("sheet.collect_slot", store=store, slot=slot_words(slot))
    return phrase("sheet.collect", store=store, day=day_words(delivery["promisedBy"]))


def _tenders(tenders: list[Json]) -> Iterator[Row]:
    """How it is paid; with each one's part where there are several."""
    for tender in tenders:
        label = phrase("sheet.paid", tender=_told(tender["label"]))
        several = len(tenders) > 1
        yield Row(label, money_words(tender["amount"])) if several else note(label)


def _cancellation(quote: Json) -> tuple[str, list[Row]]:
    return _titled("sheet.cancel", quote), _refund_rows(quote)


def _return(quote: Json) -> tuple[str, list[Row]]:
    return _titled("sheet.return", quote), _refund_rows(quote)


def _refund_rows(quote: Json) -> list[Row]:
    rows = [
        Row(
            line_label(line) + (f" ({_told(line['reason'])})" if line.get("reason") else ""),
            money_words(line["refund"]) if is_money(line.get("refund")) else "",
        )
        for line in quote["lines"]
    ]
    if quote.get("returnShipping") and quote["returnShipping"]["amount"]:
        rows.append(Row(phrase("sheet.return_shipping"), _taken(quote["returnShipping"])))
    rows.append(Row(phrase("sheet.refund"), money_words(quote["refund"]), "total"))
    rows += _refunds(quote.get("refunds") or [], str(quote["refundTo"]))
    if quote.get("reason"):
        rows.append(note(phrase("sheet.reason", reason=_told(quote["reason"]))))
    return rows


def _refunds(refunds: list[Json], otherwise: str) -> Iterator[Row]:
    """Where money goes back to; each tender's part where there are several."""
    if len(refunds) < 2:
        yield note(_paid_back(otherwise))
        return
    for row in refunds:
        yield Row(_paid_back(row["label"]), money_words(row["amount"]))


def _exchange(quote: Json) -> tuple[str, list[Row]]:
    return _titled("sheet.exchange", quote), _swap_rows(quote)


def _item_change(quote: Json) -> tuple[str, list[Row]]:
    after = Row(phrase("sheet.order_then"), money_words(quote["newTotal"]), "total")
    return _titled("sheet.change", quote), [*_swap_rows(quote), after]


def _swap_rows(quote: Json) -> list[Row]:
    rows = [Row(one_line(swap_words(s)), _signed(s["difference"])) for s in quote["swaps"]]
    difference = quote["difference"]
    if difference["amount"] > 0:
        rows.append(Row(phrase("sheet.to_pay"), money_words(difference), "total"))
        if quote.get("tender"):
            rows.append(note(phrase("sheet.paid", tender=_told(quote["tender"]["label"]))))
    elif difference["amount"] < 0:
        rows.append(Row(phrase("sheet.back"), money_words(_turned(difference)), "total"))
        if quote.get("refundTo"):
            rows.append(note(_paid_back(quote["refundTo"])))
    else:
        rows.append(note(phrase("sheet.nothing")))
    return rows


def _address_change(quote: Json) -> tuple[str, list[Row]]:
    rows = [note(phrase("sheet.to", place=address_words(quote["address"])))]
    if former := quote.get("formerAddress"):
        rows.append(note(phrase("sheet.instead", place=address_words(former))))
    return _titled("sheet.elsewhere", quote), rows


def _payment_change(quote: Json) -> tuple[str, list[Row]]:
    tender = _told(quote["tender"]["label"])
    rows = [Row(phrase("sheet.charged", tender=tender), money_words(quote["amount"]), "total")]
    rows += [Row(_paid_back(row["label"]), money_words(row["amount"])) for row in quote["refunds"]]
    return _titled("sheet.pay", quote, tender=tender), rows


def _titled(key: str, quote: Json, **values: str) -> str:
    """A title that names the order."""
    return phrase(key, order=one_line(quote["orderId"]), **values)


def _paid_back(label: object) -> str:
    return phrase("sheet.paid_back", label=_told(label))


def _told(text: object) -> str:
    """An agent's words in the spoken language, on one line."""
    return told(one_line(text))


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
