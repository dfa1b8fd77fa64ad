"""Picture files of strangers, opened: small, upright, and nothing else than pixels."""

import struct
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A photo of today's telephones; more is no photo, but a file that unpacks to gigabytes."""
SIDE = 256
"""Pixels of the longer side, of what is looked at."""
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    KeyError,
    IndexError,
    TypeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises for files that are none."""


class UnusablePicture(Exception):
    """No picture that can be looked at, with the reason."""


def open_picture(data: bytes) -> Image.Image:
    """A picture as RGBA pixels, its longer side at most `SIDE`.

    Raises:
        UnusablePicture: it is no JPEG, PNG or WebP, is broken, or too large.
    """
    if len(data) > LARGEST_BYTES:
        raise UnusablePicture(f"the picture is larger than {LARGEST_BYTES // 1024 // 1024} MB")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise UnusablePicture(
                    f"the picture has {width} x {height} pixels; {MOST_PIXELS:,} are the most"
                )
            picture.draft("RGB", (SIDE, SIDE))
            picture.thumbnail((SIDE, SIDE))
            return ImageOps.exif_transpose(picture).convert("RGBA")
    except BROKEN as error:
        raise UnusablePicture("that is no JPEG, PNG or WebP picture, or it is broken") from error


def as_png(picture: Image.Image) -> bytes:
    """A picture as a file again, of what was looked at and nothing more."""
    file = BytesIO()
    picture.convert("RGB").save(file, "PNG")
    return file.getvalue()
