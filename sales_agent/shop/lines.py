"""Lines, variants, swaps and tenders of orders and quotes, in a shopper's words."""

from collections.abc import Mapping
from typing import Any

from sales_agent.shop.amounts import money_words
from sales_agent.shop.spoken import phrase
from sales_agent.shop.told import told

Json = Mapping[str, Any]


def variant_words(
    options: Json | None, *, colour: str | None = None, size: str | None = None
) -> str:
    """A variant by its options: "olive, M"; by colour and size where no options are known.

    Colours that the spoken language has a word for are said in it.
    """
    values = list((options or {}).values()) or [colour, size]
    return ", ".join(told(str(value)) for value in values if value)


def line_words(line: Json) -> str:
    """A line as "2 x Linen Shirt (olive, M)"."""
    variant = variant_words(line.get("options"), colour=line.get("colour"), size=line.get("size"))
    name = f"{line.get('quantity', 1)} x {line.get('name') or line.get('sku')}"
    return f"{name} ({variant})" if variant else name


def swap_words(swap: Json) -> str:
    """A swap as "1 x Linen Shirt (olive, M) for olive, L"."""
    new = variant_words(swap.get("newOptions")) or str(swap["newSku"])
    if swap.get("newName") not in (None, swap["name"]):
        new = f"{swap['newName']} ({new})"
    return phrase("swap", line=line_words(swap), new=new)


def tender_words(tender: Json) -> str:
    """A tender in a sentence: "the card ending 4242", "gift card ending 7QWM", "320 points"."""
    if tender.get("kind") == "card" and tender.get("lastFour"):
        return phrase("card", digits=tender["lastFour"])
    if tender.get("kind") == "points" and tender.get("points"):
        return phrase("points", points=tender["points"])
    return told(str(tender.get("label") or tender.get("kind") or tender.get("tenderId") or ""))


def shares_words(shares: list[Any]) -> str:
    """Amounts of several tenders: "₹80 with 320 points and ₹1,500 with the card ending 4242"."""
    words = [
        phrase("share", amount=money_words(row["amount"]), tender=tender_words(row))
        for row in shares
    ]
    link = f" {phrase('and')} "
    return link.join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def refunds_words(quote: Json) -> str:
    """Where a quote's refund goes: "₹1,299 back to Visa ending 4242", or each tender's part."""
    parts = [row for row in quote.get("refunds") or () if row["amount"]["amount"]]
    if len(parts) > 1:
        return ", ".join(_back_to(row["amount"], row["label"]) for row in parts)
    return _back_to(quote["refund"], quote["refundTo"])


def _back_to(amount: Json, label: object) -> str:
    return phrase("back_to", amount=money_words(amount), label=told(str(label)))


def difference_words(quote: Json) -> str:
    """What a swap costs or gives back: "costs ₹200 more, paid with gift card ending 7QWM"."""
    difference = quote["difference"]
    amount = money_words({**difference, "amount": abs(difference["amount"])})
    if difference["amount"] > 0:
        tender = quote.get("tender")
        if tender:
            return phrase("costs_more_paid", amount=amount, tender=tender_words(tender))
        return phrase("costs_more", amount=amount)
    if difference["amount"] < 0:
        label = told(quote.get("refundTo") or "") or phrase("what_paid_it")
        return phrase("gives_back", amount=amount, label=label)
    return phrase("costs_nothing")


def place_words(address: Json) -> str:
    """An address in a sentence: street, city and postcode."""
    parts = (address.get("line1"), address.get("line2"), address.get("city"))
    return f"{', '.join(str(part) for part in parts if part)} {address.get('postcode', '')}".strip()
