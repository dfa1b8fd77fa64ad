"""What may be done with an order as it stands: pure questions about it."""

from datetime import date, timedelta

from agents.post_purchase.policy import Policy
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Commit, Order, OrderLine

UNFINISHED = ("open", "settled", "undoing")
"""The states of a commit that still has something to do."""
CHANGING = ("open", "undoing")
"""Those in which it is not decided yet what becomes of the order."""
BESIDE = ("points", "receipt", "exchange_receipt")
"""Commits that stand beside the shopper's own changes and do not wait for them."""


def unfinished_change(order: Order) -> Commit | None:
    """The shopper's change of the order that is being made, if any."""
    return next(
        (c for c in order.commits if c.state in CHANGING and c.kind not in BESIDE),
        None,
    )


def is_being_canceled(order: Order) -> bool:
    """Whether the shopper said yes to canceling it, and that is not undone."""
    return any(c.kind == "cancellation" and c.state in ("open", "settled") for c in order.commits)


def can_cancel(order: Order, policy: Policy) -> bool:
    """Whether the shopper may still cancel it."""
    return _may(order, policy.cancel.before_packing)


def can_change_address(order: Order, policy: Policy) -> bool:
    """Whether it may still go elsewhere; what is collected in a store goes nowhere."""
    return order.store_name is None and _may(order, policy.changes.address_before_shipping)


def can_change_items(order: Order, policy: Policy) -> bool:
    """Whether other variants may still be chosen."""
    is_used_up = policy.changes.items_once and order.are_items_changed
    return not is_used_up and _may(order, policy.changes.items_before_packing)


def can_change_payment(order: Order, policy: Policy) -> bool:
    """Whether it may still be paid with something else."""
    return order.total > 0 and _may(order, policy.changes.payment_before_packing)


def can_exchange(order: Order, policy: Policy, today: date) -> bool:
    """Whether anything of it may still be swapped."""
    is_used_up = policy.exchanges.once and has_exchange(order)
    return (
        not is_used_up
        and _may(order, policy.exchanges.after_delivery)
        and any(_is_within_window(order, line, policy, today) for line in order.lines)
    )


def has_exchange(order: Order) -> bool:
    """Whether an exchange was opened that was not refused."""
    return any(each.status != "refused" for each in order.exchanges)


def free_units(line: OrderLine) -> int:
    """Units of a line that neither came back nor were announced to be returned or swapped."""
    return line.quantity - line.returned_quantity - line.exchanged_quantity


def delivered_on(order: Order) -> date | None:
    """The day it arrived."""
    days = [entry.at.date() for entry in order.history if entry.status == Status.DELIVERED]
    return days[0] if days else None


def line_returnable_until(order: Order, line: OrderLine, policy: Policy) -> date | None:
    """The last day on which a line may come back; None before it has arrived."""
    day = delivered_on(order)
    return day and day + timedelta(days=policy.returns.window.days_for(line.category))


def returnable_until(order: Order, policy: Policy) -> date | None:
    """The last day on which anything of the order may come back; None when nothing may."""
    if order.status not in policy.returns.after_delivery:
        return None
    days = [
        line_returnable_until(order, line, policy)
        for line in order.lines
        if free_units(line) > 0 and line.category not in policy.returns.non_returnable
    ]
    return max((day for day in days if day), default=None)


def _may(order: Order, states: tuple[Status, ...]) -> bool:
    return order.status in states and unfinished_change(order) is None


def _is_within_window(order: Order, line: OrderLine, policy: Policy, today: date) -> bool:
    until = line_returnable_until(order, line, policy)
    return free_units(line) > 0 and until is not None and today <= until
