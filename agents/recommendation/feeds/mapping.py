"""Which option is the colour, the size, the material: by name, in several languages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from agents.recommendation.language.words import fold

NAMES_FILE = Path(__file__).parents[1] / "data" / "option_names.json"
NO_OPTION = ("title", "default title")


@dataclass
class Options:
    """A variant's options: those with a meaning of their own, and the others by name."""

    colour: str | None = None
    size: str | None = None
    material: str | None = None
    others: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> list[str]:
        """All values, in a fixed order."""
        told = [self.colour, self.size, self.material, *self.others.values()]
        return [value for value in told if value]


def read_options(pairs: Mapping[str, str]) -> Options:
    """Sort a variant's options by what their names mean; "Default Title" is none."""
    options = Options()
    for name, value in pairs.items():
        if not value or (fold(name), fold(value)) == NO_OPTION:
            continue
        match _meanings().get(fold(name)):
            case "colour" if options.colour is None:
                options.colour = value
            case "size" if options.size is None:
                options.size = value
            case "material" if options.material is None:
                options.material = value
            case _:
                options.others[name] = value
    return options


@cache
def _meanings() -> dict[str, str]:
    names = json.loads(NAMES_FILE.read_text(encoding="utf-8"))
    return {fold(name): meaning for meaning, spellings in names.items() for name in spellings}
