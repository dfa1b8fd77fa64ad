"""Putting goods back where they came from, and holding others."""

from collections.abc import Sequence

from agents.kit.wire import money
from agents.post_purchase.commits.claims import Work
from agents.post_purchase.tables import Json, Order


def restock_lines(order: Order, units: Sequence[tuple[str, int]]) -> list[Json]:
    """Units of an order as inventory takes them back, each where it was taken from.

    Args:
        order: The order, with the places its goods were allocated from, where they are known.
        units: SKUs with quantities, none above what the order holds.
    """
    places = [dict(each) for each in order.allocations]
    lines: list[Json] = []
    for sku, wanted in units:
        left = wanted
        for place in places:
            if place["sku"] == sku and place["quantity"] and left:
                part = min(left, place["quantity"])
                place["quantity"] -= part
                left -= part
                found = {"sku": sku, "quantity": part, "locationId": place["locationId"]}
                lines.append(found)
        if left:
            lines.append({"sku": sku, "quantity": left})
    return lines


def left_allocations(allocations: list[Json], gone: list[Json]) -> list[Json]:
    """Allocations less what of them was given back."""
    left = [dict(each) for each in allocations]
    for unit in gone:
        for each in left:
            is_it = (each["sku"], each["locationId"]) == (unit["sku"], unit.get("locationId"))
            if is_it:
                each["quantity"] -= min(each["quantity"], unit["quantity"])
    return [each for each in left if each["quantity"]]


def restock(work: Work, lines: Sequence[Json], key: str, location_id: str | None = None) -> None:
    """Put goods back; again puts nothing back twice.

    Args:
        work: On whose behalf.
        lines: SKUs and quantities, with their places where known.
        key: The reference that makes a repeat harmless.
        location_id: Where those go that have no place of their own.
    """
    if not lines:
        return
    body: Json = {"lines": list(lines), "reference": key}
    place = location_id or pickup_store_id(work)
    if place:
        body["locationId"] = place
    work.desk.peers.call("inventory", "restock", body, key=key)


def pickup_store_id(work: Work) -> str | None:
    """The store that set the goods aside, of an order to be collected."""
    order = work.order()
    if order.store_name is None:
        return None
    stores = work.desk.peers.call("inventory", "listStores")["stores"]
    return next((each["storeId"] for each in stores if each["name"] == order.store_name), None)


def reverse_points(work: Work, amount: int, reference: str) -> None:
    """Take back the points that an amount earned."""
    if amount > 0:
        order = work.order()
        body = {
            "orderId": order.order_id,
            "amount": money(amount, order.currency),
            "reference": reference,
        }
        work.desk.peers.call("loyalty", "reversePoints", body)
