"""The conversations that a user keeps by `thread_id`: `threads.sqlite` in the data folder, and what is removed from it.

A row is gone only when the file was written anew and its journal cut: SQLite leaves deleted bytes where they were.
"""

import json
import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from langgraph.checkpoint.sqlite import SqliteSaver

from agent.thread_sealing import ThreadForm
from agent.thread_sums import damaged_rows, is_damaged, know_sums, seal
from store import disk, vault
from store.errors import DiskFull, FolderReadOnly, StoreError, ThreadsCorrupt
from store.sealing import Unopened

log = logging.getLogger(__name__)

NAME: Final = "threads.sqlite"
_KINDS: Final[dict[int, type[StoreError]]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: FolderReadOnly,
    sqlite3.SQLITE_CORRUPT: ThreadsCorrupt,
    sqlite3.SQLITE_NOTADB: ThreadsCorrupt,
}
_ROWS: Final = (("checkpoints", ("checkpoint", "metadata")), ("writes", ("value",)))


def form_in(folder: Path) -> ThreadForm:
    """Give how the file of a data folder is written: sealed where the folder is."""
    here = vault.of(folder)
    return ThreadForm(None if here is None else here.sealer)


def examine(folder: Path) -> list[str]:
    """Examine the file, which may be missing, and change nothing; the problems found."""
    path = folder / NAME
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
            know_sums(db, form_in(folder))
            found = [problem for (problem,) in db.execute("PRAGMA integrity_check") if problem != "ok"]
            damaged = 0 if found else damaged_rows(db)
            return [*found, *([f"{damaged} rows are not what was written"] if damaged else [])]
    except sqlite3.Error as error:
        return [str(error)]


