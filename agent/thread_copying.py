"""The file of threads written anew as another folder has it: sealed with another key, or not at all (store/resealing.py)."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from agent.thread_sealing import ThreadForm
from agent.threads import NAME, Threads, form_in

_BESIDE: Final = tuple(NAME + end for end in ("-wal", "-shm", "-journal"))
Row = dict[str, Any]

_CONTENTS: Final = {"checkpoints": "checkpoint", "writes": "value"}


def copy_threads(data: Path, staged: Path) -> tuple[list[str], list[str]]:
    """Copy the file, if there is one, from one folder to another; gives what is to be put in place, and what is to go.

    Raises:
        StoreError: see `Threads`.
        sqlite3.Error, sealing.Unopened: it is damaged.
    """
    if not (data / NAME).exists():
        return [], []
    old, new = form_in(data), Threads(staged)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(data / NAME))}?mode=ro", uri=True)) as db:
            for table, column in _CONTENTS.items():
                new.insert(table, (_copied(row, column, old, new.form) for row in _rows(db, table)))
            for row in _rows(db, "erasing"):
                new.owe(*old.plain_name(row["thread_id"]))
    finally:
        new.close()
    return [NAME], list(_BESIDE)


def _rows(db: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Give the rows of a table by the names of their columns, but for the checksums, which are made anew."""
    found = db.execute(f"SELECT * FROM {table}")
    columns = [column for column, *_ in found.description]
    for row in found:
        yield {column: value for column, value in zip(columns, row, strict=True) if column != "crc"}


def _copied(row: Row, column: str, old: ThreadForm, new: ThreadForm) -> Row:
    name = new.name(*old.plain_name(row["thread_id"]))
    kind, content = new.typed(old.content(row[column], row["type"]), old.plain_type(row["type"]))
    renamed = {"metadata": _renamed(row["metadata"], row["thread_id"], name)} if "metadata" in row else {}
    return {**row, "thread_id": name, "type": kind, column: content, **renamed}


def _renamed(metadata: bytes, before: str, after: str) -> bytes:
    told = json.loads(metadata)
    renamed = {key: after if value == before else value for key, value in told.items()}
    return json.dumps(renamed, ensure_ascii=False).encode()
