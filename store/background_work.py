"""Work that nobody waits for, one piece at a time."""

import threading
from collections.abc import Callable


class Background:
    """Runs a piece of work on a thread of its own, which does not keep the process alive."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the last piece is still being done."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, work: Callable[[], None]) -> None:
        """Begin a piece; the last one must be done."""
        self._thread = threading.Thread(target=work, name="sebastian-saving", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait until the last piece is done."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
