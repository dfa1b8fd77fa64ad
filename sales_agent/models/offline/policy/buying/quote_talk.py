"""What is asked of the quote that waits for a yes: what it is made of, its tax, its delivery."""

from collections.abc import Mapping
from typing import Any

from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop import shop_pages
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.models.offline.wording.money import money
from sales_agent.models.offline.wording.products import cart_lines

Json = Mapping[str, Any]
_QUESTIONS = ("asks_sum", "asks_tax", "asks_delivery_cost", "asks_validity", "asks_of_quote")


def asks_sum(text: str) -> bool:
    """Whether it is asked how a total comes about."""
    return bool(pattern("asks_sum").search(_spelled(text)))


def quote_question(talk: Talk, quote: Json | None) -> Wish | None:
    """A question that the quote itself answers, as far as it holds what is asked."""
    text = _spelled(talk.now.text)
    for name in _QUESTIONS:
        if pattern(name).search(text) and _can_be_told(name, quote or {}):
            return Wish("quote_question", words=name)
    return None


def tell_of_quote(wish: Wish, quote: Json, desk: Desk) -> Reply:
    """The answer; what the quote says when it is shown again is not said before it."""
    if wish.words == "asks_tax":
        return Reply.of(desk.say("quote_tax", amount=money(quote["taxIncluded"])))
    if wish.words == "asks_delivery_cost":
        price = quote["delivery"]["price"]
        key = "quote_delivery" if price["amount"] else "quote_delivery_free"
        return Reply.of(desk.say(key, amount=money(price)))
    if wish.words == "asks_sum":
        price = quote["delivery"]["price"]
        cost = money(price) if price["amount"] else desk.say("free")
        rows = (desk.say("quote_way", way=_way(quote, desk), cost=cost),)
        return Reply.of("\n".join([desk.say("quote_made_of"), cart_lines(quote, rows)]))
    told = shop_pages.of_quotes(desk) if wish.words == "asks_validity" else None
    return told or Reply.of("")


def _way(quote: Json, desk: Desk) -> str:
    key = f"way.{quote['delivery']['optionId']}"
    return desk.say(key) if desk.texts.has(key) else str(quote["delivery"]["name"])


def _can_be_told(name: str, quote: Json) -> bool:
    if name == "asks_tax":
        return bool(quote.get("taxIncluded"))
    return name in ("asks_of_quote", "asks_validity") or "price" in (quote.get("delivery") or {})


def _spelled(text: str) -> str:
    return spell_out(text, load_tables()).lower()
