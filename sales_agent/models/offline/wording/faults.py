"""What went wrong, in a shopper's words: which part is missing, and what still works."""

from collections.abc import Callable, Mapping
from typing import Any

from sales_agent.shop.told import told, without_rules

Json = Mapping[str, Any]
_BY_TOOL = {
    "browse_catalog": "recommendation",
    "search_products": "recommendation",
    "get_product_details": "recommendation",
    "compare_products": "recommendation",
    "get_recommendations": "recommendation",
    "search_policies": "recommendation",
    "check_inventory": "inventory",
    "reserve_in_store": "fulfillment",
    "get_delivery_options": "fulfillment",
    "add_delivery_address": "fulfillment",
    "add_to_cart": "payment",
    "update_cart": "payment",
    "remove_from_cart": "payment",
    "show_cart": "payment",
    "apply_coupon": "payment",
    "initiate_checkout": "payment",
    "get_order_status": "post-purchase",
    "list_orders": "post-purchase",
    "cancel_order": "post-purchase",
    "return_items": "post-purchase",
    "list_reservations": "fulfillment",
    "cancel_reservation": "fulfillment",
    "change_default_address": "fulfillment",
    "list_payment_methods": "payment",
    "add_gift_card": "payment",
    "exchange_items": "post-purchase",
    "change_order_items": "post-purchase",
    "change_delivery_address": "post-purchase",
    "change_order_payment": "post-purchase",
    "get_refund_status": "post-purchase",
    "get_invoice": "post-purchase",
    "leave_feedback": "post-purchase",
    "hand_over_to_person": "post-purchase",
    "get_points": "loyalty",
    "get_applicable_offers": "loyalty",
    "identify_shopper": "loyalty",
}
_DOWN = ("agent_unavailable", "contract_broken", "tool_failed", "too_many_rounds", "no_such_tool")


def fault_words(
    tool: str, result: Json, say: Callable[..., str], has: Callable[[str], bool]
) -> str:
    """Say plainly what could not be done; a fault of business is told in its own words."""
    code = str(result.get("code", ""))
    if has(f"fault.{code}"):
        return say(f"fault.{code}")
    if code in _DOWN or not result.get("message"):
        part = str(result.get("agent") or _BY_TOOL.get(tool, ""))
        if has(f"down.{part}"):
            return say(f"down.{part}")
        return say("down.other", what=tool.replace("_", " "))
    return say("fault", message=sentence(str(result["message"])))


def sentence(text: str) -> str:
    """A message as a sentence in the spoken language, without the name of the rule behind it."""
    text = told(without_rules(text))
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
