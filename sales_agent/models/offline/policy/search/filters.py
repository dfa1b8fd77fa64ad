"""What a search can be narrowed by, as the tool takes it."""

from typing import Any

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.understanding.wish import Slots

FILTERS = (
    "query",
    "category",
    "colour",
    "size",
    "brand",
    "material",
    "min_price",
    "max_price",
    "sort",
)
EXCLUSIONS = (("not_colours", "exclude_colours"), ("not_brands", "exclude_brands"))


def search_filters(slots: Slots, desk: Desk) -> dict[str, Any]:
    """The slots that a search can be narrowed by."""
    given = slots.given()
    filters = {name: given[name] for name in FILTERS if name in given}
    for slot, parameter in EXCLUSIONS:
        if given.get(slot) and desk.tools.takes("search_products", parameter):
            filters[parameter] = list(given[slot])
    return filters
