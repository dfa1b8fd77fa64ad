"""What a confirmed quote came to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sales_agent.models.offline.context.talk import Call
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import day, listing, money
from sales_agent.models.offline.wording.products import line_words
from sales_agent.shop.amounts import slot_words
from sales_agent.shop.lines import shares_words, tender_words
from sales_agent.shop.told import told

Json = Mapping[str, Any]
_CHECKOUT = Wish("checkout")
_CHECKOUT_TOOL = "commit_checkout"


def committed(call: Call, desk: Desk) -> Reply:
    """Say what the shopper's yes came to."""
    result = call.result or {}
    status = str(result.get("status"))
    if said := _DONE.get(status):
        return said(result, desk)
    if call.name == _CHECKOUT_TOOL and status == "declined":
        return _declined(result, desk)
    if call.name == _CHECKOUT_TOOL and status in ("quote_expired", "quote_changed"):
        again = desk.say("ask_quote_again")
        text = sentence(result["message"])
        return Reply.of(text, ["Yes", "Show my cart"], kind="yes_no", ask=again, wish=_CHECKOUT)
    text = sentence(result.get("message") or desk.say("not_done"))
    return Reply.of(text, result.get("suggestions", ()))


def _placed(result: Json, desk: Desk) -> Reply:
    parts = [desk.say("placed", order=result["orderId"])]
    tenders = result.get("tenders") or []
    if result.get("total") and len(tenders) == 1:
        card = tender_words(tenders[0])
        parts.append(desk.say("paid", total=money(result["total"]), tender=card))
    elif result.get("total") and tenders:
        shares = shares_words(list(tenders))
        parts.append(desk.say("paid_split", total=money(result["total"]), shares=shares))
    delivery = (_quote_agreed(desk) or {}).get("delivery") or {}
    if delivery.get("storeName"):
        slot = delivery.get("slot")
        when = slot_words(slot) if slot else day(delivery["promisedFrom"])
        parts.append(desk.say("collect_at", store=delivery["storeName"], when=when))
    elif result.get("promisedBy"):
        parts.append(desk.say("arrives", day=day(result["promisedBy"])))
    if result.get("pointsToEarn"):
        parts.append(desk.say("earning", points=result["pointsToEarn"]))
    return Reply.of(" ".join(parts), ["Where is my order?", "How many points do I have?"])


def _quote_agreed(desk: Desk) -> Json | None:
    """The quote that was asked about last."""
    for call in desk.talk.latest_calls("initiate_checkout"):
        quote: Json | None = (call.result or {}).get("quote")
        return quote
    return None


def _declined(result: Json, desk: Desk) -> Reply:
    tenders = result.get("tenders") or []
    card = next((row for row in tenders if row["kind"] == "card"), None)
    key = f"declined.{result.get('reason') or 'card_not_accepted'}"
    if card and desk.texts.has(key):
        text = f"{desk.say(key, card=card['lastFour'])} {desk.say('declined_safe')}"
    else:
        text = sentence(result["message"])
    ask = desk.say("ask_other_card")
    return Reply.of(text, result["suggestions"], kind="card", ask=ask, wish=_CHECKOUT)


def _canceled(result: Json, desk: Desk) -> Reply:
    parts = [desk.say("canceled", order=result["orderId"])]
    refunds = [row for row in result.get("refunds") or () if row["amount"]["amount"]]
    if refunds:
        rows = [
            desk.say("refund_row", amount=money(row["amount"]), to=told(row["label"]))
            for row in refunds
        ]
        parts.append(desk.say("refunding_to", rows=listing(rows)))
    elif result.get("refund") and result["refund"]["amount"]:
        to = told(result.get("refundTo") or "")
        parts.append(desk.say("refunding", amount=money(result["refund"]), to=to))
    return Reply.of(" ".join(parts), ["Where is my refund?", "Show my orders"])


def _return_opened(result: Json, desk: Desk) -> Reply:
    rma = result.get("rma") or {}
    parts = [desk.say("return_opened", order=result["orderId"], rma=rma.get("rmaId", ""))]
    if rma.get("refund"):
        parts.append(desk.say("refund_when_back", amount=money(rma["refund"])))
    text = " ".join([*parts, told(rma.get("instructions", ""))]).strip()
    return Reply.of(text, ["Where is my refund?", "Show my orders"])


def _exchange_opened(result: Json, desk: Desk) -> Reply:
    exchange = result.get("exchange") or {}
    parts = [desk.say("exchange_opened", order=result["orderId"], rma=exchange.get("rmaId", ""))]
    text = " ".join([*parts, told(exchange.get("instructions", ""))]).strip()
    return Reply.of(text, ["Show my orders"])


def _changed(result: Json, desk: Desk) -> Reply:
    suggestions = [*result.get("suggestions", ()), "Where is my order?"]
    rows = [_now_words(swap) for swap in _swaps_agreed(desk)]
    if not rows or not result.get("orderId") or not desk.texts.has("changed_goods"):
        return Reply.of(sentence(result["message"]), suggestions)
    text = desk.say("changed_goods", order=result["orderId"], goods=listing(rows))
    return Reply.of(" ".join([text, sentence(result["message"])]), suggestions)


def _swaps_agreed(desk: Desk) -> Sequence[Json]:
    """The swaps of the quote that she was shown last."""
    for call in desk.talk.latest_calls():
        if quote := (call.result or {}).get("quote"):
            return tuple(quote.get("swaps") or ())
    return ()


def _now_words(swap: Json) -> str:
    options = swap["newOptions"]
    row = {"name": swap["newName"], "quantity": swap["quantity"]}
    return line_words({**row, "colour": options.get("colour"), "size": options.get("size")})


_DONE: Mapping[str, Callable[[Json, Desk], Reply]] = {
    "placed": _placed,
    "canceled": _canceled,
    "return_opened": _return_opened,
    "exchange_opened": _exchange_opened,
    "changed": _changed,
}
