"""What is remembered of the shopper: noted aloud, told on request, and the size she usually takes.

The rules that learn it are not the model's: what is known comes with the system message.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sales_agent.memory.profiles.traits import (
    SAID,
    Profile,
    Trait,
    describe_trait,
    is_consenting,
    size_among,
    usual_size,
)
from sales_agent.models.offline.context.facts import (
    asked_of,
    focus_of,
    known_items,
    shown_lists,
)
from sales_agent.models.offline.context.items import Item
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.policy.desk import Desk
from sales_agent.models.offline.policy.reply import Reply
from sales_agent.models.offline.understanding.wish import Wish
from sales_agent.shop.amounts import day_words

_USUAL = re.compile(
    r"\b(?:in |with |for )?(?:(?:my|the|our) (?:usual|normal|regular|own|standard) size|"
    r"my size(?! is| was| of| guide| chart))(?: (?:again|as (?:always|usual|last time)))?\b"
    r"|^\W*(?:(?:in )?(?:the|my) usual(?: one)?|(?:same )?as (?:always|usual))(?: please)?\W*$",
    re.I,
)
_ASKS = re.compile(
    r"\bwhat (?:do|have|did) you (?:know|remember|note|noted|store|stored|keep|learned) ?"
    r"(?:about|of|on) me\b|\bwhat is (?:in )?my profile\b|\bshow (?:me )?my profile\b"
    r"|\bwhat is my (?:usual )?(?:[a-z]+ )?size\b|\bdo you (?:know|remember) my (?:[a-z]+ )?size\b",
    re.I,
)
_CHOICES = ("size", "colour", "option")


@dataclass(frozen=True)
class Usual:
    """The talk with "my usual size" put into figures, and what is to be said of that."""

    talk: Talk
    said: str = ""


def answer_about_profile(desk: Desk) -> Reply | None:
    """The reply to a message that only tells or asks something about the shopper herself."""
    memory = desk.talk.memory
    if _ASKS.search(_plain(desk.talk.now.text)):
        return _told(desk)
    if not memory.get("noted") or memory.get("rest"):
        return None
    asked = asked_of(desk.talk) or {}
    if asked.get("kind") in _CHOICES:
        return None
    if memory.get("isRemark") and (asked or shown_lists(desk.talk)):
        return None
    return Reply.of(
        said_aloud(desk.talk), ("What do you know about me?", "Show me what is popular")
    )


def said_aloud(talk: Talk) -> str:
    """What was noted, in a sentence or two."""
    return " ".join(talk.memory.get("noted", ()))


def without_commands(talk: Talk) -> Talk:
    """The talk without what was an order to the memory: "forget my size, and show me mugs"."""
    memory = talk.memory
    if memory.get("noted") and memory.get("rest") and not memory.get("isRemark"):
        return replace(talk, now=replace(talk.now, text=memory["rest"]))
    return talk


def with_usual_size(desk: Desk) -> Usual:
    """Put the size that she usually takes for the words that name it, where it is known."""
    talk, text = desk.talk, desk.talk.now.text
    found = _USUAL.search(text)
    if found is None or _ASKS.search(_plain(text)):
        return Usual(talk)
    items = list(_meant(talk))
    sizes = list(dict.fromkeys(size for item in items for size in item.sizes))
    profile = _profile(talk)
    trait = usual_size(profile, sizes, _goods(text, items, profile))
    if trait is None:
        rest = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
        return Usual(replace(talk, now=replace(talk.now, text=rest)), desk.say("usual_unknown"))
    size = size_among(trait.value, sizes) or trait.value
    is_answer = (asked_of(talk) or {}).get("kind") == "size"
    put = size if is_answer and found.span() == (0, len(text)) else f" in size {size} "
    rest = f"{text[: found.start()]}{put}{text[found.end() :]}".strip()
    key = "usual_said" if trait.how == SAID else "usual_done"
    said = desk.say(key, size=size, day=day_words(trait.source.at))
    return Usual(replace(talk, now=replace(talk.now, text=rest)), said)


def with_notes(replies: Sequence[Reply], wishes: Sequence[Wish], *notes: str) -> list[Reply]:
    """The replies with what was noted in front; what was not understood then needs no apology."""
    text = " ".join(filter(None, notes))
    if not text:
        return list(replies)
    if all(wish.intent == "unknown" for wish in wishes):
        return [Reply.of(text)]
    first, *others = replies
    return [replace(first, text=f"{text} {first.text}".strip()), *others]


def _told(desk: Desk) -> Reply:
    traits = [row for row in _profile(desk.talk) if row.kind != "consent"]
    if not is_consenting(_profile(desk.talk)):
        return Reply.of(desk.say("profile_refused"), ("You may remember things about me",))
    if not traits:
        return Reply.of(desk.say("profile_empty"), ("My shoe size is 9", "Show me what is popular"))
    rows = [
        desk.say(f"profile_{row.how}", what=describe_trait(row), day=day_words(row.source.at))
        for row in traits
    ]
    suggestions = ("Forget everything about me", "Do not remember things about me")
    return Reply.of("\n".join([desk.say("profile"), *rows]), suggestions)


def _profile(talk: Talk) -> Profile:
    rows: list[dict[str, Any]] = talk.memory.get("profile", [])
    return tuple(map(Trait.from_json, rows))


def _meant(talk: Talk) -> Iterable[Item]:
    """The products that a size can be for: those asked about, in focus, or shown last."""
    wish = (asked_of(talk) or {}).get("wish") or {}
    ids = wish.get("slots", {}).get("products") or ()
    asked = [item for item in known_items(talk) if item.product_id in ids]
    if asked:
        return asked
    if focus := focus_of(talk):
        return [focus.item]
    return next(iter(shown_lists(talk)), ())


def _goods(text: str, items: Sequence[Item], profile: Profile) -> str:
    """What the size is for: the goods that the message names, else what is talked about."""
    words = {word.removesuffix("s") for word in re.findall(r"[a-z]+", text.lower())}
    for trait in profile:
        if trait.about and trait.about.lower().split()[-1].removesuffix("s") in words:
            return trait.about
    kinds = {item.category for item in items if item.category}
    return kinds.pop() if len(kinds) == 1 else ""


def _plain(text: str) -> str:
    return text.lower().replace("\u2019", "'").replace("what's", "what is")
