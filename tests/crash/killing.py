"""The end of a process at any step that touches the disk, and the state of a memory to be held against it."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from store.folder_memory import FolderMemory

State = tuple[object, ...]
STEPS = ("open", "write", "fsync", "ftruncate", "replace", "rename", "unlink", "mkdir", "rmdir")


class Killed(BaseException):
    """Stands for the end of the process: nothing reaches the disk from here on."""


class Killer:
    """Counts the steps that touch the disk, and lets nothing through from a given one on."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, *, halves_writes: bool = False) -> None:
        self.at = at
        self.halves_writes = halves_writes
        self.steps = 0
        for name in STEPS:
            patch.setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **named: Any) -> Any:
            self.steps += 1
            if self.steps < self.at:
                return real(*args, **named)
            if self.steps == self.at and name == "write" and self.halves_writes:
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            raise Killed

        return step


def state(memory: FolderMemory) -> State:
    """Give what can be asked of a memory."""
    changes = [memory.changes(turn.id) for turn in memory.turns()]
    return (memory.seq, memory.turns(), memory.facts("all"), memory.pending(), changes)
