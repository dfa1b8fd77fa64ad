"""Which variant of a product a shopper means, and what is to be asked when it is not one."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.recommendation.language.attributes import matching_colours, matching_sizes
from agents.recommendation.tables import Variant


@dataclass(frozen=True)
class Choice:
    """The one variant (`found`), those to choose from (`needs_choice`), or none that exists.

    With `no_such_variant` the candidates are those that have at least one of the wishes.
    """

    status: str
    candidates: tuple[Variant, ...]


def choose_variant(
    variants: Sequence[Variant], *, size: str | None = None, colour: str | None = None
) -> Choice:
    """Find the variant of a size and colour; a wish that was not named is never assumed."""
    in_size = _in_size(variants, size)
    in_colour = _in_colour(variants, colour)
    matching = tuple(variant for variant in in_size if variant in in_colour)
    if len(matching) == 1:
        return Choice("found", matching)
    if matching:
        return Choice("needs_choice", matching)
    near = (in_size if size else ()) or (in_colour if colour else ())
    return Choice("no_such_variant", tuple(near or variants))


def choose_instead(
    variants: Sequence[Variant], of: Variant, *, size: str | None = None, colour: str | None = None
) -> Choice:
    """Find the variant that differs from one in the named wishes only."""
    return choose_variant(variants, size=size or of.size, colour=colour or of.colour)


def _in_size(variants: Sequence[Variant], size: str | None) -> Sequence[Variant]:
    if not size:
        return variants
    sizes = matching_sizes(size, {variant.size for variant in variants if variant.size})
    return [variant for variant in variants if variant.size in sizes]


def _in_colour(variants: Sequence[Variant], colour: str | None) -> Sequence[Variant]:
    if not colour:
        return variants
    colours = matching_colours(colour, {v.colour for v in variants if v.colour})
    exact = {name for name in colours if name.casefold() == colour.casefold()}
    return [variant for variant in variants if variant.colour in (exact or colours)]
