"""The pictures that are known: which are still to be looked at, and which are like a photo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, delete, func, select, union
from sqlalchemy.orm import Session

from agents.recommendation.pictures.features import Vector
from agents.recommendation.tables import Picture, Product, Revision, Variant

STEPS = 127
"""A vector is kept in whole numbers from -127 to 127: a byte for each, little is lost."""
ROWS_AT_ONCE = 256
PICTURES_OF_ONE = 50
"""Pictures of one product among the best: beyond that, another product may be missed."""
CLOSE_ENOUGH = 0.35
"""Likeness below which two pictures have nothing in common; see `benchmarks.photos`."""


@dataclass(frozen=True)
class Seen:
    """What came of looking at the picture at an address."""

    address: str
    vector: Vector | None = None
    problem: str | None = None


def pending(session: Session, model: str, limit: int, *, is_retrying: bool) -> list[str]:
    """Addresses of goods' pictures that were not looked at yet by this model."""
    known = select(Picture.address).where(Picture.model == model)
    if is_retrying:
        known = known.where(Picture.vector.is_not(None))
    addresses = _addresses().subquery()
    query = select(addresses.c.image_url).where(addresses.c.image_url.not_in(known))
    return list(session.scalars(query.order_by(addresses.c.image_url).limit(limit)))


def keep(session: Session, model: str, pictures: Sequence[Seen]) -> None:
    """Keep what was seen, in place of what was known of the same addresses."""
    addresses = [one.address for one in pictures]
    session.execute(delete(Picture).where(Picture.address.in_(addresses)))
    session.add_all(
        Picture(
            address=one.address,
            model=model,
            vector=None if one.vector is None else _packed(one.vector),
            problem=one.problem,
        )
        for one in pictures
    )


def forget_unused(session: Session) -> int:
    """Forget pictures that no product has any more; returns how many."""
    unused = Picture.address.not_in(_addresses())
    count = session.scalar(select(func.count()).select_from(Picture).where(unused)) or 0
    session.execute(delete(Picture).where(unused))
    return count


def counts(session: Session, model: str) -> tuple[int, int]:
    """How many pictures are known, and how many could not be looked at."""
    query = select(func.count(Picture.vector), func.count()).where(Picture.model == model)
    known, looked_at = session.execute(query).one()
    return int(known), int(looked_at - known)


@dataclass(frozen=True)
class Album:
    """All vectors in one table, a row a picture, and the product that each is of."""

    numbers: NDArray[np.int64]
    vectors: NDArray[np.int8]

    def like(
        self, photo: Vector, limit: int, within: Collection[int] | None
    ) -> list[tuple[int, float]]:
        """The products most like a photo, with how like each is; `within` bounds them before."""
        if not len(self.numbers) or self.vectors.shape[1] != len(photo):
            return []
        likeness = self._likeness(photo)
        if within is not None:
            inside = np.fromiter(within, dtype=np.int64, count=len(within))
            likeness[~np.isin(self.numbers, inside)] = -1
        best: dict[int, float] = {}
        for place in _best_places(likeness, limit * PICTURES_OF_ONE):
            value = float(likeness[place])
            if value < CLOSE_ENOUGH or len(best) == limit:
                break
            best.setdefault(int(self.numbers[place]), value)
        return list(best.items())

    def _likeness(self, photo: Vector) -> Vector:
        """How like each picture is; a few rows at a time, so that they stay in the cache."""
        likeness = np.empty(len(self.vectors), dtype=np.float32)
        few = np.empty((ROWS_AT_ONCE, len(photo)), dtype=np.float32)
        for start in range(0, len(self.vectors), ROWS_AT_ONCE):
            rows = self.vectors[start : start + ROWS_AT_ONCE]
            part = few[: len(rows)]
            np.copyto(part, rows)
            np.dot(part, photo, out=likeness[start : start + len(rows)])
        return np.divide(likeness, STEPS, out=likeness)


def _best_places(likeness: Vector, count: int) -> NDArray[np.intp]:
    """Where the greatest are, the greatest first."""
    if count >= len(likeness):
        return np.argsort(-likeness, kind="stable")
    places = np.argpartition(-likeness, count)[:count]
    return places[np.argsort(-likeness[places], kind="stable")]


@dataclass
class Albums:
    """The album of the store's present state, kept until pictures or goods are others.

    Revisions of different shops never coincide.
    """

    _key: object = None
    _album: Album | None = None
    _lock: Lock = field(default_factory=Lock)

    def of(self, session: Session, model: str) -> Album:
        """The album as it stands now."""
        count = select(func.count(), func.max(Picture.number))
        state = session.execute(count.where(Picture.model == model)).one()
        key = (session.scalar(select(Revision.value)), model, *state)
        with self._lock:
            if self._album is None or self._key != key:
                self._album, self._key = _load(session, model), key
            return self._album


def _load(session: Session, model: str) -> Album:
    owners = union(
        select(Product.number, Picture.number.label("picture")).join(
            Picture, Picture.address == Product.image_url
        ),
        select(Variant.number, Picture.number.label("picture")).join(
            Picture, Picture.address == Variant.image_url
        ),
    ).subquery()
    query = (
        select(owners.c.number, Picture.vector)
        .join(Picture, Picture.number == owners.c.picture)
        .where(Picture.model == model, Picture.vector.is_not(None))
    )
    rows = session.execute(query).all()
    if not rows:
        return Album(np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.int8))
    width = len(rows[0][1])
    alike = [(number, vector) for number, vector in rows if len(vector) == width]
    packed = np.frombuffer(b"".join(vector for _, vector in alike), dtype=np.int8)
    numbers = np.array([number for number, _ in alike], dtype=np.int64)
    return Album(numbers, packed.reshape(len(alike), width))


def _addresses() -> Select[str]:
    """Every address of a picture of the goods, once."""
    both = union(
        select(Product.image_url.label("image_url")).where(Product.image_url.is_not(None)),
        select(Variant.image_url.label("image_url")).where(Variant.image_url.is_not(None)),
    ).subquery()
    return select(both.c.image_url)


def _packed(vector: Vector) -> bytes:
    return np.clip(np.rint(vector * STEPS), -STEPS, STEPS).astype(np.int8).tobytes()
