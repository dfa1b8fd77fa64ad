"""Which words of a query are filters: those that the goods prove, or that can be nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Protocol

from agents.recommendation.catalog.vocabulary import Vocabulary
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import singular, word_forms
from agents.recommendation.search.filters import Filters
from agents.recommendation.search.index import SearchIndex, Term
from agents.recommendation.search.queries import Reading, read_query
from agents.recommendation.search.wishes import Said, Wish, wishes_in
from contracts.currency import to_minor

REFUSED = {
    "brand": "exclude_brands",
    "colour": "exclude_colours",
    "material": "exclude_materials",
    "words": "exclude_words",
}


class Goods(Protocol):
    """The goods, by which readings are proven."""

    def has(self, reading: Reading, filters: Filters) -> bool:
        """Whether some product matches a reading within filters."""

    def count(self, reading: Reading, filters: Filters) -> int:
        """How many products do."""


@dataclass(frozen=True)
class Understood:
    """A query as filters, an order, and the reading of the other words.

    `taken` are the filters that came from words and hold; `filters` those with the request's own,
    which win.
    """

    reading: Reading
    filters: Filters
    taken: Filters
    sort: str | None = None


def understand(
    query: str, given: Filters, known: Vocabulary, index: SearchIndex, goods: Goods
) -> Understood:
    """Read a query within the filters of a request."""
    said = wishes_in(query, known.named)
    judge = _Judge(said, given, known, index, goods)
    accepted = judge.accepted()
    taken = _won(_filters(said, accepted, known.currency), given)
    reading = read_query(said.text(accepted), index, known.words)
    return Understood(reading, merged(taken, given), taken, said.sort)


class _Judge:
    """Decides on each wish with the goods in hand."""

    def __init__(
        self, said: Said, given: Filters, known: Vocabulary, index: SearchIndex, goods: Goods
    ) -> None:
        self._said, self._given, self._known = said, given, known
        self._index, self._goods = index, goods

    def accepted(self) -> list[Wish]:
        """The wishes that are filters."""
        wishes = [wish for wish in self._said.wishes if not self._is_noun(wish)]
        reading = read_query(self._said.text(wishes), self._index, self._known.words)
        accepted: list[Wish] = []
        # What can be nothing else first, so that it is known when the others are tried.
        for wish in sorted(wishes, key=lambda wish: not wish.is_sure):
            if self._holds(wish, accepted, reading):
                accepted.append(wish)
        return accepted

    def _holds(self, wish: Wish, accepted: Sequence[Wish], reading: Reading) -> bool:
        if wish.is_refused:
            return self._is_refusal(wish)
        if wish.is_sure and wish.name in ("size", "brand"):
            return True
        if wish.name == "brand" and self._is_name_only(wish):
            return True
        if wish.name == "colour" and self._is_part_of_name(wish, accepted, reading):
            return False
        if self._has(reading, [*accepted, wish]):
            return not self._is_either(wish, accepted, reading)
        other = self._other(wish)
        if other is not None and self._has(reading, [*accepted, other]):
            return False
        return self._is_wanted_anyway(wish, reading)

    def _has(self, reading: Reading, wishes: Sequence[Wish]) -> bool:
        return self._goods.has(*self._asked(reading, wishes))

    def _count(self, reading: Reading, wishes: Sequence[Wish]) -> int:
        return self._goods.count(*self._asked(reading, wishes))

    def _asked(self, reading: Reading, wishes: Sequence[Wish]) -> tuple[Reading, Filters]:
        """What is looked for with some wishes; all goods, when those of the words are unknown."""
        taken = _filters(self._said, wishes, self._known.currency)
        named = Reading() if reading.is_unknown else reading
        # Prices are left out: a colour is one too when nothing of it is cheap enough.
        return named, merged(taken, self._given).without("min_price", "max_price")

    def _is_noun(self, wish: Wish) -> bool:
        """Whether a wish's word is what is asked for: the glass of "wine glass"."""
        tokens, words = self._said.tokens, lexicon()
        if wish.is_refused or wish.is_sure or wish.name == "size":
            return False
        if singular(tokens[wish.end - 1]) not in self._known.types:
            return False
        if wish.name == "brand" and wish.end - wish.start > 1:
            return False
        ends = tokens[wish.end : wish.end + 1]
        return not ends or not ends[0].isalpha() or ends[0] in words.links

    def _is_refusal(self, wish: Wish) -> bool:
        """Whether words are refused, and do not stand so in a name ("no show socks")."""
        if wish.name != "words":
            return True
        words = self._said.tokens[wish.start : wish.end]
        return wish.is_sure or not self._is_named(words)

    def _is_name_only(self, wish: Wish) -> bool:
        """Whether a brand's name means nothing else."""
        words, known = lexicon(), self._known
        if wish.end - wish.start > 1:
            return True
        word = singular(wish.value)
        others = words.qualities | words.own_words | words.ignored | words.audiences.keys()
        return not (
            word in known.types
            or word in others
            or known.named.has_colour([word])
            or known.named.has_material([word])
        )

    def _is_part_of_name(self, wish: Wish, accepted: Sequence[Wish], reading: Reading) -> bool:
        """Whether goods prove that a colour's word belongs to a name ("white noise", "wine glass").

        A colour beside the goods themselves is one, unless its word has another sense and both
        are one kind ("coffee table").
        """
        tokens, known = self._said.tokens, self._known
        pair = tokens[wish.end - 1 : wish.end + 1]
        if len(pair) < 2 or not pair[1].isalpha() or not self._is_named(pair):
            return False
        if wish.value in lexicon().other_senses:
            return True
        if singular(pair[1]) in known.types:
            return False
        phrase = Term((" ".join(map(singular, pair)),), is_named=True)
        coloured = self._count(reading, [*accepted, wish])
        named = self._count(replace(reading, terms=(*reading.terms, phrase)), accepted)
        both = self._count(replace(reading, terms=(*reading.terms, phrase)), [*accepted, wish])
        return named > both and named >= coloured

    def _is_named(self, words: Sequence[str]) -> bool:
        form = " ".join(map(singular, words))
        return self._index.has([Term((form,), is_named=True)])

    def _other(self, wish: Wish) -> Wish | None:
        """The other filter that a word may be: gold is a colour and a material."""
        words = wish.value.split()
        if wish.name == "colour" and self._known.named.has_material(words):
            return replace(wish, name="material")
        if wish.name == "brand" and self._known.named.has_colour(words):
            return replace(wish, name="colour")
        return None

    def _is_either(self, wish: Wish, accepted: Sequence[Wish], reading: Reading) -> bool:
        """Whether a colour is a material of such goods too: then the word finds both."""
        other = self._other(wish)
        if wish.name != "colour" or other is None:
            return False
        found = self._count(reading, [*accepted, other])
        return found > 0 and self._count(reading, [*accepted, wish, other]) < found

    def _is_wanted_anyway(self, wish: Wish, reading: Reading) -> bool:
        """Whether a wish is a filter that nothing fits, and not a word that some goods have."""
        is_doubtful = wish.value in lexicon().other_senses and not wish.is_sure
        if wish.name not in ("colour", "material") or is_doubtful:
            return False
        if wish.name == "material" and not wish.is_sure:
            return False
        term = Term(word_forms(wish.value), is_named=True)
        return not self._index.has([*reading.terms, term])


