"""Where pages and pictures are."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

WEB_ADDRESS = re.compile(r"https?://|/(?!/)")
"""What a picture may be fetched from: the web, or this shop."""
MOST_COLOUR_WORDS = 4
"""Words of a colour's name in a picture's address."""


def product_address(product_id: str, colour: str | None = None) -> str:
    """The page of a product."""
    asked = f"?colour={quote(colour)}" if colour else ""
    return f"/product/{quote(product_id, safe='')}{asked}"


def category_address(name: str) -> str:
    """The page of a category."""
    return f"/category/{quote(name, safe='')}"


def picture_address(product: Mapping[str, Any], colour: str | None = None) -> str:
    """A product's picture, of a colour if told: the catalogue's, else one that is drawn."""
    drawn = drawn_address(product, colour)
    of_colour = [v["imageUrl"] for v in product.get("variants", ()) if colour == v["colour"]]
    told = [*(of_colour if colour else ()), product["imageUrl"]]
    address = next((one for one in told if one and WEB_ADDRESS.match(one)), drawn)
    return drawn if address == drawn_address(product) else address


def drawn_address(product: Mapping[str, Any], colour: str | None = None) -> str:
    """The picture of a product that is drawn, of a colour if told."""
    ours = f"/pictures/{quote(product['productId'], safe='')}"
    return f"{ours}-{slug(colour)}.svg" if colour else f"{ours}.svg"


def category_picture(name: str) -> str:
    """The drawing of what a category holds."""
    return f"/pictures/category/{quote(name, safe='')}.svg"


def page_address(address: str) -> str:
    """Where one of the shop's own pages is read, by the address that the catalogue has for it."""
    if address.startswith(("https://", "http://", "/pages/")):
        return address
    return f"/pages/{quote(address.removeprefix('/'))}"


def slug(name: str) -> str:
    """A colour's name within an address: "dark blue" is dark-blue."""
    return "-".join(re.findall(r"[^\W_]+", name.lower()))


def readings(name: str) -> list[tuple[str, str]]:
    """What a picture's name may mean: product ids with the slugs of colours, the longest id first.

    Ids have hyphens of their own: `P-1005-white` is a product, or `P-1005` in white.
    """
    parts = name.split("-")
    most = min(MOST_COLOUR_WORDS, len(parts) - 1)
    return [
        ("-".join(parts[: len(parts) - words]), "-".join(parts[len(parts) - words :]))
        for words in range(most + 1)
    ]
