"""Quotes: the exact lines, discounts, delivery and total that a shopper is asked to confirm."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agents.kit.operations import Call
from agents.kit.wire import money, timestamp
from agents.kit.wording import spell_money
from agents.payment.carts.pricing import Cart, cart_json, notes_of, price_cart
from agents.payment.checkout import replies
from agents.payment.checkout.deliveries import (
    Delivery,
    Unquoted,
    check_cart,
    choose_delivery,
)
from agents.payment.checkout.tendering import points_to_earn, read_named, share_json, share_total
from agents.payment.policy import POLICY
from agents.payment.tables import Checkout, Quote
from agents.payment.tenders.allocation import Share

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
    *("unitPrice", "lineTotal", "options"),
)


def quote_checkout(call: Call) -> dict[str, Any]:
    """Quote a checkout, or say the one thing that is missing."""
    try:
        return _quote(call)
    except Unquoted as missing:
        return missing.reply


def _quote(call: Call) -> dict[str, Any]:
    cart = price_cart(call.peers, call.body["lines"], call.body.get("coupons", ()))
    check_cart(call.peers, cart)
    delivery = choose_delivery(call.peers, cart, call.body)
    named = read_named(call)
    with call.store.write() as session:
        shares = share_total(session, call, named, cart=cart, delivery=delivery)
        points = points_to_earn(named.account, shares, cart.currency)
        body = _body(cart, delivery, shares) | {"pointsToEarn": points}
        quote = _keep(session, call, cart, delivery=delivery, body=body)
    return {
        "status": "quoted",
        "quote": quote.body,
        "shortages": [],
        "remaining": None,
        "policy": None,
        "message": f"The order comes to {_spell_paid(quote.body)}.",
        "suggestions": ["Yes, place the order", "No, not yet"],
    }


def _spell_paid(body: Mapping[str, Any]) -> str:
    total = spell_money(**body["total"])
    return f"{total} {replies.spell_tenders(body['tenders'], 'on')}".strip()


def _keep(
    session: Session, call: Call, cart: Cart, *, delivery: Delivery, body: dict[str, Any]
) -> Quote:
    digest = _digest(call.shopper, body)
    unanswered = _find_unanswered(session, call, digest)
    if unanswered is not None:
        return unanswered
    expires_at = call.now + timedelta(minutes=POLICY.quote.minutes)
    quote_id = f"Q-{secrets.token_urlsafe(12)}"
    quote = Quote(
        quote_id=quote_id,
        customer_id=call.shopper,
        digest=digest,
        body={"quoteId": quote_id, **body, "expiresAt": timestamp(expires_at)},
        request={"lines": call.body["lines"], "coupons": call.body.get("coupons", [])},
        order=_order(cart, body, _offer_ids(cart, delivery)),
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


def _body(cart: Cart, delivery: Delivery, shares: Sequence[Share]) -> dict[str, Any]:
    total = cart.total + delivery.price
    priced = cart_json(cart)
    option = {name: delivery.option[name] for name in DELIVERY_FIELDS}
    slot = delivery.slot
    return {
        "kind": "checkout",
        "lines": priced["lines"],
        "subtotal": priced["subtotal"],
        "discounts": priced["discounts"],
        "delivery": option
        | {
            "price": money(delivery.price, cart.currency),
            "slot": {name: slot[name] for name in ("slotId", "from", "to")} if slot else None,
        },
        "address": delivery.address,
        "taxIncluded": money(POLICY.tax_included(total), cart.currency),
        "total": money(total, cart.currency),
        "tenders": [
            share_json(share) | {"amount": money(share.amount, cart.currency)} for share in shares
        ],
        "notes": [
            *notes_of(cart, with_free_delivery=delivery.is_free_by_offer),
            *(f"Coupon {c['code']}: {c['reason']}" for c in cart.offers.rejected),
        ],
    }


def _order(cart: Cart, body: Mapping[str, Any], offer_ids: Sequence[str]) -> dict[str, Any]:
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
        "taxIncluded": body["taxIncluded"],
        "deliveryOption": delivery["optionId"],
        "promisedBy": delivery["promisedBy"],
        "address": body["address"],
        "storeName": delivery["storeName"],
        "tenders": body["tenders"],
        "offerIds": list(offer_ids),
    }


def _offer_ids(cart: Cart, delivery: Delivery) -> list[str]:
    """The offers that the quote uses up."""
    used = [discount.offer_id for discount in cart.offers.discounts if discount.amount]
    if delivery.is_free_by_offer and cart.offers.free_delivery:
        used.append(cart.offers.free_delivery.offer_id)
    return used


def _digest(shopper: str, body: Mapping[str, Any]) -> str:
    shown = json.dumps([shopper, body], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()
