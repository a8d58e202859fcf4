"""A system that refuses: any call that touches the disk fails, once or from then on, as a full or failing disk makes it."""

import errno
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import faiss
import pytest

CALLS = ("open", "write", "fsync", "ftruncate", "replace", "unlink", "mkdir", "pread")


@dataclass(frozen=True)
class Trouble:
    """How a call fails: with which error, whether half of a write goes through first, and whether later calls fail too."""

    error: int
    halves_writes: bool = False
    lasts: bool = False
    reads_fail: bool = True


TROUBLES = {
    "EIO once": Trouble(errno.EIO),
    "ENOSPC after half a write": Trouble(errno.ENOSPC, halves_writes=True, reads_fail=False),
    "disk full from then on": Trouble(errno.ENOSPC, halves_writes=True, lasts=True, reads_fail=False),
    "read-only from then on": Trouble(errno.EROFS, lasts=True, reads_fail=False),
}


class Disk:
    """Counts the calls that touch the disk; from the call `at` on there is trouble, until `lift`."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, trouble: Trouble) -> None:
        self.calls = 0
        self._at = at
        self._trouble = trouble
        self._is_over = False
        for name in CALLS:
            patch.setattr(os, name, self._watched(name, getattr(os, name)))
        patch.setattr(io, "open", self._watched("read", io.open))
        patch.setattr(faiss, "write_index", self._watched("write_index", faiss.write_index))

    @property
    def was_in_trouble(self) -> bool:
        """Whether any call failed."""
        return self.calls >= self._at

    def lift(self) -> None:
        """Let everything through again."""
        self._is_over = True

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            if not self._fails(name, args):
                return real(*args, **named)
            if name == "write_index":
                raise RuntimeError("write error: No space left on device")
            if name == "write" and self._trouble.halves_writes:
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            raise OSError(self._trouble.error, os.strerror(self._trouble.error))

        return call

    def _fails(self, name: str, args: tuple[Any, ...]) -> bool:
        if self._is_over or (not self._trouble.reads_fail and _only_reads(name, args)):
            return False
        self.calls += 1
        return self.calls == self._at or (self._trouble.lasts and self.calls > self._at)


def _only_reads(name: str, args: tuple[Any, ...]) -> bool:
    return name in ("read", "pread") or (name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR))
