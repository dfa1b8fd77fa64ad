"""What was found of a talk or a turn stays with it: neither changes once it was read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar


class Kept(Protocol):
    """What can hold what was found of it, by what found it."""

    @property
    def found(self) -> dict[Callable[..., Any], Any]:
        """Empty at first; it goes when its holder goes."""


_Holder = TypeVar("_Holder", bound=Kept)
_Found = TypeVar("_Found")


def found_once(find: Callable[[_Holder], _Found]) -> Callable[[_Holder], _Found]:
    """Let a function look at each talk, or turn, once."""

    @wraps(find)
    def kept(holder: _Holder) -> _Found:
        found = holder.found
        if find not in found:
            found[find] = find(holder)
        result: _Found = found[find]
        return result

    return kept
