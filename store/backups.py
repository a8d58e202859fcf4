"""The backups in a data folder: made while the memories are in use, and without what is erased afterwards.

backups/sebastian-<when>.zip        one backup (store/backup_file.py)
backups/replaced-<when>/<user>/     a memory in whose place a backup was put (store/restoring.py)
backups/lock                        held while one is made, and while an erasure is carried out
"""

import fcntl
import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from store import backup_file, disk, vault
from store.backup_file import Backup, Copy, copy_of
from store.errors import BackupUnusable, PassphraseNeeded
from store.rewriting import without_erased
from store.tombstones import Tombstones
from store.vault import Vault

NAME: Final = "backups"
USERS_NAME: Final = "users"
USER: Final = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,64}")

log = logging.getLogger(__name__)


def users_of(data: Path) -> list[str]:
    """Name the users who have a memory in a data folder, in order."""
    folder = data / USERS_NAME
    return sorted(each.name for each in folder.iterdir() if USER.fullmatch(each.name)) if folder.is_dir() else []


class Backups:
    """The backups of one data folder; any process may make one, whoever owns the memories."""

    def __init__(self, data: Path) -> None:
        self.folder = data / NAME
        self._data = data

    @property
    def vault(self) -> Vault | None:
        """What seals the backups of this folder, if it is encrypted."""
        return vault.of(self._data)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep others from making a backup, or from erasing from backups, meanwhile. Raises OSError."""
        disk.make_folder(self.folder)
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, disk.FILE_MODE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def copies(self, users: Iterable[str] | None = None) -> dict[str, Copy]:
        """Copy memories, everyone's if no users are named, as they are acknowledged now; `held` must be.

        Raises:
            BackupUnusable: `backup_unusable`, a ledger is damaged; a backup of it would be none.
            OSError.
        """
        chosen = users_of(self._data) if users is None else users
        return {user: copy_of(self._data / USERS_NAME / user, user) for user in chosen}

    def make(self, at: datetime, to: Path | None = None) -> tuple[Path, Mapping[str, Copy]]:
        """Back up every memory, into this folder or to a file; gives where it lies and what is in it.

        Raises:
            BackupUnusable, OSError: see `copies`.
        """
        with self.held():
            copies = self.copies()
            path = to or _free(self.folder, f"sebastian-{at:%Y%m%d-%H%M%S}", ".zip")
            backup_file.write(path, copies, created=at, sealed_by=self.vault)
            return path, copies

    def erase(self, user: str, stones: Tombstones) -> None:
        """Take what was erased from a user's memory out of every backup here; `held` must be. Raises OSError.

        A backup that is damaged, or has another key, cannot be cleaned and goes whole, as does what was replaced.
        """
        self._remove_replaced(user)
        for path in self.files():
            if (backup := _read_or_remove(path)) is None or user not in backup.copies:
                continue
            old = backup.copies[user]
            ledger = without_erased(old.ledger, user, stones)
            if ledger != old.ledger:
                done = replace(stones, pending=None).content()
                cleaned = {**backup.copies, user: copied(ledger, user, done)}
                backup_file.write(path, cleaned, created=backup.created, sealed_by=self.vault)

    def forget(self, user: str) -> None:
        """Take a user out of every backup here; one with nobody else goes; `held` must be. Raises OSError."""
        self._remove_replaced(user)
        for path in self.files():
            backup = _read_or_remove(path)
            if backup is not None and user in backup.copies:
                others = {name: copy for name, copy in backup.copies.items() if name != user}
                if others:
                    backup_file.write(path, others, created=backup.created, sealed_by=self.vault)
                else:
                    _remove(path)

    def files(self) -> list[Path]:
        """List the backups here, unfinished ones too."""
        return sorted(self.folder.glob("*.zip")) + sorted(self.folder.glob("*.zip.new"))

    def _remove_replaced(self, user: str) -> None:
        for folder in self.folder.glob(f"replaced-*/{user}"):
            shutil.rmtree(folder)
            disk.sync_folder(folder.parent)


def copied(ledger: bytes, user: str, erased: bytes | None) -> Copy:
    """Give a ledger's bytes, which fit together, as a copy."""
    return Copy(ledger, backup_file.last_record(ledger, user), erased)


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """Give a path that is not there yet."""
    path, count = folder / f"{stem}{suffix}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{suffix}"
    return path


def _read_or_remove(path: Path) -> Backup | None:
    try:
        return backup_file.read(path)
    except (BackupUnusable, PassphraseNeeded) as error:
        log.warning("a backup that cannot be read may hold what is erased, and is removed: %s", error)
        _remove(path)
        return None


def _remove(path: Path) -> None:
    path.unlink()
    disk.sync_folder(path.parent)
