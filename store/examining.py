"""A data folder looked at file by file, byte by byte, without changing anything: what is not as it was written.

The folder's lock is held, so that nobody writes meanwhile. What follows from a ledger can be made again and is only to be
removed (`repair`); a ledger, or the list of what was erased, is never guessed at.
"""

import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from store import backup_file, disk, files, restoring, table_snapshot, vector_journal, vector_snapshot, word_snapshot
from store.backups import NAME as BACKUPS_NAME
from store.backups import USERS_NAME, users_of
from store.contract import Embedder
from store.errors import BackupUnusable, ErasedListCorrupt, LedgerCorrupt, PassphraseNeeded
from store.healing import heal_erased_list
from store.ledger import LEDGER_NAME
from store.lines import is_only_torn, read_lines
from store.projection import Projection
from store.strict_reading import Malformed
from store.tombstones import NAME as TOMBSTONES_NAME
from store.tombstones import Tombstones
from store.vault import KEYS_NAME
from store.vector_journal import Maker
from store.vectors import JOURNAL_NAME

Problem = Literal[
    "ledger_corrupt", "backup_damaged",  # only a backup, or another one, helps
    "erased_list_corrupt", "derived_damaged", "open_to_others",  # `repair` helps
    "ledger_torn", "unfinished",  # the next opening helps
    "leftover", "unknown",  # to be looked at, no fault
]  # fmt: skip
REPAIRABLE: Final = frozenset({"erased_list_corrupt", "derived_damaged", "open_to_others"})
HARMLESS: Final = frozenset({"ledger_torn", "unfinished", "leftover", "unknown"})
_AT_ROOT: Final = frozenset({"lock", KEYS_NAME, USERS_NAME, BACKUPS_NAME, restoring.NAME})
_OF_USER: Final = frozenset(
    {LEDGER_NAME, TOMBSTONES_NAME, JOURNAL_NAME, table_snapshot.NAME, word_snapshot.NAME, *vector_snapshot.NAMES}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: where, which kind of thing, and what precisely."""

    path: Path
    problem: Problem
    detail: str = ""
    line: int = 0


@dataclass(slots=True)
class Digests:
    """The hashes of a ledger's records, as far as it is whole."""

    of_record: list[bytes]

    @property
    def seq(self) -> int:
        """Sequence number of the last record."""
        return len(self.of_record)

    def digest_at(self, seq: int) -> bytes | None:
        """The SHA-256 of a record, `None` where there is no such record."""
        return self.of_record[seq - 1] if 1 <= seq <= self.seq else None


def examine(data: Path, embedder: Embedder, *, others: Collection[str] = ()) -> list[Finding]:
    """Examine every file of a data folder; `others` names files of its owner that are not the store's. Raises OSError."""
    found = [*_modes(data), *_at_root(data, others)]
    for user in users_of(data):
        found += _memory(data / USERS_NAME / user, user, embedder)
    for path in sorted((data / BACKUPS_NAME).glob("*.zip")):
        try:
            backup_file.read(path)
        except (BackupUnusable, PassphraseNeeded) as error:
            found.append(Finding(path, "backup_damaged", str(error)))
    return found


def repair(findings: Sequence[Finding]) -> list[Finding]:
    """Repair what can be: remove what is made again, close what is open to others. Gives what was; raises OSError.

    The list of what was erased is written anew from a ledger that is whole.
    """
    damaged = {each.path.parent for each in findings if each.problem == "ledger_corrupt"}
    done = [each for each in findings if each.problem in REPAIRABLE and each.path.parent not in damaged]
    for each in done:
        if each.problem == "open_to_others":
            each.path.chmod(disk.FOLDER_MODE if each.path.is_dir() else disk.FILE_MODE)
        elif each.problem == "erased_list_corrupt":
            heal_erased_list(each.path.parent, each.path.parent.name)
        else:
            each.path.unlink()
            disk.sync_folder(each.path.parent)
    return done


def _modes(data: Path) -> Iterator[Finding]:
    for path in (data, *sorted(data.rglob("*"))):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if path.is_symlink():
            yield Finding(path, "unknown", "a symbolic link")
        elif mode & 0o077:
            yield Finding(path, "open_to_others", f"mode {mode:04o}")


def _at_root(data: Path, others: Collection[str]) -> Iterator[Finding]:
    for path in sorted(data.iterdir()):
        if path.name == restoring.NAME:
            yield Finding(path, "unfinished", "a restoration")
        elif path.name not in _AT_ROOT and path.name not in others:
            yield Finding(path, "unknown")


def _memory(folder: Path, user: str, embedder: Embedder) -> list[Finding]:
    digests = Digests([])
    ledger = list(_ledger(folder / LEDGER_NAME, user, digests))
    is_whole = all(each.problem != "ledger_corrupt" for each in ledger)
    derived = _derived(folder, embedder, digests) if is_whole else ()
    return [*_erased_list(folder), *ledger, *derived, *_others(folder)]


def _erased_list(folder: Path) -> Iterator[Finding]:
    path = folder / TOMBSTONES_NAME
    try:
        if Tombstones.read(folder).pending is not None:
            yield Finding(path, "unfinished", "an erasure")
    except ErasedListCorrupt as error:
        yield Finding(path, "erased_list_corrupt", str(error))


def _ledger(path: Path, user: str, digests: Digests) -> Iterator[Finding]:
    """Examine a ledger, and note the hashes of its records."""
    content = files.read_lines(path) if path.exists() else b""
    tables, end = Projection(user), 0
    try:
        for record, behind in read_lines(content, user):
            tables.apply(record)
            digests.of_record.append(record.digest)
            end = behind
    except (Malformed, LedgerCorrupt) as error:
        is_torn = isinstance(error, Malformed) and is_only_torn(content, end)
        yield Finding(path, "ledger_torn" if is_torn else "ledger_corrupt", str(error), digests.seq + 1)
    for problem in tables.check():
        yield Finding(path, "ledger_corrupt", problem, digests.seq)


def _derived(folder: Path, embedder: Embedder, digests: Digests) -> Iterator[Finding]:
    """Examine what follows from a whole ledger."""
    for name, check in ((table_snapshot.NAME, table_snapshot.check), (word_snapshot.NAME, word_snapshot.check)):
        for problem in check(folder):
            yield Finding(folder / name, "derived_damaged", problem)
    maker = Maker(embedder.name, embedder.dimension)
    for problem in vector_journal.examine(folder / JOURNAL_NAME, maker, digests):
        yield Finding(folder / JOURNAL_NAME, "derived_damaged", problem)
    for name in vector_snapshot.examine(folder, maker, digests):
        yield Finding(folder / name, "derived_damaged")


def _others(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.iterdir()):
        if path.name.endswith(".new") or path.name.startswith("ledger.cut-"):
            yield Finding(path, "leftover")
        elif path.name not in _OF_USER:
            yield Finding(path, "unknown")
