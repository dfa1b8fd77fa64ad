"""Checkout: how it is paid, where it goes or when it is collected, and the quote to confirm."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.checkouts import (
    checkout_options,
    checkout_ways,
    declined_cards,
    last_ways,
    told_address,
)
from sales_agent.models.offline.context.facts import (
    asked_of,
    cart_items,
    cart_of,
    is_buying,
    is_paying,
)
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.policy import manners
from sales_agent.models.offline.policy.buying.held import (
    asks_for_points,
    has_way,
    is_gift_card,
    lacks_gift_card,
    tell_of_points,
    without_lacking,
)
from sales_agent.models.offline.policy.buying.pickup import heard_store, pickup_slot
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.orders.order_choice import held_words, ways_to_pay
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import shop_pages
from sales_agent.models.offline.policy.shop.stores import which_store
from sales_agent.models.offline.understanding.payments import (
    PAYPAL,
    read_ways_to_pay,
    without_cards,
)
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.faults import sentence
from sales_agent.models.offline.wording.money import listing, money

Json = Mapping[str, Any]
_CHECKOUT = Wish("checkout")
_SEVERAL = 2
_PARTS = ("line1", "city", "postcode")


def checkout(wish: Wish, desk: Desk) -> Reply:
    """Ask for a quote; say what is missing for one."""
    ways_told = _told_of_ways(wish, desk) or _told_of_one_card(wish, desk)
    if told := ways_told or _asked_for_code(wish, desk):
        return told
    wish, lacking = without_lacking(wish, desk)
    if lacking:
        reply = checkout(wish, desk)
        return replace(reply, text=f"{lacking} {reply.text}".strip())
    options = _options(wish, desk)
    if options.get("delivery_option") == "pickup" and (heard := heard_store(desk.talk)):
        options.setdefault("pickup_store", heard)
    if options.get("delivery_option") == "pickup" and "pickup_store" not in options:
        return which_store(wish, desk.talk.vocabulary.stores, desk)
    if several := _stores_in(options.get("pickup_store"), desk):
        collected = wish.slots.filled(delivery_option="pickup")
        return which_store(replace(wish, slots=collected), several, desk)
    if "pickup_store" in options and not options.get("slot_id"):
        found = pickup_slot(wish, options["pickup_store"], desk)
        if isinstance(found, Reply):
            return found
        options["slot_id"] = found
    ways = _ways(wish, desk)
    if not ways and _holds_declined(desk.talk):
        ask = desk.say("ask_other_card")
        again = Wish("checkout", _kept(wish.slots, options))
        return Reply.of("", ["Pick it up in a store"], kind="card", ask=ask, wish=again)
    result = desk.call("initiate_checkout", pay_with=list(ways) or None, **options)
    return _quoted(result, replace(wish, slots=wish.slots.filled(pay_with=ways)), desk)


def agree(wish: Wish, desk: Desk) -> Reply:
    """A yes to nothing that was asked; while something is to be paid, it goes on with that."""
    if is_paying(desk.talk) and cart_items(cart_of(desk.talk)) and not asked_of(desk.talk):
        return checkout(_CHECKOUT, desk)
    return manners.agree(wish, desk)


def provide_payment(wish: Wish, desk: Desk) -> Reply:
    """Pay in the ways that were named, or try again."""
    ways = wish.slots.pay_with or read_ways_to_pay(wish.words)
    if ways or pattern("again").search(wish.words):
        return checkout(replace(wish, slots=replace(wish.slots, pay_with=ways)), desk)
    said = spell_out(wish.words, load_tables()).lower()
    if cart_items(cart_of(desk.talk)) and pattern("no_card").search(said):
        ways_here = ["Reserve it in a store", "Pay with a gift card"]
        ask = desk.say("ask_way_to_pay")
        return Reply.of(desk.say("without_card"), ways_here, kind="card", ask=ask, wish=_CHECKOUT)
    if is_paying(desk.talk) and pattern("names_card").fullmatch(said):
        return Reply.of(
            "", ways_to_pay(desk), kind="card", ask=desk.say("ask_card"), wish=_CHECKOUT
        )
    if is_paying(desk.talk):
        ways_here = ways_to_pay(desk)
        ask = desk.say("ask_card")
        return Reply.of(desk.say("ways_to_pay"), ways_here, kind="card", ask=ask, wish=_CHECKOUT)
    held = "\n".join(held_words(desk))
    return Reply.of(f"{desk.say('ways_to_pay')}\n{held}".strip(), ["Checkout", "Show my cart"])


def give_address(wish: Wish, desk: Desk) -> Reply:
    """Keep the address that was said, and go on with the checkout."""
    slots = wish.slots
    if _missing(slots):
        return _ask_part(slots, desk)
    desk.call("add_delivery_address", **slots.address)
    collected = ("delivery_option",) if slots.delivery_option == "pickup" else ()
    return checkout(replace(wish, slots=slots.without("store", "slot", *collected)), desk)


def several_addresses(wish: Wish, desk: Desk) -> Reply:
    """An order goes to one address: the first of them, and another order for the other."""
    ask = desk.say("ask_first_address")
    return Reply.of(desk.say("one_address"), kind="address", ask=ask, wish=_CHECKOUT)


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
    key = "quote_dropped_order" if is_paying(desk.talk) else "quote_dropped"
    return Reply.of(desk.say(key), ["Show my cart", "Checkout"])


def placed_yet(wish: Wish, desk: Desk) -> Reply:
    """What is still in the cart is not ordered."""
    ask = desk.say("ask_checkout")
    quick = ["Checkout", "Show my cart"]
    return Reply.of(desk.say("not_ordered"), quick, kind="yes_no", ask=ask, wish=_CHECKOUT)


def other_address(wish: Wish, desk: Desk) -> Reply:
    """The order that is not placed yet goes elsewhere: where?"""
    return Reply.of("", kind="address", ask=desk.say("ask_address"), wish=_CHECKOUT)


def ask_again(kind: str, slots: Slots, desk: Desk) -> str:
    """A checkout's question for a card or an address, in the words in which it is put again."""
    if kind == "card":
        return desk.say("ask_card")
    is_begun = any(getattr(slots, name) for name in _PARTS) and _missing(slots)
    return desk.say(f"ask_{_missing(slots)}" if is_begun else "ask_address_again")


