"""The tools of how goods are received: reservations in stores, delivery, addresses."""

from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolRuntime

from contracts.tool_calls import Result, call, cart_of, given, shop, shop_tool


@shop_tool
def reserve_in_store(store: str, sku: str, runtime: ToolRuntime, quantity: int = 1) -> Result:
    """Reserve units of a SKU in a store for the shopper to collect; free, and it expires.

    The shopper must have named the store and, where there are several, size and colour.
    """
    body = {"sku": sku, "store": store, "quantity": quantity}
    return call(shop, "fulfillment.reserveInStore", body, runtime)


@shop_tool
def list_reservations(runtime: ToolRuntime) -> Result:
    """List the shopper's reservations in stores, with pickup codes and until when they hold."""
    return {"status": "ok", **call(shop, "fulfillment.listReservations", None, runtime)}


@shop_tool
def cancel_reservation(reservation_id: str, runtime: ToolRuntime) -> Result:
    """Cancel a reservation in a store (RS-7F3K2Q, from list_reservations); it costs nothing."""
    path = {"reservationId": reservation_id.upper()}
    return call(shop, "fulfillment.cancelReservation", None, runtime, path=path)


@shop_tool
def get_delivery_options(
    runtime: ToolRuntime, postcode: str | None = None, store: str | None = None
) -> Result:
    """Get ways to receive the cart with price and promised date; `store` for pickup there.

    A pickup's `slots` say when: take the slotId of the one she chose to initiate_checkout.
    """
    skus = [line["sku"] for line in cart_of(runtime)["lines"]]
    body = given(postcode=postcode, store=store, skus=skus or None)
    return call(shop, "fulfillment.getDeliveryOptions", body, runtime)


@shop_tool
def add_delivery_address(
    line1: str,
    city: str,
    postcode: str,
    runtime: ToolRuntime,
    line2: str | None = None,
    state: str | None = None,
    country: str | None = None,
    name: str | None = None,
) -> Result:
    """Keep a delivery address that the shopper said (street and number, city, postcode).

    `country` is a code of two letters; leave it out when she names none.
    """
    address = given(line1=line1, line2=line2, city=city, state=state, country=country)
    body = {**address, "postcode": postcode, **given(name=name)}
    return {"status": "saved", **call(shop, "fulfillment.addAddress", body, runtime)}


@shop_tool
def change_default_address(
    line1: str,
    city: str,
    postcode: str,
    runtime: ToolRuntime,
    line2: str | None = None,
    state: str | None = None,
    country: str | None = None,
    name: str | None = None,
) -> Result:
    """Make an address that the shopper said her default, for orders to come; placed ones stay.

    `country` is a code of two letters; leave it out when she names none.
    """
    address = given(line1=line1, line2=line2, city=city, state=state, country=country)
    body = {**address, "postcode": postcode, **given(name=name)}
    return {"status": "saved", **call(shop, "fulfillment.replaceDefaultAddress", body, runtime)}


delivery_tools: list[BaseTool] = [
    reserve_in_store,
    list_reservations,
    cancel_reservation,
    get_delivery_options,
    add_delivery_address,
    change_default_address,
]
