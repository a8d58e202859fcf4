"""The conversations that a user keeps by `thread_id`: `threads.sqlite` in the data folder, and what is removed from it.

A row is gone only when the file was written anew and its journal cut: SQLite leaves deleted bytes where they were.
"""

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from langgraph.checkpoint.sqlite import SqliteSaver

from store import disk

NAME: Final = "threads.sqlite"
_ROWS: Final = (("checkpoints", ("checkpoint", "metadata")), ("writes", ("value",)))


class Threads:
    """Every user's threads, named `user/thread_id`. Safe for several threads of the process."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file, and finish what an erasure had begun when the process ended."""
        path = folder / NAME
        disk.make_folder(folder)
        path.touch(mode=disk.FILE_MODE)  # SQLite gives its journal files the mode of the database
        path.chmod(disk.FILE_MODE)
        self.saver = SqliteSaver(sqlite3.connect(path, check_same_thread=False))
        self.saver.setup()
        self._db = self.saver.conn
        self._counting = threading.Lock()
        self._running: Counter[str] = Counter()
        self._db.execute("CREATE TABLE IF NOT EXISTS erasing (thread_id TEXT PRIMARY KEY)")
        self._db.commit()
        self._erase_owed([name for (name,) in self._db.execute("SELECT thread_id FROM erasing")])

    @contextmanager
    def running(self, user: str, thread_id: str) -> Iterator[str]:
        """Say that a turn runs in a thread, whose name this gives.

        What the turn knew of the thread it writes again at every step: where something was erased meanwhile, the thread
        goes once more at its end.
        """
        name = f"{user}/{thread_id}"
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
        named = {f"{user}/{thread_id}" for thread_id in thread_ids}
        spellings = [spelling for word in words for spelling in {word.encode(), json.dumps(word)[1:-1].encode()}]
        with self._counting, self.saver.lock:
            found = (self._names(user) & named) | self._holding(user, spellings)
            self._erase_now(user, found)
        return len(found)

    def erase_all(self, user: str) -> None:
        """Remove every thread of a user, bytes and all; as `erase` does."""
        with self._counting, self.saver.lock:
            self._erase_now(user, self._names(user))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _erase_now(self, user: str, found: set[str]) -> None:
        running = {name for name in self._running if name.startswith(f"{user}/")}
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
            rows = self._db.execute(f"SELECT DISTINCT thread_id FROM {table} WHERE {_OF_USER}", (_prefix(user),))
            found.update(name for (name,) in rows)
        return found

    def _holding(self, user: str, spellings: Sequence[bytes]) -> set[str]:
        found: set[str] = set()
        if not spellings:
            return found
        for table, columns in _ROWS:
            query = f"SELECT thread_id, {', '.join(columns)} FROM {table} WHERE {_OF_USER}"
            for name, *contents in self._db.execute(query, (_prefix(user),)):
                if name not in found and any(_holds(content, spellings) for content in contents):
                    found.add(name)
        return found

    def _delete(self, names: Iterable[str]) -> None:
        for table, _ in _ROWS:
            self._db.executemany(f"DELETE FROM {table} WHERE thread_id = ?", [(name,) for name in names])
        self._db.commit()

    def _shrink(self) -> None:
        self._db.commit()
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


_OF_USER: Final = "thread_id LIKE ? ESCAPE '!'"


def _prefix(user: str) -> str:
    return user.replace("!", "!!").replace("_", "!_").replace("%", "!%") + "/%"


def _holds(content: object, spellings: Sequence[bytes]) -> bool:
    raw = content.encode() if isinstance(content, str) else content
    return isinstance(raw, bytes) and any(spelling in raw for spelling in spellings)
