"""How states, waits and goods read in this agent's sentences."""

from collections.abc import Iterable, Sequence

from agents.post_purchase.policy import Policy
from agents.post_purchase.tables import Json, Order


def state_words(order: Order) -> str:
    """An order's state as it is said: `return requested`."""
    return order.status.replace("_", " ")


def spell_wait(legs: Sequence[Json], policy: Policy) -> str:
    """How long money takes to these tenders: `within 5 days`, or `at once`."""
    days = max((policy.refund.timing[leg["kind"]] for leg in legs), default=0)
    return f"within {days} days" if days else "at once"


def spell_receipt(legs: Sequence[Json], policy: Policy) -> str:
    """When money that waits for goods reaches these tenders, as a clause."""
    wait = spell_wait(legs, policy)
    if wait == "at once":
        return "as soon as the goods have reached us"
    return f"{wait} of the goods reaching us"


def list_words(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    found = list(dict.fromkeys(words))
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def spell_options(options: dict[str, str]) -> str:
    """A variant's options: `blue, M`."""
    return ", ".join(options.values())
