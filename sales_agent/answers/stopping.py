"""A turn that its shopper stops: whoever speaks asks in between whether she still listens."""

from collections.abc import Callable

Stopped = Callable[[], bool]


def never() -> bool:
    """Stop nothing."""
    return False
