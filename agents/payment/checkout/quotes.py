"""Quotes: the exact lines, discounts, delivery and total that a shopper is asked to confirm."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.errors import Fault
from agents.kit.operations import Call
from agents.kit.peers import Peers
from agents.kit.wire import money, timestamp
from agents.kit.wording import spell_day, spell_money
from agents.payment.carts.pricing import Cart, cart_json, notes_of, price_cart
from agents.payment.checkout import replies
from agents.payment.policy import load_policy
from agents.payment.tables import Card, Checkout, Quote
from agents.payment.tenders.cards import find_card

ADDRESS_FIELDS = ("name", "line1", "line2", "city", "state", "postcode", "country")
DELIVERY_FIELDS = (
    "optionId",
    "name",
    "price",
    "promisedFrom",
    "promisedBy",
    "storeId",
    "storeName",
)
ORDER_LINE_FIELDS = (
    *("sku", "productId", "name", "colour", "size", "quantity"),
    *("unitPrice", "lineTotal"),
)


class Unquoted(Exception):
    """One thing stands between the shopper and a quote; `reply` says which."""

    def __init__(self, reply: dict[str, Any]) -> None:
        super().__init__(reply["status"])
        self.reply = reply


@dataclass(frozen=True)
class Delivery:
    """How the goods get there: the option as the contract spells it, and the address."""

    option: Mapping[str, Any]
    address: Mapping[str, Any] | None
    is_free_by_offer: bool = False

    @property
    def price(self) -> int:
        """Minor units."""
        return 0 if self.is_free_by_offer else int(self.option["price"]["amount"])


def quote_checkout(call: Call) -> dict[str, Any]:
    """Quote a checkout, or say the one thing that is missing."""
    try:
        return _quote(call)
    except Unquoted as missing:
        return missing.reply


def _quote(call: Call) -> dict[str, Any]:
    cart = price_cart(call.peers, call.body["lines"], call.body.get("coupons", ()))
    _check_known(cart)
    _check_stock(call.peers, cart)
    if call.body.get("deliveryOption") == "pickup":
        delivery = _pickup(call.peers, cart, call.body.get("store"))
    else:
        delivery = _shipping(call.peers, cart, call.body.get("deliveryOption", "standard"))
    delivery = _with_offer(cart, delivery)
    with call.store.write() as session:
        card = _card(session, call, cart, delivery)
        quote = _keep(session, call, cart, delivery=delivery, card=card)
    total = quote.body["total"]
    spelled = spell_money(**total)
    return {
        "status": "quoted",
        "quote": quote.body,
        "shortages": [],
        "message": f"The order comes to {spelled} on the card ending {card.last_four}.",
        "suggestions": ["Yes, place the order", "No, not yet"],
    }


def _check_known(cart: Cart) -> None:
    if not cart.unknown:
        return
    names = ", ".join(cart.unknown)
    suggestions = [f"Take {sku} out of the cart" for sku in cart.unknown]
    raise Unquoted(
        replies.unquoted(
            "unknown_sku",
            f"The shop does not have {names}, so the cart cannot be checked out with it.",
            [*suggestions, "Show my cart"],
        )
    )


def _check_stock(peers: Peers, cart: Cart) -> None:
    reply = peers.call("inventory", "getStock", {"skus": [line.sku for line in cart.lines]})
    available = {stock["sku"]: stock["available"] for stock in reply["stock"]}
    _refuse_shortages(cart, available)


def _refuse_shortages(
    cart: Cart,
    available: Mapping[str, int],
    place: str | None = None,
    elsewhere: Sequence[str] = (),
) -> None:
    shortages = [
        {
            "sku": line.sku,
            "name": line.name,
            "wanted": line.quantity,
            "available": available.get(line.sku, 0),
        }
        for line in cart.lines
        if available.get(line.sku, 0) < line.quantity
    ]
    if shortages:
        message, suggestions = replies.describe_shortages(shortages, place, elsewhere)
        raise Unquoted(replies.unquoted("out_of_stock", message, suggestions, shortages))


def _shipping(peers: Peers, cart: Cart, option_id: str) -> Delivery:
    addresses = peers.call("fulfillment", "listAddresses")["addresses"]
    if not addresses:
        raise Unquoted(
            replies.unquoted(
                "needs_address",
                "Where should the order go? Please say the address with its postcode.",
                ["Add my address", "Sign in", replies.PICKUP_INSTEAD],
            )
        )
    address = next((a for a in addresses if a["isDefault"]), addresses[0])
    reply = peers.call(
        "fulfillment",
        "getDeliveryOptions",
        _goods(cart) | {"postcode": address["postcode"]},
    )
    options = {option["optionId"]: option for option in reply["options"]}
    option = options.get(option_id)
    if reply["status"] != "ok" or option is None:
        raise Unquoted(_not_served(option_id, address, reply))
    return Delivery(option, {name: address[name] for name in ADDRESS_FIELDS})


def _not_served(
    option_id: str, address: Mapping[str, Any], reply: Mapping[str, Any]
) -> dict[str, Any]:
    others = [
        f"Use {option['name']}" for option in reply["options"] if option["optionId"] != "pickup"
    ]
    suggestions = [*others, *reply["suggestions"], replies.PICKUP_INSTEAD, "Use another address"]
    message = f"There is no {option_id} delivery to {address['city']} {address['postcode']}."
    return replies.unquoted("not_served", message, list(dict.fromkeys(suggestions)))


def _pickup(peers: Peers, cart: Cart, store: str | None) -> Delivery:
    if not store:
        raise Unquoted(_which_store(peers, "Which store should the order be collected in?"))
    reply = peers.call("fulfillment", "getDeliveryOptions", _goods(cart) | {"store": store})
    option = next((o for o in reply["options"] if o["optionId"] == "pickup" and o["storeId"]), None)
    if option is None:
        raise Unquoted(_which_store(peers, f"There is no store '{store}' to collect from."))
    _check_store(peers, cart, option)
    return Delivery(option, None)


def _check_store(peers: Peers, cart: Cart, option: Mapping[str, Any]) -> None:
    """Refuse a pickup of what the store has too little of; name the stores that have it all."""
    levels: dict[str, dict[str, int]] = {}
    names: dict[str, str] = {}
    for line in cart.lines:
        stores = peers.call("inventory", "checkInventory", {"sku": line.sku})["availableStores"]
        levels[line.sku] = {store["storeId"]: store["available"] for store in stores}
        names |= {store["storeId"]: store["name"] for store in stores}
    elsewhere = [
        name
        for store_id, name in names.items()
        if all(levels[line.sku].get(store_id, 0) >= line.quantity for line in cart.lines)
    ]
    here = {sku: units.get(option["storeId"], 0) for sku, units in levels.items()}
    _refuse_shortages(cart, here, option["storeName"], elsewhere)


def _which_store(peers: Peers, message: str) -> dict[str, Any]:
    stores = peers.call("inventory", "listStores")["stores"]
    suggestions = [f"Pick it up at {store['name']}" for store in stores]
    return replies.unquoted("unknown_store", message, [*suggestions, "Deliver it instead"])


def _goods(cart: Cart) -> dict[str, Any]:
    return {
        "subtotal": cart.total,
        "currency": cart.currency,
        "skus": [line.sku for line in cart.lines],
    }


def _with_offer(cart: Cart, delivery: Delivery) -> Delivery:
    """Take an offer's free delivery into account, which is for standard delivery."""
    price = delivery.option["price"]
    if price["amount"] and price["currency"] != cart.currency:
        raise Fault(
            f"delivery is priced in {price['currency']}, the cart in {cart.currency}; "
            "pick it up in a store",
            code="mixed_currencies",
            status=409,
            suggestions=(replies.PICKUP_INSTEAD,),
        )
    is_standard = delivery.option["optionId"] == "standard"
    return Delivery(
        delivery.option, delivery.address, is_standard and cart.offers.free_delivery is not None
    )


