"""Where the items of a memory stand in the talk: what was said just before and after, and in which conversation."""

from datetime import timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.candidates import Candidates
from store.idset import IdSet

Numbers = NDArray[np.int64]
Keys = NDArray[np.uint64]

NONE: Final = -1
# A turn's facts lie between it and the next turn: so many items on are looked through for it.
_REACH: Final = 6
_STEPS: Final = np.arange(1, _REACH + 1) * np.array([[-1], [1]])
# A thread that goes on for longer is no conversation but a channel, where a day is one.
_CONVERSATION: Final = timedelta(days=1)
# What was said after a longer pause does not answer what was said before it. Source: measured (bench/results/recall.md).
_PAUSE: Final = timedelta(hours=2)
_MICROSECOND: Final = timedelta(microseconds=1)


class Places:
    """Neighbours and episodes of the items that may be found; item numbers are arrays of shape (n,).

    An episode is a conversation: a thread, or a day of what has no thread or of a thread that goes on for longer than one.
    A fact stands in the day from which it holds.
    """

    def __init__(self, allowed: IdSet, candidates: Candidates) -> None:
        """Take what may be found, and the columns of all there is."""
        self._numbers = allowed.numbers
        self._candidates = candidates
        self._channels: Keys = np.zeros(0, dtype=np.uint64)

    def see(self, numbers: Numbers) -> None:
        """Tell conversations from channels by these items; before that, every thread is a conversation."""
        threads = self._candidates.features.thread(numbers)
        if not threads.any():
            return
        known, first, which = np.unique(threads, return_index=True, return_inverse=True)
        since = self._candidates.since(numbers)
        goes_on = np.abs(since - since[first][which]) > _CONVERSATION // _MICROSECOND
        if goes_on.any():
            channels = known[np.unique(which[goes_on])]
            self._channels = np.union1d(self._channels, channels[channels != 0])

    def beside(self, numbers: Numbers) -> Numbers:
        """Give the turns just before and just after each in the same talk; shape (n, 2).

        `NONE` stands where there is none, and for a fact.
        """
        there = np.searchsorted(self._numbers, numbers)[:, None, None] + _STEPS
        is_within = (there >= 0) & (there < len(self._numbers))
        others = self._numbers.take(there, mode="clip")
        are_turns = is_within & self._candidates.are_turns(others)
        nearest = are_turns.argmax(axis=2)[:, :, None]
        found = np.take_along_axis(others, nearest, axis=2)[:, :, 0]
        is_near = are_turns.any(axis=2) & self._candidates.are_turns(numbers)[:, None]
        rows, sides = np.nonzero(is_near)
        is_near[rows, sides] = self._are_of_one_talk(numbers[rows], found[rows, sides])
        return np.where(is_near, found, NONE)

    def episodes(self, numbers: Numbers) -> Numbers:
        """Give a number, from 0, for the episode of each."""
        episodes: Numbers = np.unique(self._keys(numbers), return_inverse=True)[1]
        return episodes

    def _are_of_one_talk(self, some: Numbers, others: Numbers) -> NDArray[np.bool_]:
        pauses = np.abs(self._candidates.since(some) - self._candidates.since(others))
        are: NDArray[np.bool_] = (self._keys(some) == self._keys(others)) & (pauses <= _PAUSE // _MICROSECOND)
        return are

    def _keys(self, numbers: Numbers) -> Keys:
        """Give what is the same for items of one episode: the thread's 64 bits, or the number of the day."""
        features = self._candidates.features
        threads = features.thread(numbers)
        is_conversation = threads != 0
        if len(self._channels):
            is_conversation &= ~np.isin(threads, self._channels)
        return np.where(is_conversation, threads, features.day(numbers).astype(np.uint64))
