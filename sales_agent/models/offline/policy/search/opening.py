"""A wish that names no goods: one open question, then what might do."""

from dataclasses import replace

from sales_agent.models.offline.context.facts import asked_of
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.policy.search.suggestions import suggest
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.wish import Slots, Wish
from sales_agent.models.offline.wording.goods import filter_words
from sales_agent.models.offline.wording.money import listing
from sales_agent.models.offline.wording.names import kind_named, spelled


def has_asked_openly(desk: Desk) -> bool:
    """Whether the last reply asked what kind of thing it is to be: it is not asked again."""
    asked = asked_of(desk.talk) or {}
    wish = asked.get("wish") or {}
    is_search = asked.get("kind") == "open" and wish.get("intent") == "search_products"
    return is_search and bool(wish.get("words"))


def open_up(wish: Wish, slots: Slots, desk: Desk) -> Reply:
    """The open question about words that nothing is called by; ideas where it was asked already."""
    return ideas(wish, desk) if has_asked_openly(desk) else ask_of_words(slots, desk)


def ideas(wish: Wish, desk: Desk) -> Reply:
    """What might do, after a vague answer to the open question; a gift is asked after once more."""
    before = _occasion((asked_of(desk.talk) or {}).get("wish", {}).get("words", ""))
    own = _occasion(wish.words)
    occasion = own or _person(desk.talk.now.text)
    if occasion and (not before or (own and own != before)):
        listed = suggest(wish, desk, as_gift_for=occasion)
        asked = replace(wish, intent="search_products")
        ask = desk.say("ask_likes_only" if wish.slots.max_price else "ask_likes")
        question = Reply.of("", kind="open", ask=ask, wish=asked).question
        return replace(listed, question=question)
    return suggest(wish, desk, as_gift_for=before)


def occasion_of(wish: Wish, desk: Desk) -> str | None:
    """For whom or what it is, by the wish or by what the message tells around it: "your dad"."""
    return _occasion(wish.words) or _person(desk.talk.now.text)


def ask_openly(wish: Wish, desk: Desk) -> Reply:
    """Ask what kind of thing it is to be."""
    occasion = occasion_of(wish, desk)
    if occasion and (limit := filter_words(_limits_of(wish.slots), bare=True)):
        occasion = f"{occasion} {limit}"
    text = desk.say("open_for", occasion=occasion) if occasion else desk.say("open")
    return _asked(text, replace(wish, intent="search_products"), desk)


def ask_of_words(slots: Slots, desk: Desk) -> Reply:
    """Say that nothing is called what was looked for, and ask what kind of thing it is to be."""
    words = slots.query or ""
    asked = Wish("search_products", slots.without("query"), words=words)
    return _asked(desk.say("nothing_called", words=words), asked, desk)


def _asked(text: str, asked: Wish, desk: Desk) -> Reply:
    kinds = [*map(kind_named, desk.talk.vocabulary.kinds[:4])]
    examples = desk.say("ask_kind", examples=listing(kinds, "or"))
    ask = examples if kinds else desk.say("ask_kind_plain")
    suggestions = [f"Show me {kind}" for kind in kinds[:3]]
    return Reply.of(text, suggestions, kind="open", ask=ask, wish=asked)


def _occasion(words: str) -> str | None:
    """For whom or what something is, as the clerk says it: "your dad"."""
    found = pattern("occasion").search(words.lower())
    return _as_yours(found[1]) if found else _person(words)


def _person(words: str) -> str | None:
    """Whom a story is of: "my mum turns 60"."""
    found = pattern("occasion_person").search(words.lower())
    return _as_yours(found[0]) if found else None


def _as_yours(words: str) -> str:
    yours: dict[str, str] = load_tables().words["yours"]
    return " ".join(yours.get(word, spelled(word)) for word in words.split())


def _limits_of(slots: Slots) -> Slots:
    """The limit that she named; "around 3000" is none that could be said back to her."""
    is_around = slots.min_price is not None and slots.max_price is not None
    return Slots() if is_around else Slots(min_price=slots.min_price, max_price=slots.max_price)
