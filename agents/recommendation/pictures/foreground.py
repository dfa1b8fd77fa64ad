"""The goods in a picture, told from what they lie on."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Pixels = NDArray[np.float32]
Mask = NDArray[np.bool_]
GRID = 96
"""Side of the square that a picture is looked at in."""
BORDER = 3
CLOSEST, SPREAD = 9.0, 3.5
"""How far from the background a colour must be, in Lab and in deviations of the border."""
SMALLEST, LARGEST = 0.02, 0.97
PART_OF_LARGEST = 0.08
OPAQUE = 128


def lab_pixels(picture: Image.Image) -> tuple[Pixels, Mask]:
    """A picture's colours in Lab (L 0 to 100, a and b about -100 to 100), and what is opaque."""
    rgba = np.asarray(picture.resize((GRID, GRID), Image.Resampling.BOX), dtype=np.float32)
    return _lab(rgba[..., :3] / np.float32(255)), rgba[..., 3] >= OPAQUE


def foreground(lab: Pixels, opaque: Mask) -> Mask:
    """Where the goods are: what differs from the colours at the border and is not open to it.

    The background may shade from one side to the other. Where nothing is left, or everything,
    the middle of the picture stands for the goods.
    """
    if opaque.mean() < LARGEST:
        return _solid(opaque)
    distance = np.linalg.norm(lab - _background(lab), axis=2)
    rim = _rim()
    limit = max(CLOSEST, float(np.median(distance[rim]) * SPREAD))
    similar = distance < limit
    outside = ndimage.binary_propagation(similar & rim, mask=similar)
    mask = _solid(~np.asarray(outside, dtype=bool))
    if SMALLEST < mask.mean() < LARGEST:
        return mask
    return _middle()


def _lab(rgb: Pixels) -> Pixels:
    """CIE Lab of sRGB. Source: IEC 61966-2-1, white point D65."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = linear @ to_xyz.T / np.array([0.95047, 1.0, 1.08883])
    cube = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = cube[..., 0], cube[..., 1], cube[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


def _background(lab: Pixels) -> Pixels:
    """The background's colour at every place, from the border: flat, or shading evenly."""
    rows, columns = np.mgrid[0:GRID, 0:GRID] / GRID
    places = np.stack([np.ones_like(rows), rows, columns], axis=-1)
    rim = _rim()
    known, colours = places[rim], lab[rim]
    kept = np.ones(len(known), dtype=bool)
    for _ in range(3):
        plane, *_ = np.linalg.lstsq(known[kept], colours[kept], rcond=None)
        off = np.linalg.norm(colours - known @ plane, axis=1)
        kept = off <= max(CLOSEST, float(np.median(off)) * 2)
        if kept.sum() < len(known) // 4:
            break
    return np.asarray(places @ plane, dtype=np.float32)


def _solid(mask: Mask) -> Mask:
    """A mask without holes and specks: its largest part, and others that are not much smaller."""
    filled = ndimage.binary_fill_holes(ndimage.binary_opening(mask))
    labels, count = ndimage.label(filled)
    if not count:
        return np.zeros_like(mask)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    kept = np.flatnonzero(sizes >= sizes.max() * PART_OF_LARGEST)
    return np.asarray(np.isin(labels, kept[kept > 0]), dtype=bool)


def _rim() -> Mask:
    rim = np.ones((GRID, GRID), dtype=bool)
    rim[BORDER:-BORDER, BORDER:-BORDER] = False
    return rim


def _middle() -> Mask:
    rows, columns = np.mgrid[0:GRID, 0:GRID] / GRID - 0.5
    return np.asarray(rows**2 + columns**2 < 0.36**2, dtype=bool)
