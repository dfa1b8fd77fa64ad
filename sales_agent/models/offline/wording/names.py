"""The catalogue's kinds, colours and stuffs in the shopper's language."""

from collections.abc import Mapping
from functools import lru_cache

from sales_agent.models.offline.understanding.language import BASE
from sales_agent.models.offline.understanding.tables import Tables, load_tables
from sales_agent.models.offline.wording.texts import load_texts
from sales_agent.shop.told import told


def named(value: str) -> str:
    """A value of the catalogue as the spoken language says it, where its tables know the word."""
    tables = load_tables()
    return value if tables.language == BASE else _names(tables).get(value.lower(), value)


def as_noun(colour: str) -> str:
    """A colour after "in": "in blue", and "in Blau" as German writes it."""
    name = named(colour)
    return name if load_tables().language == BASE else _capital(name)


def spelled(word: str) -> str:
    """A word that was typed small as its language writes it: a noun's capital in German."""
    tables = load_tables()
    is_noun = tables.language != BASE and word in tables.words["vague"]
    return word.capitalize() if is_noun else word


def searched(words: str) -> str:
    """Words that were searched for as the spoken language says them."""
    return " ".join(named(word) for word in words.split())


def quick_reply(text: str) -> str:
    """A quick reply in the spoken language; one that is a value of the catalogue as that."""
    said = load_texts().quick(text)
    if said != text:
        return said
    name = named(text)
    is_colour = text in load_tables().words["colours"]
    return name if is_colour or name != text else _capital(told(text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def tier_named(tier: str) -> str:
    """A tier of members as the spoken language calls it; no colour, as gold and silver are."""
    texts, key = load_texts(), f"tier.{tier}"
    return texts.say(key) if texts.has(key) else tier


def kind_named(value: str) -> str:
    """A kind of goods within a sentence: "running shoes", and "Laufschuhe" as it is written."""
    name = named(value)
    return name.lower() if load_tables().language == BASE else name


@lru_cache(maxsize=4)
def _names(tables: Tables) -> Mapping[str, str]:
    """Words by what they mean; of several the first."""
    names: dict[str, str] = {}
    for word, meaning in tables.words["goods"].items():
        names.setdefault(meaning, word if word in tables.words["colours"] else _as_goods(word))
    nouns = tables.sets.get("nouns", frozenset())
    for word, meaning in tables.words["meanings"].items():
        names.setdefault(meaning, word.capitalize() if word in nouns else word)
    return names


def _as_goods(words: str) -> str:
    """The words for goods with their noun's capital: "recyceltes Polyester"."""
    before, space, noun = words.rpartition(" ")
    return f"{before}{space}{noun.capitalize()}"
