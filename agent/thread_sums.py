"""A checksum beside every row of threads.sqlite, written by the database itself as the rows are.

SQLite finds damage to its own structure, not to what a row says: a bit that flips there is seen by these before a thread is
taken up. Rows from before there were any are taken as they are.
"""

import sqlite3
import zlib
from typing import Any, Final

_COLUMNS: Final = {
    "checkpoints": "thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata",
    "writes": "thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, value",
}


def seal(db: sqlite3.Connection) -> None:
    """Have every row that is written from here on get its checksum. Raises sqlite3.Error."""
    know_sums(db)
    for table, columns in _COLUMNS.items():
        if not _has_sums(db, table):
            db.execute(f"ALTER TABLE {table} ADD COLUMN crc INTEGER")
        new = ", ".join(f"NEW.{column}" for column in columns.split(", "))
        db.execute(
            f"CREATE TRIGGER IF NOT EXISTS {table}_crc AFTER INSERT ON {table} "
            f"BEGIN UPDATE {table} SET crc = crc32({new}) WHERE rowid = NEW.rowid; END"
        )
    db.commit()


def know_sums(db: sqlite3.Connection) -> None:
    """Teach a connection to reckon checksums."""
    db.create_function("crc32", -1, _crc32, deterministic=True)


def damaged_rows(db: sqlite3.Connection) -> int:
    """Count the rows that are not what was written. Raises sqlite3.Error."""
    return sum(
        int(db.execute(f"SELECT COUNT(*) FROM {table} WHERE crc != crc32({columns})").fetchone()[0])
        for table, columns in _COLUMNS.items()
        if _has_sums(db, table)
    )


def is_damaged(db: sqlite3.Connection, thread_id: str) -> bool:
    """Tell whether what a thread would be taken up from is not what was written. Raises sqlite3.Error."""
    last = "(SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ?1)"
    return any(
        db.execute(
            f"SELECT 1 FROM {table} WHERE thread_id = ?1 AND checkpoint_id = {last} AND crc != crc32({columns})",
            (thread_id,),
        ).fetchone()
        for table, columns in _COLUMNS.items()
    )


def _has_sums(db: sqlite3.Connection, table: str) -> bool:
    return any(name == "crc" for _, name, *_ in db.execute(f"PRAGMA table_info({table})"))


def _crc32(*values: Any) -> int:
    crc = 0
    for value in values:
        content = value if isinstance(value, bytes) else str(value).encode()
        crc = zlib.crc32(content, zlib.crc32(len(content).to_bytes(8, "big"), crc))
    return crc
