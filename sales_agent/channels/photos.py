"""A photo that a shopper has on her own machine."""

from pathlib import Path

LARGEST_BYTES = 5 * 1024 * 1024
"""What the shop takes; a larger file is not sent."""


def read_photo(name: str) -> bytes:
    """Read the file; its name may begin with ~ and stand in quotes, as terminals paste it.

    Raises:
        OSError: it cannot be read, is no file, or is too large.
    """
    plain = name.strip()
    for mark in ("'", '"'):
        if len(plain) > 1 and plain[0] == plain[-1] == mark:
            plain = plain[1:-1]
    try:
        path = Path(plain).expanduser()
    except RuntimeError as error:
        raise OSError("nobody has that home directory") from error
    if not path.is_file():
        raise FileNotFoundError(None, "there is no such file")
    if path.stat().st_size > LARGEST_BYTES:
        raise OSError(None, f"it is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    return path.read_bytes()
