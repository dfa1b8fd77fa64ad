"""Colours of goods by their names, and the shades that a drawing needs of one."""

import re
from dataclasses import dataclass
from zlib import crc32

NAMED = {
    "black": "#2c2d33",
    "white": "#f4f2ed",
    "cream": "#f2ead9",
    "ivory": "#f3ecdd",
    "grey": "#93979d",
    "gray": "#93979d",
    "charcoal": "#474a50",
    "silver": "#b9bdc3",
    "navy": "#2b3a5c",
    "blue": "#4f7cae",
    "sky": "#8fbbdd",
    "teal": "#2f7f83",
    "turquoise": "#3ea7a8",
    "green": "#4f7d5c",
    "olive": "#747a4c",
    "khaki": "#9a9168",
    "mint": "#a9d3bd",
    "yellow": "#e9bd3f",
    "mustard": "#cf9b35",
    "gold": "#c9a24b",
    "orange": "#dd7f3c",
    "rust": "#aa5a35",
    "red": "#b8423e",
    "maroon": "#6f2a36",
    "burgundy": "#6b2737",
    "pink": "#dd97a2",
    "rose": "#cf7f8c",
    "purple": "#6d5590",
    "lilac": "#b7a3cf",
    "lavender": "#b3a7d6",
    "brown": "#7c543a",
    "tan": "#b98a5e",
    "camel": "#bb9163",
    "beige": "#d8c6a6",
    "sand": "#d6c39f",
    "stone": "#bdb4a3",
}
"""Muted, as dyed stuff is; a screen's pure red looks like plastic."""
CREAM_PAPER = "#f1ece3"
"""What the goods lie on."""
UNNAMED = ("#6f8795", "#8a7f9c", "#7f9a86", "#b28a6a", "#a2747c", "#60788f", "#9a9067")
"""For goods whose colour has no name here; the product's id picks one."""


@dataclass(frozen=True)
class Shades:
    """One colour as `#rrggbb` in the lights that fall on it, from highlight to seam."""

    light: str
    base: str
    dark: str
    deep: str
    line: str


def shades_of(base: str) -> Shades:
    """The shades of a colour; a dark one is lit more, a light one shaded more gently."""
    brightness = luminance(base)
    lift = 0.17 if brightness < 0.3 else 0.2
    return Shades(
        light=mix(base, "#ffffff", lift),
        base=base,
        dark=mix(base, "#1b1a26", 0.17 if brightness > 0.6 else 0.27),
        deep=mix(base, "#15141f", 0.34 if brightness > 0.6 else 0.5),
        line=mix(base, "#15141f", 0.45 if brightness > 0.6 else 0.62),
    )


def colour_of(name: str | None, seed: str) -> str:
    """The colour that a name means, as `#rrggbb`; of `dark blue` the blue, made darker."""
    words = re.findall(r"[a-z]+", (name or "").lower())
    found = next((NAMED[word] for word in reversed(words) if word in NAMED), None)
    if found is None:
        return UNNAMED[crc32(f"{name or ''}{seed}".encode()) % len(UNNAMED)]
    if {"dark", "deep"} & set(words):
        return mix(found, "#15141f", 0.35)
    return mix(found, "#ffffff", 0.35) if {"light", "pale"} & set(words) else found


def mix(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one, between 0 and 1."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def luminance(colour: str) -> float:
    """How bright a colour looks, from 0 to 1. Source: Rec. 709 weights, without gamma."""
    red, green, blue = _parts(colour)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
