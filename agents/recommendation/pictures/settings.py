"""What the pictures of a shop are described by."""

import os


def embedding() -> str | None:
    """`PICTURE_EMBEDDING`: `module:callable`, or the address of a service; None for our own."""
    return os.environ.get("PICTURE_EMBEDDING", "").strip() or None
