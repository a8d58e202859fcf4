"""A lock that knows when what it guards was left half changed, and mends it before anybody looks."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from store.errors import SebastianError


class MendingLock:
    """A reentrant lock. A block that ends in anything unexpected (out of memory, an interrupt, a bug) leaves it broken:
    whoever takes it next mends first.

    Who writes holds the lock of the writers (`writing`) from beginning to end, and this one only while there is something to
    be seen or changed: nobody who reads waits for the disk. Where both are held, that of the writers is taken first.

    Attributes:
        is_broken: whether what is guarded has to be mended.
    """

    def __init__(self, mend: Callable[[], None]) -> None:
        """Take what mends; where it fails, taking the lock fails with its error, and is tried again the next time."""
        self._lock = threading.RLock()
        self._writers = threading.RLock()
        self._depth = 0  # how often it is held
        self._mend = mend
        self.is_broken = False

    def __enter__(self) -> None:
        self._lock.acquire()
        if self.is_broken and not self._depth:
            self._lock.release()
            with self._writers:  # who writes just now comes to an end first
                self._lock.acquire()
                self._mend_if_broken()
        self._depth += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if kind is not None and not issubclass(kind, SebastianError):
            self.is_broken = True
        self._lock.release()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep others from writing, not from reading, of what is whole. A block that ends unexpectedly leaves the lock broken."""
        with self._writers:
            if self.is_broken:
                with self:  # which mends
                    pass
            try:
                yield
            except SebastianError:
                raise
            except BaseException:
                self.is_broken = True
                raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from writing and from reading."""
        with self.writing(), self:
            yield

    @contextmanager
    def as_it_is(self) -> Iterator[None]:
        """Take the lock without mending: what is on disk already would else be entered twice."""
        self._lock.acquire()
        self._depth += 1
        try:
            yield
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        else:
            self.__exit__(None, None, None)

    def _mend_if_broken(self) -> None:
        if not self.is_broken:
            return
        self.is_broken = False
        try:
            self._mend()
        except BaseException:
            self.is_broken = True
            self._lock.release()
            raise


def done_if_free(lock: threading.Lock, work: Callable[[], bool]) -> bool:
    """Do the work under the lock if nobody has it, and give what the work gives; False where somebody has it."""
    if not lock.acquire(blocking=False):
        return False
    try:
        return work()
    finally:
        lock.release()
