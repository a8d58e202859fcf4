"""Which texts have which terms, sorted by term and by text, in arrays that a file can hold and a query can cut from."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Slots = NDArray[np.int32]
Counts = NDArray[np.uint16]
Flat = tuple[NDArray[np.uint64], Slots, Counts]

MOST: Final = 65_535


@lru_cache(maxsize=65_536)  # of a language's words a few thousand come up again and again
def term_key(term: str) -> int:
    """Give 64 bits that stand for a term on disk: no index holds a word that was said."""
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


@dataclass(slots=True)
class GrowingPostings:
    """In which slots a term stands, ascending, and how often in each."""

    slots: "array[int]" = field(default_factory=lambda: array("i"))
    counts: "array[int]" = field(default_factory=lambda: array("H"))

    def arrays(self) -> tuple[Slots, Counts]:
        """Give slots and counts as copies: a view of a growing array would forbid it to grow."""
        return np.array(self.slots, dtype=np.int32), np.array(self.counts, dtype=np.uint16)


@dataclass(frozen=True, slots=True)
class SortedPostings:
    """Postings that no longer grow.

    Attributes:
        keys: of t terms, ascending, shape (t,).
        starts: where a term's postings begin, and behind the last their end, shape (t + 1,).
        slots, counts: of p postings, by term and then by slot, shape (p,).
    """

    keys: NDArray[np.uint64]
    starts: NDArray[np.int64]
    slots: Slots
    counts: Counts

    @classmethod
    def empty(cls) -> "SortedPostings":
        """Give the postings of no text."""
        return cls(np.zeros(0, np.uint64), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint16))

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "SortedPostings":
        """Take the arrays that `arrays` gave."""
        return cls(arrays["keys"], arrays["starts"], arrays["slots"], arrays["counts"])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the arrays by name."""
        return {"keys": self.keys, "starts": self.starts, "slots": self.slots, "counts": self.counts}

    def find(self, keys: Iterable[int]) -> list[tuple[Slots, Counts]]:
        """Give slots and counts of each term, empty where it stands in no text."""
        wanted = np.fromiter(keys, dtype=np.uint64)
        rows = np.searchsorted(self.keys, wanted)
        ends = np.searchsorted(self.keys, wanted, side="right")
        spans = zip(self.starts[rows].tolist(), self.starts[ends].tolist(), strict=True)
        return [(self.slots[start:end], self.counts[start:end]) for start, end in spans]

    def merged(self, grown: Flat, moved: NDArray[np.int32] | None = None) -> "SortedPostings":
        """Give these postings and grown ones, whose slots lie behind all of these, as one.

        Args:
            grown: see `flat`.
            moved: by slot, the new slot of its text, in the same order, -1 where the text is left out; shape (slots,).
        """
        keys = np.concatenate((np.repeat(self.keys, np.diff(self.starts)), grown[0]))
        slots, counts = np.concatenate((self.slots, grown[1])), np.concatenate((self.counts, grown[2]))
        if moved is not None:
            slots = moved[slots]
            stays = slots >= 0
            keys, slots, counts = keys[stays], slots[stays], counts[stays]
        # two sorted runs, one behind the other: a stable sort merges them, and the slots of a term stay in order
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
        return SortedPostings(keys[starts], np.r_[starts, len(keys)].astype(np.int64), slots[order], counts[order])


def flat(grown: Mapping[int, GrowingPostings]) -> Flat:
    """Copy postings, with their term's key beside each, by term and then by slot; each array of shape (postings,)."""
    keys = sorted(grown)
    lengths = [len(grown[key].slots) for key in keys]
    slots, counts = array("i"), array("H")
    for key in keys:
        slots.extend(grown[key].slots)
        counts.extend(grown[key].counts)
    return np.repeat(np.array(keys, np.uint64), lengths), np.array(slots, np.int32), np.array(counts, np.uint16)
