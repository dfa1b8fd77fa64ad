"""What may come back, and until when: rules that know nothing of calls and tables' sessions."""

from collections.abc import Mapping, Sequence
from datetime import date

from agents.kit.wording import spell_day
from agents.post_purchase.policy import Fault, Policy, Rule
from agents.post_purchase.refusals import Refusal
from agents.post_purchase.standing import free_units, line_returnable_until
from agents.post_purchase.statuses import Status
from agents.post_purchase.tables import Json, Order, OrderLine
from agents.post_purchase.wording import list_words, state_words


def wanted_units(order: Order, lines: Sequence[Json]) -> dict[str, int]:
    """Units by SKU; a line without a quantity means all that can still come back."""
    wanted: dict[str, int] = {}
    for line in lines:
        sku = line["sku"]
        whole = max(1, returnable_units(order, sku))
        wanted[sku] = wanted.get(sku, 0) + line.get("quantity", whole)
    return wanted


def returnable_units(order: Order, sku: str) -> int:
    """Units of a SKU that have not come back and were not announced."""
    return sum(free_units(line) for line in order.lines if line.sku == sku)


def taken_units(order: Order, sku: str, count: int) -> list[tuple[OrderLine, int]]:
    """Which lines so many units of a SKU come from, earlier lines first."""
    taken = []
    for line in (each for each in order.lines if each.sku == sku):
        n = min(count, free_units(line))
        if n:
            taken.append((line, n))
        count -= n
    return taken


def refuse_return(
    order: Order, wanted: Mapping[str, int], at_fault: Fault, policy: Policy, *, today: date
) -> Refusal | None:
    """Why these units cannot come back; None when they can."""
    return (
        refuse_state(order, policy)
        or refuse_units(order, wanted)
        or refuse_goods(order, wanted, at_fault, policy, today=today)
    )


def refuse_goods(
    order: Order,
    wanted: Mapping[str, int],
    at_fault: Fault,
    policy: Policy,
    *,
    today: date,
) -> Refusal | None:
    """Why goods of that kind, or so late, cannot come back; None when they can."""
    return _refuse_category(order, wanted, at_fault, policy) or _refuse_window(
        order, wanted, policy, today
    )


def refuse_state(order: Order, policy: Policy) -> Refusal | None:
    """Why nothing of the order can come back as it stands; None when something can."""
    if order.status in policy.returns.after_delivery:
        return None
    status = Status(order.status)
    message = f"Order {order.order_id} is {state_words(order)}"
    if status in (Status.CANCELED, Status.RETURNED):
        way_out, message = "Ask when the money is back", f"{message}; nothing of it is left"
    elif status is Status.EXCHANGE_REQUESTED:
        way_out = "Return it once the exchange is done"
        message = f"{message}; more can come back once that is done"
    elif status in policy.cancel.before_packing:
        way_out = f"Cancel order {order.order_id} instead"
        message = f"{message}; goods can be returned once they have arrived"
    else:
        way_out = "Return it once it has arrived"
        message = f"{message}; goods can be returned once they have arrived"
    return Refusal(Rule.AFTER_DELIVERY, message, (way_out, "Talk to a person"))


def refuse_units(order: Order, wanted: Mapping[str, int]) -> Refusal | None:
    """Why so many units cannot come back; None when they can."""
    for sku, count in wanted.items():
        lines = [line for line in order.lines if line.sku == sku]
        if not lines:
            there = list_words(f"{line.name} ({line.sku})" for line in order.lines)
            message = f"{sku} is not in order {order.order_id}; it has {there}"
            return Refusal(Rule.LINES, message, ("Name a product of this order",))
        left = returnable_units(order, sku)
        if count > left:
            bought = sum(line.quantity for line in lines)
            message = (
                f"{lines[0].name}: of {bought} in order {order.order_id}, {left} can still be "
                f"returned, not {count}"
            )
            ways_out = (f"Return {left} instead",) if left else ("Ask how far its return is",)
            return Refusal(Rule.LINES, message, ways_out)
    return None


def _refuse_category(
    order: Order, wanted: Mapping[str, int], at_fault: Fault, policy: Policy
) -> Refusal | None:
    if at_fault == "shop":
        return None
    lines = [line for line in order.lines if line.sku in wanted]
    kept = [line for line in lines if line.category in policy.returns.non_returnable]
    if not kept:
        return None
    message = f"{_names(kept)} can be returned only when faulty or not what was ordered"
    others = [line for line in lines if line not in kept]
    return Refusal(Rule.NON_RETURNABLE, message, _ways_out_without(others))


def _refuse_window(
    order: Order, wanted: Mapping[str, int], policy: Policy, today: date
) -> Refusal | None:
    lines = [line for line in order.lines if line.sku in wanted]
    until = {line.position: line_returnable_until(order, line, policy) for line in lines}
    late = [line for line in lines if (day := until[line.position]) is None or day < today]
    if not late:
        return None
    last = max((day for line in late if (day := until[line.position])), default=None)
    when = f"until {spell_day(last)}" if last else "only after delivery"
    others = [line for line in lines if line not in late]
    message = f"{_names(late)} could be returned {when}"
    return Refusal(Rule.WINDOW, message, _ways_out_without(others))


def _ways_out_without(others: Sequence[OrderLine]) -> tuple[str, ...]:
    first = (f"Return only {_names(others)}",) if others else ()
    return (*first, "Talk to a person")


def _names(lines: Sequence[OrderLine]) -> str:
    return list_words(line.name for line in lines)
