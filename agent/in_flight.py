"""Which turns a graph is at work on, so that nobody takes them for turns whose mining is owed."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from store.facts import Turn


class TurnsInFlight:
    """Turns that were heard and are neither settled nor given up. Thread-safe; of this process alone."""

    def __init__(self) -> None:
        self._turns: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def begin(self, hear: Callable[[], Turn]) -> Turn:
        """Hear a turn, which is in flight from the moment it is on disk; nobody sees it in between."""
        with self._lock:
            turn = hear()
            self._turns.add((turn.user, turn.id))
            return turn

    def others(self, pending: Callable[[], Sequence[Turn]]) -> list[Turn]:
        """Those of the turns `pending` gives that nobody is at work on."""
        with self._lock:
            return [turn for turn in pending() if (turn.user, turn.id) not in self._turns]

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
    def told(self, hear: Callable[[], Turn]) -> Iterator[Turn]:
        """Hear a turn that is dealt with inside the block; it is no longer in flight at its end, however that comes."""
        turn = self.begin(hear)
        try:
            yield turn
        finally:
            self.end(turn.user, turn.id)
