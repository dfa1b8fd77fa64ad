"""A picture as a vector: the colours of the goods, their outline, the edges within it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from agents.recommendation.pictures.foreground import Mask, Pixels, foreground, lab_pixels

Vector = NDArray[np.float32]
NAME = "colour-and-shape-1"
"""Changes with what the numbers mean, so that kept vectors of another kind are made anew."""
LIGHTNESS, CHROMA = np.linspace(0, 100, 4), np.linspace(-60, 60, 6)
LIGHTNESS_WIDTH, CHROMA_WIDTH = 20.0, 14.0
OUTLINE = 12
EDGE_CELLS, EDGE_DIRECTIONS = 3, 8
COLOUR_SHARE, OUTLINE_SHARE, EDGE_SHARE = 0.4, 0.4, 0.2
"""How much each part counts; together 1."""


def describe(picture: Image.Image) -> Vector:
    """The vector of a picture, of length 1; the scalar product of two tells how alike they are."""
    lab, opaque = lab_pixels(picture)
    mask = foreground(lab, opaque)
    parts = (
        (COLOUR_SHARE, _colours(lab[mask])),
        (OUTLINE_SHARE, _outline(mask)),
        (EDGE_SHARE, _edges(lab[..., 0], mask)),
    )
    return np.concatenate([np.sqrt(share) * _unit(part) for share, part in parts]).astype(
        np.float32
    )


def _colours(colours: Pixels) -> Vector:
    """How much of each colour there is, every pixel shared among the colours near it."""
    lightness = _near(colours[:, 0], LIGHTNESS, LIGHTNESS_WIDTH)
    a = _near(colours[:, 1], CHROMA, CHROMA_WIDTH)
    b = _near(colours[:, 2], CHROMA, CHROMA_WIDTH)
    counted = np.einsum("pl,pa,pb->lab", lightness, a, b).ravel()
    return np.asarray(np.sqrt(counted / counted.sum()), dtype=np.float32)


def _near(values: NDArray[np.float32], centres: NDArray[np.float64], width: float) -> Vector:
    near = np.exp(-(((values[:, None] - centres) / width) ** 2) / 2)
    return np.asarray(near / (near.sum(axis=1, keepdims=True) + 1e-9), dtype=np.float32)


def _outline(mask: Mask) -> Vector:
    """Where the goods are within the square around them; away from the mean, so that it tells."""
    inner = _squared(mask.astype(np.float32), mask)
    small = ndimage.zoom(ndimage.gaussian_filter(inner, 2.0), OUTLINE / len(inner), order=1)
    return np.asarray(small.ravel() - 0.5, dtype=np.float32)


def _edges(lightness: Pixels, mask: Mask) -> Vector:
    """Which ways edges run in each part of the goods: stripes, laces, buckles."""
    smooth = _squared(ndimage.gaussian_filter(lightness, 1.0), mask)
    inside = ndimage.binary_erosion(_squared(mask.astype(np.float32), mask) > 0.5, iterations=2)
    down, across = np.gradient(smooth)
    strength = np.hypot(down, across) * inside
    way = (np.arctan2(down, across) % np.pi / np.pi * EDGE_DIRECTIONS).astype(int)
    way %= EDGE_DIRECTIONS
    cell = np.arange(len(smooth)) * EDGE_CELLS // len(smooth)
    places = (cell[:, None] * EDGE_CELLS + cell) * EDGE_DIRECTIONS + way
    length = EDGE_CELLS**2 * EDGE_DIRECTIONS
    counted = np.bincount(places.ravel(), weights=strength.ravel(), minlength=length)
    return np.asarray(np.sqrt(counted + 1e-3), dtype=np.float32)


def _squared(values: NDArray[np.float32], mask: Mask) -> NDArray[np.float32]:
    """What lies in the square around a mask, nothing beyond the picture."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return values
    cut = values[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    side = max(cut.shape)
    above, left = (side - cut.shape[0]) // 2, (side - cut.shape[1]) // 2
    below, right = side - cut.shape[0] - above, side - cut.shape[1] - left
    padded = np.pad(cut, ((above, below), (left, right)))
    scaled = ndimage.zoom(padded, 64 / side, order=1)
    return np.asarray(scaled, dtype=np.float32)


def _unit(values: NDArray[np.float32]) -> Vector:
    return np.asarray(values / (np.linalg.norm(values) + 1e-9), dtype=np.float32)
