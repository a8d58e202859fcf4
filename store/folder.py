"""The data folder: one process owns it, each user has a sub-folder, and no query leaves it."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from store import disk, resealing, restoring, vault
from store.backups import NAME as BACKUPS_NAME
from store.backups import USER, USERS_NAME, Backups, users_of
from store.contract import Embedder
from store.errors import FolderLocked, InvalidInput, StoreError, refused_by_disk
from store.folder_memory import FolderMemory
from store.index import Progress, log_progress
from store.keys import Secret
from store.open_memory import DERIVED_NAMES
from store.vault import Vault

_LOCK_NAME: Final = "lock"


class Folder:
    """Every user's memory under one path, for as long as this process holds its lock. Safe for several threads."""

    def __init__(
        self, path: Path, embedder: Embedder, *, secret: Secret | None = None, progress: Progress = log_progress
    ) -> None:
        """Make the folder where it is missing (owner only), take its lock, and open its key, if it is encrypted.

        With a secret, a folder that has no memories yet is encrypted from the start.

        Raises:
            FolderLocked: `folder_locked`, another process, or another Folder here, owns it.
            PassphraseNeeded, WrongPassphrase, FolderNotEncrypted, KeysCorrupt: as `vault.unlocked` says.
            StoreError: `store_error`, it cannot be made.
        """
        self.path = path
        self._embedder = embedder
        self._progress = progress
        self._opening = threading.Lock()
        self._memories: dict[str, FolderMemory] = {}
        self.backups = Backups(path)
        try:
            disk.make_folder(path)
            self._lock = _take_lock(path / _LOCK_NAME)
        except OSError as error:
            raise refused_by_disk(f"{path} cannot be used as the data folder", error) from error

        try:
            restoring.finish(path)
            resealing.finish(path)
            vault.mount(path, _unlocked(path, secret))
            disk.make_folder(path / USERS_NAME)
        except BaseException as error:
            self.close()
            if isinstance(error, OSError):
                raise refused_by_disk(f"{path} cannot be used as the data folder", error) from error
            raise

    def __enter__(self) -> "Folder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def memory(self, user: str) -> FolderMemory:
        """Give the user's memory, opened once and begun where there is none.

        Raises:
            InvalidInput: `invalid_input`, the name is not 1 to 64 of A-Z a-z 0-9 _ . - or begins with a dot.
            LedgerCorrupt, StoreError: see FolderMemory.
        """
        _refuse_no_name(user)
        with self._opening:
            if self._lock < 0:
                raise StoreError(f"{self.path} is closed")
            if user not in self._memories:
                self._memories[user] = FolderMemory(
                    self.path / USERS_NAME / user,
                    user,
                    self._embedder,
                    progress=self._progress,
                    backups=self.backups,
                )
            return self._memories[user]

    def has(self, user: str) -> bool:
        """Whether a user of this name has a memory here, without beginning one. Raises InvalidInput as `memory`."""
        _refuse_no_name(user)
        return (self.path / USERS_NAME / user).is_dir()

    def users(self) -> list[str]:
        """Name the users who have a memory here, in order."""
        return users_of(self.path)

    def discard_indexes(self, user: str) -> None:
        """Remove what follows from a user's ledger and is made again when the memory is opened next. Raises StoreError."""
        with self._opening:
            opened = self._memories.pop(user, None)
            if opened is not None:
                opened.close()
            try:
                for name in DERIVED_NAMES:
                    (self.path / USERS_NAME / user / name).unlink(missing_ok=True)
            except OSError as error:
                raise refused_by_disk(f"the indexes of {user} cannot be removed", error) from error

    def check(self) -> list[str]:
        """Examine every user's memory; the problems found, each with the user's name."""
        return [f"{user}: {problem}" for user in self.users() for problem in self.memory(user).check()]

    def close(self) -> None:
        """Close every memory and give the lock back; again is harmless."""
        with self._opening:
            try:
                for memory in self._memories.values():
                    memory.close()
            finally:
                self._memories.clear()
                if self._lock >= 0:
                    vault.unmount(self.path)
                    os.close(self._lock)
                    self._lock = -1


def _unlocked(path: Path, secret: Secret | None) -> Vault | None:
    """Open the key of a folder whose lock is held, or make one for a folder that is new. Raises as `vault.unlocked`, OSError."""
    if secret is not None and not (path / vault.KEYS_NAME).exists() and _is_new(path):
        made = vault.new(secret)
        vault.replace_keys(path, made.wrapped)
        return made
    return vault.unlocked(path, secret)


def _is_new(path: Path) -> bool:
    """Whether nothing of anybody's lies in a data folder: only what a first start makes, before it has a memory."""
    return not users_of(path) and not any((path / BACKUPS_NAME).glob("[rs]*")) and not any(path.glob("*.sqlite"))


def _refuse_no_name(user: str) -> None:
    if not USER.fullmatch(user):
        raise InvalidInput("a user's name is 1 to 64 of A-Z a-z 0-9 _ . - and does not begin with a dot")


@contextmanager
def owning(path: Path, *, secret: Secret | None = None, make: bool = False) -> Iterator[None]:
    """Hold the lock of a data folder, made where it is not there, with its key, and open no memory in it.

    Raises:
        FolderLocked, StoreError, and what Folder raises of the secret.
    """
    try:
        if make:
            disk.make_folder(path)
        lock = _take_lock(path / _LOCK_NAME)
    except OSError as error:
        raise refused_by_disk(f"{path} cannot be used as the data folder", error) from error
    try:
        resealing.finish(path)
        with vault.mounted(path, _unlocked(path, secret) if make else vault.unlocked(path, secret)):
            yield
    finally:
        os.close(lock)


def _take_lock(path: Path) -> int:
    """Lock the file and write in it who we are; gives its descriptor, which holds the lock until closed."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, disk.FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    except BlockingIOError:
        owner = _owner(descriptor)
        os.close(descriptor)
        raise FolderLocked(
            f"{path.parent} is in use by process {owner.get('pid', 'unknown')}; stop it first", **owner
        ) from None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _owner(lock: int) -> dict[str, Any]:
    """Say which process holds a lock, and since when, as far as the file says: it was written when the lock was taken."""
    pid = os.pread(lock, 32, 0).decode(errors="replace").strip()
    if not pid.isdigit():
        return {}
    since = datetime.fromtimestamp(os.fstat(lock).st_mtime, UTC).astimezone()
    return {"pid": int(pid), "since": f"{since:%Y-%m-%d %H:%M:%S}"}
