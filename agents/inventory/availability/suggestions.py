"""What a shopper could do next, given what is there: short sentences, each true."""

from collections.abc import Sequence

from agents.inventory.availability.enquiries import Availability
from agents.inventory.stock import (
    VariantStock,
    colours_of,
    is_same_colour,
    is_same_size,
    sizes_of,
)
from agents.kit.places import Place

STORES_SHOWN = 2


def suggest(found: Availability) -> list[str]:
    """The next steps that make sense, the best first."""
    if not found.matching:
        return _what_exists(found)
    if not found.available:
        return [*_other_variants(found), "See similar products that are in stock."]
    return [*_where(found), *_choices(found)]


def _what_exists(found: Availability) -> list[str]:
    product, wish = found.product, found.enquiry
    name = product[0].name
    in_colour = [v for v in product if is_same_colour(v.colour, wish.colour)]
    in_size = [v for v in product if is_same_size(v.size, wish.size)]
    told = []
    if wish.colour and in_colour and sizes_of(in_colour):
        told.append(f"{name} in {in_colour[0].colour} comes in {_sizes(in_colour)}.")
    if wish.size and in_size and colours_of(in_size):
        told.append(f"{name} in size {in_size[0].size} comes in {_list(colours_of(in_size))}.")
    if not told:
        ranges = [_list(colours_of(product)), _sizes(product)]
        known = " and ".join(text for text in ranges if text)
        told.append(f"{name} comes in {known}." if known else f"{name} comes in one version.")
    return [*told, "See similar products that come in what you asked for."]


def _other_variants(found: Availability) -> list[str]:
    others = [v for v in found.product if v.available and v not in found.matching]
    sold_out = found.matching[0]
    told = []
    same_colour = [v for v in others if is_same_colour(v.colour, sold_out.colour)]
    if sizes_of(same_colour):
        of_colour = f" in {sold_out.colour}" if sold_out.colour else ""
        told.append(f"In stock{of_colour}: {_sizes(same_colour)}.")
    same_size = [v for v in others if is_same_size(v.size, sold_out.size)]
    if colours_of(same_size):
        of_size = f" in size {sold_out.size}" if sold_out.size else ""
        told.append(f"In stock{of_size}: {_list(colours_of(same_size))}.")
    return told


def _where(found: Availability) -> list[str]:
    wish = found.enquiry.store
    here = found.units_at(found.wanted_stores)
    elsewhere = [pair for pair in found.units_at(found.stores) if pair not in here]
    told = []
    if wish and not found.wanted_stores:
        told.append(f"There is no such store; ours are {_list(_labels(found.stores))}.")
    elif wish and not here:
        told.append(f"Not at {_list(_labels(found.wanted_stores))} now.")
    told += _pickups(here if wish and here else elsewhere or here, found)
    if found.warehouse:
        told.append("Order it online for delivery.")
    return told


def _pickups(units: Sequence[tuple[Place, int]], found: Availability) -> list[str]:
    """Offer pickup where it was asked for, and where nothing can be sent."""
    if found.warehouse and not found.enquiry.store:
        return []
    if len(found.matching) > 1:
        return [f"Reserve one at {place.label}." for place, _ in units[:STORES_SHOWN]]
    return [f"Reserve it at {place.label} ({n} there)." for place, n in units[:STORES_SHOWN]]


def _choices(found: Availability) -> list[str]:
    in_stock = [variant for variant in found.matching if variant.available]
    told = []
    if len(colours_of(in_stock)) > 1:
        told.append(f"Choose a colour: {_list(colours_of(in_stock))}.")
    if len(sizes_of(in_stock)) > 1:
        told.append(f"Choose a size: {_list(sizes_of(in_stock))}.")
    return told


def _sizes(variants: Sequence[VariantStock]) -> str:
    sizes = sizes_of(variants)
    if not sizes:
        return ""
    return f"{'size' if len(sizes) == 1 else 'sizes'} {_list(sizes)}"


def _labels(places: Sequence[Place]) -> list[str]:
    return [place.label for place in places]


def _list(words: Sequence[str]) -> str:
    return ", ".join(words)
