"""Killed at any step of a restoration, a data folder is the old one or the new one."""

import shutil
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from store import backup_file, restoring
from store.folder import Folder, owning
from tests.crash.killing import Killed, Killer, state
from tests.embedders import CharacterEmbedder
from tests.stories import day, tell_story

USERS = ("li", "wang")


def opened(data: Path) -> Folder:
    return Folder(data, CharacterEmbedder(dimension=8))


def states(data: Path) -> list[tuple[object, ...]]:
    with opened(data) as folder:
        assert folder.check() == []
        return [state(folder.memory(user)) for user in USERS]


def restore_until(data: Path, backup: Path, at: int) -> int:
    """Restore until the step at which the process ends; gives how many steps were begun."""
    read = backup_file.read(backup)
    with pytest.MonkeyPatch.context() as patch:
        killer = Killer(patch, at)
        with suppress(Killed), owning(data):
            restoring.restore(data, read, replace=True)
    return killer.steps


def test_killed_at_any_step_of_a_restoration_it_is_the_old_folder_or_the_new(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with opened(data) as folder:
        for user in USERS:
            tell_story(folder.memory(user))
        backup, _ = folder.backups.make(day(10), tmp_path / "backup.zip")
        for user in USERS:
            folder.memory(user).hear("后来的话", day(30), at=day(30))
    old = states(data)
    steps = restore_until(whole := shutil.copytree(data, tmp_path / "whole"), backup, sys.maxsize)
    new = states(whole)
    assert new != old
    assert steps > 20
    for at in range(1, steps + 1):
        copy = shutil.copytree(data, tmp_path / str(at))
        restore_until(copy, backup, at)
        found = states(copy)
        assert found in (old, new), f"killed at step {at}"
        assert not (copy / restoring.NAME).exists()
        restore_until(copy, backup, sys.maxsize)
        assert states(copy) == new
        shutil.rmtree(copy)
