"""A file that is still being fetched: what was committed survives a crash or Ctrl-C."""

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class Partial:
    """The growing first bytes of a file, kept in `<file>.partial`, with how many of them count beside it.

    Whatever was written after the last `commit` is cut off when it is opened again, so a source may stop anywhere
    and another one may go on. Use as a context manager; the caller holds the cache's lock.
    """

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(target.name + ".partial")
        self._journal = target.with_name(target.name + ".partial.json")
        self._fd = -1
        self._size = 0

    def __enter__(self) -> Self:
        self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        self.keep(min(self._committed(), os.fstat(self._fd).st_size))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._fd)

    @property
    def size_bytes(self) -> int:
        """How many bytes are there, committed or not."""
        return self._size

    def write(self, block: bytes) -> None:
        """Append a block; it counts only once it is committed."""
        view = memoryview(block)
        while view:
            view = view[os.write(self._fd, view) :]
        self._size += len(block)

    def commit(self) -> None:
        """Make everything written so far durable (fsync), then let it count."""
        os.fsync(self._fd)
        fresh = self._journal.with_name(self._journal.name + ".new")
        with fresh.open("w", encoding="ascii") as file:
            json.dump({"bytes": self._size}, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._journal)

    def keep(self, size_bytes: int) -> None:
        """Cut the file to its first `size_bytes` bytes."""
        os.ftruncate(self._fd, size_bytes)
        self._size = size_bytes

    def publish(self, target: Path) -> None:
        """Rename the whole file into its place (atomic)."""
        self.path.replace(target)
        self._journal.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove every byte."""
        self._journal.unlink(missing_ok=True)
        self.keep(0)
        self.path.unlink(missing_ok=True)

    def _committed(self) -> int:
        try:
            return int(json.loads(self._journal.read_text(encoding="ascii"))["bytes"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return 0
