"""Pictures of made-up goods: a shape, a colour, and what a camera does to them."""

import io
import random
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Points = Sequence[tuple[float, float]]
SHAPES: dict[str, tuple[Points, ...]] = {
    "t-shirt": (
        (
            (30, 12),
            (42, 16),
            (58, 16),
            (70, 12),
            (95, 28),
            (85, 44),
            (72, 38),
            (72, 92),
            (28, 92),
            (28, 38),
            (15, 44),
            (5, 28),
        ),
    ),
    "long sleeves": (
        (
            (32, 12),
            (44, 16),
            (56, 16),
            (68, 12),
            (82, 24),
            (96, 84),
            (86, 88),
            (72, 44),
            (72, 92),
            (28, 92),
            (28, 44),
            (14, 88),
            (4, 84),
            (18, 24),
        ),
    ),
    "trousers": (((32, 5), (68, 5), (74, 96), (56, 96), (50, 34), (44, 96), (26, 96)),),
    "shorts": (((25, 25), (75, 25), (84, 76), (55, 76), (50, 48), (45, 76), (16, 76)),),
    "dress": (
        (
            (38, 5),
            (46, 12),
            (54, 12),
            (62, 5),
            (66, 22),
            (59, 42),
            (82, 95),
            (18, 95),
            (41, 42),
            (34, 22),
        ),
    ),
    "skirt": (((36, 18), (64, 18), (86, 84), (14, 84)),),
    "sneaker": (((8, 40), (26, 36), (46, 52), (76, 60), (94, 68), (95, 78), (6, 78)),),
    "boot": (((24, 8), (56, 8), (56, 58), (90, 70), (94, 90), (22, 90)),),
    "handbag": (
        ((12, 42), (88, 42), (94, 92), (6, 92)),
        ((30, 42), (36, 14), (64, 14), (70, 42), (63, 42), (59, 21), (41, 21), (37, 42)),
    ),
    "backpack": (((28, 18), (40, 6), (60, 6), (72, 18), (80, 40), (80, 90), (20, 90), (20, 40)),),
    "cap": (
        ((14, 62), (18, 40), (36, 26), (60, 26), (76, 42), (80, 56), (99, 64), (97, 70), (14, 70)),
    ),
    "scarf": (((30, 4), (42, 4), (44, 96), (30, 96)), ((56, 4), (68, 4), (70, 70), (56, 70))),
}
COLOURS = {
    "red": (190, 30, 45),
    "blue": (35, 70, 160),
    "green": (40, 120, 60),
    "yellow": (235, 195, 40),
    "black": (28, 28, 30),
    "pink": (235, 140, 175),
    "brown": (110, 70, 40),
    "grey": (120, 122, 126),
    "purple": (100, 50, 130),
    "teal": (20, 130, 135),
}


def draw(shape: str, colour: str, chance: random.Random, *, is_photo: bool = False) -> Image.Image:
    """One picture of the goods; a photo is turned, scaled, shaded, noisy."""
    size = 240
    scale = chance.uniform(0.55, 0.85) if is_photo else chance.uniform(0.75, 0.95)
    layer = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(layer)
    wobble = 2.0
    for part in SHAPES[shape]:
        spread = [
            (
                (x + chance.gauss(0, wobble) - 50) * scale * 2.2 + size / 2,
                (y + chance.gauss(0, wobble) - 50) * scale * 2.2 + size / 2,
            )
            for x, y in part
        ]
        pen.polygon(spread, fill=255)
    turned = layer.rotate(chance.uniform(-14, 14) if is_photo else chance.uniform(-3, 3))
    mask = np.asarray(turned.filter(ImageFilter.GaussianBlur(1)), dtype=np.float32) / 255
    ground = _ground(size, chance, is_photo=is_photo)
    shade = 1 + chance.uniform(-0.15, 0.15) * np.linspace(-1, 1, size)[:, None]
    light = chance.uniform(0.85, 1.15) if is_photo else 1.0
    tint = np.array([chance.gauss(c, 7) for c in COLOURS[colour]])
    goods = tint * shade[..., None] * light
    pixels = ground * (1 - mask[..., None]) + goods * mask[..., None]
    noise = np.random.default_rng(chance.getrandbits(32)).normal(
        0, 6 if is_photo else 2, pixels.shape
    )
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def as_file(picture: Image.Image, kind: str = "JPEG", quality: int = 70) -> bytes:
    """A picture as the bytes of a file."""
    file = io.BytesIO()
    picture.save(file, kind, quality=quality)
    return file.getvalue()


def _ground(size: int, chance: random.Random, *, is_photo: bool) -> np.ndarray:
    base = np.array([chance.uniform(205, 250)] * 3) + np.array(
        [chance.uniform(-12, 12) for _ in range(3)]
    )
    if not is_photo:
        return np.broadcast_to(base, (size, size, 3)).astype(np.float32)
    base = base - chance.uniform(0, 60)
    slope = np.linspace(-1, 1, size) * chance.uniform(-25, 25)
    other = np.linspace(-1, 1, size) * chance.uniform(-25, 25)
    return (base + slope[:, None, None] + other[None, :, None]).astype(np.float32)
