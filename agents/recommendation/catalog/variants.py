"""Which variant of a product a shopper means, and what is to be asked when it is not one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from agents.recommendation.catalog.products import find_by_ids
from agents.recommendation.catalog.views import summary, variant_view
from agents.recommendation.language.attributes import matching_colours, matching_sizes
from agents.recommendation.tables import Product, Variant


@dataclass(frozen=True)
class Choice:
    """The one variant (`found`), those to choose from (`needs_choice`), or none that exists.

    With `no_such_variant` the candidates are the nearest that exist: of the wished size, else
    of the wished colour, else all.
    """

    status: str
    candidates: tuple[Variant, ...]


def find_variant(session: Session, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Find the variant that a request names, as the contract spells it."""
    named = wanted.get("insteadOf") or wanted.get("sku") or wanted.get("productId", "")
    product, variant, similar = _product_of(session, named)
    if product is None:
        return _reply("unknown_product", None, (), similar)
    size, colour = wanted.get("size"), wanted.get("colour")
    if variant is not None:
        size, colour = size or variant.size, colour or variant.colour
        if size == variant.size and colour == variant.colour:
            return _reply("found", product, (variant,))
    choice = choose_variant(product.variants, size=size, colour=colour)
    return _reply(choice.status, product, choice.candidates)


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


def _product_of(
    session: Session, named: str
) -> tuple[Product | None, Variant | None, Sequence[str]]:
    """The product of an id or a SKU, the variant if it was a SKU, else similar ids."""
    products, similar_ids = find_by_ids(session, [named], [])
    if products:
        return products[0], None, ()
    products, similar_skus = find_by_ids(session, [], [named])
    if not products:
        return None, None, [*similar_ids[named], *similar_skus[named]]
    return products[0], next(v for v in products[0].variants if v.sku == named), ()


def _in_size(variants: Sequence[Variant], size: str | None) -> Sequence[Variant]:
    if not size:
        return variants
    sizes = matching_sizes(size, {variant.size for variant in variants if variant.size})
    return [variant for variant in variants if variant.size in sizes]


def _in_colour(variants: Sequence[Variant], colour: str | None) -> Sequence[Variant]:
    """Variants of a colour: of exactly that one where there is one, else of its shades."""
    if not colour:
        return variants
    exact = [v for v in variants if v.colour and v.colour.casefold() == colour.casefold()]
    colours = matching_colours(colour, {v.colour for v in variants if v.colour})
    return exact or [variant for variant in variants if variant.colour in colours]


def _reply(
    status: str,
    product: Product | None,
    candidates: Sequence[Variant],
    similar: Sequence[str] = (),
) -> dict[str, Any]:
    views = [variant_view(v.product, v) for v in candidates]
    return {
        "status": status,
        "product": summary(product) if product else None,
        "variant": views[0] if status == "found" else None,
        "candidates": views,
        "suggestions": list(similar),
    }
