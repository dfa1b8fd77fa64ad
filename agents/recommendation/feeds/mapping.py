"""What a feed's own words mean: option names, availabilities, and what is no goods; data."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from agents.recommendation.feeds.goods import FeedError
from agents.recommendation.language.words import fold

MAPPING_FILE = Path(__file__).parents[1] / "data" / "feed_mapping.json"
NO_OPTION = ("title", "default title")
MEANINGS = ("colour", "size", "material", "other")
SECTIONS = ("options", "availability", "notGoods")
NOT_GOODS = ("names", "vendors", "types", "goods")
KEPT_KEYS = 4096
"""Words whose spelling for comparison is kept; a feed says the same ones over and over."""
UNSAID = frozenset({"select", "choose", "pick", "your", "a", "the", "please", "pa", "product"})
"""Words around an option's name that say nothing: "Choose your colour", "pa_color"."""


@dataclass
class Options:
    """A variant's options: those with a meaning of their own, and the others by name."""

    colour: str | None = None
    size: str | None = None
    material: str | None = None
    material_name: str = "Material"
    others: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> list[str]:
        """All values, in a fixed order."""
        told = [self.colour, self.size, self.material, *self.others.values()]
        return [value for value in told if value]


@dataclass(frozen=True)
class FeedMapping:
    """How a feed's words are read.

    `options` maps an option's name to colour, size, material or other; `availability` a feed's
    words to the units they stand for where it counts none; `not_goods` holds, by what they are,
    patterns of names and the vendors and types of what is sold along but is no goods; `goods` are
    product ids that are goods whatever they are called.
    """

    options: Mapping[str, str]
    availability: Mapping[str, int]
    not_goods: Mapping[str, Mapping[str, tuple[str, ...]]]
    goods: frozenset[str]

    @classmethod
    def load(cls, own: Path | None = None) -> "FeedMapping":
        """Read what comes along, and what a shop's own file says over it.

        Raises:
            FeedError: the own file cannot be read or says something unknown.
        """
        mapping = _parsed(_read(MAPPING_FILE))
        if own is None:
            return mapping
        try:
            extra = _parsed(_checked(_read(own)))
        except OSError as error:
            raise FeedError(f"{own} cannot be read: {error.strerror}") from error
        except (ValueError, TypeError, AttributeError, re.error) as error:
            raise FeedError(f"{own} is no mapping: {error}; see docs/importing.md") from error
        return cls(
            options={**mapping.options, **extra.options},
            availability={**mapping.availability, **extra.availability},
            not_goods={
                kind: _joined(mapping.not_goods[kind], extra.not_goods[kind])
                for kind in mapping.not_goods
            },
            goods=mapping.goods | extra.goods,
        )

    def meaning_of(self, name: str) -> str:
        """What an option of this name is: colour, size, material or other."""
        return self.options.get(_key(name)) or self.options.get(_core(name), "other")

    def read_options(self, pairs: Mapping[str, str]) -> Options:
        """Sort a variant's options by what their names mean; "Default Title" is none."""
        options = Options()
        for name, value in pairs.items():
            if not value or (fold(name), fold(value)) == NO_OPTION:
                continue
            match self.meaning_of(name):
                case "colour" if options.colour is None:
                    options.colour = value
                case "size" if options.size is None:
                    options.size = value
                case "material" if options.material is None:
                    options.material, options.material_name = value, name
                case _:
                    options.others[name] = value
        return options

    def units_for(self, availability: str) -> int | None:
        """The units that a feed's word stands for; None for a word nobody knows."""
        return self.availability.get(_key(availability))

    def why_no_goods(self, product_id: str, name: str, vendor: str, kind: str) -> str | None:
        """What something is that is sold along but is no goods; None for goods."""
        if product_id in self.goods:
            return None
        told = _key(name)
        for what, pattern in self._names.items():
            if pattern.fullmatch(told):
                return what
        return self._labels["vendors"].get(_key(vendor)) or self._labels["types"].get(_key(kind))

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        """Vendors and types of what is no goods, and what it is."""
        return {
            label: {
                _key(value): what
                for what, values in self.not_goods[label].items()
                for value in values
            }
            for label in ("vendors", "types")
        }

    @cached_property
    def _names(self) -> dict[str, re.Pattern[str]]:
        return {
            what: re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
            for what, patterns in self.not_goods["names"].items()
        }


def _parsed(data: Mapping[str, Any]) -> FeedMapping:
    not_goods = data.get("notGoods", {})
    mapping = FeedMapping(
        options={_key(n): what for what, names in data.get("options", {}).items() for n in names},
        availability={_key(word): int(n) for word, n in data.get("availability", {}).items()},
        not_goods={kind: _tuples(not_goods.get(kind, {})) for kind in NOT_GOODS[:3]},
        goods=frozenset(not_goods.get("goods", ())),
    )
    for patterns in mapping.not_goods["names"].values():
        for pattern in patterns:
            re.compile(pattern)
    return mapping


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _checked(data: Any) -> Mapping[str, Any]:
    parts = (
        (data, SECTIONS),
        (data.get("options", {}), MEANINGS),
        (data.get("notGoods", {}), NOT_GOODS),
    )
    for part, known in parts:
        if unknown := sorted(part.keys() - set(known)):
            raise ValueError(f"'{unknown[0]}' is none of {', '.join(known)}")
    negative = [word for word, units in data.get("availability", {}).items() if int(units) < 0]
    if negative:
        raise ValueError(f"availability '{negative[0]}' stands for fewer than no units")
    return dict(data)


def _tuples(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in lists.items()}


def _joined(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {name: (*one.get(name, ()), *other.get(name, ())) for name in {**one, **other}}


@lru_cache(KEPT_KEYS)
def _key(text: str) -> str:
    return " ".join(re.split(r"[\W_]+", fold(text))).strip()


def _core(name: str) -> str:
    """An option's name without what stands around it: brackets, "choose your", "pa_"."""
    words = _key(re.sub(r"\(.*?\)", " ", name)).split()
    while words and words[0] in UNSAID:
        words.pop(0)
    return " ".join(words)
