"""The size that is meant of the product talked about, where no word says that it is one."""

from sales_agent.models.offline.context.facts import Focus, focus_of
from sales_agent.models.offline.context.talk import Talk
from sales_agent.models.offline.understanding.goods import as_size
from sales_agent.models.offline.understanding.tables import load_tables, pattern

_MOST_UNITS = 4
"""So many of the same are wanted now and then; of a greater number more often the size."""


def size_of_focus(text: str, talk: Talk) -> str | None:
    """The size that a clause names of the product talked about without calling it a size.

    Such as "a bigger one", "make it a 10" of shoes that are made in 10, and "11 is better".
    """
    focus = focus_of(talk)
    if focus is None:
        return None
    return _next_size(text, focus) or _made(text, focus, talk) or _chosen(text, focus, talk)


def _next_size(text: str, focus: Focus) -> str | None:
    """The size next to the one talked about, for "in a bigger size"."""
    if focus.size not in focus.item.sizes:
        return None
    steps = ((1, "size_up"), (-1, "size_down"))
    step = next((step for step, name in steps if pattern(name).search(text)), 0)
    place = focus.item.sizes.index(focus.size) + step
    return focus.item.sizes[place] if step and 0 <= place < len(focus.item.sizes) else None


def _made(text: str, focus: Focus, talk: Talk) -> str | None:
    """The number that "it" is to become, where it is a size of the product and hardly a count."""
    found = pattern("made_number").search(text)
    if found is None:
        return None
    numbers: dict[str, int] = load_tables().words["numbers"]
    number = str(numbers.get(found["n"], found["n"]))
    is_count = not found["a"] and number.isdigit() and int(number) <= _MOST_UNITS
    return None if is_count else _of_product(number, focus, talk)


def _chosen(text: str, focus: Focus, talk: Talk) -> str | None:
    """The size that is found better or right, once one was chosen."""
    found = pattern("number_chosen").match(text) if focus.size else None
    return _of_product(found["n"] or found["m"], focus, talk) if found else None


def _of_product(said: str, focus: Focus, talk: Talk) -> str | None:
    size = as_size(said, talk.vocabulary)
    return size if size in focus.item.sizes else None
