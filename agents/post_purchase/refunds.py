"""What a shopper paid for each unit of an order, to the last minor unit."""

from collections.abc import Sequence

from agents.post_purchase.tables import OrderLine


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


def units_share(amount: int, units: int, count: int) -> int:
    """What `count` of `units` units bear of an amount that is theirs together.

    Taken again from what is left, until no unit is, the shares sum to the amount, in whatever
    order and however many at a time.
    """
    return amount * count // units


def paid_for(line: OrderLine) -> int:
    """What a line cost after its share of the order's discounts, in minor units."""
    return line.line_total - line.discount


def line_refund(line: OrderLine, count: int) -> int:
    """What comes back for more units of a line: its price after the order's discounts."""
    left = line.quantity - line.returned_quantity
    return units_share(paid_for(line) - line.settled, left, count)
