"""Learn which products are bought with which: EASE on orders and on shoppers.

Needs NumPy and SciPy, so only what learns imports this, in a process of its own.

Source: H. Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019; orders weigh by
the root of their size and by their age.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import inv

from agents.recommendation.learning.baskets import Baskets
from agents.recommendation.learning.neighbours import Learnt
from agents.recommendation.policy import Learning

Floats = NDArray[np.float32]
Matrix = Any
"""A sparse matrix in rows; SciPy ships no types."""
ROWS_AT_ONCE = 128
"""Products whose neighbours are sought in one go; bounds the memory for rarely sold goods."""
LARGEST_SHOPPER = 500
"""Products of one shopper that are looked at; who buys more is a reseller or a robot."""
STRONGEST = 10
PACKED = np.dtype([("place", "<u4"), ("weight", "<f4"), ("shoppers", "<u4")])


def learn(baskets: Baskets, policy: Learning) -> Iterator[Learnt]:
    """Learn from baskets; products in the order of `baskets.product_ids`."""
    if not len(baskets):
        return
    lesson = Lesson(baskets, policy)
    recent = lesson.recent_shoppers
    most = max(1, int(recent.max()))
    for place, packed in enumerate(lesson.packed()):
        count = int(recent[place])
        yield Learnt(baskets.product_ids[place], count / most, count, packed)


class Lesson:
    """The matrices of one training."""

    def __init__(self, baskets: Baskets, policy: Learning) -> None:
        self._policy = policy
        self._baskets = baskets
        self._count = len(baskets.product_ids)
        self._products = np.frombuffer(baskets.products, dtype=np.int64)
        self._ages = np.frombuffer(baskets.ages, dtype=np.float64)
        self._orders = self._incidence(np.frombuffer(baskets.orders, dtype=np.int64))
        self._shoppers = self._incidence(np.frombuffer(baskets.shoppers, dtype=np.int64))
        self._weights = self._order_weights()
        self._weighted = self._weigh()

    @cached_property
    def recent_shoppers(self) -> NDArray[np.int64]:
        """How many shoppers bought each product lately."""
        is_recent = self._ages <= self._policy.popularity_days
        shoppers = np.frombuffer(self._baskets.shoppers, dtype=np.int64)[is_recent]
        pairs = np.unique(np.stack([shoppers, self._products[is_recent]]), axis=1)
        return np.bincount(pairs[1], minlength=self._count)

    def packed(self) -> Iterator[bytes]:
        """The neighbours of each product, strongest first, packed."""
        dense, weights = self._dense()
        row_of = np.full(self._count, -1)
        row_of[dense] = np.arange(len(dense))
        scale = self._scale(weights, dense)
        for start in range(0, self._count, ROWS_AT_ONCE):
            block = np.arange(start, min(start + ROWS_AT_ONCE, self._count))
            both = (self._bought.T[block] @ self._bought).toarray()
            rows = self._near(block) * scale if scale else np.zeros_like(both)
            for number, product in enumerate(block):
                if (row := row_of[product]) >= 0:
                    rows[number] = 0
                    rows[number, dense] = weights[row]
                yield self._pack(rows[number], both[number], int(product))

    @cached_property
    def _bought(self) -> Matrix:
        """Who ever bought what, as ones; of the largest shoppers only a part."""
        bought = self._shoppers
        for shopper in np.flatnonzero(np.diff(bought.indptr) > LARGEST_SHOPPER):
            start, end = bought.indptr[shopper], bought.indptr[shopper + 1]
            bought.data[start + LARGEST_SHOPPER : end] = 0
        bought.eliminate_zeros()
        return bought

    def _incidence(self, owners: NDArray[np.int64]) -> Matrix:
        ones = np.ones(len(owners), dtype=np.float32)
        shape = (int(owners.max()) + 1, self._count)
        matrix = sparse.csr_matrix((ones, (owners, self._products)), shape=shape)
        matrix.sum_duplicates()
        matrix.data[:] = 1
        return matrix

    def _order_weights(self) -> Floats:
        """Of each order: less for a large one, and half for one that is a half-life old."""
        ages = np.zeros(self._orders.shape[0])
        ages[np.frombuffer(self._baskets.orders, dtype=np.int64)] = self._ages
        sizes = np.maximum(np.diff(self._orders.indptr), 2)
        decay = 0.5 ** (ages / self._policy.basket_half_life_days)
        return np.asarray(decay / np.sqrt(sizes), dtype=np.float32)

    def _weigh(self) -> Matrix:
        """Orders of two and more, and shoppers below them, each row by the root of its weight."""
        is_told = np.diff(self._orders.indptr) >= 2
        orders = sparse.diags(np.sqrt(self._weights * is_told)) @ self._orders
        sizes = np.maximum(np.diff(self._shoppers.indptr), 2)
        share = np.sqrt(self._policy.shopper_weight / np.sqrt(sizes))
        shoppers = sparse.diags(share.astype(np.float32)) @ self._shoppers
        return sparse.vstack([orders, shoppers]).tocsr().astype(np.float32)

    def _dense(self) -> tuple[NDArray[np.int64], Floats]:
        """The best-selling products, and their weights on each other."""
        bought = np.asarray(self._weighted.multiply(self._weighted).sum(axis=0)).ravel()
        best = np.argsort(-bought, kind="stable")[: self._policy.dense_products]
        best = np.sort(best)
        part = self._weighted[:, best]
        gram = (part.T @ part).toarray()
        gram[np.diag_indices(len(best))] += self._policy.ridge * float(self._weights.mean())
        inverse = inv(gram, overwrite_a=True, check_finite=False)
        weights = inverse / -np.diag(inverse)
        np.fill_diagonal(weights, 0)
        return best, weights

    def _near(self, block: NDArray[np.int64]) -> Floats:
        """How often products are bought with all others, as cosines."""
        together = (self._weighted.T[block] @ self._weighted).toarray()
        own = np.maximum(self._norms, 1e-9)
        cosines: Floats = together / np.outer(own[block], own)
        cosines[np.arange(len(block)), block] = 0
        return cosines

    @cached_property
    def _norms(self) -> Floats:
        squares = self._weighted.multiply(self._weighted).sum(axis=0)
        return np.sqrt(np.asarray(squares, dtype=np.float32).ravel())

    def _scale(self, weights: Floats, dense: NDArray[np.int64]) -> float:
        """What makes cosines as large as weights, so that one sum may hold both."""
        if len(dense) == self._count:
            return 0.0
        sample = np.arange(0, len(dense), max(1, len(dense) // ROWS_AT_ONCE))
        cosines = self._near(dense[sample])[:, dense]
        learnt, near = _strongest(weights[sample]), _strongest(cosines)
        return float(learnt / near) if near > 0 else 0.0

    def _pack(self, weights: Floats, both: Floats, product: int) -> bytes:
        fitting = np.flatnonzero((weights > 0) & (both >= self._policy.least_shoppers))
        fitting = fitting[fitting != product]
        order = np.argsort(-weights[fitting], kind="stable")[: self._policy.neighbours]
        places = fitting[order]
        rows = np.empty(len(places), dtype=PACKED)
        rows["place"], rows["weight"] = places, weights[places]
        rows["shoppers"] = both[places]
        return rows.tobytes()


def _strongest(rows: Floats) -> float:
    """The mean of each row's largest values."""
    count = min(STRONGEST, rows.shape[1])
    return float(np.partition(rows, -count, axis=1)[:, -count:].mean())
