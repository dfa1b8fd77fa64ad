"""Swapping units of an order for other variants: what it costs, and the order after it.

The order's discounts stay as they were granted (`changes.discounts_stay`). A unit that is swapped
takes its share of them along, so a swap changes the total by the new unit price less the old one.
Only where that share is more than the new variant costs is what is over lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agents.kit.wire import money
from agents.post_purchase.refunds import units_share
from agents.post_purchase.standing import free_units
from agents.post_purchase.tables import Json, Order, OrderLine


@dataclass(frozen=True)
class Variant:
    """What an order line may become; `price` in minor units of `currency`."""

    sku: str
    product_id: str
    name: str
    colour: str | None
    size: str | None
    options: Mapping[str, str]
    category: str | None
    price: int
    currency: str
    available: int


@dataclass(frozen=True)
class Sum:
    """The figures of a line, or of the part of it that is swapped."""

    quantity: int
    returned: int
    unit_price: int
    line_total: int
    discount: int
    settled: int

    @classmethod
    def of(cls, line: OrderLine) -> "Sum":
        """The figures of an order line."""
        return cls(
            line.quantity,
            line.returned_quantity,
            line.unit_price,
            line.line_total,
            line.discount,
            line.settled,
        )


@dataclass(frozen=True)
class Split:
    """A line parted in two: what is left of it, and the units that became another variant."""

    rest: Sum
    moved: Sum
    difference: int
    lost_discount: int


def split(line: Sum, quantity: int, new_price: int) -> Split:
    """Part units of a line from it, at another price.

    Args:
        line: The line as it stands; at least `quantity` of its units are not returned.
        quantity: Units to part.
        new_price: Minor units for each.
    """
    left = line.line_total - line.discount - line.settled
    paid = units_share(left, line.quantity - line.returned, quantity)
    share = quantity * line.unit_price - paid
    kept = min(share, quantity * new_price)
    moved = Sum(quantity, 0, new_price, quantity * new_price, kept, 0)
    rest = replace(
        line,
        quantity=line.quantity - quantity,
        line_total=line.line_total - quantity * line.unit_price,
        discount=line.discount - share,
    )
    return Split(rest, moved, moved.line_total - kept - paid, share - kept)


def choose_units(order: Order, wanted: Sequence[Json]) -> list[tuple[OrderLine, str, int]]:
    """Which units of which lines become which SKU, earlier lines first.

    A wish without a quantity means all units of its SKU that earlier wishes left.

    Args:
        order: The order; every SKU wished away is in it, often enough.
        wanted: Objects `{sku, newSku, quantity?}`.
    """
    left = {line.position: free_units(line) for line in order.lines}
    chosen = []
    for wish in wanted:
        lines = [line for line in order.lines if line.sku == wish["sku"]]
        count = wish.get("quantity", sum(left[line.position] for line in lines))
        for line in lines:
            part = min(count, left[line.position])
            if part > 0:
                chosen.append((line, wish["newSku"], part))
                left[line.position] -= part
                count -= part
    return chosen


def price_swaps(
    order: Order,
    chosen: Sequence[tuple[OrderLine, str, int]],
    variants: Mapping[str, Variant],
) -> list[Json]:
    """The terms of swaps: plain objects, which a quote keeps and `apply_swaps` carries out.

    The same variant again, in place of a faulty one, costs what the line cost.
    """
    sums = {line.position: Sum.of(line) for line in order.lines}
    terms = []
    for line, new_sku, quantity in chosen:
        variant = variants[new_sku]
        price = line.unit_price if new_sku == line.sku else variant.price
        parted = split(sums[line.position], quantity, price)
        sums[line.position] = parted.rest
        terms.append(
            {
                "position": line.position,
                "sku": line.sku,
                "quantity": quantity,
                "newSku": new_sku,
                "unitPrice": price,
                "name": variant.name,
                "colour": variant.colour,
                "size": variant.size,
                "options": dict(variant.options),
                "difference": parted.difference,
            }
        )
    return terms


def swaps_wire(order: Order, terms: Sequence[Json]) -> list[Json]:
    """Swaps as contracts show them."""
    lines = {line.position: line for line in order.lines}
    return [
        {
            "sku": term["sku"],
            "name": lines[term["position"]].name,
            "options": lines[term["position"]].options,
            "newSku": term["newSku"],
            "newName": term["name"],
            "newOptions": term["options"],
            "quantity": term["quantity"],
            "unitPrice": money(lines[term["position"]].unit_price, order.currency),
            "newUnitPrice": money(term["unitPrice"], order.currency),
            "difference": money(term["difference"], order.currency),
        }
        for term in terms
    ]


def difference_of(terms: Sequence[Json]) -> int:
    """What swaps cost together, in minor units; below zero is what goes back."""
    return sum(term["difference"] for term in terms)


def units_of(terms: Sequence[Json], name: str) -> list[tuple[str, int]]:
    """Units by SKU, of the old ones (`sku`) or the new (`newSku`)."""
    units: dict[str, int] = {}
    for term in terms:
        units[term[name]] = units.get(term[name], 0) + term["quantity"]
    return list(units.items())


def apply_swaps(order: Order, terms: Sequence[Json]) -> None:
    """Carry swaps out: lines, subtotal, discounts, tax and total change together."""
    lost, tax, before = 0, order.tax_included, order.total
    for term in terms:
        line = next(each for each in order.lines if each.position == term["position"])
        parted = split(Sum.of(line), term["quantity"], term["unitPrice"])
        lost += parted.lost_discount
        _add_line(order, line, term, parted.moved)
        _write(line, parted.rest)
        if not line.quantity:
            order.lines.remove(line)
    order.discounts = _without(order.discounts, lost)
    order.subtotal = sum(line.line_total for line in order.lines)
    order.total = order.subtotal - sum(d["amount"] for d in order.discounts) + order.delivery
    order.tax_included = (2 * tax * order.total + before) // (2 * before) if before else 0


def _add_line(order: Order, line: OrderLine, term: Json, moved: Sum) -> None:
    new = OrderLine(
        position=max(each.position for each in order.lines) + 1,
        sku=term["newSku"],
        product_id=line.product_id,
        name=term["name"],
        colour=term["colour"],
        size=term["size"],
        options=term["options"],
        category=line.category,
        exchanged_quantity=0,
    )
    _write(new, moved)
    order.lines.append(new)


def _write(line: OrderLine, figures: Sum) -> None:
    line.quantity = figures.quantity
    line.returned_quantity = figures.returned
    line.unit_price = figures.unit_price
    line.line_total = figures.line_total
    line.discount = figures.discount
    line.settled = figures.settled


def _without(discounts: Sequence[Json], lost: int) -> list[Json]:
    """Discounts less an amount that is lost, taken from the last ones."""
    kept = []
    for discount in reversed(discounts):
        part = min(lost, discount["amount"])
        lost -= part
        if discount["amount"] - part:
            kept.append({**discount, "amount": discount["amount"] - part})
    return kept[::-1]
