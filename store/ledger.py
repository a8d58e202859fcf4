"""The ledger: what happened to one memory, append-only JSON lines, each with the hash of the one before (store/lines.py).

The ledger is the truth: tables and indexes follow from it.
"""

import hashlib
import logging
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from store import disk, files
from store.errors import InvalidInput, LedgerCorrupt, refused_by_disk
from store.lines import (
    GENESIS,
    TAIL_BYTES,
    is_only_torn,
    is_whole,
    make_line,
    read_line,
    read_lines,
    stated_digest,
)
from store.records import Event, Record
from store.strict_reading import Malformed

LEDGER_NAME: Final = "ledger.jsonl"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The lines of a ledger that were read at an earlier start, and that are the same bytes still (`same_beginning`).

    `ends` holds the offset behind each line, `hashing` the SHA-256 of them all, to go on with, `last` that of the last
    record.
    """

    ends: "array[int]"
    hashing: Any
    last: bytes | None


@dataclass(frozen=True, slots=True)
class NextLines:
    """Records that are still to be written, and the lines, without their ends, from which they were read."""

    lines: list[bytes]
    records: list[Record]


class Ledger:
    """One user's ledger file, opened for appending. Not safe for several threads: its memory holds the locks.

    An append is made in three steps, of which only `write` touches the disk; it changes nothing that others can see, so that
    who reads need not wait for it. Between them nothing else is written.
    """

    def __init__(
        self, path: Path, user: str, replay: Callable[[Record], object], *, beginning: Beginning | None = None
    ) -> None:
        """Open or begin the ledger, and give every record in it, behind the `beginning`, to `replay`, in order.

        A torn tail is cut back to the last whole record; the bytes cut are kept in `<name>.cut-<last seq>-<n>` beside it,
        and the log says so.

        Raises:
            LedgerCorrupt: `ledger_corrupt`, a line is damaged and not only torn; nothing was changed.
            OSError: the file cannot be read or written.
        """
        self._path = path
        self._user = user
        self._ends = array("q") if beginning is None else beginning.ends[:]
        self._hashing = hashlib.sha256() if beginning is None else beginning.hashing.copy()
        self._last: bytes | None = None if beginning is None else beginning.last
        self._file = files.append_file(path)
        try:
            self._load(replay)
        except BaseException:
            self._file.close()
            raise

    @property
    def seq(self) -> int:
        """Sequence number of the last record, 0 when there is none."""
        return len(self._ends)

    @property
    def size_bytes(self) -> int:
        """Length of the file that was acknowledged."""
        return self._file.length

    def digest_at(self, seq: int) -> bytes | None:
        """Give the SHA-256 of record `seq`, `None` where there is no such record."""
        if not 1 <= seq <= self.seq:
            return None
        if seq == self.seq:
            return self._last
        try:
            return stated_digest(self._file.read_at(self._ends[seq - 1] - 1 - TAIL_BYTES, TAIL_BYTES))
        except ValueError:  # it went bad since the ledger was opened
            return None

    def fingerprint(self) -> str:
        """Give the SHA-256 of the whole file in hex."""
        digest: str = self._hashing.copy().hexdigest()
        return digest

    def ends(self) -> NDArray[np.int64]:
        """Give the offset behind each line, shape (seq,), as a copy."""
        return np.array(self._ends, dtype=np.int64)

    def record(self, seq: int) -> Record:
        """Read record `seq`, from 1 on, again.

        Raises:
            LedgerCorrupt: `ledger_corrupt`, it went bad meanwhile.
            StoreError: `store_error`, the disk refused, or the ledger is closed.
        """
        start = self._ends[seq - 2] if seq > 1 else 0
        try:
            line = self._file.read_at(start, self._ends[seq - 1] - 1 - start)
            return read_line(line, user=self._user, seq=seq, prev=None)
        except Malformed as error:
            raise LedgerCorrupt(f"{self._path}, line {seq}: {error}", line=seq) from error
        except OSError as error:
            raise refused_by_disk(f"{self._path} cannot be read", error) from error

    def append(self, event: Event, at: datetime) -> Record:
        """Write one event and wait for the disk; the record given back was read from the very bytes written.

        Raises:
            InvalidInput: `invalid_input`, a text cannot be written as UTF-8, or the event would not read back.
            StoreError: `store_error`, `disk_full` or `folder_read_only`, the disk refused; the ledger is as before.
        """
        return self.append_all([(event, at)])[0]

    def append_all(self, events: Sequence[tuple[Event, datetime]]) -> list[Record]:
        """Write events as `append` does, waiting for the disk once: all of them, or none where nothing crashes.

        A crash in between may leave the first of them.

        Raises:
            InvalidInput, StoreError.
        """
        made = self.made(events)
        self.write(made)
        self.took(made)
        return made.records

    def made(self, events: Sequence[tuple[Event, datetime]]) -> NextLines:
        """Give the next lines of the ledger; nothing is changed. Raises InvalidInput as `append`."""
        prev, lines, records = self._last or GENESIS, list[bytes](), list[Record]()
        try:
            for seq, (event, at) in enumerate(events, start=self.seq + 1):
                lines.append(make_line(seq, at, event, prev=prev))
                records.append(read_line(lines[-1], user=self._user, seq=seq, prev=prev))
                prev = records[-1].digest
        except (orjson.JSONEncodeError, Malformed) as error:
            raise InvalidInput(f"the change cannot be written to the ledger: {error}") from error
        return NextLines(lines, records)

    def write(self, made: NextLines) -> None:
        """Write the next lines and wait for the disk; until `took`, all else is as before. Raises StoreError as `append`."""
        try:
            self._file.append(*(line + b"\n" for line in made.lines), sync=True)
        except OSError as error:
            raise refused_by_disk(f"nothing was kept, {self._path} cannot be written", error) from error

    def took(self, made: NextLines) -> None:
        """Go on from the lines that were written."""
        end = self._ends[-1] if self._ends else 0
        for line, record in zip(made.lines, made.records, strict=True):
            end += len(line) + 1
            self._took(line + b"\n", end)
            self._last = record.digest

    def records(self) -> Iterator[Record]:
        """Read the file again from its beginning. Raises LedgerCorrupt at the first line that is not a record, OSError."""
        seq = 0
        try:
            for record, _ in read_lines(self._file.read(), self._user):
                seq = record.seq
                yield record
        except Malformed as error:
            raise LedgerCorrupt(f"{self._path}, line {seq + 1}: {error}", line=seq + 1) from error

    def take(self, beginning: Beginning) -> None:
        """Put the file that was written beside this one, which has just these lines, in its place.

        The folder is still to be synced.

        Raises:
            OSError: it could not be put there; this ledger is as it was.
        """
        file = files.append_file(disk.unfinished(self._path))
        try:
            file.move(self._path)
        except OSError:
            file.close()
            raise
        self._file.close()
        self._file = file
        self._ends, self._hashing, self._last = beginning.ends[:], beginning.hashing.copy(), beginning.last

    def erase(self) -> int:
        """Remove every byte; gives how many records there were. Raises OSError; `seq` says whether they are there."""
        count = self.seq
        try:
            self._file.cut(0)
        finally:
            if self._file.length == 0:
                self._ends, self._last, self._hashing = array("q"), None, hashlib.sha256()
        return count

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _load(self, replay: Callable[[Record], object]) -> None:
        begin = self._ends[-1] if self._ends else 0
        content = self._with_its_end(self._file.read(begin))
        end = 0
        try:
            for record, behind in read_lines(content, self._user, after=self.seq, prev=self._last):
                replay(record)
                self._ends.append(begin + behind)
                self._last = record.digest
                end = behind
        except Malformed as error:
            self._refuse_damage(content, end, error)
            self._set_tail_aside(content, end, error)
        self._hashing.update(content[:end])
        if end and content[end - 1 : end] != b"\n":
            self._file.append(b"\n", sync=True)
            self._ends.pop()
            self._took(b"\n", self._file.length)

    def _took(self, content: bytes, end: int) -> None:
        """Note what was written: the end of a line, which now lies before the offset `end`."""
        self._hashing.update(content)
        self._ends.append(end)

    def _with_its_end(self, content: bytes) -> bytes:
        """Take a bad byte off that stands where the last record, whole as it is, should end."""
        last = content[content.rfind(b"\n") + 1 :]
        if not is_whole(last[:-1]):
            return content
        log.warning("%s: the newline behind the last record was damaged; it is written again", self._path)
        self._file.cut(self._file.length - 1)
        return content[:-1]

    def _refuse_damage(self, content: bytes, end: int, error: Malformed) -> None:
        if not is_only_torn(content, end):
            line = self.seq + 1
            raise LedgerCorrupt(
                f"{self._path}, line {line}: {error}, and it was written whole; restore the file from a backup",
                line=line,
            ) from error

    def _set_tail_aside(self, content: bytes, end: int, error: Malformed) -> None:
        count = 1
        while (aside := self._path.with_name(f"{self._path.stem}.cut-{self.seq}-{count}")).exists():
            count += 1
        files.write_new(aside, [content[end:]])
        self._file.cut(self._file.length - (len(content) - end))
        log.warning(
            "%s: the tail was damaged (%s); cut back to record %d, the %d bytes cut are in %s",
            self._path,
            error,
            self.seq,
            len(content) - end,
            aside.name,
        )


def same_beginning(path: Path, ends: NDArray[np.int64], fingerprint: str) -> Beginning | None:
    """Give the beginning of a ledger where it is, byte for byte, that of which `ends` and `fingerprint` are told."""
    length = int(ends[-1]) if len(ends) else 0
    if length == 0 or not path.exists() or path.stat().st_size == 0:
        return None
    with memoryview(files.mapped_lines(path)) as content:
        if len(content) < length:
            return None
        hashing = hashlib.sha256(content[:length])
        tail = bytes(content[length - 1 - TAIL_BYTES : length - 1])
    if hashing.hexdigest() != fingerprint:
        return None
    return Beginning(array("q", ends.tobytes()), hashing, stated_digest(tail))