def _options(wish: Wish, desk: Desk) -> dict[str, Any]:
    """How it is to be received: as named now, else as named before; a slot is one store's."""
    before, now = checkout_options(desk.talk), _delivery(wish.slots)
    is_sent_now = wish.slots.line1 and before.get("delivery_option") == "pickup"
    if is_sent_now or (now and now.get("pickup_store") != before.get("pickup_store")):
        before = {}
    return {**before, **now}


def _stores_in(place: str | None, desk: Desk) -> list[Json]:
    """The stores of a city that has several; none where a store is named."""
    named = (place or "").lower()
    there = [row for row in desk.talk.vocabulary.stores if row["city"].lower() == named]
    return there if len(there) > 1 else []


def _kept(slots: Slots, options: Mapping[str, Any]) -> Slots:
    """The slots with how it is to be received, for when the rest of the question is answered."""
    way, store = options.get("delivery_option"), options.get("pickup_store")
    return slots.filled(delivery_option=way, store=store, slot=options.get("slot_id"))


def _asked_for_code(wish: Wish, desk: Desk) -> Reply | None:
    """The question for a gift card's code, where one is to pay and none is known."""
    if not lacks_gift_card(wish, desk):
        return None
    kept = tuple(way for way in wish.slots.pay_with if not is_gift_card(way))
    again = Wish("add_gift_card", wish.slots.filled(pay_with=kept), words="pay")
    return Reply.of("", kind="gift_code", ask=desk.say("ask_gift_code"), wish=again)


