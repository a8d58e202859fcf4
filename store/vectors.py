"""The vectors of one memory: inner-product search over L2-normalised rows, kept on disk beside the ledger.

Ids are ledger sequence numbers, never positions. What lies on disk is a snapshot (store/vector_snapshot.py), which is
mapped and not read, and a journal of what was added since (store/vector_journal.py); a restart takes both and embeds
nothing. Vectors of another embedder, another dimension or another ledger are dropped, never searched.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import faiss
import numpy as np
from numpy.typing import NDArray

from store import vector_snapshot
from store.array_file import Cover
from store.idset import IdSet
from store.vector_journal import Chain, VectorJournal
from store.vector_segment import VectorSegment, empty_segment
from store.vector_snapshot import Header, SnapshotUnusable

JOURNAL_NAME: Final = "vectors.log"
# A snapshot is written, at the start or the end of a process and never in between, once the journal is this share of
# the whole.
_SNAPSHOT_SHARE: Final = 1 / 8

# Two threads are slower than one for a single query, and under load many times so (measured with 10k-1M vectors).
faiss.omp_set_num_threads(1)

log = logging.getLogger(__name__)


class VectorIndex:
    """Two FAISS indexes with ids of our own: the snapshot's and what was added since. Its memory holds the lock.

    `lost` says why what lay on disk could not be used, or is empty.
    """

    def __init__(self, folder: Path, *, embedder: str, dimension: int, chain: Chain) -> None:
        """Load what lies in `folder`, as far as it is of this embedder and this ledger. Raises OSError."""
        self._folder = folder
        self._embedder = embedder
        self.dimension = dimension
        self._chain = chain
        self._header: Header | None = None
        self._fresh = empty_segment(dimension)
        self.lost = ""
        try:
            self._header, self._base = self._read_snapshot()
        except SnapshotUnusable as error:
            self._base = empty_segment(dimension)
            if self._has_snapshot_files():
                self.lost = str(error)
        self._journal = VectorJournal(folder / JOURNAL_NAME, embedder=embedder, dimension=dimension, chain=chain)
        if self._journal.was_foreign:
            self.lost = self.lost or f"{JOURNAL_NAME} is of another embedder or damaged"
        self._load_journal()

    def __len__(self) -> int:
        return len(self._base) + len(self._fresh)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._base or item_id in self._fresh

    def ids(self) -> set[int]:
        """Every id that has a vector."""
        return {*self._base.ids().tolist(), *self._fresh.ids().tolist()}

    def has(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell of each id, none of them negative, whether it has a vector; shape (len(ids),)."""
        has: NDArray[np.bool_] = (self._base.positions(ids) >= 0) | (self._fresh.positions(ids) >= 0)
        return has

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add vectors, or put them in the place of those with the same ids, here and on disk.

        A disk that refuses costs a warning and another embedding after the next start, never the memory.

        Args:
            ids: n sequence numbers of the ledger, each once.
            vectors: float32 array of shape (n, dimension), rows L2-normalised.

        Raises:
            ValueError: the shape is wrong or a value is not finite.
        """
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.shape != (len(ids), self.dimension) or not np.isfinite(rows).all():
            raise ValueError(f"expected {len(ids)} finite vectors of length {self.dimension}, got shape {rows.shape}")
        numbers = np.asarray(ids, dtype=np.int64)
        self._put(numbers, rows)
        try:
            self._journal.append(numbers, rows)
        except OSError as error:
            log.warning("%s: vectors cannot be written (%s); they will be made again", self._folder, error)

    def remove(self, ids: Iterable[int], *, cover: Cover | None = None) -> None:
        """Remove vectors, here and from every file; `cover` as in `snapshot`.

        Raises:
            OSError: they are gone here and may be on disk.
        """
        self._drop(ids)
        self.snapshot(cover)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Find the ids nearest to a vector, best first, with their cosines; at most `k`.

        Args:
            vector: float32 array of shape (dimension,), L2-normalised.
            k: how many.
            allowed: only these are looked at; `None` stands for all.
        """
        chosen = allowed if isinstance(allowed, IdSet) or allowed is None else IdSet.of(allowed)
        found, scores = self.nearest(vector, k, chosen)
        return list(zip(found.tolist(), scores.tolist(), strict=True))

    def nearest(
        self, vector: NDArray[np.float32], k: int, allowed: IdSet | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Give what `search` does as two arrays, both of shape (found,)."""
        row = self._as_row(vector)
        parts = [segment.search(row, k, allowed) for segment in (self._base, self._fresh)]
        found, scores = (np.concatenate(each) for each in zip(*parts, strict=True))
        best = np.argsort(-scores, kind="stable")[: max(0, k)]
        return found[best], scores[best]

    def scores(self, vector: NDArray[np.float32], ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Give the cosines of a vector, shape (dimension,), with those of `ids`, shape (len(ids),). Raises KeyError."""
        scores: NDArray[np.float32] = self.vectors(ids) @ self._as_row(vector)[0]
        return scores

    def vectors(self, ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Give the vectors of `ids`, shape (len(ids), dimension). Raises KeyError for an id that has none."""
        numbers = np.asarray(ids, dtype=np.int64)
        has, rows = self.known(numbers)
        if not has.all():
            raise KeyError(int(numbers[~has][0]))
        return rows

    def known(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Tell of each id, none of them negative, whether it has a vector, shape (n,), and give those there are, in order."""
        base, fresh = self._base.positions(ids), self._fresh.positions(ids)
        has: NDArray[np.bool_] = (base >= 0) | (fresh >= 0)
        base, fresh = base[has], fresh[has]
        in_base = base >= 0
        if in_base.all():
            return has, self._base.rows()[base]
        rows = np.empty((len(base), self.dimension), dtype=np.float32)
        rows[in_base] = self._base.rows()[base[in_base]]
        rows[~in_base] = self._fresh.rows()[fresh[~in_base]]
        return has, rows

    def mean(self) -> NDArray[np.float32]:
        """Give the mean of all vectors, shape (dimension,), not normalised; zeros when there are none."""
        return ((self._base.total() + self._fresh.total()) / max(1, len(self))).astype(np.float32)

    def snapshot(self, cover: Cover | None = None) -> None:
        """Write everything as one file and begin the journal anew.

        Args:
            cover: what the ledger will end in, where it is about to be rewritten; as it is now, if left out.

        Raises:
            OSError: it could not be written.
        """
        self._fold()
        seq = self._chain.seq
        cover = cover or Cover(seq, self._hash_at(seq))
        vector_snapshot.write(self._folder, self._base, embedder=self._embedder, cover=cover)
        self._journal.clear()
        with suppress(SnapshotUnusable):  # what was just written is searched from the file, and its memory given back
            self._header, self._base = vector_snapshot.read(self._folder)
        self.lost = ""

    def save(self) -> None:
        """Take a snapshot; where the disk refuses, the journal stays and the log says so."""
        try:
            self.snapshot()
        except OSError as error:
            log.warning("%s: no snapshot could be written (%s); the journal stays", self._folder, error)

    def erase(self) -> None:
        """Remove every vector, here and on disk. Raises OSError."""
        self._base, self._fresh = empty_segment(self.dimension), empty_segment(self.dimension)
        self._header = None
        self._journal.clear()
        vector_snapshot.remove(self._folder)

    def save_if_due(self) -> None:
        """Take a snapshot if there is none to be used, or the journal has grown long: the next start goes through it."""
        if self.lost or len(self._journal) > _SNAPSHOT_SHARE * len(self):
            self.save()

    def close(self) -> None:
        """Take a snapshot if one is due, and close the files."""
        self.save_if_due()
        self.abandon()

    def abandon(self) -> None:
        """Close the files as they are."""
        self._journal.close()

    def check(self) -> list[str]:
        """Examine the index, its ids and the files against each other; the problems found."""
        problems = vector_snapshot.check(self._folder, self._header) + self._journal.check()
        problems += self._base.check() + self._fresh.check()
        if len(self.ids()) != len(self):
            problems.append("the index holds an id twice")
        on_disk = set(self._journal.load()[0].tolist()) | (set() if self._header is None else self._ids_in_snapshot())
        if on_disk != self.ids():
            problems.append(f"{len(on_disk ^ self.ids())} vectors are only in memory or only on disk")
        return problems

    def _read_snapshot(self) -> tuple[Header, VectorSegment]:
        header, segment = vector_snapshot.read(self._folder)
        if (header.embedder, header.dimension) != (self._embedder, self.dimension):
            raise SnapshotUnusable(f"its embedder is {header.embedder}, not {self._embedder}")
        if self._hash_at(header.ledger_seq) != header.ledger_hash:
            raise SnapshotUnusable("it was made from another ledger")
        return header, segment

    def _load_journal(self) -> None:
        """Take what the journal has and the snapshot has not: a crash may have left both."""
        ids, vectors = self._journal.load()
        if len(ids) < len(self._journal):
            self.lost = self.lost or f"{JOURNAL_NAME} has damaged records"
        last_row = {item_id: row for row, item_id in enumerate(ids.tolist())}
        twice = [item_id for item_id in last_row if item_id in self._base]
        same = (self.vectors(twice) == vectors[[last_row[item_id] for item_id in twice]]).all(axis=1)
        for item_id, is_same in zip(twice, same.tolist(), strict=True):
            if is_same:
                del last_row[item_id]
        rows = list(last_row.values())
        self._put(ids[rows], vectors[rows])

    def _hash_at(self, seq: int) -> str:
        return (self._chain.digest_at(seq) or b"").hex()

    def _has_snapshot_files(self) -> bool:
        return any((self._folder / name).exists() for name in vector_snapshot.NAMES)

    def _ids_in_snapshot(self) -> set[int]:
        with suppress(SnapshotUnusable):
            return set(vector_snapshot.read(self._folder)[1].ids().tolist())
        return set()

    def _put(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        # FAISS takes an id twice without a word and then answers with both
        self._drop(ids.tolist())
        self._fresh.add(ids, vectors)

    def _drop(self, ids: Iterable[int]) -> None:
        gone = list(ids)
        self._base, self._fresh = self._base.without(gone), self._fresh.without(gone)

    def _fold(self) -> None:
        """Make one segment of the two."""
        if len(self._fresh):
            self._base = self._base.joined(self._fresh)
            self._fresh = empty_segment(self.dimension)

    def _as_row(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        row = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if row.shape[1] != self.dimension:
            raise ValueError(f"a vector of length {self.dimension} was expected, got {row.shape[1]}")
        return row
