"""What a script may hold: the shape of each expectation, said where a file has another."""

from collections.abc import Mapping
from typing import Any

_SHAPES: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("tools", "not_tools", "says", "says_one_of", "says_not"), (list,)),
    **dict.fromkeys(("tenders", "notes"), (list,)),
    **dict.fromkeys(("products", "cart", "calls", "not_args"), (dict,)),
    **dict.fromkeys(("no_products", "order", "asks"), (bool,)),
    **dict.fromkeys(("cart_units", "suggestions", "total", "says_no_more_than"), (int,)),
    "refers_to": (int,),
    **dict.fromkeys(("customer", "message", "on_channel", "channel", "note"), (str,)),
    **dict.fromkeys(("confirm", "error"), (str, type(None))),
}
"""By the name of an expectation, as what its value is written in YAML."""
_WORDS: Mapping[type, str] = {
    list: "a list such as [one, another]",
    dict: "a mapping such as {name: value}",
    bool: "true or false",
    int: "a whole number",
    str: "a text",
}


def misshapen(turn: Any) -> str | None:
    """What is wrong with the shape of a turn of a script, in words; None when nothing is."""
    if not isinstance(turn, Mapping) or "say" not in turn:
        return "a turn has to be a mapping that holds what she says, as in {say: hello}"
    return misshapen_expectation(turn)


def misshapen_expectation(expected: Any) -> str | None:
    """What is wrong with the shape of expectations, in words; None when nothing is."""
    if not isinstance(expected, Mapping):
        return "expectations have to be a mapping such as {asks: true}"
    for name, value in expected.items():
        shapes = _SHAPES.get(name)
        if shapes and not _is_of(value, shapes):
            return f"{name}: {value!r} has to be {_WORDS[shapes[0]]}"
    return None


def _is_of(value: Any, shapes: tuple[type, ...]) -> bool:
    """Whether a value is of a shape; true and false are no numbers."""
    return isinstance(value, shapes) and (bool in shapes or not isinstance(value, bool))
