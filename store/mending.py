"""A lock that knows when what it guards was left half changed, and mends it before anybody looks."""

import threading
from collections.abc import Callable
from types import TracebackType

from store.errors import SebastianError


class MendingLock:
    """A reentrant lock. A block that ends in anything unexpected (out of memory, an interrupt, a bug) leaves it broken:
    whoever takes it next mends first.

    Attributes:
        is_broken: whether what is guarded has to be mended.
    """

    def __init__(self, mend: Callable[[], None]) -> None:
        """Take what mends; where it fails, taking the lock fails with its error, and is tried again the next time."""
        self._lock = threading.RLock()
        self._mend = mend
        self.is_broken = False

    def __enter__(self) -> None:
        self._lock.acquire()
        if not self.is_broken:
            return
        self.is_broken = False
        try:
            self._mend()
        except BaseException:
            self.is_broken = True
            self._lock.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and not issubclass(kind, SebastianError):
            self.is_broken = True
        self._lock.release()


def done_if_free(lock: threading.Lock, work: Callable[[], bool]) -> bool:
    """Do the work under the lock if nobody has it, and give what the work gives; False where somebody has it."""
    if not lock.acquire(blocking=False):
        return False
    try:
        return work()
    finally:
        lock.release()
