"""A photo that a shopper sends: a file on her own machine, or one that came over the web."""

import base64
import binascii
from io import BytesIO
from pathlib import Path

LARGEST_BYTES = 5 * 1024 * 1024
"""What the shop takes; a larger file is not sent."""
MOST_PIXELS = 50_000_000
"""A photo of today's telephones; more is no photo, but a file that unpacks to gigabytes."""
FORMATS = ("JPEG", "PNG", "WEBP")
NO_PICTURE = "that is no JPEG, PNG or WebP picture, or it is broken"


class UnusablePhoto(ValueError):
    """No photo that can be looked at, with the reason."""


def read_photo(name: str) -> bytes:
    """Read the file; its name may begin with ~ and stand in quotes, as terminals paste it.

    Raises:
        OSError: it cannot be read, is no file, or is too large.
        UnusablePhoto: it is no JPEG, PNG or WebP, or too large unpacked.
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
    data = path.read_bytes()
    _check_size(data)
    return data


def decode_photo(encoded: str) -> bytes:
    """A photo's file from its base64; by its content and size, one that may be looked at.

    Raises:
        UnusablePhoto: it is no JPEG, PNG or WebP, or too large as a file or unpacked.
    """
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnusablePhoto("the picture is no base64") from error
    if len(data) > LARGEST_BYTES:
        raise UnusablePhoto(f"the picture is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    _check_size(data)
    return data


def _check_size(data: bytes) -> None:
    width, height = _size_of(data)
    if width * height > MOST_PIXELS:
        raise UnusablePhoto(
            f"the picture has {width} x {height} pixels; {MOST_PIXELS:,} are the most"
        )


def _size_of(data: bytes) -> tuple[int, int]:
    """Width and height, as the file says itself; nothing of it is unpacked."""
    from PIL import Image  # noqa: PLC0415 only who sends a photo waits for it

    too_much = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            size: tuple[int, int] = picture.size
            return size
    except too_much as error:
        raise UnusablePhoto(f"the picture has more than {MOST_PIXELS:,} pixels") from error
    except Exception as error:
        raise UnusablePhoto(NO_PICTURE) from error  # a stranger's file may break it anyhow
