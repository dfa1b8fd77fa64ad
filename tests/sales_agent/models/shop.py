"""A scripted shop: its tools answer in the shapes of the contracts, from a dozen rows."""

from dataclasses import dataclass

from tests.sales_agent.models.aftersale_tools import AftersaleTools
from tests.sales_agent.models.rows import SHOES, Json

__all__ = ["SHOES", "ScriptedShop"]
AGENT_OF = {
    "browse_catalog": "recommendation",
    "search_policies": "recommendation",
    "search_products": "recommendation",
    "get_recommendations": "recommendation",
    "check_inventory": "inventory",
    "show_cart": "payment",
    "add_to_cart": "payment",
    "initiate_checkout": "payment",
    "get_applicable_offers": "loyalty",
    "get_order_status": "post-purchase",
    "list_orders": "post-purchase",
}


@dataclass
class ScriptedShop(AftersaleTools):
    """Tools by name; `down` names agents that cannot be reached."""

    def call(self, name: str, args: Json) -> Json:
        """Answer a tool call."""
        self.calls.append((name, args))
        if AGENT_OF.get(name) in self.down:
            return {
                "status": "error",
                "code": "agent_unavailable",
                "message": "x",
                "suggestions": [],
                "agent": AGENT_OF[name],
            }
        tool = self.more.get(name) or getattr(self, f"_{name}")
        return tool(args)
