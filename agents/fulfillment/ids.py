"""Ids that people read out: short, and without letters that look like digits."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_id(prefix: str, length: int = 6) -> str:
    """Make an id such as RS-7F3K2Q."""
    return f"{prefix}-{''.join(secrets.choice(ALPHABET) for _ in range(length))}"


def new_digits(length: int) -> str:
    """Make a code of digits, such as a pickup code."""
    return "".join(secrets.choice("0123456789") for _ in range(length))
