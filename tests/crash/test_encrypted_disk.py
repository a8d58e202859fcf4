"""An encrypted memory on a disk that refuses, and killed while it erases: as safe as a plain one (test_faults, test_erasing)."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from store import files, open_memory, tombstones, vault
from store.background_work import Background
from store.facts import Draft, Source
from store.folder_memory import FolderMemory
from store.ledger import LEDGER_NAME
from store.sealing import Unopened
from store.vault import Vault
from tests.crash.faults import TROUBLES, Disk
from tests.crash.killing import Killed, Killer, State, state
from tests.crash.test_faults import CHANGES, assert_sound, changes, opened
from tests.secrets_of_tests import KEY
from tests.stories import day, tell_story

NAME = "用户的前女友叫小美"


@pytest.fixture(autouse=True)
def _saves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_memory, "_SAVED_AFTER", 3)
    monkeypatch.setattr(Background, "start", lambda _, work: work())


@pytest.fixture
def key(tmp_path: Path) -> Iterator[Vault]:
    """The key of every folder under the test's own that has memories in `users`."""
    yield vault.new(KEY)
    for path in tmp_path.iterdir():
        vault.unmount(path)


def begun(root: Path, key: Vault) -> Path:
    vault.mount(root, key)
    return root / "users/wang"


@pytest.mark.parametrize("trouble", ["EIO once", "ENOSPC after half a write"])
@pytest.mark.parametrize("name", ["save", "update", "erase", "erase all"])
def test_a_change_that_the_disk_refuses_leaves_the_old_state_or_the_new(
    tmp_path: Path, key: Vault, name: str, trouble: str
) -> None:
    memory = opened(begun(tmp_path / "before", key))
    for each in list(CHANGES)[: list(CHANGES).index(name)]:
        CHANGES[each](memory)
    old = state(memory)
    memory.close()
    memory = opened(begun(shutil.copytree(tmp_path / "before", tmp_path / "after"), key))
    CHANGES[name](memory)
    new = state(memory)
    for at in range(1, sys.maxsize):
        path = begun(shutil.copytree(tmp_path / "before", tmp_path / str(at)), key)
        memory = opened(path)
        with pytest.MonkeyPatch.context() as patch:
            disk = Disk(patch, at, TROUBLES[trouble])
            is_refused = changes(memory, CHANGES[name])
            disk.lift()
        assert state(memory) in ([old, new] if is_refused else [new]), f"call {at}"
        memory._lock.is_broken = True  # what an in-process reading again gives is what a new process would read
        assert state(memory) in (old, new), f"call {at}"
        if is_refused and state(memory) == old:
            CHANGES[name](memory)
        assert memory.check() == [], f"call {at}"
        memory.close()
        assert_sound(path, new)
        if not disk.was_in_trouble:
            break
    assert at > 1


def told(path: Path) -> None:
    memory = opened(path)
    tell_story(memory)
    turn = memory.hear("我前女友叫小美", day(20), at=day(20))
    memory.save(
        Draft(NAME, "relation", "用户", "前女友", sources=(Source(turn.id, "小美"),)), turn_id=turn.id, at=day(20)
    )
    memory.close()


def erase(memory: FolderMemory) -> None:
    fact = memory.slot("用户", "前女友")[0]
    memory.erase([fact.id], [fact.sources[0].turn], turn_id="", at=day(30))


def erased_until(path: Path, at: int) -> int:
    memory = opened(path)
    with pytest.MonkeyPatch.context() as patch:
        killer = Killer(patch, at, halves_writes=True)
        with suppress(Killed):
            erase(memory)
    return killer.steps


def contents(path: Path) -> bytes:
    """Everything that the owner of the key can read in a memory's folder."""
    whole = [each for each in path.iterdir() if each.is_file() and each.name not in (LEDGER_NAME, "vectors.log")]
    return files.read_lines(path / LEDGER_NAME) + b"".join(map(_readable, whole))


def _readable(path: Path) -> bytes:
    """The content of a file; of one that a kill left half written nobody reads anything."""
    try:
        return files.read(path)
    except Unopened:
        return b""


def test_killed_at_any_step_of_an_erasure_its_owner_cannot_read_it_either(tmp_path: Path, key: Vault) -> None:
    told(begun(tmp_path / "before", key))
    before = begun(tmp_path / "before", key)
    assert "小美".encode() in contents(before)
    old = state_in(begun(shutil.copytree(tmp_path / "before", tmp_path / "old"), key))
    steps = erased_until(begun(shutil.copytree(tmp_path / "before", tmp_path / "whole"), key), sys.maxsize)
    gone = state_in(begun(tmp_path / "whole", key))
    assert steps > 30
    assert old != gone
    for at in range(1, steps + 1):
        path = begun(shutil.copytree(tmp_path / "before", tmp_path / str(at)), key)
        erased_until(path, at)
        is_begun = (path / tombstones.NAME).exists()
        assert state_in(path) == (gone if is_begun else old), f"killed at step {at}"
        assert ("小美".encode() in contents(path)) is not is_begun, f"killed at step {at}"


def state_in(path: Path) -> State:
    memory = opened(path)
    found = state(memory)
    assert memory.check() == []
    memory.close()
    return found
