"""The tool that recommends; `tools.py` gathers it with all others."""

from typing import Literal

from langgraph.prebuilt import ToolRuntime

from contracts.tool_calls import (
    Result,
    between,
    call,
    cart_of,
    given,
    minor_units,
    shop,
    shop_tool,
)

Kind = Literal["complements", "alternatives", "popular", "for_you", "new", "bought_together"]
FOR_CART = ("complements", "bought_together")
MOST_REFUSED = 50


@shop_tool
def get_recommendations(
    runtime: ToolRuntime,
    kind: Kind = "complements",
    product_ids: list[str] | None = None,
    category: str | None = None,
    colour: str | None = None,
    size: str | None = None,
    max_price: float | None = None,
    refused: list[str] | None = None,
    limit: int = 3,
) -> Result:
    """Recommend products, each with its reason, which is true and can be told.

    `complements` go with something, `bought_together` is what others bought with it (both: with the
    cart, without product_ids), `alternatives` stand in for it. `for_you` goes by what the shopper
    bought and looks at (product_ids), `popular` by what sells, `new` by what came in last.
    `refused` are the ids of what she just turned down: they are left out from then on.
    """
    in_cart = [line["sku"] for line in cart_of(runtime)["lines"]]
    skus = in_cart if kind in FOR_CART and not product_ids else []
    filters = given(category=category, colour=colour, size=size, maxPrice=minor_units(max_price))
    anchors = given(productIds=product_ids or None, skus=skus or None, excludeSkus=in_cart or None)
    turned_down = given(refusedProductIds=(refused or [])[:MOST_REFUSED] or None)
    body = {"kind": kind, "limit": between(limit, 1, 10), **anchors, **turned_down, **filters}
    return call(shop, "recommendation.getRecommendations", body, runtime)
