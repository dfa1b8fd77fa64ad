"""Ids that shoppers read aloud: a prefix and a short random code."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or digit that is taken for another."""


def new_id(prefix: str, length: int) -> str:
    """Make an id like `RMA-2K8FQX`."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(length))}"
