"""The lowest point of a smooth, strictly convex function, the same in every process.

A quasi-Newton method with a short memory (L-BFGS), started from the curvature along each
coordinate. Sums are taken by NumPy itself and by no BLAS, whose threads would add in an order of
their own.

Source: Nocedal and Wright, Numerical Optimization, algorithm 7.4.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Pairs = deque[tuple[Vector, Vector, float]]
"""Steps that were made, how the slope turned on them, and the product of both."""
_REMEMBERED = 8
_ENOUGH = 1e-4
"""Of the fall that the slope promises, what a step must bring."""
_HALVINGS = 30


@dataclass(frozen=True)
class Lowest:
    """Where the search ended: the point, its height, how steep it is there, steps taken."""

    point: Vector
    height: float
    slope: float
    steps: int


def minimum(
    function: Callable[[Vector], tuple[float, Vector]],
    curvature: Vector,
    start: Vector,
    *,
    slope: float,
    most_steps: int,
) -> Lowest:
    """Go down until the ground is level, or for so many steps.

    Args:
        function: gives a point's height and gradient.
        curvature: about how fast the slope along each coordinate changes, as compared with the
            others; positive.
        start: where the search begins.
        slope: the length of the gradient at which it is low enough.
        most_steps: steps after which it ends in any case.
    """
    point, (height, gradient) = start, function(start)
    pairs: Pairs = deque(maxlen=_REMEMBERED)
    steps = 0
    while length(gradient) > slope and steps < most_steps:
        way = _way(gradient, pairs, curvature)
        found = _lower(function, point, height, way, dot(way, gradient))
        if found is None:
            break
        there, height, after = found
        moved, turned = there - point, after - gradient
        pairs.append((moved, turned, dot(moved, turned)))
        point, gradient, steps = there, after, steps + 1
    return Lowest(point, height, length(gradient), steps)


def dot(one: Vector, other: Vector) -> float:
    """The sum of products, added in one order on any number of cores."""
    return float(np.einsum("i,i->", one, other))


def length(vector: Vector) -> float:
    """The Euclidean length."""
    return math.sqrt(dot(vector, vector))


def _way(gradient: Vector, pairs: Pairs, curvature: Vector) -> Vector:
    """Where to go: down the gradient, bent by what the last steps told of the curvature."""
    way = -gradient
    shares = []
    for moved, turned, product in reversed(pairs):
        share = dot(moved, way) / product
        way -= share * turned
        shares.append(share)
    way /= curvature
    if pairs:
        _, turned, product = pairs[-1]
        way *= product / dot(turned, turned / curvature)
    for (moved, turned, product), share in zip(pairs, reversed(shares), strict=True):
        way += (share - dot(turned, way) / product) * moved
    return way


def _lower(
    function: Callable[[Vector], tuple[float, Vector]],
    point: Vector,
    height: float,
    way: Vector,
    fall: float,
) -> tuple[Vector, float, Vector] | None:
    """The first point on the way, halving it, that is low enough; none where rounding ends it."""
    step = 1.0
    for _ in range(_HALVINGS):
        there = point + step * way
        new, gradient = function(there)
        if new <= height + _ENOUGH * step * fall:
            return there, new, gradient
        step /= 2
    return None
