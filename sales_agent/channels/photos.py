"""A photo that a shopper sends: a file on her own machine, or one that came over the web."""

import base64
import binascii
from io import BytesIO
from pathlib import Path

from sales_agent.shop.spoken import phrase

LARGEST_BYTES = 5 * 1024 * 1024
"""What the shop takes; a larger file is not sent."""
_MOST_MB = LARGEST_BYTES // 1024 // 1024
MOST_PIXELS = 50_000_000
"""A photo of today's telephones; more is no photo, but a file that unpacks to gigabytes."""
FORMATS = ("JPEG", "PNG", "WEBP")


class UnusablePhoto(ValueError):
    """No photo that can be looked at, with the reason in the spoken language."""


def read_photo(name: str) -> bytes:
    """Read the file; its name may begin with ~ and stand in quotes, as terminals paste it.

    Raises:
        UnusablePhoto: it cannot be read, is no file, no JPEG, PNG or WebP, or too large.
    """
    plain = name.strip()
    for mark in ("'", '"'):
        if len(plain) > 1 and plain[0] == plain[-1] == mark:
            plain = plain[1:-1]
    try:
        data = _read(Path(plain).expanduser())
    except RuntimeError as error:
        raise UnusablePhoto(phrase("photo.no_home")) from error
    except PermissionError as error:
        raise UnusablePhoto(phrase("photo.forbidden")) from error
    except OSError as error:
        raise UnusablePhoto(phrase("photo.unreadable")) from error
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
        raise UnusablePhoto(phrase("photo.no_base64")) from error
    if len(data) > LARGEST_BYTES:
        raise UnusablePhoto(phrase("photo.sent_too_large", most=_MOST_MB))
    _check_size(data)
    return data


def _read(path: Path) -> bytes:
    """The file's bytes, where it is one and no larger than the shop takes."""
    if path.is_dir():
        raise UnusablePhoto(phrase("photo.folder"))
    if not path.is_file():
        raise UnusablePhoto(phrase("photo.missing"))
    if path.stat().st_size > LARGEST_BYTES:
        raise UnusablePhoto(phrase("photo.too_large", most=_MOST_MB))
    return path.read_bytes()


def _check_size(data: bytes) -> None:
    width, height = _size_of(data)
    if width * height > MOST_PIXELS:
        raise UnusablePhoto(
            phrase("photo.pixels", width=width, height=height, most=f"{MOST_PIXELS:,}")
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
        raise UnusablePhoto(phrase("photo.more_pixels", most=f"{MOST_PIXELS:,}")) from error
    except Exception as error:  # a stranger's file may break it anyhow
        raise UnusablePhoto(phrase("photo.no_picture")) from error
