"""Who reads does not wait for the disk of who writes, and sees nothing that is not on it."""

import errno
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from store.errors import StoreError
from store.facts import Draft, Fact
from store.folder_memory import FolderMemory
from tests.embedders import CharacterEmbedder
from tests.stories import day

WAIT_S = 60


class SlowDisk:
    """A disk that has a line only once it is let go, or refuses it then."""

    def __init__(self) -> None:
        self.waits = threading.Semaphore(0)
        self.go = threading.Event()
        self.refuses = False
        self._sync: Callable[[int], None] = os.fsync

    def sync(self, descriptor: int) -> None:
        """In place of `os.fsync`."""
        if not self.go.is_set():
            self.waits.release()
            assert self.go.wait(WAIT_S)
            if self.refuses:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        self._sync(descriptor)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[FolderMemory]:
    """A memory that knows one fact."""
    memory = FolderMemory(tmp_path / "wang", "wang", CharacterEmbedder())
    memory.save(Draft("用户住在成都"), turn_id="", at=day(1))
    yield memory
    assert memory.check() == []
    memory.close()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads for those who write."""
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, memory: FolderMemory) -> Iterator[SlowDisk]:
    """A disk that is slow from now on."""
    disk = SlowDisk()
    monkeypatch.setattr(os, "fsync", disk.sync)
    yield disk
    disk.go.set()


def saving(pool: ThreadPoolExecutor, memory: FolderMemory, statement: str) -> Future[Fact]:
    """Save in another thread."""
    return pool.submit(memory.save, Draft(statement), turn_id="", at=day(2))


def known(memory: FolderMemory) -> list[str]:
    """What every way of reading gives, which must agree."""
    statements = [fact.statement for fact in memory.facts()]
    assert (memory.size.facts, memory.seq) == (len(statements), len(statements))
    assert len(list(memory.records())) == len(statements)
    assert [change.id for change in memory.changes("")] == [fact.id for fact in memory.facts()]
    found = {hit.item.id for hit in memory.recall("用户住在成都，在养一只猫", now=day(3))}
    assert found <= {fact.id for fact in memory.facts()}
    return statements


def test_a_read_during_a_write_sees_what_was_before_it(
    memory: FolderMemory, disk: SlowDisk, pool: ThreadPoolExecutor
) -> None:
    written = saving(pool, memory, "用户养了一只猫")
    assert disk.waits.acquire(timeout=WAIT_S)
    assert known(memory) == ["用户住在成都"]
    assert not written.done()
    disk.go.set()
    assert written.result().id == "f2"
    assert known(memory) == ["用户住在成都", "用户养了一只猫"]


def test_what_the_disk_refuses_was_never_seen(memory: FolderMemory, disk: SlowDisk, pool: ThreadPoolExecutor) -> None:
    disk.refuses = True
    written = saving(pool, memory, "用户养了一只猫")
    assert disk.waits.acquire(timeout=WAIT_S)
    assert known(memory) == ["用户住在成都"]
    disk.go.set()
    with pytest.raises(StoreError):
        written.result()
    assert known(memory) == ["用户住在成都"]
    assert memory.save(Draft("用户养了一只狗"), turn_id="", at=day(3)).id == "f2"


def test_writers_come_one_after_another(memory: FolderMemory, disk: SlowDisk, pool: ThreadPoolExecutor) -> None:
    waiting = [saving(pool, memory, f"用户养了第{number}只猫") for number in range(4)]
    assert disk.waits.acquire(timeout=WAIT_S)
    assert not disk.waits.acquire(blocking=False), "two write at once"
    disk.go.set()
    assert {each.result().id for each in waiting} == {"f2", "f3", "f4", "f5"}


def test_what_breaks_off_for_a_reader_is_mended_after_the_write_that_is_under_way(
    memory: FolderMemory, disk: SlowDisk, pool: ThreadPoolExecutor
) -> None:
    written = saving(pool, memory, "用户养了一只猫")
    assert disk.waits.acquire(timeout=WAIT_S)
    with pytest.raises(MemoryError), memory._lock:
        raise MemoryError
    reading = pool.submit(known, memory)
    disk.go.set()
    assert written.result().id == "f2"
    assert reading.result() == ["用户住在成都", "用户养了一只猫"]
    assert not memory._lock.is_broken


def test_nothing_is_erased_under_a_write(memory: FolderMemory, disk: SlowDisk, pool: ThreadPoolExecutor) -> None:
    written = saving(pool, memory, "用户养了一只猫")
    assert disk.waits.acquire(timeout=WAIT_S)
    erasing = pool.submit(memory.erase, ["f1"], turn_id="", at=day(3))
    assert known(memory) == ["用户住在成都"]
    disk.go.set()
    assert written.result().statement == "用户养了一只猫"
    assert erasing.result() is not None
    assert [fact.statement for fact in memory.facts()] == ["用户养了一只猫"]
