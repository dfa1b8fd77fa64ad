"""What the shop's own pages say: told with its source, or that they do not say."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sales_agent.models.offline.context.facts import (
    asked_of,
    cart_items,
    cart_of,
    focus_of,
    shown_lists,
)
from sales_agent.models.offline.policy import manners
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.shop.page_topics import asked_of_pages
from sales_agent.models.offline.understanding.clause import meant
from sales_agent.models.offline.understanding.language import BASE, spoken
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out
from sales_agent.models.offline.understanding.wish import Wish

Json = Mapping[str, Any]
_TOOL = "search_policies"
_SUGGESTIONS = ("Talk to a person",)
_GUESSED = 0.6
"""Confidence that cues alone give, and no phrase."""
_SEARCHES = frozenset({"search_products", "refine_search", "recommend", "pick_product"})
_GENERAL = frozenset(
    [
        "product_details",
        "loyalty_balance",
        "redeem_points",
        "delivery_options",
        "return_policy",
        "return_item",
        "exchange_item",
        "account_help",
        "ways_to_pay",
        "checkout",
        "help",
        "out_of_scope",
        "size_advice",
    ]
)
"""Wishes that a question can sound like which is about how things are done here."""
_TIME_TO_REFUND = "when do I get my money back"
_TIME_OF_QUOTE = "how long does a price hold that was quoted at checkout"
_TIME_TO_RETURN = "how long can I return something"
_WAY_BACK = "how do I return something, by parcel or at a desk of a store"
"""What the pages are asked when her own words about returns find nothing there."""
_NO_FIT = "can I exchange goods for another size"
_COUNTRIES = "do you ship to other countries"
"""What the pages are asked when a place is named that they do not know."""
_FEWEST_WORDS = 3
"""Words of a message from which it may be a question to the pages, and no mere remark."""


def answer(wish: Wish, desk: Desk) -> Reply:
    """Answer from the pages, or say that they do not say, and offer a person."""
    question = _in_their_words(wish, desk) or _question(wish, desk)
    result = desk.call(_TOOL, question=question)
    if passage := _first(result) or _mended(question, desk):
        return _told(passage, desk)
    ask = Wish("speak_to_human", words=wish.words)
    return Reply.of(
        desk.say("not_in_policies"),
        result.get("suggestions") or _SUGGESTIONS,
        kind="yes_no",
        ask=desk.say("ask_person"),
        wish=ask,
    )


def answer_or_plain(wish: Wish, desk: Desk) -> Reply:
    """Answer from the pages where they say something, else as one does without them."""
    return found(wish, desk) or manners.plain(wish, desk)


def service(wish: Wish, desk: Desk) -> Reply:
    """What is done beside the selling, gift wrapping or a note: the pages know, or nobody here.

    The sale goes on either way.
    """
    told = found(wish, desk) or Reply.of(desk.say("extra_service"), _SUGGESTIONS)
    if asked_of(desk.talk) or not cart_items(cart_of(desk.talk)):
        return told
    onward = Reply.of("", kind="yes_no", ask=desk.say("ask_checkout"), wish=Wish("checkout"))
    return replace(told, question=onward.question, suggestions=("Checkout", *told.suggestions))


def answer_to_guess(wish: Wish, desk: Desk) -> Reply | None:
    """The pages' answer to a question whose meaning is only guessed at by single words."""
    slots = wish.slots
    names_goods = slots.products or slots.category or slots.order_id or slots.delivery_option
    is_guessed = wish.confidence <= _GUESSED or (wish.is_learned and wish.intent in _GENERAL)
    if not is_guessed or names_goods or wish.intent in _SEARCHES:
        return None
    is_question = pattern("question").match(wish.words.lower())
    return found(wish, desk) if is_question else None


def of_place(wish: Wish, desk: Desk) -> Reply | None:
    """What the pages say of sending goods to the place that is named.

    They are searched in their own language; asked in another, they tell of the countries.
    """
    return found(wish, desk) if spoken() == BASE else of_countries(wish, desk)


def of_countries(wish: Wish, desk: Desk) -> Reply | None:
    """What the pages say of where goods are sent to, if they do."""
    passage = _first(desk.attempt(_TOOL, question=_COUNTRIES))
    return _told(passage, desk) if passage else found(wish, desk)


def of_refunds(desk: Desk) -> Reply | None:
    """What the pages say of when money comes back, if they do."""
    return _asked_plainly(_TIME_TO_REFUND, desk)


