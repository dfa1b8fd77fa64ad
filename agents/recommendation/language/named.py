"""The names that a catalogue gives to brands, colours, materials and sizes, for finding in text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.recommendation.language.attributes import is_colour, size_of
from agents.recommendation.language.lexicon import lexicon
from agents.recommendation.language.words import fold, words_of

LONGEST = 5
"""Words of the longest name that is looked for."""


@dataclass(frozen=True)
class NamedValues:
    """A catalogue's own names in the forms that a text has; the first spelling stands."""

    brands: dict[str, str]
    colours: frozenset[str]
    materials: frozenset[str]
    sizes: frozenset[tuple[str, str]]
    size_values: frozenset[str]

    @classmethod
    def of(
        cls,
        brands: Iterable[str],
        colours: Iterable[str],
        materials: Iterable[str],
        sizes: Iterable[str],
    ) -> "NamedValues":
        """Arrange a catalogue's values for look-up."""
        named: dict[str, str] = {}
        for brand in brands:
            named.setdefault(" ".join(words_of(brand)), brand)
        known_sizes = frozenset(map(size_of, sizes))
        return cls(
            brands=named,
            colours=frozenset(" ".join(words_of(colour)) for colour in colours),
            materials=frozenset(_pieces(materials)),
            sizes=known_sizes,
            size_values=frozenset(value for _, value in known_sizes),
        )

    def brand(self, words: Sequence[str]) -> str | None:
        """The brand that the words are, as the shop spells it."""
        return self.brands.get(" ".join(words_of(" ".join(words))))

    def has_colour(self, words: Sequence[str]) -> bool:
        """Whether the words are a colour, of the catalogue's or of everybody's."""
        text = " ".join(words)
        return is_colour(fold(text)) or " ".join(words_of(text)) in self.colours

    def has_material(self, words: Sequence[str]) -> bool:
        """Whether the words are a material that some product is made of."""
        text = " ".join(words_of(" ".join(words)))
        kinds = lexicon().material_kinds.get(text, ())
        return text in self.materials or any(kind in self.materials for kind in kinds)

    def has_size(self, words: Sequence[str]) -> bool:
        """Whether the words are a size that some variant has."""
        system, value = size_of(" ".join(words))
        return value in self.size_values and (
            not system or (system, value) in self.sizes or ("", value) in self.sizes
        )


def _pieces(materials: Iterable[str]) -> Iterable[str]:
    """Each material, and the names within it that are materials of their own ("organic cotton")."""
    known = lexicon().materials
    for material in materials:
        words = words_of(material)
        yield " ".join(words)
        yield from (word for word in words if word in known)
