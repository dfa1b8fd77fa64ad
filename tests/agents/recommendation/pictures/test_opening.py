"""Files that are no harmless picture are refused, by a fault that says the way out."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from agents.recommendation.pictures.opening import (
    LARGEST_BYTES,
    SIDE,
    UnusablePicture,
    open_picture,
)
from tests.agents.conftest import AgentUnderTest


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (600, 300)) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else 0).save(file, kind)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png(width: int, height: int, data: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    "data",
    [
        picture("JPEG"),
        picture("JPEG", "L"),
        picture("JPEG", "CMYK"),
        picture("PNG", "RGBA"),
        picture("PNG", "P"),
        picture("PNG", "1"),
        picture("PNG", "I;16"),
        picture("WEBP"),
    ],
)
def test_pictures_of_every_kind_are_opened(data: bytes) -> None:
    opened = open_picture(data)
    assert opened.mode == "RGBA"
    assert opened.size == (SIDE, SIDE // 2)


def test_photo_held_upright_is_turned() -> None:
    file = io.BytesIO()
    about = Image.Exif()
    about[0x0112] = 6
    Image.new("RGB", (200, 100)).save(file, "JPEG", exif=about)
    assert open_picture(file.getvalue()).size == (100, 200)


HOSTILE = {
    "nothing": b"",
    "text": b"GIF89a and then some words",
    "gif": picture("GIF", "P"),
    "tiff": picture("TIFF"),
    "cut off": picture("JPEG")[:200],
    "png bomb": png(30_000, 30_000, b"\0" * 1_000_000),
    "png of no rows": png(10, 0),
    "png that lies": png(4000, 4000, b"\0"),
    "too many bytes": b"\xff\xd8" + b"\0" * LARGEST_BYTES,
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "text bomb": b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))
    + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 90_000_000))
    + chunk(b"IEND", b""),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnusablePicture):
        open_picture(data)


def test_agent_names_what_is_wrong(agent: AgentUnderTest) -> None:
    for sent in ("no base64!", "kein Bäse64", base64.b64encode(b"no picture").decode()):
        fault = agent.fault("searchByPhoto", {"picture": sent})
        assert (fault["status"], fault["code"]) == (400, "invalid_picture")
        assert fault["pointer"] == "/picture"


def test_body_that_is_too_large_is_refused(agent: AgentUnderTest) -> None:
    assert agent.send("searchByPhoto", {"picture": "A" * 9_000_000}).status_code in (400, 413)
