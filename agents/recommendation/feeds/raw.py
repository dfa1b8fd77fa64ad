"""Products as a feed writes them, in the one form that every format is brought to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

UNSEEN_MARKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")


@dataclass(frozen=True)
class RawVariant:
    """A variant as written: price and quantity are the feed's own text.

    `compare_at` is the price before a sale, `cost` what a unit costs the shop; `quantity` is None
    where the feed counts no units, `units` then what its availability stands for.
    """

    line: int
    sku: str
    price: str
    compare_at: str = ""
    currency: str = ""
    quantity: str | None = None
    units: int = 0
    options: Mapping[str, str] = field(default_factory=dict)
    image: str = ""
    barcode: str = ""
    cost: str = ""


@dataclass(frozen=True)
class RawProduct:
    """A product as written; `description` may be HTML.

    `kinds` are what may say what kind of goods it is, the best first; `colours` and `materials`
    are the product's own, for variants that tell none. `rows` is how many rows it took.
    """

    line: int
    product_id: str
    name: str
    variants: tuple[RawVariant, ...]
    brand: str = ""
    kinds: tuple[str, ...] = ()
    description: str = ""
    tags: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    image: str = ""
    status: str = "active"
    rows: int = 1


def clean(text: str) -> str:
    """A text without marks that nobody sees and stores refuse, and without outer blanks."""
    return UNSEEN_MARKS.sub("", text).strip()
