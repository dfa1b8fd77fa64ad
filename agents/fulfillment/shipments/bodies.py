"""Requests that have one effect: whether one that comes again is the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from agents.kit.errors import Conflict


def body_hash(body: Mapping[str, Any]) -> str:
    """What tells a request's body from another one."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def check_same(kept: str, given: str, what: str) -> None:
    """Check that a request that comes again asks for what it did.

    Raises:
        Conflict: it asks for something else.
    """
    if kept != given:
        raise Conflict(
            f"{what} were asked for before with another body; use a new reference",
            code="reference_reused",
        )
