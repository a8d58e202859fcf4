"""Putting a backup in the place of memories, in an order that no crash breaks: it is the old state or the new.

restoring/users/<name>/     what is to be put there, whole and durable
restoring/ready             from here on it will be, at the latest at the next opening of the folder
users/<name>                moved to backups/replaced-<n>/<name>
restoring/users/<name>      moved to users/<name>
restoring                   removed: it is done
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from store import disk, files
from store.backup_file import Backup, Copy
from store.backups import NAME as BACKUPS_NAME
from store.backups import USERS_NAME, copied
from store.errors import ErasedListCorrupt, FolderNotEmpty
from store.ledger import LEDGER_NAME
from store.rewriting import without_erased
from store.tombstones import NAME as TOMBSTONES_NAME
from store.tombstones import Tombstones

NAME: Final = "restoring"
_READY: Final = "ready"


def restore(data: Path, backup: Backup, *, replace: bool) -> Mapping[str, Copy]:
    """Put the memories of a backup in a data folder whose lock is held; others in it stay as they are.

    What was erased from a memory that is there is erased from what takes its place.

    Returns:
        What was put there.

    Raises:
        FolderNotEmpty: `folder_not_empty`, there is a memory of one of the users, and it is not to be replaced.
        OSError: the disk refused; the folder is as it was, or the next opening finishes it.
    """
    users = data / USERS_NAME
    there = [user for user in backup.copies if _has_memory(users / user)]
    if there and not replace:
        raise FolderNotEmpty(f"{data} has memories of {there}; they would be replaced", users="、".join(there))
    finish(data)
    copies = {user: _without_erased(copy, user, users / user) for user, copy in backup.copies.items()}
    staged = data / NAME / USERS_NAME
    for user, copy in copies.items():
        disk.make_folder(staged / user)
        files.write_new(staged / user / LEDGER_NAME, copy.ledger.splitlines(keepends=True), lines=True)
        if copy.erased is not None:
            files.write_new(staged / user / TOMBSTONES_NAME, [copy.erased])
    disk.write_new(data / NAME / _READY, b"")
    finish(data)
    return copies


def finish(data: Path) -> None:
    """Finish a restoration that was ready, and undo one that was not, in a data folder whose lock is held. Raises OSError."""
    restoring = data / NAME
    if not restoring.exists():
        return
    if (restoring / _READY).exists():
        _move(restoring / USERS_NAME, data)
        (restoring / _READY).unlink()
        disk.sync_folder(restoring)
    shutil.rmtree(restoring)
    disk.sync_folder(data)


def _move(staged: Path, data: Path) -> None:
    """Move each memory that is staged to its place, and what lies there away first."""
    disk.make_folder(data / USERS_NAME)
    waiting = sorted(staged.iterdir())
    if any((data / USERS_NAME / each.name).exists() for each in waiting):
        disk.make_folder(aside := _aside(data / BACKUPS_NAME))
    for new in waiting:
        place = data / USERS_NAME / new.name
        if place.exists():
            place.rename(aside / new.name)
            disk.sync_folder(aside)
        new.rename(place)
        disk.sync_folder(place.parent)
        disk.sync_folder(staged)


def _aside(backups: Path) -> Path:
    """Name a folder that is not there yet."""
    count = 1
    while (path := backups / f"replaced-{count}").exists():
        count += 1
    return path


def _has_memory(folder: Path) -> bool:
    ledger = folder / LEDGER_NAME
    return ledger.exists() and ledger.stat().st_size > 0


def _without_erased(copy: Copy, user: str, place: Path) -> Copy:
    """Give a copy without what was erased from it, or from the memory whose place it takes."""
    stones = Tombstones(place) if copy.erased is None else Tombstones.parse(place, copy.erased)
    with suppress(ErasedListCorrupt):  # it may be what the backup is wanted for
        stones.stones |= Tombstones.read(place).stones
    stones.pending = None
    return copied(without_erased(copy.ledger, user, stones), user, stones.content() if stones.stones else None)