def of_quotes(desk: Desk) -> Reply | None:
    """What the pages say of how long a price holds that was quoted, if they do."""
    return _asked_plainly(_TIME_OF_QUOTE, desk)


def _asked_plainly(question: str, desk: Desk) -> Reply | None:
    passage = _first(desk.attempt(_TOOL, question=question))
    return _told(passage, desk) if passage else None


def found(wish: Wish, desk: Desk) -> Reply | None:
    """The answer of the pages, if they have one."""
    question = _in_their_words(wish, desk) or _question(wish, desk)
    if len(question.split()) < _FEWEST_WORDS:
        return None
    passage = _first(desk.attempt(_TOOL, question=question)) or _mended(question, desk)
    passage = passage or _plainly_asked(wish, desk)
    return _told(passage, desk) if passage else None


def _plainly_asked(wish: Wish, desk: Desk) -> Json | None:
    """What the pages say to the plain question behind words that they do not have."""
    goods = _goods(desk)
    if goods and pattern("about_care").search(wish.words.lower()):
        return _first(desk.attempt(_TOOL, question=f"how do I wash or clean {goods}"))
    if wish.intent == "size_advice":
        return _first(desk.attempt(_TOOL, question=f"size guide {_kind(desk)}".strip()))
    if wish.intent == "refund_status":
        return _first(desk.attempt(_TOOL, question=_TIME_TO_REFUND))
    if wish.intent == "return_policy":
        return _first(desk.attempt(_TOOL, question=_TIME_TO_RETURN))
    return None


def _first(result: Json | None) -> Json | None:
    """The passage that answers best, if any does."""
    if result is None or result.get("status") != "ok" or not result["passages"]:
        return None
    passage: Json = result["passages"][0]
    return passage


def _mended(question: str, desk: Desk) -> Json | None:
    """What the pages say to the question as it was meant: "ur return polcy"."""
    mended = meant(question, desk.talk.vocabulary)
    if not set(mended.split()) - set(re.findall(r"\w+", question.lower())):
        return None
    return _first(desk.attempt(_TOOL, question=mended))


def _question(wish: Wish, desk: Desk) -> str:
    """Her words; what they are about is added where they leave it out ("do they run small?")."""
    said = (wish.words or desk.talk.now.text)[:2000]
    if pattern("about_care").search(said.lower()) and (goods := _goods(desk)):
        return pattern("plain_reference").sub(f" {goods} ", said, count=1)
    if wish.intent == "return_policy" and _is_of_the_way(wish):
        return _WAY_BACK
    if wish.intent == "return_policy" and pattern("does_it_fit").search(_spelled(said)):
        return _NO_FIT
    if wish.intent != "size_advice":
        return said
    if "size" in said.lower():
        return said.replace("chart", "guide")
    return f"size guide {_kind(desk)}: {said}"


def _in_their_words(wish: Wish, desk: Desk) -> str | None:
    """Her question in the language that the pages are written in, where hers is another."""
    return asked_of_pages((wish.words or desk.talk.now.text)[:2000])


def _is_of_the_way(wish: Wish) -> bool:
    """Whether it asks how or where goods are given back, and not how long they can be."""
    low = wish.words.lower()
    asks = any(pattern(name).search(low) for name in ("way_back", "store_way_back"))
    return bool(asks and not pattern("how_long").search(low))


def _spelled(said: str) -> str:
    return spell_out(said, load_tables())


def _goods(desk: Desk) -> str:
    """The goods that are talked about, by what they are made of and their kind."""
    focus = focus_of(desk.talk)
    materials = focus.item.materials[:1] if focus else ()
    return " ".join([*materials, _kind(desk)]).strip()


def _kind(desk: Desk) -> str:
    """The kind of goods that is talked about: of the one in focus, or of all that are shown."""
    focus = focus_of(desk.talk)
    if focus:
        return (focus.item.category or "").lower()
    kinds = {item.category or "" for item in next(iter(shown_lists(desk.talk)), ())}
    return kinds.pop().lower() if len(kinds) == 1 else ""


def _told(passage: Mapping[str, Any], desk: Desk) -> Reply:
    """A passage in words, and where it stands."""
    title, heading = passage["title"], passage["heading"]
    place = f"{title}, “{heading}”" if heading and heading != title else title
    excerpt = str(passage["excerpt"]).strip()
    source = desk.say("policy_source", place=place, source=passage["source"])
    glue = "\n" if "\n" in excerpt else " "
    return Reply.of(f"{excerpt}{glue}{source}", _SUGGESTIONS)
