"""What is done while nobody talks: mining that a failed model still owes, and tidying."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

from agent.abandoning import waited_for
from agent.assembly import Assembly
from agent.running import Running
from agent.state import TurnContext
from store.errors import ModelError, TurnAbandoned

log = logging.getLogger(__name__)

# Turns whose mining is made up for after one that went well; few, so that the owner's next words do not wait long.
CATCH_UP: Final = 2
# Ledger records since the last tidying that make another worth its while: some thirty to fifty turns.
TIDY_EVERY: Final = 100
# What was told this recently is not merged by itself: the owner may still take it back as it was.
SETTLED: Final = timedelta(hours=1)
# Who closes waits this long for what is being mined, and then tells its model to stop: it stays owed.
CLOSING_S: Final = 5.0


class QuietMoments:
    """The moments after a turn, user by user, and a thread that uses them. Thread-safe."""

    def __init__(self, parts: Assembly, running: Running, tidy: Callable[..., object] | None) -> None:
        """Take what runs a turn, and what tidies a user's memory, if anything is to."""
        self._parts = parts
        self._running = running
        self._tidy = tidy
        self._talking = threading.Lock()
        self._in_flight: Counter[str] = Counter()
        self._tidied_at: Counter[str] = Counter()  # each user's last record then
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="catch-up")
        self._is_closing = threading.Event()

    @contextmanager
    def broken_by(self, user: str) -> Iterator[None]:
        """Let a user talk inside the block."""
        with self._talking:
            self._in_flight[user] += 1
        try:
            yield
        finally:
            with self._talking:
                self._in_flight[user] -= 1

    def comes(self, user: str) -> None:
        """Use the moment after a user's turn, soon and in another thread."""
        with suppress(RuntimeError):  # closed meanwhile; what is owed stays owed
            self._thread.submit(self._use, user)

    def catch_up(self, user: str, limit: int) -> int:
        """Mine what is owed, as `Sebastian.catch_up` says."""
        with self._talking:
            owed = (
                [] if self._in_flight[user] else self._parts.in_flight.others(user, self._parts.memory_of(user).pending)
            )
        done = 0
        for turn in owed[:limit]:
            context = TurnContext(user, turn.said_at.isoformat(), turn.door, turn_id=turn.id)
            try:
                with waited_for(self._is_closing.is_set):
                    self._running(turn.text, context)
                done += not self._running.owes(user, turn.id)
            except (ModelError, TurnAbandoned) as error:
                log.warning("mining is still owed from %s on: %s", turn.id, error.code)
                break
        return done

    def tidied(self, user: str, seq: int) -> None:
        """Note that a user's memory was tidied when its last record was `seq`."""
        self._tidied_at[user] = seq

    def close(self) -> None:
        """Finish what is being done, or what of it can be finished soon."""
        too_long = threading.Timer(CLOSING_S, self._is_closing.set)
        too_long.start()
        self._thread.shutdown(cancel_futures=True)
        too_long.cancel()

    def _use(self, user: str) -> None:
        self.catch_up(user, CATCH_UP)
        with self._talking:
            seq = self._parts.memory_of(user).seq
            is_due = seq - self._tidied_at[user] >= TIDY_EVERY and not self._in_flight[user]
        if self._tidy and is_due:
            self._tidy(user, settled=SETTLED)
