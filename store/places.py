"""Where the items of a memory stand in the talk: what was said just before and after, and in which conversation."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.facts import Fact, Turn
from store.idset import IdSet

Item = Fact | Turn

# A turn's facts lie between it and the next turn: so many items on are looked through for it.
_REACH: Final = 6


class Places:
    """Neighbours and episodes of the items that may be found; an episode is a thread, or else a day.

    A fact stands in the day from which it holds.
    """

    def __init__(self, allowed: IdSet, item_at: Callable[[int], Item]) -> None:
        self._numbers: list[int] = list(allowed)
        self._item_at = item_at
        self._items: dict[int, Item] = {}

    def item(self, number: int) -> Item:
        """Give the item of a number."""
        item = self._items.get(number)
        if item is None:
            item = self._items[number] = self._item_at(number)
        return item

    def beside(self, number: int) -> list[int]:
        """Give the turns just before and after a turn in the same episode; none for a fact."""
        item = self.item(number)
        if not isinstance(item, Turn):
            return []
        at = bisect_left(self._numbers, number)
        found = (self._turn_from(_episode(item), at, step) for step in (-1, 1))
        return [other for other in found if other is not None]

    def episodes(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Give a number for the episode of each, shape (n,)."""
        known: dict[object, int] = {}
        return np.array(
            [known.setdefault(_episode(self.item(number)), len(known)) for number in numbers], dtype=np.int64
        )

    def _turn_from(self, episode: object, at: int, step: int) -> int | None:
        """Give the next turn in one direction, if it is of the episode."""
        for there in range(at + step, at + step * (_REACH + 1), step):
            if not 0 <= there < len(self._numbers):
                return None
            number = self._numbers[there]
            if isinstance(item := self.item(number), Turn):
                return number if _episode(item) == episode else None
        return None


def _episode(item: Item) -> object:
    if isinstance(item, Fact):
        return item.valid_from.date()
    return item.thread_id or item.said_at.date()
