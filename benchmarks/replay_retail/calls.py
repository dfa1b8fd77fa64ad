"""A call of a task as a call of one of our own tools."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]
Made = tuple[str, Json]
RETURN_REASON = "I changed my mind"
"""Our returns ask for a reason, and the tasks' calls tell none."""
WITHOUT_COUNTERPART = {"calculate": "our agents do the sums, in the quote"}


def our_call(name: str, arguments: Mapping[str, Any]) -> Made | None:
    """The tool of ours and its arguments; None for a call that has no counterpart.

    Raises:
        KeyError: a call that nobody has thought of.
    """
    return None if name in WITHOUT_COUNTERPART else CALLS[name](arguments)


def _identify_by_email(arguments: Mapping[str, Any]) -> Made:
    return "identify_shopper", {"email": arguments["email"]}


def _identify_by_name(arguments: Mapping[str, Any]) -> Made:
    named = {name: arguments[name] for name in ("first_name", "last_name")}
    return "identify_shopper", {**named, "postcode": arguments["zip"]}


def _read_user(arguments: Mapping[str, Any]) -> Made:
    return "list_orders", {}


def _read_order(arguments: Mapping[str, Any]) -> Made:
    return "get_order_status", {"order_id": arguments["order_id"]}


def _read_product(arguments: Mapping[str, Any]) -> Made:
    return "get_product_details", {"product_id": arguments["product_id"]}


def _read_item(arguments: Mapping[str, Any]) -> Made:
    return "check_inventory", {"sku": arguments["item_id"]}


def _browse(arguments: Mapping[str, Any]) -> Made:
    return "browse_catalog", {}


def _hand_over(arguments: Mapping[str, Any]) -> Made:
    return "hand_over_to_person", {"reason": arguments["summary"]}


def _cancel(arguments: Mapping[str, Any]) -> Made:
    return "cancel_order", {"order_id": arguments["order_id"], "reason": arguments["reason"]}


def _change_items(arguments: Mapping[str, Any]) -> Made:
    return "change_order_items", _swapped(arguments)


def _exchange(arguments: Mapping[str, Any]) -> Made:
    return "exchange_items", _swapped(arguments)


def _return(arguments: Mapping[str, Any]) -> Made:
    units = Counter(arguments["item_ids"])
    return "return_items", {
        "order_id": arguments["order_id"],
        "lines": [{"sku": sku, "quantity": number} for sku, number in units.items()],
        "reason": RETURN_REASON,
        "refund_to": arguments["payment_method_id"],
    }


def _change_payment(arguments: Mapping[str, Any]) -> Made:
    return "change_order_payment", {
        "order_id": arguments["order_id"],
        "pay_with": arguments["payment_method_id"],
    }


def _change_order_address(arguments: Mapping[str, Any]) -> Made:
    return "change_delivery_address", {"order_id": arguments["order_id"], **_address(arguments)}


def _change_default_address(arguments: Mapping[str, Any]) -> Made:
    return "change_default_address", _address(arguments)


def _swapped(arguments: Mapping[str, Any]) -> Json:
    pairs = Counter(zip(arguments["item_ids"], arguments["new_item_ids"], strict=True))
    return {
        "order_id": arguments["order_id"],
        "swaps": [{"sku": o, "new_sku": n, "quantity": units} for (o, n), units in pairs.items()],
        "pay_with": arguments["payment_method_id"],
    }


def _address(arguments: Mapping[str, Any]) -> Json:
    address = {
        "line1": arguments["address1"],
        "city": arguments["city"],
        "state": arguments["state"],
        "postcode": arguments["zip"],
        "country": {"USA": "US"}[arguments["country"]],
    }
    return {**address, **({"line2": arguments["address2"]} if arguments["address2"] else {})}


CALLS: dict[str, Callable[[Mapping[str, Any]], Made]] = {
    "find_user_id_by_email": _identify_by_email,
    "find_user_id_by_name_zip": _identify_by_name,
    "get_user_details": _read_user,
    "get_order_details": _read_order,
    "get_product_details": _read_product,
    "get_item_details": _read_item,
    "list_all_product_types": _browse,
    "transfer_to_human_agents": _hand_over,
    "cancel_pending_order": _cancel,
    "modify_pending_order_items": _change_items,
    "modify_pending_order_address": _change_order_address,
    "modify_pending_order_payment": _change_payment,
    "modify_user_address": _change_default_address,
    "return_delivered_order_items": _return,
    "exchange_delivered_order_items": _exchange,
}
