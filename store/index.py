"""What makes one memory searchable: vectors, words and candidates, kept in step with the tables.

All three follow from the ledger. Embedding may fail or be slow (a service that is down): an item without a vector is
owed one, is found by its words meanwhile, and is embedded at the next chance.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store import background, word_snapshot
from store.candidates import Candidates
from store.clauses import clauses
from store.contract import Embedder
from store.errors import ModelError
from store.facts import Fact, Turn
from store.idset import IdSet
from store.lexical import LexicalIndex
from store.mending import MendingLock, done_if_free
from store.records import seq_of
from store.tables import Item
from store.vector_journal import Chain
from store.vectors import VectorIndex
from store.words import terms

BATCH: Final = 128
# After so many items whose words are read again, progress is told.
_WORDS_TOLD: Final = 10_000
# The words of so many items are compared by `check`.
_CHECKED: Final = 200

# Told how many of how many items are embedded, while more than a batch of them are.
Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


def log_progress(done: int, total: int) -> None:
    """Say in the log how far a rebuild has come."""
    log.info("重建索引 %d/%d", done, total)


class MemoryIndex:
    """The indexes of one memory. `lock` is the memory's own: it guards all but the embedding itself.

    `had_words` tells whether words that were kept could be used.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        *,
        lock: MendingLock,
        chain: Chain,
        candidates: Candidates | None = None,
        progress: Progress = log_progress,
    ) -> None:
        """Load what lies in `folder`. Raises OSError."""
        self._folder = folder
        self._embedder = embedder
        self._lock = lock
        self._embedding = threading.Lock()
        self._chain = chain
        self._progress = progress
        self._owed: dict[int, str] = {}
        self.vectors = VectorIndex(folder, embedder=embedder.name, dimension=embedder.dimension, chain=chain)
        self.lexical = word_snapshot.read(folder, chain)
        self.had_words = len(self.lexical.ids()) > 0
        self.candidates = candidates or Candidates()

    def load(self, changed: Iterable[Item], item_at: Callable[[int], Item]) -> None:
        """Bring everything up to date with the tables.

        Args:
            changed: the items that the candidates do not have, or not as they now stand, in the order of the ledger.
            item_at: gives the item of a number.
        """
        for item in changed:
            self.candidates.put(item)
        known = self.candidates.numbers()
        self._complete_words(known, item_at)
        strays = _outside(np.fromiter(self.vectors.ids(), dtype=np.int64), known)
        if strays:
            log.warning("%s: %d vectors of nothing in the ledger are removed", self._folder, len(strays))
            self.vectors.remove(strays)
        if self.vectors.lost and len(known):
            log.warning("%s: the index is rebuilt: %s", self._folder, self.vectors.lost)
        self._owe(item_at)
        self.embed_owed()
        if not self._owed:
            self.vectors.save_if_due()

    def prepared_save(self) -> Callable[[], None]:
        """Give what writes the words as they are now, on any thread; it may raise OSError. Hold the lock for this call."""
        return word_snapshot.prepared(self._folder, self.lexical, self._chain)

    def _owe(self, item_at: Callable[[int], Item]) -> None:
        known = np.flatnonzero(self.candidates.numbers().mask)
        lacking = known[~self.vectors.has(known)].tolist()
        self._owed = {number: text_of(item_at(number)) for number in lacking}

    def _complete_words(self, known: IdSet, item_at: Callable[[int], Item]) -> None:
        """Read the words of items whose words are not indexed, and drop those of nothing in the ledger."""
        indexed = self.lexical.ids()
        self.lexical.remove(_outside(np.flatnonzero(indexed.mask), known))
        lacking = _outside(np.flatnonzero(known.mask), indexed)
        for done, number in enumerate(lacking, start=1):
            self.lexical.add(number, text_of(item_at(number)))
            if done % _WORDS_TOLD == 0:
                self._progress(done, len(lacking))

    def put_all(self, items: Iterable[Item]) -> None:
        """Enter items in the order of the ledger, so that a fact finds the turns that it cites."""
        for item in items:
            self.put(item)

    def put(self, item: Item) -> None:
        """Enter an item that is new, or whose status has changed."""
        number = seq_of(item.id)
        was_there = number in self.candidates
        self.candidates.put(item)
        if not was_there and number in self.candidates:
            text = text_of(item)
            self.lexical.add(number, text)
            if number not in self.vectors:
                self._owed[number] = text

    def forget(self, gone: Sequence[Item], item_at: Callable[[int], Item]) -> None:
        """Take out items as they were entered last, whose vectors are gone; others whose vectors are gone are owed one."""
        for item in gone:
            self.candidates.remove(item)
        self.lexical.remove(seq_of(item.id) for item in gone)
        self._owe(item_at)

    def embed_owed(self) -> None:
        """Embed what lacks a vector, or leave it to the thread that does so just now; hold no lock here.

        Where the model fails, it stays owed and the log says so.
        """
        while self._owed and done_if_free(self._embedding, self._embed_batches):
            pass  # asked again: another may have left something since the last look

    def _embed_batches(self) -> bool:
        """Embed until nothing is owed; whether the model answered. Hold `_embedding`, and no other lock."""
        done, total = 0, len(self._owed)
        while self._owed and (batch := self._next_batch()):
            try:
                vectors = self._embedder.embed([text for _, text in batch])
            except ModelError as error:
                log.warning("%s: %d items wait to be embedded: %s", self._folder, len(self._owed), error.code)
                return False
            self._add(batch, vectors)
            done += len(batch)
            if total > BATCH:
                self._progress(done, total)
        return True

    def embed_query(self, query: str) -> tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]:
        """Embed a question and, as the model answers, what is owed; hold no lock here.

        Returns:
            The vectors of `clauses(query)`, shape (m, dimension), and those of store/background.py, shape (b, dimension); two times
            `None` where the model fails, which the log says: one failure is waited for, not three.
        """
        try:
            rows: NDArray[np.float32] = self._embedder.embed(clauses(query), query=True)
            known = background.vectors_by(self._embedder)
        except ModelError as error:
            log.warning("%s: searching by words alone, the question cannot be embedded: %s", self._folder, error.code)
            return None, None
        if self._owed:  # what was written before the question was asked is found by it
            with self._embedding:
                self._embed_batches()
        return rows, known

    def erase(self) -> None:
        """Remove everything, here and on disk. Raises OSError; what is here is gone even so and can be put again."""
        self._owed.clear()
        self.lexical = LexicalIndex()
        self.candidates = Candidates()
        word_snapshot.remove(self._folder)
        self.vectors.erase()

    def close(self) -> None:
        """Close the files."""
        self.vectors.close()

    def abandon(self) -> None:
        """Close the files as they are; nothing that is here is written any more."""
        self.vectors.abandon()

    def check(self, items: Sequence[Item]) -> list[str]:
        """Examine the indexes against the tables' items; the problems found."""
        items = [item for item in items if not (isinstance(item, Turn) and item.is_erased)]
        numbers = {seq_of(item.id) for item in items}
        problems = self.vectors.check() + word_snapshot.check(self._folder)
        if self._owed:
            problems.append(f"{len(self._owed)} items wait to be embedded")
        lacking = numbers - self.vectors.ids() - self._owed.keys()
        strays = self.vectors.ids() - numbers
        if lacking or strays:
            problems.append(f"{len(lacking)} items have no vector, {len(strays)} vectors have no item")
        if set(self.lexical.ids()) != numbers:
            problems.append("the words are not those of the items")
        wrong = [item.id for item in items[:: max(1, len(items) // _CHECKED)] if not self._has_words(item)]
        if wrong:
            problems.append(f"{len(wrong)} of {_CHECKED} items are not found by their words, {wrong[0]} for one")
        if set(self.candidates.numbers()) != numbers:
            problems.append("the candidates are not the items")
        return problems

    def _has_words(self, item: Item) -> bool:
        """Whether an item has the score that its own words have alone: all of them are indexed, and no more."""
        number, text = seq_of(item.id), text_of(item)
        return (
            number in self.lexical
            and self.lexical.length(number) == len(terms(text))
            and (not terms(text) or float(self.lexical.scores(text, [number])[0]) > 0)
        )

    def _next_batch(self) -> list[tuple[int, str]]:
        with self._lock:
            return [pair for pair, _ in zip(self._owed.items(), range(BATCH), strict=False)]

    def _add(self, batch: Sequence[tuple[int, str]], vectors: NDArray[np.float32]) -> None:
        """Add vectors for the items that still wait; an erasure since may have given a number to another item."""
        with self._lock:
            rows = [row for row, (number, text) in enumerate(batch) if self._owed.get(number) == text]
            numbers = [batch[row][0] for row in rows]
            self.vectors.add(numbers, vectors[rows])
            for number in numbers:
                del self._owed[number]


def _outside(numbers: NDArray[np.int64], known: IdSet) -> list[int]:
    """Those of the numbers that are not in the set."""
    outside: list[int] = numbers[~known.among(numbers)].tolist()
    return outside


def text_of(item: Fact | Turn) -> str:
    """Give the words by which an item is found; facts speak of 用户 where the questions to them say 我."""
    return item.statement.replace("用户", "我") if isinstance(item, Fact) else item.text
