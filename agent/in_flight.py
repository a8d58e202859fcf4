"""Which turns a graph is at work on, so that nobody takes them for turns whose mining is owed."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from store.facts import Turn


class TurnsInFlight:
    """Turns that were heard and are neither settled nor given up. Thread-safe; of this process alone."""

    def __init__(self) -> None:
        self._turns: set[tuple[str, str]] = set()
        self._hearing: Counter[str] = Counter()  # by user: who may have a turn on disk that is not in the set yet
        self._lock = threading.Lock()

    def begin(self, user: str, hear: Callable[[], Turn]) -> Turn:
        """Hear a user's turn, which is in flight from the moment it is on disk; nobody waits for it meanwhile."""
        with self._lock:
            self._hearing[user] += 1
        try:
            turn = hear()
            with self._lock:
                self._turns.add((user, turn.id))
            return turn
        finally:
            with self._lock:
                self._hearing[user] -= 1

    def others(self, user: str, pending: Callable[[], Sequence[Turn]]) -> list[Turn]:
        """Those of a user's turns `pending` gives that nobody is at work on; none while one is being heard."""
        with self._lock:
            if self._hearing[user]:
                return []
            return [turn for turn in pending() if (user, turn.id) not in self._turns]

    def end(self, user: str, turn_id: str) -> None:
        """Note that a turn is no longer worked on."""
        with self._lock:
            self._turns.discard((user, turn_id))

    @contextmanager
    def unless_it_fails(self, user: str, turn_id: str) -> Iterator[None]:
        """Take the turn off the list where what happens inside fails: it is owed from then on."""
        try:
            yield
        except BaseException:
            self.end(user, turn_id)
            raise

    @contextmanager
    def told(self, user: str, hear: Callable[[], Turn]) -> Iterator[Turn]:
        """Hear a turn that is dealt with inside the block; it is no longer in flight at its end, however that comes."""
        turn = self.begin(user, hear)
        try:
            yield turn
        finally:
            self.end(user, turn.id)
