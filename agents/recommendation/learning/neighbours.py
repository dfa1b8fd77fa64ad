"""A product's neighbours, packed: 12 bytes for each."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

LAYOUT = "<IfI"
"""Place in the model, weight, shoppers who bought both."""


class Neighbour(NamedTuple):
    """A product that is bought with another: its place in the model, and by how many shoppers."""

    place: int
    weight: float
    shoppers: int


@dataclass(frozen=True)
class Learnt:
    """What was learnt of a product; `neighbours` are packed.

    `popularity` is its share of the most popular product's recent shoppers.
    """

    product_id: str
    popularity: float
    recent_shoppers: int
    neighbours: bytes


def unpack(packed: bytes) -> Iterator[Neighbour]:
    """Neighbours as they were packed, the strongest first."""
    return map(Neighbour._make, struct.iter_unpack(LAYOUT, packed))
