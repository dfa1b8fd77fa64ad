"""What the shop carries: its kinds of goods, its brands."""

from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import kind_named

_MOST_NAMED = 12
_MOST_SEARCHED = 20


def carried_kinds(desk: Desk) -> Reply | None:
    """What the shop carries, by kind; None where its goods have no kinds."""
    kinds = [kind_named(kind) for kind in desk.talk.vocabulary.kinds]
    if not kinds:
        return None
    text = desk.say("range", carried=listing(kinds[:_MOST_NAMED]))
    ask, wish = desk.say("ask_kind_plain"), Wish("search_products")
    return Reply.of(text, [f"Show me {k}" for k in kinds[:3]], kind="open", ask=ask, wish=wish)


def carried_brands(category: str | None, desk: Desk) -> Reply:
    """The brands that the shop carries, all or of one kind of goods."""
    if category is None:
        brands, total = desk.talk.vocabulary.brands, 0
    else:
        found = desk.call("search_products", category=category, limit=_MOST_SEARCHED)
        brands, total = tuple(row["brand"] for row in found["products"]), found["total"]
    named = [brand for brand in dict.fromkeys(brands) if brand]
    if not named:
        return Reply.of(desk.say("no_brands"), ["Show me what is popular"])
    is_whole = len(named) <= _MOST_NAMED and total <= _MOST_SEARCHED
    text = desk.say(
        "brands" if is_whole else "brands_some",
        words=f" of {category.lower()}" if category else "",
        brands=listing(named[:_MOST_NAMED]),
    )
    wish = Wish("search_products", Slots(category=category))
    ask = desk.say("ask_brand")
    return Reply.of(text, [f"Show me {b}" for b in named[:3]], kind="open", ask=ask, wish=wish)