def _told_of_one_card(wish: Wish, desk: Desk) -> Reply | None:
    """Which card it shall be, where the sum is to be split over several."""
    ways = wish.slots.pay_with
    cards = [way for way in ways if way not in without_cards(ways)]
    if len(cards) < _SEVERAL or not pattern("splits_cards").search(wish.words.lower()):
        return None
    asked = replace(wish, words="", slots=wish.slots.filled(pay_with=without_cards(ways)))
    ask = desk.say("ask_which_card", cards=listing(cards, "or"))
    return Reply.of(desk.say("one_card_only"), cards, kind="card", ask=ask, wish=asked)


def _told_of_ways(wish: Wish, desk: Desk) -> Reply | None:
    """The pages' answer to "can I pay with PayPal?"; a way that she holds is simply taken."""
    if not pattern("asks_way").search(wish.words.lower()):
        return None
    if is_buying(desk.talk) and asks_for_points(wish):
        return tell_of_points(wish, desk)
    is_lacking = PAYPAL in wish.slots.pay_with and not has_way(PAYPAL, desk)
    if is_buying(desk.talk) and not is_lacking:
        return None
    told = shop_pages.answer(wish, desk)
    if not is_lacking or told.question:
        return told
    return replace(told, text=f"{told.text} {desk.say('lacks_paypal')}")


def _delivery(slots: Slots) -> dict[str, Any]:
    if slots.store and slots.delivery_option in (None, "pickup"):
        return {"delivery_option": "pickup", "pickup_store": slots.store}
    return {"delivery_option": slots.delivery_option} if slots.delivery_option else {}


def _ways(wish: Wish, desk: Desk) -> tuple[str, ...]:
    """How it is paid: as named; a card that is named takes the place of the card before alone."""
    named, before = wish.slots.pay_with, checkout_ways(desk.talk)
    if not named and pattern("again").search(wish.words):
        return last_ways(desk.talk)
    if not named:
        return before
    is_card_only = not without_cards(named) and not pattern("only_this").search(wish.words)
    return (*without_cards(before), *named) if is_card_only else named


def _holds_declined(talk: Talk) -> bool:
    """Whether the card at hand is one that was declined: it is not tried again by itself."""
    card, declined = talk.memory.get("card"), declined_cards(talk)
    return bool(declined) and (card is None or card in declined)


def _quoted(result: Json, wish: Wish, desk: Desk) -> Reply:
    status = result["status"]
    again = Wish("checkout", wish.slots)
    if status == "needs_tender":
        left = result.get("remaining")
        if left and wish.slots.pay_with:
            ask = desk.say("ask_rest", amount=money(left))
        else:
            ask = desk.say("ask_card")
        suggestions = result["suggestions"] or ["Pick it up in a store"]
        return Reply.of("", suggestions, kind="card", ask=ask, wish=again)
    if status == "needs_address":
        told = told_address(desk.talk)
        if told.given():
            return _ask_part(wish.slots.over(told), desk)
        suggestions = ["Pick it up in a store", "Sign in with my e-mail"]
        return Reply.of("", suggestions, kind="address", ask=desk.say("ask_address"), wish=again)
    if status == "confirmation_required":
        total = money(result["quote"]["total"])
        return Reply.of("", ["Yes", "No"], kind="confirm", ask=desk.say("ask_confirm", total=total))
    if status == "out_of_stock" and result["shortages"]:
        rows = [_shortage(row, desk) for row in result["shortages"]]
        return Reply.of(" ".join(rows), result["suggestions"])
    return Reply.of(sentence(result["message"]), result["suggestions"])


def _missing(slots: Slots) -> str | None:
    """The part of an address that is asked for next."""
    return next((name for name in _PARTS if not getattr(slots, name)), None)


def _ask_part(slots: Slots, desk: Desk) -> Reply:
    """Ask for what an address still lacks; what is known of it is kept."""
    ask = desk.say(f"ask_{_missing(slots)}")
    return Reply.of("", kind="address", ask=ask, wish=Wish("give_address", slots))


def _shortage(row: Json, desk: Desk) -> str:
    if not row["available"]:
        return desk.say("shortage_of_all", name=row["name"])
    amounts = {"wanted": row["wanted"], "available": row["available"]}
    return desk.say("shortage", name=row["name"], **amounts)
