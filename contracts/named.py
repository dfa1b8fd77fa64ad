"""Which of a variant's options the shopper has named, as far as her words can tell.

A catalogue says what is possible, the shopper what she wants: a size or a colour that only a model
came up with is asked for. Words cannot tell everything, and nobody is asked twice: once she was
asked about a product, what the model makes of her answer stands.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_SIZES = {
    "xxs": ("extra extra small",),
    "xs": ("extra small", "x small"),
    "s": ("small",),
    "m": ("medium", "med"),
    "l": ("large",),
    "xl": ("extra large", "x large"),
    "xxl": ("extra extra large", "double xl", "2xl"),
    "xxxl": ("triple xl", "3xl"),
}
_COUNTING = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_NUMBERS = dict(enumerate(_COUNTING.split(), 1))
_COLOURS = {"grey": ("gray",), "gray": ("grey",), "beige": ("sand",), "navy": ("dark blue",)}
_OPEN = re.compile(
    r"\b(?:any|whatever|whichever|either|you (?:choose|pick|decide)|surprise me|no preference"
    r"|does ?n.?t matter|do ?n.?t care|only (?:one|size)|last one)\b",
    re.I,
)
"""Words that leave the choice to the shop."""
_AS_BEFORE = re.compile(r"\b(?:same|usual|again|reorder|re-order|last time)\b", re.I)
_RELATIVE = re.compile(
    r"\b(?:my size|bigger|larger|smaller|biggest|largest|smallest"
    r"|(?:size|one) (?:up|down)|(?:up|down) a size|next size)\b",
    re.I,
)
"""Words that name a size by another."""
_REPLACING = re.compile(
    r"\b(?:chang(?:e[ds]?|ing)|instead|swap|switch|replace|exchange"
    r"|make (?:it|them|that|those))\b",
    re.I,
)
_ADDING = re.compile(r"\b(?:as well|also|too|another|both|more|plus|besides?|second|keep)\b", re.I)
_ENGLISH = re.compile(
    r"\b(?:the|my|it|that|this|these|and|for|with|please|want|would|buy|one|yes|first|second)\b",
    re.I,
)


@dataclass(frozen=True)
class Heard:
    """What a talk says of the shopper's choices.

    Attributes:
        words: Her messages, the newest last.
        proposal: What the assistant said just before the newest of them.
        known: Values of her profile, such as her usual size.
        asked: Ids of the products of which she was asked for an option in an earlier turn.
        has_picture: Whether she showed something, whose colour she did not have to say.
    """

    words: Sequence[str]
    proposal: str = ""
    known: Collection[str] = ()
    asked: Collection[str] = ()
    has_picture: bool = False


def unnamed_options(asked: Json, variant: Json, product: Json, heard: Heard) -> list[str]:
    """Which of `size` and `colour` nobody has named, though the product has several of them.

    Args:
        asked: The `size` and `colour` that a model asked for, where it did: in her words "green".
        variant: `sku`, `size` and `colour` of what that comes to: olive.
        product: `productId`, and all its `sizes` and `colours`.
        heard: What was said.
    """
    if product.get("productId") in heard.asked or _says(heard.words, str(variant.get("sku"))):
        return []
    choices = {"size": product.get("sizes") or (), "colour": product.get("colours") or ()}
    return [
        name
        for name, values in choices.items()
        if len(values) > 1
        and not _is_named(name, str(variant.get(name)), values, heard)
        and not _says(heard.words, *_forms(name, str(asked.get(name) or variant.get(name))))
    ]


def asks_to_replace(heard: Heard) -> bool:
    """Whether her newest words change what she has, rather than add to it."""
    newest = heard.words[-1] if heard.words else ""
    return bool(_REPLACING.search(newest)) and not _ADDING.search(newest)


def is_said(value: str, heard: Heard) -> bool:
    """Whether she herself has said an address or a name, in whatever case and spacing."""
    pattern = r"[\s-]?".join(re.escape(char) for char in value if not char.isspace())
    whole = re.compile(rf"(?<!\w){pattern}(?!\w)", re.I)
    return any(whole.search(text) for text in heard.words)


def _is_named(name: str, value: str, values: Sequence[str], heard: Heard) -> bool:
    newest = heard.words[-1] if heard.words else ""
    if _OPEN.search(newest) or _AS_BEFORE.search(newest):
        return True
    if name == "size" and _RELATIVE.search(newest):
        return True
    is_english = any(_ENGLISH.search(words) for words in heard.words)
    if name == "colour" and (heard.has_picture or not is_english):
        return True  # shown, or named in a language that this module does not read
    if value.casefold() in {known.casefold() for known in heard.known}:
        return True
    proposed = [other for other in values if _says([heard.proposal], *_forms(name, other))]
    return proposed == [value] or _says(heard.words, *_forms(name, value))


def _forms(name: str, value: str) -> Iterator[str]:
    """How a value may be said: "M" or medium, "UK 9" or 9 or nine, "navy blue" or navy."""
    folded = value.casefold()
    yield folded
    if name == "colour":
        yield from (word for word in re.split(r"\W+", folded) if len(word) > 2)
        yield from _COLOURS.get(folded, ())
        return
    yield from _SIZES.get(folded, ())
    yield from (short for short, longs in _SIZES.items() if folded in longs)
    number = re.search(r"\d+(?:\.\d+)?", folded)
    if number:
        yield number[0]
        if float(number[0]) in _NUMBERS:
            yield _NUMBERS[int(number[0])]


def _says(texts: Sequence[str], *forms: str) -> bool:
    """Whether one of the forms stands in a text, between its other words and numbers."""
    pattern = "|".join(map(re.escape, forms))
    whole = re.compile(rf"(?<!\w)(?<!\d[.,])(?:{pattern})(?!\w|[.,]\d)", re.I)
    return any(whole.search(re.sub(r"[-_/]", " ", text)) or whole.search(text) for text in texts)
