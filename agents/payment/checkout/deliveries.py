"""How the goods of a checkout get there, and whether there are enough of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents.kit.errors import Fault
from agents.kit.peers import Peers
from agents.payment.carts.pricing import Cart
from agents.payment.checkout import replies

ADDRESS_FIELDS = ("name", "line1", "line2", "city", "state", "postcode", "country")


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
    slot: Mapping[str, Any] | None = None

    @property
    def price(self) -> int:
        """Minor units."""
        return 0 if self.is_free_by_offer else int(self.option["price"]["amount"])


def choose_delivery(peers: Peers, cart: Cart, wish: Mapping[str, Any]) -> Delivery:
    """The delivery that is wished, at its price for this cart.

    Raises:
        Unquoted: there is no such delivery, or its place has too little.
    """
    if wish.get("deliveryOption") == "pickup":
        delivery = _pickup(peers, cart, wish.get("store"), wish.get("slotId"))
    else:
        delivery = _shipping(peers, cart, wish.get("deliveryOption", "standard"))
    return _with_offer(cart, delivery)


def check_cart(peers: Peers, cart: Cart) -> None:
    """Refuse what the shop does not have, or has too little of.

    Raises:
        Unquoted: with what is short.
    """
    _check_known(cart)
    _check_stock(peers, cart)


def find_slot(option: Mapping[str, Any], slot_id: str) -> Mapping[str, Any] | None:
    """A pickup slot that still has room."""
    slots = option["slots"]
    return next((s for s in slots if s["slotId"] == slot_id and s["left"] > 0), None)


def pickup_option(peers: Peers, cart: Cart, store: str) -> Mapping[str, Any] | None:
    """How the cart can be collected in a store; None where there is no such store."""
    reply = peers.call("fulfillment", "getDeliveryOptions", _goods(cart) | {"store": store})
    options = reply["options"]
    return next((o for o in options if o["optionId"] == "pickup" and o["storeId"]), None)


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


def _pickup(peers: Peers, cart: Cart, store: str | None, slot_id: str | None) -> Delivery:
    if not store:
        raise Unquoted(_which_store(peers, "Which store should the order be collected in?"))
    option = pickup_option(peers, cart, store)
    if option is None:
        raise Unquoted(_which_store(peers, f"There is no store '{store}' to collect from."))
    _check_store(peers, cart, option)
    slot = find_slot(option, slot_id) if slot_id else None
    if slot_id and slot is None:
        message = f"That pickup time at {option['storeName']} is taken; please choose another."
        suggestions = ["Which pickup times are free?", "Deliver it instead"]
        raise Unquoted(replies.unquoted("slot_taken", message, suggestions))
    return Delivery(option, None, slot=slot)


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
    is_free = is_standard and cart.offers.free_delivery is not None
    return replace(delivery, is_free_by_offer=is_free)


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
