"""The variants that an order's goods may become, and whether a shopper's wishes name such ones."""

from collections.abc import Mapping, Sequence

from agents.kit.peers import Peers
from agents.post_purchase.policy import Rule
from agents.post_purchase.refusals import Refusal
from agents.post_purchase.standing import free_units
from agents.post_purchase.swaps import Variant
from agents.post_purchase.tables import Json, Order, OrderLine
from agents.post_purchase.wording import list_words, spell_options

SHOWN_AT_ONCE = 4


def fetch_variants(peers: Peers, order: Order, skus: Sequence[str]) -> dict[str, Variant]:
    """Every variant of the products that these SKUs of an order are of, by SKU."""
    wanted = {line.product_id: line for line in order.lines if line.sku in skus}
    if not wanted:
        return {}
    ids = {"productIds": list(wanted)}
    products = peers.call("recommendation", "getProducts", ids)["products"]
    stock = peers.call("inventory", "getStock", ids)["stock"]
    available = {each["sku"]: each["available"] for each in stock}
    return {
        variant["sku"]: _variant(product, variant, available.get(variant["sku"], 0))
        for product in products
        for variant in product["variants"]
    }


def refuse_units(order: Order, wanted: Sequence[Json]) -> Refusal | None:
    """Why an order cannot give up these units; None when it can."""
    counts: dict[str, int] = {}
    for wish in wanted:
        counts[wish["sku"]] = counts.get(wish["sku"], 0) + wish.get("quantity", 1)
    for sku, count in counts.items():
        lines = [line for line in order.lines if line.sku == sku]
        if not lines:
            there = list_words(f"{line.name} ({line.sku})" for line in order.lines)
            message = f"{sku} is not in order {order.order_id}; it has {there}"
            return Refusal(Rule.LINES, message, ("Name a product of this order",))
        left = sum(free_units(line) for line in lines)
        if count > left:
            name = lines[0].name
            message = f"Of {name}, order {order.order_id} has {left} to change, not {count}"
            ways_out = (f"Change {left} instead",) if left else ("Show my order",)
            return Refusal(Rule.LINES, message, ways_out)
    return None


def refuse_variants(
    order: Order,
    wanted: Sequence[Json],
    variants: Mapping[str, Variant],
    *,
    allows_same: bool = False,
) -> Refusal | None:
    """Why the new variants cannot be had; None when they can.

    Args:
        order: The order; every SKU wished away is in it.
        wanted: Objects `{sku, newSku, quantity?}`.
        variants: Those of the products concerned.
        allows_same: Whether the same variant may come again, in place of a faulty one.
    """
    counts: dict[str, int] = {}
    for wish in wanted:
        line = next(each for each in order.lines if each.sku == wish["sku"])
        refusal = _refuse_wish(line, wish["newSku"], variants, allows_same=allows_same)
        if refusal is not None:
            return refusal
        free = sum(free_units(each) for each in order.lines if each.sku == wish["sku"])
        count = wish.get("quantity", free)
        counts[wish["newSku"]] = counts.get(wish["newSku"], 0) + count
    return _refuse_stock(order, counts, variants)


def _refuse_wish(
    line: OrderLine, new_sku: str, variants: Mapping[str, Variant], *, allows_same: bool
) -> Refusal | None:
    variant = variants.get(new_sku)
    if variant is None or variant.product_id != line.product_id:
        others = _others(line, variants)
        message = (
            f"{new_sku} is no variant of {line.name}; it can be changed only for one of the same "
            f"product{': ' + list_words(others, 'or') if others else ''}"
        )
        return Refusal(Rule.SAME_PRODUCT, message, _ways_out(others))
    if new_sku == line.sku and not allows_same:
        others = _others(line, variants)
        message = f"{line.name} in {spell_options(line.options) or new_sku} is what the order has"
        return Refusal(Rule.SAME_PRODUCT, message, _ways_out(others))
    return None


def _refuse_stock(
    order: Order, counts: Mapping[str, int], variants: Mapping[str, Variant]
) -> Refusal | None:
    for sku, count in counts.items():
        variant = variants[sku]
        if variant.currency != order.currency:
            message = f"{variant.name} is sold in {variant.currency}, not {order.currency}"
            return Refusal(Rule.AVAILABLE, message, ("Talk to a person",))
        if variant.available < count:
            line = next(each for each in order.lines if each.product_id == variant.product_id)
            label = f"{variant.name} in {spell_options(dict(variant.options)) or sku}"
            left = f"only {variant.available} left" if variant.available else "out of stock"
            wanted = f", and {count} are wanted" if variant.available else ""
            others = [each for each in _others(line, variants) if not each.startswith(sku)]
            return Refusal(Rule.AVAILABLE, f"{label} is {left}{wanted}", _ways_out(others))
    return None


def _others(line: OrderLine, variants: Mapping[str, Variant]) -> list[str]:
    """Other variants that are in stock, as `SKU (options)`."""
    found = [
        f"{each.sku} ({spell_options(dict(each.options))})" if each.options else each.sku
        for each in variants.values()
        if each.product_id == line.product_id and each.sku != line.sku and each.available
    ]
    return found[:SHOWN_AT_ONCE]


def _ways_out(others: Sequence[str]) -> tuple[str, ...]:
    return (*(f"Take {other} instead" for other in others[:2]), "Keep what I ordered")


def _variant(product: Json, variant: Json, available: int) -> Variant:
    return Variant(
        sku=variant["sku"],
        product_id=variant["productId"],
        name=product["name"],
        colour=variant["colour"],
        size=variant["size"],
        options=variant["options"],
        category=product["category"],
        price=variant["price"]["amount"],
        currency=variant["price"]["currency"],
        available=available,
    )
