"""Where the items of a memory stand in the talk: what was said just before and after, and in which conversation."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.facts import Fact, Turn
from store.idset import IdSet

Item = Fact | Turn

# A turn's facts lie between it and the next turn: so many items on are looked through for it.
_REACH: Final = 6
# A thread that goes on for longer is no conversation but a channel, where a day is one.
_CONVERSATION: Final = timedelta(days=1)
# What was said after a longer pause does not answer what was said before it. Source: measured (bench/results/recall.md).
_PAUSE: Final = timedelta(hours=2)


class Places:
    """Neighbours and episodes of the items that may be found.

    An episode is a conversation: a thread, or a day of what has no thread or of a thread that goes on for longer than one.
    A fact stands in the day from which it holds.
    """

    def __init__(
        self, allowed: IdSet, item_at: Callable[[int], Item], is_turn: Callable[[int], bool] | None = None
    ) -> None:
        """Take what may be found; `is_turn` tells a turn from a fact without reading it."""
        self._numbers = np.flatnonzero(allowed.mask)
        self._item_at = item_at
        self._is_turn = is_turn or (lambda number: isinstance(self.item(number), Turn))
        self._items: dict[int, Item] = {}
        self._channels: set[str] = set()

    def item(self, number: int) -> Item:
        """Give the item of a number."""
        item = self._items.get(number)
        if item is None:
            item = self._items[number] = self._item_at(number)
        return item

    def see(self, numbers: Iterable[int]) -> None:
        """Tell conversations from channels by these items; before that, every thread is a conversation."""
        first: dict[str, datetime] = {}
        for number in numbers:
            item = self.item(number)
            if isinstance(item, Turn) and item.thread_id:
                since = first.setdefault(item.thread_id, item.said_at)
                if abs(item.said_at - since) > _CONVERSATION:
                    self._channels.add(item.thread_id)

    def before(self, number: int) -> int | None:
        """Give the turn just before a turn in the same talk; none for a fact."""
        return self._turn_from(number, -1)

    def after(self, number: int) -> int | None:
        """Give the turn just after a turn in the same talk; none for a fact."""
        return self._turn_from(number, 1)

    def episodes(self, numbers: Sequence[int]) -> NDArray[np.int64]:
        """Give a number for the episode of each, shape (n,)."""
        known: dict[object, int] = {}
        return np.array(
            [known.setdefault(self._episode(self.item(number)), len(known)) for number in numbers], dtype=np.int64
        )

    def _turn_from(self, number: int, step: int) -> int | None:
        if not self._is_turn(number):
            return None
        at = int(np.searchsorted(self._numbers, number))
        for there in range(at + step, at + step * (_REACH + 1), step):
            if not 0 <= there < len(self._numbers):
                return None
            found = int(self._numbers[there])
            if self._is_turn(found):
                return found if self._are_of_one_talk(self.item(number), self.item(found)) else None
        return None

    def _are_of_one_talk(self, one: Item, other: Item) -> bool:
        if not isinstance(one, Turn) or not isinstance(other, Turn):
            return False
        return self._episode(one) == self._episode(other) and abs(other.said_at - one.said_at) <= _PAUSE

    def _episode(self, item: Item) -> object:
        if isinstance(item, Fact):
            return item.valid_from.date()
        has_conversation = item.thread_id and item.thread_id not in self._channels
        return item.thread_id if has_conversation else item.said_at.date()
