"""The words of the shop's own goods, read from what browse_catalog answered."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sales_agent.models.offline.understanding.language import speaking, spoken
from sales_agent.models.offline.understanding.lexicon import lengths_by_start
from sales_agent.models.offline.understanding.tables import Tables, load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out, tokenize

Stems = tuple[str, ...]
_LISTS = (
    ("categories", "category"),
    ("productTypes", "type"),
    ("brands", "brand"),
    ("materials", "material"),
    ("colours", "colour"),
)


@dataclass(frozen=True)
class Term:
    """A word of the catalogue: its kind (category, colour, ...) and its value there."""

    kind: str
    value: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the shop carries, by words.

    `terms` is keyed by the stems of each phrase, and `lengths` says how many of them the phrases
    have that begin with a stem, the most first; `kinds` are its categories, or where it has none
    its types of products, the biggest first; `kinds_of` has the categories' phrases of several
    words by their last; `has_types` when it names types, so that goods
    that are not among them are not sold.
    """

    terms: Mapping[Stems, Term]
    brands: tuple[str, ...]
    kinds: tuple[str, ...]
    sizes: Mapping[str, str]
    stores: tuple[Mapping[str, Any], ...]
    words: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]
    kinds_of: Mapping[Stems, tuple[Stems, ...]]
    has_types: bool


def none_yet() -> Vocabulary:
    """The vocabulary before the catalogue was asked: colours only."""
    return _read("{}", spoken())


def read_vocabulary(content: str) -> Vocabulary:
    """Read a browse_catalog result's text; kept by its content and the language spoken."""
    return _read(content, spoken())


@lru_cache(maxsize=8)
def _read(content: str, language: str) -> Vocabulary:
    with speaking(language):
        return _build(json.loads(content))


def _build(result: Mapping[str, Any]) -> Vocabulary:
    terms: dict[Stems, Term] = {}
    for name, kind in _LISTS:
        for value in _values(result.get(name, ())):
            for key in _keys(value, kind):
                terms.setdefault(key, Term(kind, value))
    stores = tuple(result.get("stores", ()))
    _add_stores(terms, stores)
    _add_synonyms(terms)
    _add_plain_colours(terms)
    words = frozenset(word for key in terms for word in key) | _plain_words(result)
    sizes = {value.lower(): value for value in _values(result.get("sizes", ()))}
    kinds = _values(result.get("categories", ())) or _values(result.get("productTypes", ()))
    return Vocabulary(
        terms=terms,
        brands=_values(result.get("brands", ())),
        kinds=kinds,
        sizes=sizes,
        stores=stores,
        words=words,
        lengths=lengths_by_start(terms),
        kinds_of=_kinds_of(terms),
        has_types=bool(result.get("productTypes")),
    )


def _kinds_of(terms: Mapping[Stems, Term]) -> Mapping[Stems, tuple[Stems, ...]]:
    found: dict[Stems, tuple[Stems, ...]] = {}
    for key, term in terms.items():
        if term.kind == "category" and len(key) > 1:
            found[key[-1:]] = (*found.get(key[-1:], ()), key)
    return found


def _values(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(row["value"]) for row in rows if row.get("value"))


def stems_of(text: str) -> Stems:
    """A phrase as the stems it is found by."""
    return _stems_of(text, load_tables())


@lru_cache(maxsize=4096)
def _stems_of(text: str, tables: Tables) -> Stems:
    return tuple(token.stem for token in tokenize(spell_out(text, tables)))


def _keys(value: str, kind: str) -> list[Stems]:
    """The phrases that name a value: itself, and the parts of "Home > Rugs & Mats"."""
    parts = [value]
    if kind in ("category", "type"):
        parts += re.split(r"[>/]", value)[-1:]
        parts += pattern("goods_links").split(parts[-1])
    if kind == "colour":
        parts += re.split(r"\s*/\s*", value)[:1]
    keys = [stems_of(part) for part in parts]
    stop = load_tables().stop
    return [key for key in keys if key and not (len(key) == 1 and key[0] in stop)]


def _add_stores(terms: dict[Stems, Term], stores: Iterable[Mapping[str, Any]]) -> None:
    for store in stores:
        terms.setdefault(stems_of(store["name"]), Term("store", store["name"]))
    for store in stores:
        terms.setdefault(stems_of(store["city"]), Term("store", store["city"]))
    terms.pop((), None)


def _add_plain_colours(terms: dict[Stems, Term]) -> None:
    meanings = load_tables().words["goods"]
    for colour in load_tables().words["colours"]:
        terms.setdefault(stems_of(colour), Term("colour", meanings.get(colour, colour)))


def _add_synonyms(terms: dict[Stems, Term]) -> None:
    """Let "trainers" mean what the shop calls running shoes, where it carries them."""
    for word, meaning in load_tables().words["goods"].items():
        if found := terms.get(stems_of(meaning)):
            terms.setdefault(stems_of(word), found)


def _plain_words(result: Mapping[str, Any]) -> frozenset[str]:
    """The catalogue's words as they are written, for mending typos."""
    texts = [value for name, _ in _LISTS for value in _values(result.get(name, ()))]
    texts += [f"{store['name']} {store['city']}" for store in result.get("stores", ())]
    return frozenset(w for text in texts for w in re.findall(r"[^\W\d_]{4,}", text.lower()))
