"""How a refund is split over what paid: pure arithmetic, never more than was taken."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A charge that money can be given back of, in minor units.

    Attributes:
        taken: What was captured.
        left: What is not yet given back of that.
        points: How many points were taken, if it was points.
    """

    charge_id: str
    tender_id: str
    kind: str
    taken: int
    left: int
    points: int | None = None


@dataclass(frozen=True)
class Piece:
    """What one charge gives back; `points` if as points."""

    charge_id: str
    amount: int
    points: int | None = None


def split_refund(
    amount: int, sources: Sequence[Source], order: Sequence[str], *, first: str | None = None
) -> tuple[Piece, ...]:
    """Split a refund by the kinds' order, one tender `first` if wished.

    What is asked beyond what is left is not given.
    """
    turns = sorted(sources, key=lambda s: (s.tender_id != first, order.index(s.kind)))
    pieces = []
    for source in turns:
        given = max(0, min(amount, source.left))
        if given:
            pieces.append(Piece(source.charge_id, given, points_back(source, given)))
            amount -= given
    return tuple(pieces)


def points_back(source: Source, given: int) -> int | None:
    """Points for a part of a charge: rounded down, and all of them once all is given back."""
    if source.points is None:
        return None
    before = source.taken - source.left
    return source.points * (before + given) // source.taken - source.points * before // source.taken
