"""Only a part of the cart is bought now: "only the shirt for now", "leave the cap for later"."""

from sales_agent.models.offline.context.facts import asked_of, cart_items, cart_of, is_paying
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.references import match_names
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Slots, Wish

_TWO = 2


def bought_apart(text: str, talk: Talk) -> list[Wish]:
    """What leaves the cart so that the rest is bought; empty where no part of it is named."""
    items = cart_items(cart_of(talk))
    if len(items) < _TWO or "?" in text:
        return []
    said = spell_out(text, load_tables()).lower().strip(" .!")
    if found := pattern("buys_only").fullmatch(said):
        kept = match_names(found["kept"], items)
        left = [item for item in items if item not in kept] if kept else []
    elif found := pattern("puts_off").fullmatch(said):
        left = match_names(found["left"] or found["other"] or found["without"], items)
    else:
        return []
    if not left or len(left) == len(items):
        return []
    return [*(_taken_out(item, text) for item in left), *_bought_then(text, talk)]


def _taken_out(item: Item, text: str) -> Wish:
    return Wish("remove_from_cart", Slots(skus=(item.sku or "",)), words=text)


def _bought_then(text: str, talk: Talk) -> list[Wish]:
    """The checkout that goes on with the rest; a quote that waits is shown again by itself."""
    is_waiting = (asked_of(talk) or {}).get("kind") == "confirm"
    return [Wish("checkout", words=text)] if is_paying(talk) and not is_waiting else []
