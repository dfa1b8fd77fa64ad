"""What others say of goods: the clerk tells what the shop knows, and what can be done."""

from sales_agent.models.offline.context.facts import focus_of
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.products.goods import meant
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import kind_named, named

_SUGGESTIONS = ("Something similar", "How long can I return something?")


def told(wish: Wish, desk: Desk) -> Reply:
    """Answer "my friend says it is bad" by what is known, without taking a side."""
    pointed = Slots(products=wish.slots.products)
    product_id = meant(Wish(wish.intent, pointed, picks=wish.picks), desk)
    if not wish.slots.products and _is_of_another_brand(wish, desk):
        product_id = None
    if product_id is not None:
        return _of_product(product_id, desk)
    named = wish.slots.brand or wish.slots.category
    shows = (f"Show me {kind_named(named)}",) if named else ()
    return Reply.of(desk.say("hearsay"), (*shows, *_SUGGESTIONS))


def _is_of_another_brand(wish: Wish, desk: Desk) -> bool:
    """Whether a brand is named that the product talked about is not of."""
    focus = focus_of(desk.talk)
    return bool(wish.slots.brand and focus and focus.item.brand != wish.slots.brand)


def _of_product(product_id: str, desk: Desk) -> Reply:
    product = desk.call("get_product_details", product_id=product_id)["product"]
    rows = [desk.say("hearsay_of", name=product["name"]), product["description"]]
    if product["materials"]:
        rows.append(
            desk.say("details_materials", values=listing([*map(named, product["materials"])]))
        )
    rows.append(desk.say("hearsay_way_out"))
    return Reply.of(" ".join(row for row in rows if row), _SUGGESTIONS)
