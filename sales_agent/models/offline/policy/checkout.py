"""Paying: checkout, cards, the delivery address, and what a confirmed quote came to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import checkout_options, is_paying
from sales_agent.models.offline.context.talk import Call
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.stores import which_store
from sales_agent.models.offline.understanding.identifiers import read_bare_card
from sales_agent.models.offline.understanding.tables import pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import day, money

Json = Mapping[str, Any]
_CHECKOUT = Wish("checkout")


def checkout(wish: Wish, desk: Desk) -> Reply:
    """Ask for a quote; say what is missing for one."""
    options = {**checkout_options(desk.talk), **_delivery(wish.slots)}
    if options.get("delivery_option") == "pickup" and "pickup_store" not in options:
        return which_store(wish, desk.talk.vocabulary.stores, desk)
    result = desk.call("initiate_checkout", card_last_four=wish.slots.card_last_four, **options)
    return _quoted(result, desk)


def provide_payment(wish: Wish, desk: Desk) -> Reply:
    """Pay with the card that was named, or try again."""
    digits = wish.slots.card_last_four or read_bare_card(wish.words)
    if digits or pattern("again").search(wish.words):
        return checkout(replace(wish, slots=replace(wish.slots, card_last_four=digits)), desk)
    if is_paying(desk.talk):
        return Reply.of(
            desk.say("cards_only"), kind="card", ask=desk.say("ask_card"), wish=_CHECKOUT
        )
    return Reply.of(desk.say("cards_only"), ["Checkout", "Show my cart"])


def give_address(wish: Wish, desk: Desk) -> Reply:
    """Keep the address that was said, and go on with the checkout."""
    slots = wish.slots
    if not (slots.line1 and slots.city and slots.postcode):
        return Reply.of(
            desk.say("address_incomplete"),
            kind="address",
            ask=desk.say("ask_address"),
            wish=_CHECKOUT,
        )
    desk.call("add_delivery_address", line1=slots.line1, city=slots.city, postcode=slots.postcode)
    return checkout(replace(wish, slots=slots.without("store")), desk)


def payment_problem(wish: Wish, desk: Desk) -> Reply:
    """A payment that went wrong: another card, or a person."""
    ask = Wish("speak_to_human", words=wish.words)
    return Reply.of(
        desk.say("payment_problem"),
        ["Try another card", "Talk to a person"],
        kind="yes_no",
        ask=desk.say("ask_person"),
        wish=ask,
    )


def refuse_quote(wish: Wish, desk: Desk) -> Reply:
    """The shopper said no to what waited for her yes."""
    return Reply.of(desk.say("quote_dropped"), ["Show my cart", "Checkout"])


def committed(call: Call, desk: Desk) -> Reply:
    """What the shopper's yes came to."""
    result = call.result or {}
    status = result.get("status")
    if status == "placed":
        return _placed(result, desk)
    if status == "declined":
        reason = desk.say(
            f"declined.{result.get('reason') or 'card_not_accepted'}",
            card=result.get("lastFour") or "",
        )
        text = f"{reason} {desk.say('declined_safe')}"
        return Reply.of(
            text, result["suggestions"], kind="card", ask=desk.say("ask_other_card"), wish=_CHECKOUT
        )
    if status in ("canceled", "return_opened"):
        return Reply.of(_after(result, desk), ["Show my orders"])
    if status in ("quote_expired", "quote_changed"):
        again = desk.say("ask_quote_again")
        return Reply.of(
            sentence(result["message"]), ["Checkout"], kind="yes_no", ask=again, wish=_CHECKOUT
        )
    return Reply.of(
        sentence(result.get("message", desk.say("not_done"))), result.get("suggestions", ())
    )


def _delivery(slots: Slots) -> dict[str, Any]:
    if slots.store and slots.delivery_option in (None, "pickup"):
        return {"delivery_option": "pickup", "pickup_store": slots.store}
    return {"delivery_option": slots.delivery_option} if slots.delivery_option else {}


def _quoted(result: Json, desk: Desk) -> Reply:
    status = result["status"]
    if status == "needs_tender":
        return Reply.of(
            "", ["Pick it up in a store"], kind="card", ask=desk.say("ask_card"), wish=_CHECKOUT
        )
    if status == "needs_address":
        suggestions = ["Pick it up in a store", "Sign in with my e-mail"]
        return Reply.of(
            "", suggestions, kind="address", ask=desk.say("ask_address"), wish=_CHECKOUT
        )
    if status == "confirmation_required":
        total = money(result["quote"]["total"])
        return Reply.of("", ["Yes", "No"], kind="confirm", ask=desk.say("ask_confirm", total=total))
    if status == "out_of_stock" and result["shortages"]:
        rows = [desk.say("shortage", **_shortage(row)) for row in result["shortages"]]
        return Reply.of(" ".join(rows), result["suggestions"])
    return Reply.of(sentence(result["message"]), result["suggestions"])


def _shortage(row: Json) -> dict[str, Any]:
    return {"name": row["name"], "wanted": row["wanted"], "available": row["available"]}


def _placed(result: Json, desk: Desk) -> Reply:
    parts = [desk.say("placed", order=result["orderId"])]
    if result.get("total") and result.get("lastFour"):
        parts.append(desk.say("paid", total=money(result["total"]), card=result["lastFour"]))
    if result.get("promisedBy"):
        parts.append(desk.say("arrives", day=day(result["promisedBy"])))
    if result.get("pointsEarned"):
        parts.append(desk.say("earned", points=result["pointsEarned"]))
    return Reply.of(" ".join(parts), ["Where is my order?", "How many points do I have?"])


def _after(result: Json, desk: Desk) -> str:
    if result["status"] == "canceled":
        parts = [desk.say("canceled", order=result["orderId"])]
        if result.get("refund") and result["refund"]["amount"]:
            to = result.get("refundTo") or ""
            parts.append(desk.say("refunding", amount=money(result["refund"]), to=to))
        return " ".join(parts)
    rma = result.get("rma") or {}
    parts = [desk.say("return_opened", order=result["orderId"], rma=rma.get("rmaId", ""))]
    if rma.get("refund"):
        parts.append(desk.say("refund_when_back", amount=money(rma["refund"])))
    return " ".join([*parts, rma.get("instructions", "")]).strip()
