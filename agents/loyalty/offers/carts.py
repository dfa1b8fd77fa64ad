"""A cart of SKUs and quantities, at the prices that the catalogue tells."""

from collections.abc import Iterable, Mapping
from typing import Any

from agents.kit.errors import Fault
from agents.kit.peers import Peers
from agents.loyalty.offers.terms import Cart, CartLine


def read_cart(peers: Peers, lines: Iterable[Mapping[str, Any]]) -> Cart:
    """Read a cart; SKUs that the catalogue does not know count for nothing.

    Raises:
        CallFailed: the catalogue cannot be asked.
        Fault: the cart mixes currencies.
    """
    wanted: dict[str, int] = {}
    for line in lines:
        wanted[line["sku"]] = wanted.get(line["sku"], 0) + line["quantity"]
    if not wanted:
        return Cart()
    products = peers.call("recommendation", "getProducts", {"skus": list(wanted)})["products"]
    variants = [
        (product, variant)
        for product in products
        for variant in product["variants"]
        if variant["sku"] in wanted
    ]
    currencies = sorted({variant["price"]["currency"] for _, variant in variants})
    if len(currencies) > 1:
        raise Fault(
            f"the cart mixes {' and '.join(currencies)}; ask for one currency at a time",
            code="mixed_currencies",
            status=409,
        )
    return Cart(
        tuple(_line(product, variant, wanted[variant["sku"]]) for product, variant in variants),
        currencies[0] if currencies else None,
    )


def _line(product: Mapping[str, Any], variant: Mapping[str, Any], quantity: int) -> CartLine:
    return CartLine(
        sku=variant["sku"],
        product_id=product["productId"],
        name=product["name"],
        category=product["category"],
        quantity=quantity,
        unit_price=variant["price"]["amount"],
    )
