"""Where the items of a memory stand in the talk: what was said just before and after, and in which conversation."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.facts import Fact, Turn
from store.idset import IdSet
from store.records import seq_of

Item = Fact | Turn

# A turn's facts and other records lie between it and the next turn: so many items on are looked through for it.
_REACH: Final = 6


class Places:
    """Neighbours and episodes of the items that may be found; an episode is a thread, or else a day.

    A fact stands where the turn stands that it was taken from.
    """

    def __init__(self, allowed: IdSet, item_at: Callable[[int], Item]) -> None:
        self._numbers: NDArray[np.int64] = np.flatnonzero(allowed.mask)
        self._item_at = item_at
        self._items: dict[int, Item] = {}

    def item(self, number: int) -> Item:
        """Give the item of a number."""
        if number not in self._items:
            self._items[number] = self._item_at(number)
        return self._items[number]

    def with_neighbours(self, numbers: Sequence[int]) -> list[int]:
        """Give `numbers` and the turns beside them, each once."""
        beside = [other for number in numbers for other in self._beside(number) if other is not None]
        return list(dict.fromkeys((*numbers, *beside)))

    def neighbours(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Give the positions in `numbers` of the turns just before and after each, shape (n, 2), -1 for none."""
        position = {number: at for at, number in enumerate(numbers)}
        pairs = [[position.get(-1 if other is None else other, -1) for other in self._beside(number)] for number in numbers]
        return np.array(pairs, dtype=np.int64).reshape(len(numbers), 2)

    def episodes(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Give a number for the episode of each, shape (n,)."""
        known: dict[str, int] = {}
        return np.array([known.setdefault(_episode(self.item(number)), len(known)) for number in numbers], dtype=np.int64)

    def _beside(self, number: int) -> tuple[int | None, int | None]:
        if not isinstance(self.item(number), Turn):
            return None, None
        at = int(np.searchsorted(self._numbers, number))
        return self._turn_from(number, at, -1), self._turn_from(number, at, 1)

    def _turn_from(self, number: int, at: int, step: int) -> int | None:
        """Give the next turn of the same episode in one direction."""
        for offset in range(1, _REACH + 1):
            there = at + step * offset
            if not 0 <= there < len(self._numbers):
                return None
            other = int(self._numbers[there])
            if isinstance(item := self.item(other), Turn):
                return other if _episode(item) == _episode(self.item(number)) else None
        return None


def _episode(item: Item) -> str:
    if isinstance(item, Fact):
        return f"day {item.valid_from.date()}"
    return item.thread_id or f"day {item.said_at.date()}"
