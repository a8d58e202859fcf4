"""The vectors of one memory: exact inner-product search over L2-normalised rows, kept on disk beside the ledger.

Ids are ledger sequence numbers, never positions. What lies on disk is a snapshot (store/vector_snapshot.py) and a
journal of what was added since (store/vector_journal.py); a restart loads both and embeds nothing. Vectors of another
embedder, another dimension or another ledger are dropped, never searched.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
from numpy.typing import NDArray

from store import vector_snapshot
from store.idset import IdSet
from store.vector_journal import Chain, VectorJournal
from store.vector_snapshot import Header, SnapshotUnusable

JOURNAL_NAME: Final = "vectors.log"
# A snapshot is due after so many journal records, and then only where they are a quarter of the whole: a long import
# writes each vector a bounded number of times.
SNAPSHOT_EVERY: Final = 2000
_SNAPSHOT_SHARE: Final = 4

# Two threads are slower than one for a single query, and under load many times so (measured with 10k-1M vectors).
faiss.omp_set_num_threads(1)

log = logging.getLogger(__name__)


class VectorIndex:
    """A FAISS index with ids of our own. Not safe for several threads: its memory holds the lock.

    `lost` says why what lay on disk could not be used, or is empty.
    """

    def __init__(self, folder: Path, *, embedder: str, dimension: int, chain: Chain) -> None:
        """Load what lies in `folder`, as far as it is of this embedder and this ledger. Raises OSError."""
        self._folder = folder
        self._embedder = embedder
        self.dimension = dimension
        self._chain = chain
        self._header: Header | None = None
        self.lost = ""
        try:
            self._header, self._index = self._read_snapshot()
        except SnapshotUnusable as error:
            self._index = _empty_index(dimension)
            if self._has_snapshot_files():
                self.lost = str(error)
        self._ids = set(_ids_of(self._index))
        self._sum = self._rows().sum(axis=0, dtype=np.float64)
        self._journal = VectorJournal(folder / JOURNAL_NAME, embedder=embedder, dimension=dimension, chain=chain)
        if self._journal.was_foreign:
            self.lost = self.lost or f"{JOURNAL_NAME} is of another embedder or damaged"
        ids, vectors = self._journal.load()
        last_row = {item_id: row for row, item_id in enumerate(ids.tolist())}
        rows = list(last_row.values())
        self._put(ids[rows], vectors[rows])

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._ids

    def ids(self) -> set[int]:
        """Every id that has a vector."""
        return set(self._ids)

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
        if len(self._journal) >= max(SNAPSHOT_EVERY, len(self._ids) // _SNAPSHOT_SHARE):
            self.save()

    def remove(self, ids: Iterable[int]) -> None:
        """Remove vectors, here and from every file. Raises OSError; they are then gone here and may be on disk."""
        self._drop(np.fromiter((each for each in ids if each in self._ids), dtype=np.int64))
        self.snapshot()

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Find the ids nearest to a vector, best first, with their cosines; at most `k`.

        Args:
            vector: float32 array of shape (dimension,), L2-normalised.
            k: how many.
            allowed: only these are looked at; `None` stands for all.
        """
        count = min(k, len(self._ids))
        if count <= 0:
            return []
        chosen = allowed if isinstance(allowed, IdSet) or allowed is None else IdSet.of(allowed)
        parameters = None if chosen is None else chosen.search_parameters()
        scores, found = self._index.search(self._as_row(vector), count, params=parameters)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return [(item_id, score) for item_id, score in pairs if item_id >= 0]

    def scores(self, vector: NDArray[np.float32], ids: Sequence[int]) -> NDArray[np.float32]:
        """Give the cosines of a vector, shape (dimension,), with those of `ids`, shape (len(ids),). Raises KeyError."""
        scores: NDArray[np.float32] = self.vectors(ids) @ self._as_row(vector)[0]
        return scores

    def vectors(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Give the vectors of `ids`, shape (len(ids), dimension). Raises KeyError for an id that has none."""
        for item_id in ids:
            if item_id not in self._ids:
                raise KeyError(item_id)
        if not ids:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows: NDArray[np.float32] = self._index.reconstruct_batch(np.asarray(ids, dtype=np.int64))
        return rows

    def mean(self) -> NDArray[np.float32]:
        """Give the mean of all vectors, shape (dimension,), not normalised; zeros when there are none."""
        mean: NDArray[np.float32] = (self._sum / max(1, len(self._ids))).astype(np.float32)
        return mean

    def snapshot(self) -> None:
        """Write everything as one file and begin the journal anew. Raises OSError."""
        seq = self._chain.seq
        self._header = vector_snapshot.write(
            self._folder, self._index, embedder=self._embedder, ledger_seq=seq, ledger_hash=self._hash_at(seq)
        )
        self._journal.clear()
        self.lost = ""

    def save(self) -> None:
        """Take a snapshot; where the disk refuses, the journal stays and the log says so."""
        try:
            self.snapshot()
        except OSError as error:
            log.warning("%s: no snapshot could be written (%s); the journal stays", self._folder, error)

    def erase(self) -> None:
        """Remove every vector, here and on disk. Raises OSError."""
        self._index = _empty_index(self.dimension)
        self._ids.clear()
        self._sum[:] = 0
        self._header = None
        self._journal.clear()
        vector_snapshot.remove(self._folder)

    def close(self) -> None:
        """Take a snapshot if anything was added since the last, and close the files."""
        if len(self._journal):
            self.save()
        self._journal.close()

    def check(self) -> list[str]:
        """Examine the index, its ids and the files against each other; the problems found."""
        problems = vector_snapshot.check(self._folder, self._header) + self._journal.check()
        stored = _ids_of(self._index)
        if len(stored) != len(self._ids) or set(stored) != self._ids:
            problems.append("the index holds an id twice, or one that it should not")
        if not np.allclose(self._rows().sum(axis=0, dtype=np.float64), self._sum, atol=1e-3):
            problems.append("the mean of the vectors is out of step")
        on_disk = set(self._journal.load()[0].tolist()) | (set() if self._header is None else self._ids_in_snapshot())
        if on_disk != self._ids:
            problems.append(f"{len(on_disk ^ self._ids)} vectors are only in memory or only on disk")
        return problems

    def _read_snapshot(self) -> tuple[Header, Any]:
        header, index = vector_snapshot.read(self._folder)
        if (header.embedder, header.dimension) != (self._embedder, self.dimension):
            raise SnapshotUnusable(f"its embedder is {header.embedder}, not {self._embedder}")
        if self._hash_at(header.ledger_seq) != header.ledger_hash:
            raise SnapshotUnusable("it was made from another ledger")
        return header, index

    def _hash_at(self, seq: int) -> str:
        return (self._chain.digest_at(seq) or b"").hex()

    def _has_snapshot_files(self) -> bool:
        names = (vector_snapshot.INDEX_NAME, vector_snapshot.HEADER_NAME)
        return any((self._folder / name).exists() for name in names)

    def _ids_in_snapshot(self) -> set[int]:
        with suppress(SnapshotUnusable):
            return set(_ids_of(vector_snapshot.read(self._folder)[1]))
        return set()

    def _put(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        # FAISS takes an id twice without a word and then answers with both
        self._drop(np.array([each for each in ids.tolist() if each in self._ids], dtype=np.int64))
        self._index.add_with_ids(vectors, ids)
        self._ids.update(ids.tolist())
        self._sum += vectors.sum(axis=0, dtype=np.float64)

    def _drop(self, ids: NDArray[np.int64]) -> None:
        if len(ids):
            self._sum -= self.vectors(ids.tolist()).sum(axis=0, dtype=np.float64)
            self._index.remove_ids(ids)
            self._ids.difference_update(ids.tolist())

    def _rows(self) -> NDArray[np.float32]:
        """Every vector, shape (n, dimension): a view into the index, to be read before anything is added."""
        if self._index.ntotal == 0:
            return np.zeros((0, self.dimension), dtype=np.float32)
        flat: Any = faiss.downcast_index(self._index.index)
        rows: NDArray[np.float32] = faiss.rev_swig_ptr(flat.get_xb(), flat.ntotal * flat.d)
        return rows.reshape(flat.ntotal, flat.d)

    def _as_row(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        row = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if row.shape[1] != self.dimension:
            raise ValueError(f"a vector of length {self.dimension} was expected, got {row.shape[1]}")
        return row


def _ids_of(index: Any) -> list[int]:
    """The ids in a FAISS index, in its own order; the index must outlive the call, which borrows its memory."""
    ids: list[int] = faiss.vector_to_array(index.id_map).tolist()
    return ids


def _empty_index(dimension: int) -> Any:
    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
