"""Which sorts of deed the nouns of a text tell."""

import re
from collections.abc import Iterable

from sales_agent.truth.deeds.sorts import NEVER, NOUN, Sort, sort_of


def next_sorts(text: str) -> list[Sort]:
    """The sorts that the nouns behind a verb tell, up to where something else is spoken of."""
    found = sorts_of_nouns(_AND.split(text, maxsplit=1)[0]) or sorts_of_nouns(text)
    return [sort for sort in found if sort.name == NEVER] or found


_AND = re.compile(r",|\b(?:and|but|so|plus|then|und|aber)\b", re.I)


def sorts_of_nouns(text: str) -> list[Sort]:
    """The sorts that the nouns of a text tell; an order only where nothing else is told."""
    found = [sort_of(noun, "n") for noun in NOUN.finditer(text)]
    return _without_orders(found) or found


def _without_orders(sorts: Iterable[Sort]) -> list[Sort]:
    return [sort for sort in sorts if sort.name != "order"]
