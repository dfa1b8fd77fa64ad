"""What the scripted shop is made of, before its tools."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from tests.sales_agent.models.rows import CLOTHES, Json, Row


@dataclass
class ShopState:
    """Tools by name; `down` names agents that cannot be reached."""

    rows: list[Row] = field(default_factory=lambda: deepcopy(CLOTHES))
    currency: str = "INR"
    orders: list[Json] = field(default_factory=list)
    cart: dict[str, int] = field(default_factory=dict)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    down: set[str] = field(default_factory=set)
    has_address: bool = True
    card: str | None = None
    more: dict[str, Callable[[Json], Json]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    reserved: list[Json] = field(default_factory=list)
    costs_more: bool = False

    def called(self, name: str) -> list[Json]:
        """The arguments of every call of a tool."""
        return [args for tool, args in self.calls if tool == name]

    def money(self, amount: int) -> Json:
        return {"amount": amount, "currency": self.currency}