@contextmanager
def _said() -> Iterator[None]:
    """Say what the database refuses as an error of the tree. Raises StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise _KINDS.get(code, StoreError)(f"{NAME} cannot be used: {error}; see `sebastian check`") from error


class Threads:
    """Every user's threads, named `user/thread_id`. Safe for several threads of the process."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file, and finish what an erasure had begun when the process ended.

        Raises:
            ThreadsCorrupt: `threads_corrupt`, its structure is damaged.
            StoreError: the disk refused.
        """
        path = folder / NAME
        disk.make_folder(folder)
        path.touch(mode=disk.FILE_MODE)  # SQLite gives its journal files the mode of the database
        path.chmod(disk.FILE_MODE)
        self._counting = threading.Lock()
        self._running: Counter[str] = Counter()
        self.form = form_in(folder)
        with _said():
            self.saver = SqliteSaver(sqlite3.connect(path, check_same_thread=False), serde=self.form.serde)
            self._db = self.saver.conn
            self.saver.setup()
            seal(self._db, self.form)
            self._db.execute("CREATE TABLE IF NOT EXISTS erasing (thread_id TEXT PRIMARY KEY)")
            self._db.commit()
            self._erase_owed([name for (name,) in self._db.execute("SELECT thread_id FROM erasing")])

    @contextmanager
    def running(self, user: str, thread_id: str) -> Iterator[str]:
        """Say that a turn runs in a thread, whose name this gives.

        What the turn knew of the thread it writes again at every step: where something was erased meanwhile, the thread
        goes once more at its end. A thread that is not what was written is begun anew.

        Raises:
            ThreadsCorrupt, StoreError: as the constructor does, whenever the block meets it.
        """
        with _said(), self._counted(self.form.name(user, thread_id)) as name:
            with self.saver.lock:
                is_unusable = is_damaged(self._db, name)
            if is_unusable:
                log.warning("a thread is damaged and begun anew; memory is not touched")
                self._erase_owed([name])
            yield name

    @contextmanager
    def _counted(self, name: str) -> Iterator[str]:
        with self._counting:
            self._running[name] += 1
        try:
            yield name
        finally:
            with self._counting:
                self._running[name] -= 1
                if not self._running[name]:
                    del self._running[name]
                    if self._owes(name):
                        self._erase_owed([name])

    def erase(self, user: str, thread_ids: Iterable[str], words: Sequence[str]) -> int:
        """Remove a user's threads of these names and those that hold one of these words; how many went.

        Those in which a turn runs now go again when it ends, and, should the process end first, at the next start.
        """
        named = {self.form.name(user, thread_id) for thread_id in thread_ids}
        spellings = [spelling for word in words for spelling in {word.encode(), json.dumps(word)[1:-1].encode()}]
        with self._counting, self.saver.lock:
            found = (self._names(user) & named) | self._holding(user, spellings)
            self._erase_now(user, found)
        return len(found)

    def erase_all(self, user: str) -> None:
        """Remove every thread of a user, bytes and all; as `erase` does."""
        with self._counting, self.saver.lock:
            self._erase_now(user, self._names(user))

    def owe(self, user: str, thread_id: str) -> None:
        """Note that a thread is to go at the next start."""
        self._db.execute("INSERT OR IGNORE INTO erasing VALUES (?)", (self.form.name(user, thread_id),))
        self._db.commit()

    def insert(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows that another file has, as they are to be in this one."""
        for row in rows:
            places = ", ".join("?" * len(row))
            self._db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", tuple(row.values()))
        self._db.commit()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _erase_now(self, user: str, found: set[str]) -> None:
        running = {name for name in self._running if name.startswith(f"{self.form.user(user)}/")}
        self._db.executemany("INSERT OR IGNORE INTO erasing VALUES (?)", [(name,) for name in found | running])
        self._db.commit()
        self._delete(found)
        self._db.executemany("DELETE FROM erasing WHERE thread_id = ?", [(name,) for name in found - running])
        self._shrink()

    def _owes(self, name: str) -> bool:
        with self.saver.lock:
            return self._db.execute("SELECT 1 FROM erasing WHERE thread_id = ?", (name,)).fetchone() is not None

    def _erase_owed(self, names: Sequence[str]) -> None:
        if not names:
            return
        with self.saver.lock:
            self._delete(names)
            self._db.executemany("DELETE FROM erasing WHERE thread_id = ?", [(name,) for name in names])
            self._shrink()

    def _names(self, user: str) -> set[str]:
        found: set[str] = set()
        for table, _ in _ROWS:
            rows = self._db.execute(f"SELECT DISTINCT thread_id FROM {table} WHERE {_OF_USER}", (self._prefix(user),))
            found.update(name for (name,) in rows)
        return found

    def _holding(self, user: str, spellings: Sequence[bytes]) -> set[str]:
        found: set[str] = set()
        if not spellings:
            return found
        for table, columns in _ROWS:
            query = f"SELECT thread_id, type, {', '.join(columns)} FROM {table} WHERE {_OF_USER}"
            for name, kind, *contents in self._db.execute(query, (self._prefix(user),)):
                if name not in found and any(self._holds(content, kind, spellings) for content in contents):
                    found.add(name)
        return found

    def _prefix(self, user: str) -> str:
        return self.form.user(user).replace("!", "!!").replace("_", "!_").replace("%", "!%") + "/%"

    def _holds(self, content: object, kind: str | None, spellings: Sequence[bytes]) -> bool:
        raw = content.encode() if isinstance(content, str) else content
        if not isinstance(raw, bytes):
            return False
        with suppress(Unopened):  # the metadata beside a sealed content is not sealed
            raw = self.form.content(raw, kind)
        return any(spelling in raw for spelling in spellings)

    def _delete(self, names: Iterable[str]) -> None:
        for table, _ in _ROWS:
            self._db.executemany(f"DELETE FROM {table} WHERE thread_id = ?", [(name,) for name in names])
        self._db.commit()

    def _shrink(self) -> None:
        self._db.commit()
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_OF_USER: Final = "thread_id LIKE ? ESCAPE '!'"
