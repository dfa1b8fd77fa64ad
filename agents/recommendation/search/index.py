"""The text index: what any search engine must do here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from agents.recommendation.search.bounds import Bounds

UNBOUNDED = Bounds()
Counted = list[tuple[str, int]]


@dataclass(frozen=True)
class Document:
    """A product's texts, in index form, in the order of `TEXT_COLUMNS`."""

    number: int
    texts: tuple[str, ...]

    @property
    def words(self) -> str:
        """The words by which it may be asked for: all but the description's."""
        return " ".join(self.texts[:-1])


@dataclass(frozen=True)
class Term:
    """One thing that a query asks for: any of its forms, in index form.

    `shades` count among the colours only. A named term must stand outside the description:
    a shirt that mentions a boat neck is no boat.
    """

    forms: tuple[str, ...]
    shades: tuple[str, ...] = ()
    is_named: bool = False


@dataclass(frozen=True)
class Page:
    """Which of the matches are wanted; `sort` as in the contract."""

    sort: str = "relevance"
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True)
class Hit:
    """A product that matches, with the price range of its matching variants."""

    number: int
    low: int
    high: int


@dataclass(frozen=True)
class Hits:
    """A page of matches, and how many there are in all; at least so many when not exact."""

    total: int = 0
    hits: tuple[Hit, ...] = ()
    is_exact: bool = True


class SearchIndex(Protocol):
    """A search engine for the catalogue: filters hold before it ranks."""

    def put(self, documents: Iterable[Document]) -> None:
        """Index documents, in place of those with the same numbers."""

    def remove(self, numbers: Collection[int]) -> None:
        """Forget documents."""

    def words(self) -> dict[str, int]:
        """The words by which products may be asked for, with the number of products."""

    def has(self, terms: Sequence[Term], bounds: Bounds = UNBOUNDED) -> bool:
        """Whether some product matches all terms and has a variant within the bounds."""

    def find(self, terms: Sequence[Term], bounds: Bounds, page: Page) -> Hits:
        """The products that match all terms and have a variant within the bounds."""

    def count(self, terms: Sequence[Term], bounds: Bounds, facet: str, limit: int) -> Counted:
        """The most frequent values of a facet among such products, with how many have each."""

    def price_range(self, terms: Sequence[Term], bounds: Bounds) -> tuple[int, int] | None:
        """The lowest and the highest price of the fitting variants."""

    def count_prices(
        self, terms: Sequence[Term], bounds: Bounds, ranges: Sequence[tuple[int, int]]
    ) -> list[int]:
        """How many such products have a fitting variant in each range of prices."""
