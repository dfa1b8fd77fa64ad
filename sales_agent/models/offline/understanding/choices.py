"""Which of the choices that were offered a text means: by name, by place, by its words."""

from collections.abc import Mapping, Sequence
from typing import Any

from sales_agent.models.offline.understanding.amounts import bare_number, read_places
from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.vocabulary import stems_of

Json = Mapping[str, Any]


def named_choice(text: str, choices: Sequence[str]) -> str | None:
    """The one of several named values that a text names, or counts out."""
    low = f" {text.lower()} "
    named = [choice for choice in choices if f" {choice.lower()} " in low]
    return max(named, key=len) if named else None


def placed_choice(text: str, choices: Sequence[str]) -> str | None:
    """The choice at the place, or of the name, that a text gives."""
    number = bare_number(text)
    places = read_places(text) or ([number] if number else [])
    if len(places) == 1 and 0 != abs(places[0]) <= len(choices):
        return choices[places[0] - 1 if places[0] > 0 else -1]
    return named_choice(text, choices)


def labeled_choice(text: str, asked: Json) -> str | None:
    """The choice whose label shares most words with a text, when it is one."""
    choices, labels = asked.get("choices") or (), asked.get("labels") or ()
    meanings: Mapping[str, str] = load_tables().words["goods"]
    meant = " ".join(meanings.get(word, "") for word in text.lower().split())
    said = {*stems_of(text), *stems_of(meant)} - load_tables().stop
    hits = [len(said & set(stems_of(label))) for label in labels]
    best = max(hits, default=0)
    if not best or hits.count(best) != 1:
        return None
    choice: str = choices[hits.index(best)]
    return choice


def several_choices(text: str, asked: Json) -> list[str]:
    """All the choices that a text means: "the first two", "1 and 3", "the shirt and the socks"."""
    choices: Sequence[str] = asked.get("choices") or ()
    if pattern("everything").search(text) or (len(choices) == 2 and pattern("both").search(text)):
        return list(choices)
    places = read_places(text)
    if len(places) > 1 and all(0 != abs(place) <= len(choices) for place in places):
        return [choices[place - 1 if place > 0 else place] for place in places]
    parts = [part for part in pattern("goods_links").split(text) if part]
    found = [placed_choice(part, choices) or labeled_choice(part, asked) for part in parts]
    return list(dict.fromkeys(choice for choice in found if choice))