def _card(session: Session, call: Call, cart: Cart, delivery: Delivery) -> Card:
    token = call.body.get("cardToken")
    card = find_card(session, token, call.shopper) if token else None
    if card is not None:
        return card
    total = spell_money(cart.total + delivery.price, cart.currency)
    day = date.fromisoformat(delivery.option["promisedBy"])
    way = f"{delivery.option['name']}, by {spell_day(day)}"
    problem = "That card is not known here any more. " if token else ""
    raise Unquoted(
        replies.unquoted(
            "needs_card",
            f"{problem}The order comes to {total} ({way}). Which card should it go on?",
            ["Pay by card", "Change the delivery"],
        )
    )


def _keep(session: Session, call: Call, cart: Cart, *, delivery: Delivery, card: Card) -> Quote:
    body = _body(cart, delivery, card)
    digest = _digest(call.shopper, card.token, body)
    unanswered = _find_unanswered(session, call, digest)
    if unanswered is not None:
        return unanswered
    expires_at = call.now + timedelta(minutes=load_policy().quote_minutes)
    quote_id = f"Q-{secrets.token_urlsafe(12)}"
    quote = Quote(
        quote_id=quote_id,
        customer_id=call.shopper,
        digest=digest,
        card_token=card.token,
        body={"quoteId": quote_id, **body, "expiresAt": timestamp(expires_at)},
        request={"lines": call.body["lines"], "coupons": call.body.get("coupons", [])},
        order=_order(cart, body),
        offer_ids=_offer_ids(cart, delivery),
        expires_at=expires_at,
    )
    session.add(quote)
    return quote


