"""What a shopper paid for each unit of an order, to the last minor unit."""

from collections.abc import Sequence

from agents.post_purchase.tables import Order, OrderLine


def allocate(amount: int, weights: Sequence[int]) -> list[int]:
    """Spread an amount in proportion to weights; the parts sum to it exactly.

    What whole units leave over goes, one each, to the largest remainders, earlier ones first.

    Args:
        amount: Minor units, never negative.
        weights: Never negative; when all are zero, the first takes everything.
    """
    whole = sum(weights)
    if whole == 0:
        return [amount, *[0] * (len(weights) - 1)] if weights else []
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % whole))
    for index in by_remainder[: amount - sum(parts)]:
        parts[index] += 1
    return parts


def paid_for_units(paid: int, quantity: int, first: int, count: int) -> int:
    """What `count` of a line's `quantity` units cost, after `first` of them are settled.

    However a line's units come back, one by one or together, their prices sum to what was paid.
    """
    return paid * (first + count) // quantity - paid * first // quantity


def line_refund(order: Order, line: OrderLine, count: int) -> int:
    """What comes back for more units of a line: its price after the order's discounts."""
    weights = [each.line_total for each in order.lines]
    paid = allocate(order.total - order.delivery, weights)[order.lines.index(line)]
    return paid_for_units(paid, line.quantity, line.returned_quantity, count)
