"""Words in the one form in which they are indexed and looked up."""

import re
import unicodedata
from functools import cache, lru_cache

from agents.recommendation.language.lexicon import lexicon

KEPT_WORDS = 16_384
"""Words whose singular is kept; feeds and shoppers bring any number of others."""
WORD = re.compile(r"[^\W_]+", re.UNICODE)
APOSTROPHE_S = re.compile(r"['\u2019]s?\b")
END_OF_NAME = re.compile(r"[,;(\[|/]|\s[-\u2013\u2014]\s")


def fold(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def raw_words(text: str) -> list[str]:
    """The folded words of a text, spellings of one word joined ("T-shirts" is tshirts)."""
    folded = APOSTROPHE_S.sub("", fold(text))
    words: list[str] = WORD.findall(folded)
    return _join_spellings(words)


def words_of(text: str) -> list[str]:
    """The words of a text, folded and singular."""
    return [singular(word) for word in raw_words(text)]


def normal(text: str) -> str:
    """A text as its words, one space between: the form that is indexed."""
    return " ".join(words_of(text))


def spoken(form: str) -> str:
    """An index form as people write it."""
    return " ".join(lexicon().spoken.get(word, word) for word in form.split())


@lru_cache(KEPT_WORDS)
def singular(word: str) -> str:
    """The singular of an English noun, by rule and by the lexicon's exceptions."""
    words = lexicon()
    if word in words.irregular:
        return words.irregular[word]
    if len(word) < 4 or word in words.always_plural or not word.endswith("s"):
        return word
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def kind_words(name: str, brand: str | None = None) -> list[str]:
    """The words of a product's name up to the noun that says what it is.

    English puts the noun last, before what follows a comma or a preposition; a word that only
    holds others ("set"), a material or a colour is passed over: "Velvet Cushion with Filler" is
    a cushion, "Eye Shoe Black" a shoe.
    """
    known = lexicon()
    brand_words = words_of(brand or "")
    parts = [words for part in END_OF_NAME.split(name) if (words := words_of(part))]
    words = next((part for part in parts if part != brand_words), [])
    for place, word in enumerate(words):
        if word in known.links and place:
            words = words[:place]
            break
    passed_over = known.containers | known.materials | _plain_colours() | known.audiences.keys()
    while words and (words[-1] in passed_over or not words[-1].isalpha()):
        words.pop()
    return words


def word_forms(text: str) -> tuple[str, ...]:
    """What else a word or phrase is called: itself first, its synonyms, the kinds it takes in."""
    phrase = normal(text)
    forms = dict.fromkeys((phrase,))
    for synonym in _synonyms().get(phrase, ()):
        forms[synonym] = None
    for form in tuple(forms):
        for narrower in _narrower().get(form, ()):
            forms[narrower] = None
    return tuple(forms)


@cache
def known_nouns() -> frozenset[str]:
    """Nouns for goods that the lexicon knows, in index form."""
    known = lexicon()
    groups = (known.one_word.values(), known.own_words, *known.same, *known.narrower.values())
    return frozenset(normal(word) for group in groups for word in group)


def longest_phrase() -> int:
    """How many words the longest phrase with synonyms has."""
    return max(len(phrase.split()) for phrase in _synonyms())


def is_phrase(words: tuple[str, ...]) -> bool:
    """Whether several words together have synonyms of their own."""
    return " ".join(words) in _synonyms()


def shade_forms(word: str) -> tuple[str, ...]:
    """The shades of a colour word, none for any other word."""
    return tuple(map(normal, lexicon().shades.get(word, ())))


@cache
def _plain_colours() -> frozenset[str]:
    return frozenset({*lexicon().shades, *lexicon().colour_spellings})


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    known = lexicon()
    table: dict[str, tuple[str, ...]] = {}
    for group in known.same:
        forms = tuple(dict.fromkeys(map(normal, group)))
        for form in forms:
            table[form] = tuple(dict.fromkeys((*table.get(form, ()), *forms)))
    for word, forms in known.audiences.items():
        table[word] = forms
    return table


@cache
def _narrower() -> dict[str, tuple[str, ...]]:
    return {normal(kind): tuple(map(normal, kinds)) for kind, kinds in lexicon().narrower.items()}


@cache
def _spellings() -> dict[tuple[str, ...], str]:
    return {tuple(WORD.findall(form)): word for form, word in lexicon().one_word.items()}


def _join_spellings(words: list[str]) -> list[str]:
    joined: list[str] = []
    place = 0
    longest = max(map(len, _spellings()))
    while place < len(words):
        for length in range(longest, 0, -1):
            word = _spellings().get(tuple(words[place : place + length]))
            if word is not None:
                joined.append(word)
                place += length
                break
        else:
            joined.append(words[place])
            place += 1
    return joined
