"""The terminal's own words: what a tool is doing, what the commands are, what can be said next."""

from collections.abc import Sequence
from typing import Any

from sales_agent.channels.cleaning import one_line
from sales_agent.events import ToolFinished

TOOL_WORDS = {
    "browse_catalog": "looking around the shop",
    "search_products": "searching the shelves",
    "search_policies": "reading our pages",
    "get_product_details": "reading the details",
    "compare_products": "comparing",
    "get_recommendations": "looking for what goes with it",
    "check_inventory": "checking stock",
    "reserve_in_store": "reserving in the store",
    "add_to_cart": "putting it into the cart",
    "update_cart": "changing the cart",
    "remove_from_cart": "taking it out of the cart",
    "show_cart": "pricing the cart",
    "apply_coupon": "trying the coupon",
    "get_applicable_offers": "looking for offers",
    "get_points": "counting points",
    "get_delivery_options": "asking about delivery",
    "add_delivery_address": "noting the address",
    "initiate_checkout": "preparing the checkout",
    "commit_checkout": "placing the order",
    "get_order_status": "looking up the order",
    "list_orders": "looking up the orders",
    "cancel_order": "preparing the cancellation",
    "commit_cancellation": "canceling the order",
    "return_items": "preparing the return",
    "commit_return": "opening the return",
    "exchange_items": "preparing the exchange",
    "commit_exchange": "opening the exchange",
    "change_order_items": "preparing the change",
    "change_delivery_address": "preparing the change",
    "change_order_payment": "preparing the change",
    "commit_order_change": "changing the order",
    "get_refund_status": "looking for the money",
    "get_invoice": "fetching the invoice",
    "leave_feedback": "noting what you think",
    "list_payment_methods": "looking at your ways to pay",
    "add_gift_card": "adding the gift card",
    "list_reservations": "looking up reservations",
    "cancel_reservation": "ending the reservation",
    "change_default_address": "noting the address",
    "identify_shopper": "looking you up",
    "hand_over_to_person": "calling a colleague",
}
HELP = (
    "Say what you are looking for, in your own words. Commands:",
    "/cart            what is in your cart",
    "/orders          your orders",
    "/photo FILE      goods that look like the picture in a file",
    "/card            enter a card number, hidden",
    "/login [EMAIL]   sign in by e-mail, or by first name, last name and postcode",
    "/logout          sign out; your cart and talk stay yours for when you sign in again",
    "/link [CODE]     show a code here, and type it where you want to go on",
    "/channel NAME    go on under another channel's name",
    "/why             what the last answer was made from",
    "/export          all that is kept of you, as JSON",
    "/forget          erase this conversation and what is known of you",
    "/help            this list",
    "/quit            leave; cart and conversation stay",
)
STOPPED = "Stopped."
CARD_HINT = "Type /card to enter a card number hidden, or name the card's last four digits."


def tool_words(name: str) -> str:
    """What a tool is doing, for the live line; an unknown tool's name says it."""
    return TOOL_WORDS.get(name) or one_line(name).replace("_", " ")


def suggestion_words(suggestions: Sequence[str]) -> str:
    """What the shopper could say next, on one line; empty when nothing is suggested."""
    words = [one_line(suggestion) for suggestion in suggestions]
    return f"Try: {' · '.join(words)}" if words else ""


def is_card_wanted(tools: Sequence[ToolFinished]) -> bool:
    """Whether the turn's checkout stopped for want of a card."""
    return any(
        tool.name == "initiate_checkout" and _status(tool.result) == "needs_tender"
        for tool in tools
    )


def _status(result: Any) -> Any:
    return result.get("status") if isinstance(result, dict) else None
