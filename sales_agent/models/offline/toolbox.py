"""The tools bound to the model, as it sees them: names, descriptions, parameters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sales_agent.models.offline.understanding.text import stem

KNOWN = frozenset(
    [
        "browse_catalog",
        "search_products",
        "get_product_details",
        "compare_products",
        "get_recommendations",
        "check_inventory",
        "reserve_in_store",
        "add_to_cart",
        "update_cart",
        "remove_from_cart",
        "show_cart",
        "apply_coupon",
        "get_applicable_offers",
        "get_points",
        "get_delivery_options",
        "add_delivery_address",
        "initiate_checkout",
        "get_order_status",
        "list_orders",
        "cancel_order",
        "return_items",
        "list_reservations",
        "cancel_reservation",
        "change_default_address",
        "list_payment_methods",
        "add_gift_card",
        "exchange_items",
        "change_order_items",
        "change_delivery_address",
        "change_order_payment",
        "get_refund_status",
        "get_invoice",
        "leave_feedback",
        "identify_shopper",
        "hand_over_to_person",
        "search_policies",
    ]
)
"""Tools whose use is part of the policy; any other is reached by its description."""


@dataclass(frozen=True, eq=False)
class ToolCard:
    """One bound tool."""

    name: str
    description: str
    parameters: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...]

    @property
    def name_stems(self) -> tuple[str, ...]:
        """What the tool's name says, stemmed."""
        return tuple(stem(word) for word in re.findall(r"[a-z]+", self.name.lower()))


@dataclass(frozen=True, eq=False)
class Toolbox:
    """All bound tools, by name."""

    cards: Mapping[str, ToolCard]

    def has(self, name: str) -> bool:
        """Whether a tool is bound."""
        return name in self.cards

    def takes(self, name: str, parameter: str) -> bool:
        """Whether a bound tool has a parameter."""
        return name in self.cards and parameter in self.cards[name].parameters

    @property
    def unknown(self) -> list[ToolCard]:
        """The tools that the policy was not written for."""
        return [card for name, card in self.cards.items() if name not in KNOWN]


def read_toolbox(schemas: Sequence[Mapping[str, Any]]) -> Toolbox:
    """Read bound schemas in the form of OpenAI's function tools."""
    cards = [_card(schema.get("function", schema)) for schema in schemas]
    return Toolbox({card.name: card for card in cards})


def _card(function: Mapping[str, Any]) -> ToolCard:
    schema = function.get("parameters") or {}
    required = tuple(schema.get("required", ()))
    return ToolCard(
        function["name"], function.get("description", ""), schema.get("properties", {}), required
    )
