"""Whether the words left over of a clause are looked for, or only chat that no table knows."""

from functools import lru_cache

from sales_agent.models.offline.understanding.clause import Clause
from sales_agent.models.offline.understanding.tables import Tables, load_tables

_BARE = 2
"""So many words can be a name of goods that no table knows: "a kalimba"."""


def is_sought(clause: Clause) -> bool:
    """Whether what no filter took can be what goods are called by.

    Where sentences were learned they tell. A language without them knows its goods by its tables,
    so that "das war sehr nett von dir" is not looked for on the shelves.
    """
    if clause.likely or clause.goods or "search_products" in clause.scores:
        return True
    query = set((clause.slots.query or "").split())
    if query & (clause.vocabulary.words | _meanings(load_tables())):
        return True
    words = clause.text.split()
    return len(words) <= _BARE and not load_tables().stop & set(words)


@lru_cache(maxsize=4)
def _meanings(tables: Tables) -> frozenset[str]:
    return frozenset([*tables.words["meanings"].values(), *tables.words["comparatives"].values()])
