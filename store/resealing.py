"""Giving a data folder a key, another key, or none: everything in it is written anew, and is as it was or as it will be.

sealing/users/, sealing/backups/...     everything as it will be, durable
sealing/ready                           what goes where: from here on it will, at the latest at the next opening of the folder
<name>                                  each moved to sealing/old/<name>, the new one in its place; `keys.json` last
sealing                                 removed: it is done
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import orjson

from store import backup_file, disk, files, restoring, vault
from store.backups import NAME as BACKUPS_NAME
from store.backups import USERS_NAME
from store.errors import StoreError
from store.ledger import LEDGER_NAME
from store.sealing import Unopened
from store.vault import KEYS_NAME, Vault
from store.vectors import JOURNAL_NAME

NAME: Final = "sealing"
_READY: Final = "ready"
_OLD: Final = "old"

# Writes what others keep in the data folder to the one where it is staged; gives the names to be put in place, and those to go.
CopyOthers = Callable[[Path, Path], tuple[list[str], list[str]]]


def reseal(data: Path, old: Vault | None, new: Vault | None, copy_others: CopyOthers) -> None:
    """Write all of a data folder, whose lock is held and which was found sound, under another key, or none.

    Raises:
        BackupUnusable, PassphraseNeeded: a backup in it cannot be read; nothing was changed.
        StoreError: what was written is not what is read again; nothing was changed.
        OSError: the disk refused; the folder is as it was, or the next opening finishes it.
    """
    restoring.finish(data)
    finish(data)
    staged = data / NAME
    try:
        disk.make_folder(staged)
        with vault.mounted(data, old), vault.mounted(staged, new):
            put = list(_copied(data, staged, new))
            others, gone = copy_others(data, staged)
        if new is not None:
            disk.write_new(staged / KEYS_NAME, new.wrapped)
        keys = [KEYS_NAME]
        plan = {"put": put + others + (keys if new else []), "gone": gone + ([] if new else keys)}
        disk.replace(staged / _READY, [orjson.dumps(plan)])
    except (OSError, StoreError):
        shutil.rmtree(staged, ignore_errors=True)
        raise
    finish(data)


def finish(data: Path) -> None:
    """Finish what was ready, and undo what was not, in a data folder whose lock is held. Raises OSError."""
    staged = data / NAME
    if not staged.exists():
        return
    if (staged / _READY).exists():
        plan = orjson.loads((staged / _READY).read_bytes())
        for name in plan["put"]:
            if (staged / name).exists():
                _set_aside(data, staged, name)
                (staged / name).rename(data / name)
                disk.sync_folder((data / name).parent)
                disk.sync_folder((staged / name).parent)
        for name in plan["gone"]:
            _set_aside(data, staged, name)
        (staged / _READY).unlink()
        disk.sync_folder(staged)
    shutil.rmtree(staged)
    disk.sync_folder(data)


def _set_aside(data: Path, staged: Path, name: str) -> None:
    old = staged / _OLD / name
    if (data / name).exists():
        disk.make_folder(old.parent)
        (data / name).rename(old)
        disk.sync_folder((data / name).parent)
        disk.sync_folder(old.parent)


def _copied(data: Path, staged: Path, new: Vault | None) -> Iterator[str]:
    """Copy memories and backups; gives the names of what is to be put in place."""
    if (data / USERS_NAME).is_dir():
        _copy_folder(data / USERS_NAME, staged / USERS_NAME)
        yield USERS_NAME
    for path in sorted((data / BACKUPS_NAME).glob("*")):
        copy = staged / BACKUPS_NAME / path.name
        if path.is_dir():
            _copy_folder(path, copy)
        elif path.suffix == ".zip":
            disk.make_folder(copy.parent)
            backup = backup_file.read(path)
            backup_file.write(copy, backup.copies, created=backup.created, sealed_by=new)
        else:
            continue
        yield f"{BACKUPS_NAME}/{path.name}"


def _copy_folder(folder: Path, to: Path) -> None:
    disk.make_folder(to)
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            _copy_folder(path, to / path.name)
        elif path.suffix != disk.unfinished(path).suffix:  # of a write that never came to its end
            _copy_file(path, to / path.name)


def _copy_file(path: Path, copy: Path) -> None:
    if path.name in (LEDGER_NAME, JOURNAL_NAME):
        _copy_lines(path, copy)
        return
    try:
        content = files.read(path)
    except Unopened:  # somebody put it there who is not us
        shutil.copyfile(path, copy, follow_symlinks=False)
        return
    files.write_new(copy, [content])
    _require(copy, files.read(copy) == content)


def _copy_lines(path: Path, copy: Path) -> None:
    content = files.read_lines(path)
    header, newline, vectors = content.partition(b"\n")
    journal = [header + newline, *([vectors] if vectors else [])]
    files.write_new(copy, content.splitlines(keepends=True) if path.name == LEDGER_NAME else journal, lines=True)
    _require(copy, files.read_lines(copy) == content)


def _require(path: Path, is_same: bool) -> None:
    if not is_same:
        raise StoreError(f"{path} does not read as it was written")
