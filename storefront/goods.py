"""The shop as its pages see it: goods, stock, stores and texts, asked of the agents."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from contracts.client import AgentError, CallFailed
from contracts.contract import ContractError

Json = dict[str, Any]

VISITOR = "storefront"
"""Whom calls are signed for: what pages show is the same for everybody."""
PER_PAGE = 24
NAMED = 4
"""Categories that stand for all."""
NOT_FOUND = 404
FAILURES = (CallFailed, ContractError)
"""What an agent's silence or rubbish raises."""


class Agents(Protocol):
    """What pages need of `contracts.shop.Shop`."""

    def call(
        self, agent: str, operation_id: str, body: Mapping[str, Any] | None, *, shopper: str
    ) -> Json:
        """Call an agent's operation for a shopper."""


class Goods:
    """Reads what pages show; raises as `AgentClient.call` does where it does not say otherwise."""

    def __init__(self, agents: Agents) -> None:
        self._agents = agents

    def categories(self) -> list[Json]:
        """Every category as `{"value", "count"}`, the largest first; empty while none answers."""
        try:
            found: list[Json] = self._ask("recommendation", "getVocabulary", None)["categories"]
        except FAILURES:
            return []
        return sorted(found, key=lambda one: (-one["count"], one["value"]))

    def search(self, filters: Mapping[str, Any], *, page: int = 1) -> Json:
        """A page of `searchProducts`, with facets to narrow it by."""
        body = {name: value for name, value in filters.items() if value}
        body |= {"limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
        return self._ask("recommendation", "searchProducts", {**body, "facets": ["colour", "size"]})

    def product(self, product_id: str) -> Json | None:
        """A product with its variants; None when the catalogue has no such id."""
        found = self.products([product_id])
        return found[0] if found else None

    def products(self, product_ids: Sequence[str]) -> list[Json]:
        """The known ones of some products, in the order asked for."""
        found = self._ask("recommendation", "getProducts", {"productIds": list(product_ids)})
        by_id = {product["productId"]: product for product in found["products"]}
        return [by_id[one] for one in product_ids if one in by_id]

    def recommended(self, kind: str, limit: int, **more: Any) -> list[Json]:
        """What the shop recommends; nothing while nobody answers, as a page stands without."""
        try:
            body = {"kind": kind, "limit": limit, **more}
            reply = self._ask("recommendation", "getRecommendations", body)
        except FAILURES:
            return []
        found: list[Json] = reply["recommendations"]
        return found

    def stock(self, product_id: str) -> Mapping[str, Json] | None:
        """A product's stock by SKU; None while the inventory does not answer."""
        try:
            reply = self._ask("inventory", "getStock", {"productIds": [product_id]})
        except FAILURES:
            return None
        return {row["sku"]: row for row in reply["stock"]}

    def stock_of(self, sku: str) -> Json | None:
        """Where a variant is in stock, as `checkInventory` says; None while nobody answers."""
        try:
            return self._ask("inventory", "checkInventory", {"sku": sku})
        except FAILURES:
            return None

    def stores(self) -> list[Json]:
        """Every store with address and hours."""
        found: list[Json] = self._ask("inventory", "listStores", None)["stores"]
        return found

    def pages(self) -> list[Json]:
        """Title and address of the shop's own pages; empty while nobody answers."""
        try:
            found: list[Json] = self._ask("recommendation", "listPages", None)["pages"]
        except FAILURES:
            return []
        return found

    def page(self, address: str) -> Json | None:
        """One of the shop's own pages; None when it has none of that address."""
        try:
            return self._ask("recommendation", "readPage", {"address": address})
        except AgentError as error:
            if error.status == NOT_FOUND:
                return None
            raise

    def _ask(self, agent: str, operation_id: str, body: Mapping[str, Any] | None) -> Json:
        return self._agents.call(agent, operation_id, body, shopper=VISITOR)


def range_words(categories: Sequence[Json]) -> str:
    """What the shop has, in a few words: its largest categories."""
    names = [str(one["value"]) for one in categories[:NAMED]]
    if not names:
        return "Everything that we have"
    if len(categories) > len(names):
        return f"{', '.join(names)} and more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
