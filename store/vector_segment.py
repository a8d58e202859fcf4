"""Vectors that are searched together: exactly where they are few, else by the signs of their values first.

The sign of every value, relative to the mean, is one bit: the angle between two vectors shows in how many of their bits
differ (Charikar, "Similarity Estimation Techniques from Rounding Algorithms", 2002). The scan over bits is 16 times faster than
that over the values, and the vectors that it finds are then compared exactly.
"""

from collections.abc import Collection
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from store.idset import IdSet

# Up to so many vectors the exact search is as fast as any.
EXACT: Final = 8192
# So many vectors are compared exactly for each one wanted, and so many at least. Source: measured, 288 questions over
# 15,000 texts, USE: .988 of the nearest 100 and all of the nearest 10 are found with 1000, .998 with 2000. Larger memories
# want more: bench/results/latency.md says what is found.
_COMPARED: Final = 40
_LEAST_COMPARED: Final = 2000
# Rows are turned to bits so many at a time.
_CHUNK: Final = 16_384

# Its type stubs describe the C++ constructors, not the Python ones.
_faiss: Any = faiss

Rows = NDArray[np.float32]
Bits = NDArray[np.uint8]


class VectorSegment:
    """A FAISS `IndexIDMap2(IndexFlatIP)` and, once it is large, the bits of its vectors, one row a position."""

    def __init__(self, index: Any, *, mean: Rows | None = None, bits: Bits | None = None) -> None:
        """Take an index, and the bits of its vectors where they are known already, with the mean they are relative to."""
        self.index = index
        self._rows: Rows | None = None
        self._ids: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._position_of: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
        self._placed = 0
        self._sum = self.rows().sum(axis=0, dtype=np.float64) if mean is None else len(self) * mean.astype(np.float64)
        self._mean = mean
        self._codes = _faiss.IndexBinaryFlat(8 * _bytes_of(index.d))
        self._codes.use_heap = False  # distances are small integers: they are counted, which is faster for so many
        if bits is not None:
            self._codes.add(bits)

    def __len__(self) -> int:
        return int(self.index.ntotal)

    def __contains__(self, item_id: object) -> bool:
        return isinstance(item_id, int) and item_id >= 0 and bool(self.positions(np.array([item_id]))[0] >= 0)

    @property
    def is_large(self) -> bool:
        """Whether it is searched by bits."""
        return len(self) > EXACT

    def ids(self) -> NDArray[np.int64]:
        """Give the id at each position, shape (n,)."""
        if len(self._ids) != len(self):
            self._ids = _faiss.vector_to_array(self.index.id_map)
        return self._ids

    def rows(self) -> Rows:
        """Give every vector, shape (n, dimension): a view into the index, to be read before anything is added."""
        if len(self) == 0:
            return np.zeros((0, self.index.d), dtype=np.float32)
        if self._rows is None:
            flat: Any = _faiss.downcast_index(self.index.index)
            self._rows = _faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d).reshape(flat.ntotal, flat.d)
        return self._rows

    def positions(self, ids: NDArray[np.int64]) -> NDArray[np.int32]:
        """Give where each id, none of them negative, stands, -1 for one that is not here; shape (len(ids),)."""
        if self._placed < len(self):
            self._place(self.ids()[self._placed :])
        if len(ids) and int(ids.max()) < len(self._position_of):
            return self._position_of[ids]
        found = np.full(len(ids), -1, dtype=np.int32)
        within = ids < len(self._position_of)
        found[within] = self._position_of[ids[within]]
        return found

    def vectors(self, ids: NDArray[np.int64]) -> Rows:
        """Give the vectors of ids that are all here, shape (len(ids), dimension)."""
        return self.rows()[self.positions(ids)]

    def total(self) -> NDArray[np.float64]:
        """Give the sum of all vectors, shape (dimension,)."""
        return self._sum

    def add(self, ids: NDArray[np.int64], rows: Rows) -> None:
        """Add vectors whose ids are not here; not to a segment that was mapped from a file."""
        self._rows = None  # the index may move them
        self.index.add_with_ids(rows, ids)
        self._sum += rows.sum(axis=0, dtype=np.float64)

    def without(self, ids: Collection[int]) -> "VectorSegment":
        """Give the others as a segment of their own; this one where none of the ids is here."""
        gone = np.fromiter(ids, dtype=np.int64)
        if not (self.positions(gone) >= 0).any():
            return self
        stays = ~np.isin(self.ids(), gone)
        left = empty_segment(self.index.d)
        left.add(self.ids()[stays], self.rows()[stays])
        return left

    def joined(self, other: "VectorSegment") -> "VectorSegment":
        """Give the vectors of both as one segment; the other's ids are none of these."""
        if len(self) == 0:
            return other
        both = empty_segment(self.index.d)
        for segment in (self, other):
            both.add(segment.ids(), segment.rows())
        return both

    def search(self, row: Rows, k: int, allowed: IdSet | None) -> tuple[NDArray[np.int64], Rows]:
        """Find the ids with the greatest inner products with `row`, shape (1, dimension), in any order; at most `k`.

        Returns:
            Ids and products, both of shape (found,).
        """
        count = min(k, len(self))
        if count <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if min(len(self), len(self) if allowed is None else len(allowed)) <= EXACT:
            scores, found = self.index.search(
                row, count, params=None if allowed is None else allowed.search_parameters()
            )
            is_found = found[0] >= 0
            return found[0][is_found], scores[0][is_found]
        near = self._nearest_by_bits(row, max(_COMPARED * k, _LEAST_COMPARED), allowed)
        scores = self._products(row, near)
        best = np.argpartition(-scores, count - 1)[:count] if len(near) > count else np.arange(len(near))
        return self.ids()[near[best]], scores[best]

    def bits(self) -> tuple[Rows, Bits]:
        """Give the mean, shape (dimension,), and each vector's bits relative to it, shape (n, bytes)."""
        mean = self._mean_for_bits()
        self._catch_up(mean)
        codes = _faiss.vector_to_array(self._codes.xb)
        return mean, codes.reshape(len(self), -1)

    def check(self) -> list[str]:
        """Examine what follows from the vectors against them; the problems found."""
        problems = []
        if not np.allclose(self.rows().sum(axis=0, dtype=np.float64), self._sum, atol=1e-3 + 1e-6 * len(self)):
            problems.append("the mean of the vectors is out of step")
        known = _faiss.vector_to_array(self._codes.xb)
        if self._mean is not None and not np.array_equal(
            known, _signs(self.rows()[: self._codes.ntotal] - self._mean).reshape(-1)
        ):
            problems.append("the bits of the vectors are not theirs")
        return problems

    def _nearest_by_bits(self, row: Rows, count: int, allowed: IdSet | None) -> NDArray[np.int64]:
        """Give the positions whose bits differ least from those of the row, at most `count`."""
        self._catch_up(self._mean_for_bits())
        # the mean of the vectors adds the same to every inner product with `row`: it need not be subtracted here
        is_allowed = None if allowed is None else allowed.among(self.ids())
        among = None if is_allowed is None or is_allowed.all() else IdSet(is_allowed).search_parameters()
        _, found = self._codes.search(_signs(row), min(count, len(self)), params=among)
        near: NDArray[np.int64] = np.ascontiguousarray(found[0][found[0] >= 0])
        return near

    def _place(self, ids: NDArray[np.int64]) -> None:
        """Note the positions of the ids that were added since."""
        length = int(ids.max()) + 1
        if length > len(self._position_of):
            grown = max(length, 2 * len(self._position_of)) - len(self._position_of)
            self._position_of = np.pad(self._position_of, (0, grown), constant_values=-1)
        self._position_of[ids] = np.arange(self._placed, len(self), dtype=np.int32)
        self._placed = len(self)

    def _products(self, row: Rows, positions: NDArray[np.int64]) -> Rows:
        """Give the inner products of the row with the vectors at these positions, read where they lie, from first to last."""
        order = np.argsort(positions)
        ascending, found = positions[order], np.zeros(len(positions), dtype=np.float32)
        flat: Any = _faiss.downcast_index(self.index.index)
        query, given, wanted = (_faiss.swig_ptr(each) for each in (row, found, ascending))
        flat.compute_distance_subset(1, query, len(order), given, wanted)
        products = np.empty_like(found)
        products[order] = found
        return products

    def _mean_for_bits(self) -> Rows:
        """Give the mean, taken once: bits relative to different means cannot be compared."""
        if self._mean is None:
            self._mean = (self._sum / max(1, len(self))).astype(np.float32)
        return self._mean

    def _catch_up(self, mean: Rows) -> None:
        """Make the bits of the vectors added since."""
        rows = self.rows()
        for start in range(self._codes.ntotal, len(rows), _CHUNK):
            self._codes.add(_signs(rows[start : start + _CHUNK] - mean))


def empty_segment(dimension: int) -> VectorSegment:
    """Make a segment without vectors."""
    return VectorSegment(_faiss.IndexIDMap2(_faiss.IndexFlatIP(dimension)))


def _bytes_of(dimension: int) -> int:
    return -(-dimension // 8)


def _signs(rows: Rows) -> Bits:
    """Give a bit for each value above zero, shape (n, dimension) to (n, bytes)."""
    return np.packbits(rows > 0, axis=1)
