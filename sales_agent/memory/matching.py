"""Whether an item or a namespace of a store is one that was asked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langgraph.store.base import MatchCondition

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "$eq": lambda value, wanted: bool(value == wanted),
    "$ne": lambda value, wanted: bool(value != wanted),
    "$gt": lambda value, wanted: float(value) > float(wanted),
    "$gte": lambda value, wanted: float(value) >= float(wanted),
    "$lt": lambda value, wanted: float(value) < float(wanted),
    "$lte": lambda value, wanted: float(value) <= float(wanted),
}


def is_match(value: Any, wanted: Any) -> bool:
    """Whether a value is as a filter wants it; nested as LangGraph's own stores compare.

    Raises:
        ValueError: the filter has an operator that no store knows.
    """
    if isinstance(wanted, Mapping):
        if any(str(name).startswith("$") for name in wanted):
            return all(_compare(value, name, bound) for name, bound in wanted.items())
        return isinstance(value, Mapping) and all(
            is_match(value.get(name), part) for name, part in wanted.items()
        )
    if isinstance(wanted, list | tuple):
        is_list = isinstance(value, list | tuple) and len(value) == len(wanted)
        return is_list and all(map(is_match, value, wanted))
    return bool(value == wanted)


def is_in(namespace: Sequence[str], condition: MatchCondition) -> bool:
    """Whether a namespace begins or ends with a path; `*` stands for any label."""
    path = condition.path
    if len(namespace) < len(path):
        return False
    if condition.match_type not in ("prefix", "suffix"):
        raise ValueError(f"unknown match type {condition.match_type!r}; use prefix or suffix")
    is_prefix = condition.match_type == "prefix"
    part = namespace[: len(path)] if is_prefix else namespace[len(namespace) - len(path) :]
    return all(step in ("*", label) for label, step in zip(part, path, strict=True))


def _compare(value: Any, name: str, wanted: Any) -> bool:
    if name not in _COMPARISONS:
        known = ", ".join(_COMPARISONS)
        raise ValueError(f"unknown operator {name!r} in a filter; use one of {known}")
    return _COMPARISONS[name](value, wanted)
