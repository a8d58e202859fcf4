"""BM25 over the words of one memory: held in RAM, changed one text at a time, made anew from the tables at a start."""

from array import array
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store import background
from store.idset import IdSet
from store.words import terms

# Source: Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009; the values by measurement
# over eight sets of questions: memories are short, so length says little (0.75 costs up to .04 of recall).
K1: Final = 1.5
B: Final = 0.3

# The index is made compact once this share of it is of removed texts.
_DEAD_SHARE: Final = 0.25
# Of so many queries the scores are kept until a text is added.
_KNOWN: Final = 16


@dataclass(slots=True)
class _Postings:
    """In which slots a term stands, ascending, and how often in each."""

    slots: "array[int]" = field(default_factory=lambda: array("i"))
    counts: "array[int]" = field(default_factory=lambda: array("i"))

    def arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        # copies: a view of a growing array would forbid it to grow
        return np.array(self.slots, dtype=np.int32), np.array(self.counts, dtype=np.int32)


class LexicalIndex:
    """Texts by id, found by the terms that they share with a query. Not safe for several threads: its memory locks.

    How rare a term is counts background sentences too (store/background.py), so that among three memories 我 and 什么
    are still common words.
    """

    def __init__(self) -> None:
        self._postings: dict[str, _Postings] = {}
        self._slot_of: dict[int, int] = {}
        self._ids: NDArray[np.int64] = np.zeros(64, dtype=np.int64)
        self._lengths: NDArray[np.float32] = np.zeros(64, dtype=np.float32)
        self._is_live: NDArray[np.bool_] = np.zeros(64, dtype=np.bool_)
        self._used = 0
        self._length_sum = 0.0
        self._known: dict[str, NDArray[np.float32]] = {}

    def __len__(self) -> int:
        return len(self._slot_of)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self._slot_of

    def add(self, item_id: int, text: str) -> None:
        """Enter a text, in the place of the one with the same id."""
        self.remove([item_id])
        counts = Counter(terms(text))
        slot = self._take_slot(item_id, sum(counts.values()))
        for term, count in counts.items():
            postings = self._postings.get(term)
            if postings is None:
                postings = self._postings[term] = _Postings()
            postings.slots.append(slot)
            postings.counts.append(count)

    def remove(self, ids: Iterable[int]) -> None:
        """Take texts out; ids that are not here are passed over."""
        for item_id in ids:
            slot = self._slot_of.pop(item_id, None)
            if slot is not None:
                self._is_live[slot] = False
                self._length_sum -= float(self._lengths[slot])
        if self._used - len(self._slot_of) > max(64, _DEAD_SHARE * self._used):
            self._compact()

    def search(self, query: str, k: int, allowed: Container[int] | None = None) -> list[tuple[int, float]]:
        """Find the texts that share terms with a query, best first, with their BM25 scores; at most `k`.

        Args:
            query: any text.
            k: how many.
            allowed: only these are found; `None` stands for all.
        """
        scores = self._scores(query)
        hits = np.flatnonzero((scores > 0) & self._is_live[: self._used])
        if allowed is not None:
            hits = hits[_among(self._ids[hits], allowed)]
        if len(hits) > k:
            # of a query's hundreds or thousands of hits only the best are put in order, ties at the end included
            hits = hits[scores[hits] >= np.partition(scores[hits], -k)[-k]] if k > 0 else hits[:0]
        best = hits[np.argsort(-scores[hits], kind="stable")][:k]
        return list(zip(self._ids[best].tolist(), scores[best].tolist(), strict=True))

    def scores(self, query: str, ids: Sequence[int]) -> NDArray[np.float32]:
        """Give the BM25 scores of `ids`, shape (len(ids),). Raises KeyError for an id that is not here."""
        slots = np.array([self._slot_of[item_id] for item_id in ids], dtype=np.int64)
        scores: NDArray[np.float32] = self._scores(query)[slots]
        return scores

    def ideal(self, query: str) -> float:
        """Give the score of a text of middling length that has every term of the query once."""
        return sum(self._rarity(term) for term in set(terms(query)))

    def _scores(self, query: str) -> NDArray[np.float32]:
        """Give the score of every slot, shape (used,); a recall asks for the same query twice."""
        if query in self._known:
            return self._known[query]
        scores = np.zeros(self._used, dtype=np.float32)
        middle = self._length_sum / max(1, len(self._slot_of))
        norms = K1 * (1 - B + B * self._lengths[: self._used] / max(middle, 1.0))
        for term in set(terms(query)):
            if (postings := self._postings.get(term)) is not None:
                slots, counts = postings.arrays()
                scores[slots] += self._rarity(term) * counts * (K1 + 1) / (counts + norms[slots])
        if len(self._known) >= _KNOWN:
            self._known.clear()
        self._known[query] = scores
        return scores

    def _rarity(self, term: str) -> float:
        postings = self._postings.get(term)
        texts = background.PRIOR_TEXTS + self._used
        having = background.share_having(term) * background.PRIOR_TEXTS + (len(postings.slots) if postings else 0)
        return float(np.log1p((texts - having + 0.5) / (having + 0.5)))

    def _take_slot(self, item_id: int, length: int) -> int:
        slot = self._used
        if slot == len(self._ids):
            self._ids = np.pad(self._ids, (0, slot))
            self._lengths = np.pad(self._lengths, (0, slot))
            self._is_live = np.pad(self._is_live, (0, slot))
        self._ids[slot], self._lengths[slot], self._is_live[slot] = item_id, length, True
        self._slot_of[item_id] = slot
        self._used += 1
        self._length_sum += length
        self._known.clear()
        return slot

    def _compact(self) -> None:
        """Leave out the slots of removed texts."""
        self._known.clear()
        live = np.flatnonzero(self._is_live[: self._used])
        moved = np.full(self._used, -1, dtype=np.int32)
        moved[live] = np.arange(len(live), dtype=np.int32)
        kept: dict[str, _Postings] = {}
        for term, postings in self._postings.items():
            slots, counts = postings.arrays()
            stays = moved[slots] >= 0
            if stays.any():
                kept[term] = _Postings(array("i", moved[slots][stays].tolist()), array("i", counts[stays].tolist()))
        self._postings = kept
        self._used = len(live)
        room = max(64, self._used)
        self._ids = np.resize(self._ids[live], room)
        self._lengths = np.resize(self._lengths[live], room)
        self._is_live = np.resize(self._is_live[live], room)
        self._is_live[self._used :] = False
        self._slot_of = {int(self._ids[slot]): slot for slot in range(self._used)}


def _among(ids: NDArray[np.int64], allowed: Container[int]) -> NDArray[np.bool_]:
    if isinstance(allowed, IdSet):
        within = ids < len(allowed.mask)
        within[within] = allowed.mask[ids[within]]
        return within
    return np.array([item_id in allowed for item_id in ids.tolist()], dtype=np.bool_)
