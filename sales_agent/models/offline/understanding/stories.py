"""What a clause that only tells adds: goods that she had, who she is, an occasion."""

from sales_agent.models.offline.understanding.circumstances import tells_of_occasion
from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.tables import STRONG, pattern

_TOLD = 0.4
"""What a search is worth of goods that she only says she bought: less than a guess."""


def weigh_told(scores: dict[str, float], clause: Clause) -> None:
    """Goods that she says she bought are not looked for, and what is wrong with them is heard.

    Such as "I bought a tent last week", and "I bought a shirt, it does not fit".
    """
    tells_of_hers = pattern("tells_of_hers").search(clause.text)
    top = max(scores, key=lambda name: scores[name], default="")
    if tells_of_hers and clause.slots.reason and not clause.scores and top == "order_status":
        scores["return_item"] = scores.pop("order_status")
    is_sought = "search_products" in clause.scores or "search_products" not in scores
    if not is_sought and tells_of_hers:
        scores["search_products"] = min(scores["search_products"], _TOLD)


def weigh_vague(scores: dict[str, float], clause: Clause) -> None:
    """What is told is not looked for; an occasion, or a wish for something, is asked after."""
    if not clause.is_told or (tells_of_occasion(clause.text) and not clause.scores):
        scores["search_products"] = max(scores.get("search_products", 0), STRONG)
        scores.pop("out_of_scope", None)
        scores.pop("small_talk", None)
    elif "search_products" not in clause.scores:
        scores.pop("search_products", None)
