"""A process with several writers on one memory, killed with SIGKILL at a random moment, and what must be there afterwards.

Each writer changes facts of its own, says through a pipe what it begins and what was acknowledged, and so is known to
the process that kills: what was acknowledged must be there, and of what was begun all or nothing.
"""

import os
import random
import select
import signal
import threading
import time
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import orjson

from store import open_memory
from store.facts import Draft
from store.folder import Folder
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder

USER: Final = "u"
# Snapshots are written after so many records, so that kills fall into them too.
SAVED_AFTER: Final = 25
NOW: Final = datetime(2025, 1, 1, tzinfo=UTC)
_KINDS: Final = {"hear": 30, "save": 35, "update": 15, "retract": 8, "undo": 5, "erase": 7}
_KEPT_BACK: Final = 4  # so many chains of versions a writer has before it erases

Change = tuple[str, str, str]  # kind, the words it is about, the words it brings


@dataclass
class Told:
    """What one writer's turns and facts are: words of turns; statements with their status, in chains of versions."""

    writer: int
    turns: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    chains: list[list[str]] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    count: int = 0

    def next_change(self, chooser: random.Random) -> Change:
        """Choose what to change next."""
        kind = chooser.choices(list(_KINDS), list(_KINDS.values()))[0]
        current = [statement for statement, status in self.facts.items() if status == "current"]
        new = f"〔{self.writer}写{self.count}〕{'长' * chooser.randrange(40)}"
        if kind == "hear" or (kind == "erase" and len(self.chains) < _KEPT_BACK):
            return "hear", "", new
        if kind == "save" or not current:
            return "save", "", new
        about = chooser.choice(current)
        if kind == "undo" and len(self._chain(about)) > 1:
            kind = "retract"
        return kind, about, new if kind == "update" else ""

    def take(self, change: Change) -> None:
        """Note a change as made."""
        kind, about, new = change
        self.count += 1
        if kind == "hear":
            self.turns.append(new)
        elif kind == "erase":
            chain = self._chain(about)
            self.chains.remove(chain)
            self.erased += chain
            for statement in chain:
                del self.facts[statement]
        else:
            self._take_of_fact(kind, about, new)

    def _take_of_fact(self, kind: str, about: str, new: str) -> None:
        if about:
            self.facts[about] = "superseded" if kind == "update" else "retracted"
        if new:
            self.facts[new] = "current"
            if about:
                self._chain(about).append(new)
            else:
                self.chains.append([new])

    def _chain(self, statement: str) -> list[str]:
        return next(chain for chain in self.chains if statement in chain)

    def is_in(self, memory: FolderMemory) -> bool:
        """Tell whether a memory has just this of this writer."""
        mark = f"〔{self.writer}写"
        facts = {fact.statement: fact.status for fact in memory.facts("all") if fact.statement.startswith(mark)}
        return (
            facts == self.facts and [turn.text for turn in memory.turns() if turn.text.startswith(mark)] == self.turns
        )


def opened(path: Path) -> Folder:
    """Open a folder with vectors made of characters."""
    open_memory._SAVED_AFTER = SAVED_AFTER
    return Folder(path, CharacterEmbedder(dimension=8))


def live(path: Path, told: list[Told], seed: str, pipe: int, *, writes: bool) -> None:
    """Open the memory and, where it `writes`, change it for ever, a thread a writer."""
    memory = opened(path).memory(USER)
    os.write(pipe, b"[]\n")
    writers = [threading.Thread(target=_write, args=(memory, each, f"{seed}-{each.writer}", pipe)) for each in told]
    for writer in writers if writes else []:
        writer.start()
    signal.pause()


def _write(memory: FolderMemory, told: Told, seed: str, pipe: int) -> None:
    chooser = random.Random(seed)
    ids = {fact.statement: fact.id for fact in memory.facts("all")}
    while True:
        change = told.next_change(chooser)
        os.write(pipe, orjson.dumps([told.writer, *change]) + b"\n")
        _make(memory, change, ids)
        os.write(pipe, orjson.dumps([told.writer]) + b"\n")
        told.take(change)


def _make(memory: FolderMemory, change: Change, ids: dict[str, str]) -> None:
    kind, about, new = change
    if kind == "hear":
        memory.hear(new, NOW, at=NOW)
    elif kind == "save":
        ids[new] = memory.save(Draft(new), turn_id="", at=NOW).id
    elif kind == "update":
        ids[new] = memory.update(ids[about], Draft(new), how="change", turn_id="", at=NOW).id
    elif kind == "retract":
        memory.retract(ids[about], turn_id="", at=NOW)
    elif kind == "undo":
        memory.undo([int(ids[about][1:])], turn_id="", at=NOW)
    else:
        memory.erase([ids[about]], turn_id="", at=NOW)


@dataclass
class Said:
    """What came through the pipe: what was acknowledged, and what was begun and not."""

    acknowledged: list[tuple[int, Change]]
    begun: dict[int, Change]


def killed(path: Path, told: list[Told], seed: str, chooser: random.Random, *, writes: bool = True) -> Said:
    """Start a process on the folder, kill it at a random moment, and give what it had said."""
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            live(path, deepcopy(told), seed, writing, writes=writes)
        finally:
            os._exit(1)
    os.close(writing)
    try:
        content = _read_until(reading, chooser, writes=writes)
        os.kill(pid, signal.SIGKILL)
        while more := os.read(reading, 65536):
            content += more
    finally:
        os.close(reading)
        _, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        raise RuntimeError(f"the process ended by itself: {status}")
    return _said(content)


def _read_until(pipe: int, chooser: random.Random, *, writes: bool) -> bytes:
    """Read so many lines, then up to a few milliseconds more; where nothing is written, be in time for the opening."""
    lines, content = chooser.randrange(1, 40) if writes else 0, b""
    while content.count(b"\n") < lines:
        more = os.read(pipe, 65536)
        if not more:
            raise RuntimeError("the process ended by itself")
        content += more
    deadline = time.monotonic() + chooser.random() * (0.004 if writes else 0.03)
    while (left := deadline - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
        content += os.read(pipe, 65536)
    return content


def _said(content: bytes) -> Said:
    said = Said([], {})
    for line in content.splitlines():
        writer, *change = orjson.loads(line) or [None]
        if change:
            said.begun[writer] = tuple(change)
        elif writer is not None:
            said.acknowledged.append((writer, said.begun.pop(writer)))
    return said


def as_found(path: Path, told: list[Told], said: Said) -> list[Told]:
    """Open the folder after a kill and give what each writer has there. Raises AssertionError where that is not allowed."""
    for writer, change in said.acknowledged:
        told[writer].take(change)
    with opened(path) as folder:
        memory = folder.memory(USER)
        problems = memory.check()
        assert problems == [], f"check: {problems}"
        found = [_found(memory, each, said.begun.get(each.writer)) for each in told]
    left = b"".join(file.read_bytes() for file in path.rglob("*") if file.is_file())
    for each in found:
        for statement in each.erased:
            assert statement.encode() not in left, f"{statement} was erased and is on disk"
    return found


def _found(memory: FolderMemory, old: Told, begun: Change | None) -> Told:
    if old.is_in(memory):
        return old
    assert begun is not None, f"writer {old.writer}: something acknowledged is not there, or something else is"
    new = deepcopy(old)
    new.take(begun)
    assert new.is_in(memory), f"writer {old.writer}: neither the state before {begun[0]} nor the one after it"
    return new
