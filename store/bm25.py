"""BM25 of one query over the postings of its terms, exact, without reading what cannot matter.

The postings of rare terms are read whole, all at once. Those of common terms, which most texts have, are read only as
long as they can bring up a text that the others did not, and then looked up for the few that can still be among the best
(Turtle & Flood, "Query Evaluation: Strategies and Optimizations", 1995, which calls it MaxScore). What is found is what
reading everything would find.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from store.postings import Counts, Slots

# Source: Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the values by measurement
# over eight sets of questions: memories are short, so length says little (0.75 costs up to .04 of recall).
K1: Final = 1.5
B: Final = 0.5

# A term in so many texts at most is rare: reading its postings costs less than any thought about them (measured).
RARE: Final = 4096
# Before a term in this share of the texts is read, it is worth a look whether it need be.
COMMON: Final = 1 / 8
# To look a text up in a list of postings costs as much as to read so many of them (measured).
_LOOKUP: Final = 12
# Scores are summed in one order while reading and in another while looking up.
_ROUNDED: Final = 1 - 1e-5

Scores = NDArray[np.float32]
Findable = Callable[[NDArray[np.int64]], NDArray[np.int64]]


class Term(NamedTuple):
    """A term of a query: how much having it says, and where it stands, how often.

    `by_slot`, where it is given, says how often for each slot, and ends in a 0 for those behind: a lookup is one step then.
    """

    rarity: float
    slots: Slots
    counts: Counts
    by_slot: Counts | None = None

    def counts_in(self, slots: Slots) -> Counts:
        """Give how often it stands in each of these slots, shape (n,)."""
        if self.by_slot is not None:
            return self.by_slot.take(slots, mode="clip")
        at = np.searchsorted(self.slots, slots)
        at[at == len(self.slots)] = 0
        counts: Counts = self.counts[at] * (self.slots[at] == slots)
        return counts

    def most(self) -> float:
        """Give what it adds to no text more than."""
        often = int(self.counts.max(initial=0))
        return self.rarity * often * (K1 + 1) / (often + K1 * (1 - B))


class Query:
    """The terms of a query: the rare ones as one list of postings, the others each for itself, rarest first."""

    def __init__(self, terms: Sequence[Term], ideal: float) -> None:
        """Sort terms by how rare they are.

        Args:
            terms: of one there may be several parts, of different texts.
            ideal: the score of a text of middling length that has every term once.
        """
        self.ideal = ideal
        rare: list[Term] = []
        others: list[Term] = []
        for term in terms:
            (rare if len(term.slots) <= RARE else others).append(term)
        self.slots: Slots = np.concatenate([term.slots for term in rare] or [np.zeros(0, np.int32)])
        self.counts: Counts = np.concatenate([term.counts for term in rare] or [np.zeros(0, np.uint16)])
        lengths = [len(term.slots) for term in rare]
        self.rarities: Scores = np.repeat(np.array([term.rarity for term in rare], np.float32), lengths)
        self.others = sorted(others, key=lambda term: -term.rarity)


class Bm25:
    """Scores over texts of given lengths; texts are named by slots, positions in `lengths`."""

    def __init__(self, lengths: NDArray[np.float32], middle: float) -> None:
        """Take the lengths, shape (used,), and their mean over the texts that count."""
        self._slope = np.float32(K1 * B / max(middle, 1.0))
        self._lengths = lengths
        self._row_of = np.full(len(lengths), -1, dtype=np.int32)
        # what a text gets for a term of rarity 1 that it has once
        self._once: Scores = np.float32(K1 + 1) / (self._norms(slice(None)) + 1)

    def best(self, query: Query, k: int, findable: Findable) -> tuple[NDArray[np.int64], Scores]:
        """Find the best `k` slots among those that `findable` leaves, best first, and their scores."""
        scores, unread = self._read(query, k, findable)
        slots = findable(np.flatnonzero(scores))
        found = scores[slots] + self._looked_up(unread, slots)
        if len(slots) > k:
            # of a query's hundreds or thousands only the best are put in order, ties at the end included
            is_best = found >= np.partition(found, -k)[-k]
            slots, found = slots[is_best], found[is_best]
        order = np.argsort(-found, kind="stable")[:k]
        return slots[order], found[order]

    def scores(self, queries: Sequence[Query], slots: NDArray[np.int64]) -> Scores:
        """Give the score of each slot by each query, shape (len(slots), len(queries))."""
        self._row_of[slots] = np.arange(len(slots), dtype=np.int32)
        row_of_same = self._row_of[slots]  # of a slot that is named twice, one row has the postings
        scores = np.empty((len(slots), len(queries)), dtype=np.float32)
        for column, query in enumerate(queries):
            rows = self._row_of[query.slots]
            hits = np.flatnonzero(rows >= 0)
            weights = self._weights(query.rarities[hits], query.counts[hits], query.slots[hits])
            sums = np.bincount(rows[hits], weights, minlength=len(slots)).astype(np.float32)
            scores[:, column] = sums[row_of_same] + self._looked_up(query.others, slots)
        self._row_of[slots] = -1
        return scores

    def _read(self, query: Query, k: int, findable: Findable) -> tuple[Scores, Sequence[Term]]:
        """Add up postings until the rest need only be looked up for few texts.

        Returns:
            What the terms that were read give to each slot, shape (used,), 0 where the text is not among the best `k`;
            and the terms that were not read.
        """
        sums = np.zeros(len(self._lengths), dtype=np.float32)
        self._add(sums, query.rarities, query.slots, query.counts)
        # by term, what it and those after it can give to one text at most
        rest = np.cumsum([term.most() for term in reversed(query.others)])[::-1]
        least = 0.0
        for place, term in enumerate(query.others):
            unread = query.others[place:]
            if len(term.slots) > COMMON * len(sums):
                scores = sums * self._once
                least = least or self._reached(scores, unread, k, findable)
                bar = least * _ROUNDED - rest[place]
                if bar > 0 and np.count_nonzero(scores > bar) * _LOOKUP < len(term.slots):
                    scores[scores <= bar] = 0
                    return scores, unread
            self._add(sums, np.float32(term.rarity), term.slots, term.counts)
        return sums * self._once, ()

    def _reached(self, scores: Scores, unread: Sequence[Term], k: int, findable: Findable) -> float:
        """Give what at least `k` texts reach in the end: the whole score of the k-th of those that are best so far."""
        slots = findable(np.flatnonzero(scores))
        if len(slots) < k:
            return 0.0
        slots = slots[np.argpartition(scores[slots], -k)[-k:]]
        return float((scores[slots] + self._looked_up(unread, slots)).min())

    def _add(self, sums: Scores, rarities: Scores | np.float32, slots: Slots, counts: Counts) -> None:
        """Add postings to `sums`, which are in units of `_once`: most texts have a term once and need no division."""
        np.add.at(sums, slots, rarities)
        again = np.flatnonzero(counts > 1)
        if len(again):
            of = rarities if isinstance(rarities, np.float32) else rarities[again]
            more = self._weights(of, counts[again], slots[again]) / self._once[slots[again]] - of
            np.add.at(sums, slots[again], more)

    def _looked_up(self, terms: Sequence[Term], slots: NDArray[np.int64]) -> Scores:
        """Give what these terms add to the texts in `slots`, shape (len(slots),)."""
        if not terms or not len(slots):
            return np.zeros(len(slots), dtype=np.float32)
        wanted = slots.astype(np.int32)  # of another type, all the postings would be copied to it
        often = np.empty((len(terms), len(slots)), dtype=np.float32)
        for row, term in zip(often, terms, strict=True):
            row[:] = term.counts_in(wanted)
        rarities = np.array([[term.rarity] for term in terms], dtype=np.float32)
        scores: Scores = (often * (rarities * np.float32(K1 + 1)) / (often + self._norms(slots))).sum(axis=0)
        return scores

    def _weights(self, rarities: Scores | np.float32, counts: Counts, slots: NDArray[Any]) -> Scores:
        """Give what terms add to the texts in these slots, in which they stand so often."""
        often = counts.astype(np.float32)
        weights: Scores = often * (rarities * np.float32(K1 + 1)) / (often + self._norms(slots))
        return weights

    def _norms(self, slots: NDArray[Any] | slice) -> Scores:
        norms: Scores = self._lengths[slots] * self._slope + np.float32(K1 * (1 - B))
        return norms
