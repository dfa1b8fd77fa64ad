"""What a checker of JSON against a schema is; two modules build one."""

from collections.abc import Callable, Sequence

Finding = tuple[str, str]
"""JSON pointer of the bad field, and the schema keyword that it breaks."""
Checker = Callable[[object], Finding | None]
"""Finds the first break of a schema, or None."""


def pointer(path: Sequence[str | int]) -> str:
    """Spell a path as a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