def merged(taken: Filters, given: Filters) -> Filters:
    """The filters of words beside those of the request, which win."""
    own = {name: getattr(given, name) for name in given.asked}
    for name in ("exclude_colours", "exclude_brands", "exclude_materials", "exclude_words"):
        own[name] = tuple(dict.fromkeys((*getattr(given, name), *getattr(taken, name))))
    return replace(taken, **own)


def _won(taken: Filters, given: Filters) -> Filters:
    """Those of the filters from words that the request does not set itself."""
    kept = taken.without(*(name for name in given.asked if not name.startswith("exclude")))
    low = given.min_price if given.min_price is not None else kept.min_price
    high = given.max_price if given.max_price is not None else kept.max_price
    if low is not None and high is not None and low > high:
        return kept.without("min_price", "max_price")
    return kept


def _filters(said: Said, wishes: Sequence[Wish], currency: str) -> Filters:
    values: dict[str, Any] = {w.name: w.value for w in reversed(wishes) if not w.is_refused}
    refused: dict[str, Any] = {
        field: tuple(w.value for w in wishes if w.is_refused and w.name == name)
        for name, field in REFUSED.items()
    }
    return Filters(
        **values,
        **refused,
        min_price=_minor(said.limits.least, currency),
        max_price=_minor(said.limits.most, currency),
    )


def _minor(amount: Decimal | None, currency: str) -> int | None:
    return None if amount is None else to_minor(amount, currency)
