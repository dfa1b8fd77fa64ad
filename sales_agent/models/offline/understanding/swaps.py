"""What is to be had instead of what: "swap the M for an L", "the shirt for the blue one"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sales_agent.models.offline.understanding.tables import load_tables, pattern
from sales_agent.models.offline.understanding.text import spell_out

Json = Mapping[str, Any]
_STEPS = ((1, "size_up"), (-1, "size_down"), (1, "fits_too_small"), (-1, "fits_too_big"))
"""How much bigger a size is to be: what is asked for counts before what does not fit."""
_NO_WORD = re.compile(r"[^\w.&/-]+")


@dataclass(frozen=True)
class SwapWords:
    """The words for what is there, and those for what is wanted instead; empty if unsaid."""

    replaced: str
    wanted: str


def read_swap(text: str) -> SwapWords:
    """Read one swap; what stands before "for" is there, what stands after it is wanted."""
    spelled = spell_out(text, load_tables())
    for name in ("swap_instead", "swap_parts"):
        if found := pattern(name).search(spelled):
            return SwapWords(found["old"].strip(), found["new"].strip())
    return SwapWords(spelled, "")


def read_swaps(text: str) -> list[SwapWords]:
    """Read several swaps of one message; what names no pair of its own belongs to the one before.

    "The M for an L and the socks for the black ones" are two.
    """
    parts = pattern("swap_links").split(text)
    read = [read_swap(part) for part in parts]
    whole = read_swap(text)
    return read if len(read) > 1 and all(swap.wanted for swap in read) else [whole]


def matching_variants(wanted: str, line: Json, variants: Sequence[Json]) -> list[Json]:
    """The variants that words name, in what they leave unsaid like the line that is replaced.

    Args:
        wanted: such as "L", "the blue one", "a bigger size".
        line: the order line, with `options` by name.
        variants: the product's variants, each with `options`.
    """
    own = options_of(line)
    named = {
        name: value
        for name, value in _named(wanted, own, variants).items()
        if own.get(name) != value
    }
    if not named:
        return []
    kept = {name: value for name, value in own.items() if name not in named}
    fits = [v for v in variants if all(options_of(v).get(k) == x for k, x in named.items())]
    alike = [v for v in fits if all(options_of(v).get(k) == x for k, x in kept.items())]
    return alike or [v for v in fits if v["sku"] != line["sku"]]


def options_of(row: Json) -> dict[str, str]:
    """A line's or variant's options by name; colour and size where it tells no others."""
    if row.get("options"):
        return {name: str(value) for name, value in row["options"].items()}
    return {name: str(row[name]) for name in ("colour", "size") if row.get(name)}


def values_of(name: str, variants: Sequence[Json]) -> list[str]:
    """The values that an option takes, in the product's order."""
    found = [options_of(variant).get(name) for variant in variants]
    return list(dict.fromkeys(value for value in found if value))


def _named(wanted: str, own: Mapping[str, str], variants: Sequence[Json]) -> dict[str, str]:
    """The option values that words name."""
    said = _said(_without_fit(wanted))
    named: dict[str, str] = {}
    for name in dict.fromkeys(key for variant in variants for key in options_of(variant)):
        values = values_of(name, variants)
        hits = [value for value in values if _is_said(value, said)]
        if len(hits) > 1:  # "from M to L": the one that the line is not
            hits = [value for value in hits if value != own.get(name)] or hits
        if hits:
            named[name] = max(hits, key=len)
        elif name == "size" and (stepped := _stepped(wanted, own.get(name), values)):
            named[name] = stepped
    return named


def _said(text: str) -> str:
    """The words with sizes as shops write them: "a large one" says "l" too."""
    low = f" {_NO_WORD.sub(' ', text.lower())} "
    sizes: dict[str, str] = load_tables().words["sizes"]
    letters = [size.lower() for word, size in sizes.items() if f" {word} " in low]
    return f"{low}{' '.join(letters)} "


def _without_fit(text: str) -> str:
    """Without what only says how it fits: "too small" asks for no small one."""
    for name in ("fits_too_small", "fits_too_big"):
        text = pattern(name).sub(" ", text)
    return text


def _is_said(value: str, said: str) -> bool:
    words = _NO_WORD.sub(" ", value.lower())
    bare = words.removeprefix("uk ").removeprefix("eu ").removeprefix("us ")
    return any(f" {form} " in said for form in (words, bare))


def _stepped(wanted: str, size: str | None, sizes: Sequence[str]) -> str | None:
    step = next((step for step, name in _STEPS if pattern(name).search(wanted)), 0)
    if not step or size not in sizes:
        return None
    place = sizes.index(size) + step
    return sizes[place] if 0 <= place < len(sizes) else None
