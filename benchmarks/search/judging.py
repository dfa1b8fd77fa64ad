"""What a sensible first page is, judged from the catalogue's own kinds and not by the search."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from rapidfuzz.distance import OSA

from agents.recommendation.language.attributes import (
    is_colour,
    matching_colours,
    matching_materials,
    matching_sizes,
)
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import (
    kind_words,
    raw_words,
    singular,
    word_forms,
    words_of,
)

RULES = """\
A query's noun is the last of its words, before the first word like "with" or "for", that ends the
name of a kind or category of the catalogue, or is a synonym of one by the lexicon; else such a word
with one typing error in it. A longer name of a kind that ends there ("coffee table") is wanted
whole. A product carries the noun when its own kind or category ends with it or a synonym. Colours,
materials and sizes of the catalogue before the first word like "with" must hold for one same
variant, or stand in the name.
 noun carried, and goods with all attributes: eight of the first ten are such goods, or four fifths
   of those that there are; or of those shown, if each left out has fewer of the query's other words
 noun carried, but no goods with all attributes: an empty page, or four fifths of it carry the noun
   and an attribute that none has is told as unmet
 no noun, but all words are styles, motifs, colours or materials of the catalogue: as with a noun
 not carried: an empty page, or one that says that such goods are not carried
"""
SHARE = 0.8
PAGE = 10
SLIP_LENGTH = 5
Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """A first page, by product numbers in the catalogue's list; `is_told` when it says no."""

    products: tuple[int, ...]
    unmet: tuple[str, ...]
    is_told: bool


@dataclass(frozen=True)
class Asked:
    """What a query asks for: forms of a noun, attributes, words of a theme; neither: unknown.

    `words` are all that it says, in index form.
    """

    forms: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()

    @property
    def is_carried(self) -> bool:
        """Whether the catalogue has such goods."""
        return bool(self.forms or self.theme)


