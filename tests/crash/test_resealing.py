"""Encrypted, given another key, or none: killed at any step, a folder is as it was or as it will be, and nothing is lost."""

import shutil
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from agent.thread_copying import copy_threads
from agent.threads import NAME as THREADS_NAME
from agent.threads import Threads
from store import resealing, vault
from store.backups import Backups
from store.errors import StoreError
from store.folder import Folder, owning
from store.keys import Secret
from store.ledger import LEDGER_NAME
from tests.bytes_on_disk import places
from tests.crash.killing import Killed, Killer, state
from tests.crash.test_flips import embedder
from tests.secrets_of_tests import KEY, OTHER_KEY
from tests.stories import day, tell_story
from tests.unit.test_threads import write

SECRETS: dict[str, tuple[Secret | None, Secret | None]] = {
    "encrypt": (None, KEY),
    "rotate": (KEY, KEY),
    "another key": (KEY, OTHER_KEY),
    "off": (KEY, None),
}

# The three go through the same steps; one of them is killed at each, the others at every third.
EVERY: dict[str, int] = {"encrypt": 1, "rotate": 3, "off": 3}


def told(data: Path, secret: Secret | None) -> Path:
    """A folder with a memory, a backup, what a restoration set aside, a recording and a thread."""
    with Folder(data, embedder(), secret=secret) as folder:
        memory = folder.memory("wang")
        tell_story(memory)
        turn = memory.hear("我前女友叫小美", day(20), at=day(20))
        (data.parent / "said.wav").write_bytes("小美".encode() * 20)
        memory.keep_recording(turn.id, data.parent / "said.wav", ".wav")
        folder.backups.make(day(30))
        threads = Threads(data)
        write(threads, threads.form.name("wang", "小美的事"), "我前女友叫小美")
        threads.close()
    shutil.copytree(data / "users/wang", data / "backups/replaced-1/wang")
    return data


def reseal(data: Path, old: Secret | None, new: Secret | None) -> None:
    with owning(data, secret=old):
        resealing.reseal(data, vault.of(data), None if new is None else vault.new(new), copy_threads)


def known(data: Path, secret: Secret | None) -> tuple[object, ...]:
    with Folder(data, embedder(), secret=secret) as folder:
        memory = folder.memory("wang")
        assert memory.check() == []
        threads = Threads(data)
        with threads.running("wang", "小美的事") as name:
            kept = threads.saver.get_tuple({"configurable": {"thread_id": name, "checkpoint_ns": ""}})
        threads.close()
        assert kept is not None
        copies = [copy.ledger for path in folder.backups.files() for copy in _copies(path)]
        return (*state(memory), kept.checkpoint["channel_values"], copies)


def _copies(path: Path) -> list:  # type: ignore[type-arg]
    from store import backup_file

    return list(backup_file.read(path).copies.values())


@pytest.mark.parametrize("change", SECRETS)
def test_everything_is_there_afterwards_and_words_only_where_there_is_no_key(tmp_path: Path, change: str) -> None:
    old, new = SECRETS[change]
    data = told(tmp_path / "data", old)
    before = known(data, old)
    reseal(data, old, new)
    embedded = embedder()
    with Folder(data, embedded, secret=new) as folder:
        folder.memory("wang")
    assert embedded.embedded == []
    assert known(data, new) == before
    assert not (data / resealing.NAME).exists()
    assert (places(data, "小美") == []) is (new is not None)
    if change != "rotate":
        with pytest.raises(StoreError):
            Folder(data, embedder(), secret=old)


@pytest.mark.parametrize("change", EVERY)
def test_killed_at_any_step_it_is_the_old_or_the_new(tmp_path: Path, change: str) -> None:
    old, new = SECRETS[change]
    whole = told(tmp_path / "whole", old)
    before = known(whole, old)
    counted = shutil.copytree(whole, tmp_path / "counted")
    with pytest.MonkeyPatch.context() as patch:
        killer = Killer(patch, sys.maxsize)
        reseal(counted, old, new)
        steps = killer.steps
    assert steps > 60
    seen = set()
    for at in range(1, steps + 1, EVERY[change]):
        data = shutil.copytree(whole, tmp_path / str(at))
        with pytest.MonkeyPatch.context() as patch:
            Killer(patch, at)
            with suppress(Killed):
                reseal(data, old, new)
        resealing.finish(data)
        is_new = (data / vault.KEYS_NAME).exists() is (new is not None)
        seen.add(is_new)
        assert known(data, new if is_new else old) == before, f"killed at step {at}"
        assert not (data / resealing.NAME).exists()
        if is_new and new is not None:
            assert places(data, "小美") == []
        shutil.rmtree(data)
    assert seen == ({True} if change == "rotate" else {True, False})


def test_what_does_not_read_as_it_was_written_is_refused_and_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = told(tmp_path / "data", None)
    before = known(data, None)
    monkeypatch.setattr(
        resealing.files, "read_lines", lambda path: path.read_bytes()[: 7 if "sealing" in str(path) else None]
    )
    with pytest.raises(StoreError, match=LEDGER_NAME):
        reseal(data, None, KEY)
    monkeypatch.undo()
    assert known(data, None) == before
    assert (data / THREADS_NAME).exists()
    assert Backups(data).files()
