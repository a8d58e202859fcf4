"""One import at work in the background: how far it is, how to wait for it, how to stop it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from agent.importing.taking_in import Tally
from store.errors import SebastianError

State = Literal["running", "done", "stopped", "failed"]


Work = Callable[[Tally, Callable[[], None]], None]


class _Stopped(Exception):
    """The work is to end here."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How an import stands. `rate` is in new items a second, `left_s` how long the rest takes at that; None while unknown."""

    state: State
    total: int
    done: int
    new: int
    known: int
    skipped: int
    owed: int
    rate: float | None
    left_s: float | None
    error: SebastianError | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.state != "running"


class Job:
    """An import. Thread-safe: one thread runs it, others look on."""

    def __init__(self, work: Work) -> None:
        """Take what is to be done: it counts in the tally that it is given, and says so after each item."""
        self._work = work
        self._tally = Tally()
        self._state: State = "running"
        self._error: SebastianError | None = None
        self._is_to_stop = False
        self._began_s = time.monotonic()
        self._changed = threading.Condition()

    def run(self) -> None:
        """Do it, to the end or until it is stopped."""
        ended: State = "failed"
        try:
            self._work(self._tally, self._told)
            ended = "done"
        except _Stopped:
            ended = "stopped"
        except SebastianError as error:
            self._error = error
        finally:
            with self._changed:
                self._state = ended
                self._changed.notify_all()

    def stop(self) -> None:
        """Have it end behind the item that is at work; what was taken in stays."""
        self._is_to_stop = True

    def progress(self, *, after: int | None = None, timeout_s: float = 0.0) -> Progress:
        """Say how it stands; with `after`, as soon as it is over or more than so many items are done, or time is up."""
        with self._changed:
            if after is not None:
                self._changed.wait_for(lambda: self._state != "running" or self._tally.done > after, timeout_s)
            return self._progress()

    def _told(self) -> None:
        with self._changed:
            self._changed.notify_all()
        if self._is_to_stop:
            raise _Stopped

    def _progress(self) -> Progress:
        tally, elapsed_s = self._tally, time.monotonic() - self._began_s
        rate = tally.new / elapsed_s if tally.new and elapsed_s > 0 else None
        left = (tally.total - tally.done) / rate if rate else None
        return Progress(self._state, tally.total, tally.done, tally.new, tally.known, tally.skipped, tally.owed,
                        rate, left, self._error)  # fmt: skip