@dataclass
class Judge:
    """Knows a catalogue's kinds, and which of its goods are what."""

    products: Sequence[Json]
    kinds: frozenset[str]
    nouns: frozenset[str] = field(init=False)
    _ends: list[tuple[str, ...]] = field(init=False)
    _names: list[str] = field(init=False)
    _words: list[frozenset[str]] = field(init=False)
    _texts: list[frozenset[str]] = field(init=False)
    _values: dict[str, frozenset[str]] = field(init=False)
    _themes: frozenset[str] = field(init=False)

    @classmethod
    def of(cls, products: Sequence[Json], kinds: Iterable[str]) -> "Judge":
        """A judge for products, and the names of kinds that they have."""
        named = {_kind(kind) for kind in kinds}
        named |= {_leaf(product) for product in products}
        return cls(products, frozenset(named - {""}))

    def __post_init__(self) -> None:
        self.nouns = frozenset(kind.split()[-1] for kind in self.kinds)
        self._ends = [(f" {_kind(one['name'])}", f" {_leaf(one)}") for one in self.products]
        self._names = [f" {' '.join(words_of(one['name']))} " for one in self.products]
        self._words = [frozenset((*words_of(one["name"]), *_looks(one))) for one in self.products]
        self._texts = [
            looks | frozenset(words_of(f"{one.get('category')} {one.get('description')}"))
            for looks, one in zip(self._words, self.products, strict=True)
        ]
        self._values = _values(self.products)
        self._themes = frozenset(word for one in self.products for word in _looks(one)) - self.nouns

    def asked(self, query: str) -> Asked:
        """What a query asks for."""
        words, said = _first_part(query), frozenset(words_of(query))
        end = self._noun_end(words)
        if end is None:
            singulars = tuple(map(singular, words))
            is_theme = bool(words) and self._themes.issuperset(singulars)
            return Asked(theme=singulars if is_theme else (), words=said)
        noun, start = self._noun(words[end]), end
        for first in range(end):
            phrase = " ".join([*map(singular, words[first:end]), noun])
            if phrase in self.kinds:
                noun, start = phrase, first
                break
        attributes = (*self._attributes(words[:start]), *self._attributes(words[end + 1 :]))
        return Asked(word_forms(noun), attributes, words=said)

    def is_sensible(self, asked: Asked, answer: Answer) -> bool:
        """Whether a first page answers what was asked for, by the rules."""
        if not asked.is_carried:
            return not answer.products or answer.is_told
        fitting = [place for place in range(len(self.products)) if self._fits(place, asked)]
        if fitting:
            return self._is_full(asked, answer, fitting)
        if not answer.products:
            return True
        carrying = sum(self._carries(place, asked.forms) for place in answer.products)
        unmet = set(" ".join(answer.unmet).split())
        is_honest = any(unmet.intersection(one.split()) for one in asked.attributes)
        return is_honest and carrying >= SHARE * len(answer.products)

    def _is_full(self, asked: Asked, answer: Answer, fitting: Sequence[int]) -> bool:
        """Whether enough of what fits is shown, or what has most of the query's words is."""
        shown = [place for place in answer.products if place in fitting]
        if len(shown) >= ceil(SHARE * min(PAGE, len(fitting))):
            return True
        if not shown or len(shown) < SHARE * len(answer.products):
            return False
        least = min(self._said(place, asked) for place in shown)
        left = set(fitting).difference(shown)
        return all(self._said(place, asked) < least for place in left)

    def _said(self, place: int, asked: Asked) -> int:
        """How many of the query's words a product has somewhere."""
        return len(asked.words & self._texts[place])

    def _noun_end(self, words: Sequence[str]) -> int | None:
        exact = [place for place, word in enumerate(words) if self._is_noun(singular(word))]
        near = exact or [place for place, word in enumerate(words) if self._noun(word)]
        return near[-1] if near else None

    def _is_noun(self, form: str) -> bool:
        return any(one in self.nouns or one in self.kinds for one in word_forms(form))

    def _noun(self, word: str) -> str:
        """The noun that a word is, or is a slip of the finger for; else nothing."""
        form = singular(word)
        if self._is_noun(form):
            return form
        if len(form) < SLIP_LENGTH or form in self._themes:
            return ""
        alike = (noun for noun in sorted(self.nouns) if noun[0] == form[0])
        return next((n for n in alike if OSA.distance(n, form, score_cutoff=1) <= 1), "")

    def _attributes(self, words: Sequence[str]) -> Iterator[str]:
        """The colours, materials and sizes of the catalogue among words; "royal blue" is one."""
        place = 0
        while place < len(words):
            pair = " ".join(words[place : place + 2])
            length = 2 if place + 1 < len(words) and self._is_attribute(pair) else 1
            said = " ".join(words[place : place + length])
            if length > 1 or self._is_attribute(said):
                yield said
            place += length

    def _is_attribute(self, said: str) -> bool:
        if said in lexicon().other_senses or said.isdigit():
            return said in self._values["colour"]
        is_material = bool(matching_materials(said, self._values["material"]))
        return is_colour(said) or is_material or bool(matching_sizes(said, self._values["size"]))

    def _fits(self, place: int, asked: Asked) -> bool:
        if asked.theme:
            return self._words[place].issuperset(asked.theme)
        return self._carries(place, asked.forms) and self._has_all(place, asked.attributes)

    def _carries(self, place: int, forms: Iterable[str]) -> bool:
        return any(end.endswith(f" {form}") for end in self._ends[place] for form in forms)

    def _has_all(self, place: int, attributes: Iterable[str]) -> bool:
        product = self.products[place]
        of_variants = [word for word in attributes if not self._is_of_product(place, word)]
        return any(all(_has(one, word) for word in of_variants) for one in product["variants"])

    def _is_of_product(self, place: int, word: str) -> bool:
        materials = self.products[place].get("materials") or ()
        is_made_of_it = bool(matching_materials(word, materials))
        return is_made_of_it or f" {singular(word)} " in self._names[place]


def _values(products: Sequence[Json]) -> dict[str, frozenset[str]]:
    """The materials of products, the colours and sizes of their variants."""
    materials = {name for one in products for name in one.get("materials") or ()}
    of_variants = {
        name: {value.lower() for one in products for v in one["variants"] if (value := v.get(name))}
        for name in ("colour", "size")
    }
    return {"material": frozenset(materials), **{k: frozenset(v) for k, v in of_variants.items()}}


def _has(one: Json, word: str) -> bool:
    """Whether a variant has a colour or a size."""
    colour, size = one.get("colour"), one.get("size")
    has_colour = is_colour(word) and bool(colour) and bool(matching_colours(word, [colour]))
    return has_colour or (bool(size) and bool(matching_sizes(word, [size])))


def _kind(name: str) -> str:
    return " ".join(kind_words(name))


def _leaf(product: Json) -> str:
    return _kind((product.get("category") or "").rpartition(">")[2].strip())


def _looks(product: Json) -> list[str]:
    """What goods look like: the words of tags, materials and colours."""
    colours = (one.get("colour") or "" for one in product["variants"])
    return words_of(
        " ".join((*product.get("tags", ()), *(product.get("materials") or ()), *colours))
    )


def _first_part(query: str) -> list[str]:
    """The words of a query up to the first that links something else to them."""
    known = lexicon()
    words = raw_words(query)
    for place, word in enumerate(words):
        if word in known.links and place:
            words = words[:place]
            break
    passed_over = known.containers | known.ignored
    return [word for word in words if singular(word) not in passed_over]
