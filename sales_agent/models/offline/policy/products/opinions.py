"""What the clerk would take of what was shown: it goes by what sells and by the price."""

from collections.abc import Sequence

from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.comparison import side_by_side
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.wish import Slots, Wish

_MOST = 10
_TWO = 2


def advise(shown: Sequence[Item], desk: Desk) -> Reply | None:
    """The most popular of the goods that were shown beside the cheapest; None where none is known.

    "Popular" is what the recommendations call so, and nothing that was not shown is named.
    """
    best = _most_popular(shown, desk)
    if best is None:
        return None
    by_price = sorted(shown, key=lambda item: item.price_minor or 0)
    is_cheapest = by_price[0] is best
    ids = [best.product_id, by_price[1 if is_cheapest else 0].product_id]
    rows = desk.call("compare_products", product_ids=ids)["compared"]
    key = "advised_cheapest" if is_cheapest else "advised"
    compared = side_by_side(rows, desk.say(key, name=best.name), desk)
    wish = Wish("product_details", Slots(products=(best.product_id,)))
    ask = desk.say("ask_more_about", name=best.name)
    return Reply.of(compared.text, compared.suggestions, kind="yes_no", ask=ask, wish=wish)


def _most_popular(shown: Sequence[Item], desk: Desk) -> Item | None:
    kinds = {item.category for item in shown}
    category = next(iter(kinds)) if len(kinds) == 1 else None
    found = desk.attempt("get_recommendations", kind="popular", category=category, limit=_MOST)
    ranked = [str(row["productId"]) for row in (found or {}).get("recommendations", ())]
    known = {item.product_id: item for item in shown}
    return next((known[name] for name in ranked if name in known), None)