def _find_unanswered(session: Session, call: Call, digest: str) -> Quote | None:
    """The same quote, if the gateway left its charge open: paying it again charges once."""
    return session.scalars(
        select(Quote)
        .join(Checkout, Checkout.quote_id == Quote.quote_id)
        .where(Quote.digest == digest, Quote.expires_at > call.now)
        .where(Checkout.state == "unanswered")
        .limit(1)
    ).first()


def _body(cart: Cart, delivery: Delivery, card: Card) -> dict[str, Any]:
    total = cart.total + delivery.price
    priced = cart_json(cart)
    option = {name: delivery.option[name] for name in DELIVERY_FIELDS}
    return {
        "kind": "checkout",
        "lines": priced["lines"],
        "subtotal": priced["subtotal"],
        "discounts": priced["discounts"],
        "delivery": option | {"price": money(delivery.price, cart.currency)},
        "address": delivery.address,
        "taxIncluded": money(load_policy().tax_included(total), cart.currency),
        "total": money(total, cart.currency),
        "tender": {"kind": "card", "lastFour": card.last_four, "brand": card.brand},
        "notes": [
            *notes_of(cart, with_free_delivery=delivery.is_free_by_offer),
            *(f"Coupon {c['code']}: {c['reason']}" for c in cart.offers.rejected),
        ],
    }


def _order(cart: Cart, body: Mapping[str, Any]) -> dict[str, Any]:
    """The order to register when this quote is committed, without its id."""
    categories = {line.sku: line.category for line in cart.lines}
    lines = [
        {name: line[name] for name in ORDER_LINE_FIELDS} | {"category": categories[line["sku"]]}
        for line in body["lines"]
    ]
    delivery = body["delivery"]
    return {
        "lines": lines,
        "subtotal": body["subtotal"],
        "discounts": body["discounts"],
        "delivery": delivery["price"],
        "total": body["total"],
        "deliveryOption": delivery["optionId"],
        "promisedBy": delivery["promisedBy"],
        "address": body["address"],
        "storeName": delivery["storeName"],
        "lastFour": body["tender"]["lastFour"],
    }


def _offer_ids(cart: Cart, delivery: Delivery) -> list[str]:
    """The offers that the quote uses up."""
    used = [discount.offer_id for discount in cart.offers.discounts if discount.amount]
    if delivery.is_free_by_offer and cart.offers.free_delivery:
        used.append(cart.offers.free_delivery.offer_id)
    return used


def _digest(shopper: str, card_token: str, body: Mapping[str, Any]) -> str:
    shown = json.dumps([shopper, card_token, body], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()
