"""A checksum beside every row of threads.sqlite, written by the database itself as the rows are.

SQLite finds damage to its own structure, not to what a row says: a bit that flips there is seen by these before a thread is
taken up. Rows from before there were any are taken as they are, unless the folder is encrypted.
"""

import sqlite3
import zlib
from collections.abc import Iterable
from typing import Any, Final

from agent.thread_sealing import ThreadForm

_COLUMNS: Final = {
    "checkpoints": "thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata",
    "writes": "thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, value",
}


def seal(db: sqlite3.Connection, form: ThreadForm) -> None:
    """Have every row that is written from here on get its checksum. Raises sqlite3.Error."""
    know_sums(db, form)
    for table, columns in _COLUMNS.items():
        if not _has_sums(db, table):
            db.execute(f"ALTER TABLE {table} ADD COLUMN crc INTEGER")
        new = ", ".join(f"NEW.{column}" for column in columns.split(", "))
        db.execute(
            f"CREATE TRIGGER IF NOT EXISTS {table}_crc AFTER INSERT ON {table} "
            f"BEGIN UPDATE {table} SET crc = crc32({new}) WHERE rowid = NEW.rowid; END"
        )
    db.commit()


def know_sums(db: sqlite3.Connection, form: ThreadForm) -> None:
    """Teach a connection to reckon checksums: a CRC-32, or what only the folder's key gives."""

    def reckon(*values: Any) -> int:
        content = _joined(values)
        check = form.check(content)
        return zlib.crc32(content) if check is None else check

    def fits(stated: int | None, *values: Any) -> bool:
        return not form.is_sealed if stated is None else stated == reckon(*values)

    db.create_function("crc32", -1, reckon, deterministic=True)
    db.create_function("fits", -1, fits, deterministic=True)


def damaged_rows(db: sqlite3.Connection) -> int:
    """Count the rows that are not what was written. Raises sqlite3.Error."""
    return sum(
        int(db.execute(f"SELECT COUNT(*) FROM {table} WHERE NOT fits(crc, {columns})").fetchone()[0])
        for table, columns in _COLUMNS.items()
        if _has_sums(db, table)
    )


def is_damaged(db: sqlite3.Connection, thread_id: str) -> bool:
    """Tell whether what a thread would be taken up from is not what was written. Raises sqlite3.Error."""
    last = "(SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ?1)"
    return any(
        db.execute(
            f"SELECT 1 FROM {table} WHERE thread_id = ?1 AND checkpoint_id = {last} AND NOT fits(crc, {columns})",
            (thread_id,),
        ).fetchone()
        for table, columns in _COLUMNS.items()
    )


def _has_sums(db: sqlite3.Connection, table: str) -> bool:
    return any(name == "crc" for _, name, *_ in db.execute(f"PRAGMA table_info({table})"))


def _joined(values: Iterable[Any]) -> bytes:
    contents = [value if isinstance(value, bytes) else str(value).encode() for value in values]
    return b"".join(len(content).to_bytes(8, "big") + content for content in contents)
