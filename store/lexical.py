"""The words of one memory: changed one text at a time, and kept over a restart as arrays of numbers."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from store import background
from store.bm25 import COMMON, RARE, Bm25, Query, Scores, Term
from store.idset import IdSet
from store.postings import MOST, Counts, GrowingPostings, Slots, SortedPostings, flat, term_key
from store.words import terms

# The index is made compact once this share of it is of removed texts.
_DEAD_SHARE: Final = 0.25
# Of so many queries the postings are kept until a text is added.
_KNOWN: Final = 16
# Of common terms the counts of so many texts are kept at most, two bytes each.
_MOST_BY_SLOT: Final = 16_000_000


class LexicalIndex:
    """Texts by id, found by the terms that they share with a query. Not safe for several threads: its memory locks.

    How rare a term is counts background sentences too (store/background.py), so that among three memories 我 and 什么
    are still common words. Ids are small: the ledger's sequence numbers.
    """

    def __init__(self) -> None:
        self._sorted = SortedPostings.empty()
        self._grown: dict[int, GrowingPostings] = {}
        self._ids: NDArray[np.int64] = np.zeros(64, dtype=np.int64)
        self._lengths: NDArray[np.float32] = np.zeros(64, dtype=np.float32)
        self._is_live: NDArray[np.bool_] = np.zeros(64, dtype=np.bool_)
        self._slot_of: NDArray[np.int32] = np.full(64, -1, dtype=np.int32)
        self._used = 0
        self._live = 0
        self._length_sum = 0.0
        self._known: dict[str, Query] = {}
        # of each word of those, how rare it is, and it where its postings are sorted and where they grow
        self._known_words: dict[str, tuple[float, Term | None, Term | None]] = {}
        self._scoring: Bm25 | None = None
        # of common terms, by key: how often they stand in each of the texts whose postings are sorted
        self._by_slots: dict[int, Counts] = {}
        self._sorted_texts = 0

    def __len__(self) -> int:
        return self._live

    def __contains__(self, item_id: object) -> bool:
        return isinstance(item_id, int) and 0 <= item_id < len(self._slot_of) and bool(self._slot_of[item_id] >= 0)

    def add(self, item_id: int, text: str) -> None:
        """Enter a text, in the place of the one with the same id."""
        self.remove([item_id])
        counts = Counter(terms(text))
        slot = self._take_slot(item_id, sum(counts.values()))
        for term, count in counts.items():
            key = term_key(term)
            postings = self._grown.get(key)
            if postings is None:
                postings = self._grown[key] = GrowingPostings()
            postings.slots.append(slot)
            postings.counts.append(min(count, MOST))

    def remove(self, ids: Iterable[int]) -> None:
        """Take texts out; ids that are not here are passed over."""
        for item_id in ids:
            if item_id in self:
                slot = int(self._slot_of[item_id])
                self._slot_of[item_id] = -1
                self._is_live[slot] = False
                self._live -= 1
                self._length_sum -= float(self._lengths[slot])
                self._forget_queries()
        if self._used - self._live > max(64, _DEAD_SHARE * self._used):
            self.compact()

    def search(self, query: str, k: int, allowed: Container[int] | None = None) -> list[tuple[int, float]]:
        """Find the texts that share terms with a query, best first, with their BM25 scores; at most `k`.

        Args:
            query: any text.
            k: how many.
            allowed: only these are found; `None` stands for all.
        """
        found, scores = self.best(query, k, allowed)
        return list(zip(found.tolist(), scores.tolist(), strict=True))

    def best(self, query: str, k: int, allowed: Container[int] | None) -> tuple[NDArray[np.int64], Scores]:
        """Give what `search` does as two arrays, both of shape (found,)."""
        if k <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        slots, scores = self._bm25().best(self._asked(query), k, lambda slots: self._findable(slots, allowed))
        return self._ids[slots], scores

    def scores(self, query: str, ids: Sequence[int] | NDArray[np.int64]) -> Scores:
        """Give the BM25 scores of `ids`, shape (len(ids),). Raises KeyError for an id that is not here."""
        scores: Scores = self.scores_by([query], ids)[:, 0]
        return scores

    def scores_by(self, queries: Sequence[str], ids: Sequence[int] | NDArray[np.int64]) -> Scores:
        """Give the BM25 scores of `ids` by each query, shape (len(ids), len(queries)). Raises KeyError."""
        numbers = np.asarray(ids, dtype=np.int64)
        slots = np.full(len(numbers), -1, dtype=np.int64)
        within = numbers < len(self._slot_of)
        slots[within] = self._slot_of[numbers[within]]
        if (slots < 0).any():
            raise KeyError(int(numbers[slots < 0][0]))
        return self._bm25().scores([self._asked(query) for query in queries], slots)

    def ideal(self, query: str) -> float:
        """Give the score of a text of middling length that has every term of the query once."""
        return self._asked(query).ideal

    def length(self, item_id: int) -> int:
        """Give how many terms a text has. Raises KeyError."""
        if item_id not in self:
            raise KeyError(item_id)
        return int(self._lengths[self._slot_of[item_id]])

    def ids(self) -> IdSet:
        """Give the id of every text."""
        return IdSet(self._slot_of >= 0)

    def compact(self) -> None:
        """Sort every posting and leave out those of removed texts: nothing of them is left here."""
        live = np.flatnonzero(self._is_live[: self._used])
        moved = np.full(self._used, -1, dtype=np.int32)
        moved[live] = np.arange(len(live), dtype=np.int32)
        self._sorted, self._grown = self._sorted.merged(flat(self._grown), moved), {}
        self._set_texts(self._ids[live], self._lengths[live])

    def kept(self) -> Callable[[], dict[str, NDArray[Any]]]:
        """Give what gives the arrays that `of` makes this index of again, as it is now; no word can be read from them.

        The costly part of it is done when it is called, which may be on another thread and while this index changes.
        """
        if self._live < self._used:
            self.compact()
        before, grown = self._sorted, flat(self._grown)
        texts: dict[str, NDArray[Any]] = {
            "ids": self._ids[: self._used].copy(),
            "lengths": self._lengths[: self._used].copy(),
        }
        return lambda: before.merged(grown).arrays() | texts

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "LexicalIndex":
        """Make the index again from what `kept` gave."""
        made = cls()
        made._sorted = SortedPostings.of(arrays)
        made._set_texts(arrays["ids"], arrays["lengths"])
        return made

    def _asked(self, query: str) -> Query:
        """Give a query's postings; a recall asks for the same query several times."""
        if query in self._known:
            return self._known[query]
        if len(self._known) >= _KNOWN:
            self._known.clear()
            self._known_words.clear()
        words = dict.fromkeys(terms(query))
        # a clause has the words of the whole
        self._look_up([word for word in words if word not in self._known_words])
        known = [self._known_words[word] for word in words]
        ideal = np.array([rarity for rarity, _, _ in known]).sum()
        asked = [kept for _, kept, _ in known if kept] + [grown for _, _, grown in known if grown]
        self._known[query] = Query(asked, float(ideal))
        return self._known[query]

    def _look_up(self, words: Sequence[str]) -> None:
        """Add to the known words."""
        keys = [term_key(word) for word in words]
        kept = self._sorted.find(keys)
        grown = [self._grown[key].arrays() if key in self._grown else None for key in keys]
        own = [len(some[0]) + (len(more[0]) if more else 0) for some, more in zip(kept, grown, strict=True)]
        rarities = self._rarities(words, own).tolist()
        common = max(RARE, COMMON * self._sorted_texts)
        for word, key, rarity, some, more in zip(words, keys, rarities, kept, grown, strict=True):
            size = len(some[0])
            by_slot = self._by_slot(key, *some) if size > common else None
            self._known_words[word] = (
                rarity, Term(rarity, *some, by_slot) if size else None, Term(rarity, *more) if more else None
            )  # fmt: skip

    def _bm25(self) -> Bm25:
        if self._scoring is None:
            self._scoring = Bm25(self._lengths[: self._used], self._length_sum / max(1, self._live))
        return self._scoring

    def _forget_queries(self) -> None:
        """Texts have come or gone: every score may be another."""
        self._known.clear()
        self._known_words.clear()
        self._scoring = None

    def _by_slot(self, key: int, slots: Slots, counts: Counts) -> Counts:
        """Give how often a common term stands in each sorted text: it is looked up in query after query."""
        texts = self._sorted_texts
        if key not in self._by_slots:
            while self._by_slots and (len(self._by_slots) + 1) * texts > _MOST_BY_SLOT:
                del self._by_slots[next(iter(self._by_slots))]
            self._by_slots[key] = np.zeros(texts + 1, dtype=counts.dtype)
            self._by_slots[key][slots] = counts
        return self._by_slots[key]

    def _rarities(self, words: Sequence[str], own: Sequence[int]) -> NDArray[np.float64]:
        """Give how much having each word says; `own` tells how many of the texts here have it."""
        shares = np.array([background.share_having(word) for word in words])
        having = np.array(own) + shares * background.PRIOR_TEXTS
        rarities: NDArray[np.float64] = np.log1p((background.PRIOR_TEXTS + self._used - having + 0.5) / (having + 0.5))
        return rarities

    def _findable(self, slots: NDArray[np.int64], allowed: Container[int] | None) -> NDArray[np.int64]:
        if self._live < self._used:
            slots = slots[self._is_live[slots]]
        return slots if allowed is None else slots[_among(self._ids[slots], allowed)]

    def _take_slot(self, item_id: int, length: int) -> int:
        slot = self._used
        if slot == len(self._ids):
            self._ids = np.pad(self._ids, (0, slot))
            self._lengths = np.pad(self._lengths, (0, slot))
            self._is_live = np.pad(self._is_live, (0, slot))
        if item_id >= len(self._slot_of):
            self._slot_of = np.pad(self._slot_of, (0, item_id + 1), constant_values=-1)
        self._ids[slot], self._lengths[slot], self._is_live[slot] = item_id, length, True
        self._slot_of[item_id] = slot
        self._used += 1
        self._live += 1
        self._length_sum += length
        self._forget_queries()
        return slot

    def _set_texts(self, ids: NDArray[np.int64], lengths: NDArray[np.float32]) -> None:
        """Take these texts, in the order of their slots, for all that are here."""
        self._forget_queries()
        self._by_slots, self._sorted_texts = {}, len(ids)
        self._used = self._live = len(ids)
        self._length_sum = float(lengths.sum(dtype=np.float64))
        room = max(64, self._used) - self._used
        self._ids, self._lengths = np.pad(ids, (0, room)), np.pad(lengths, (0, room))
        self._is_live = np.pad(np.ones(self._used, dtype=np.bool_), (0, room))
        self._slot_of = np.full(max(64, int(ids.max(initial=0)) + 1), -1, dtype=np.int32)
        self._slot_of[ids] = np.arange(self._used, dtype=np.int32)


def _among(ids: NDArray[np.int64], allowed: Container[int]) -> NDArray[np.bool_]:
    if isinstance(allowed, IdSet):
        return allowed.among(ids)
    return np.array([item_id in allowed for item_id in ids.tolist()], dtype=np.bool_)
