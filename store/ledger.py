"""The ledger: what happened to one memory, append-only JSON lines, each with the hash of the one before.

A line is the record's canonical bytes (the JSON object without `hash`) with `,"hash":"<64 hex digits>"` set in before
the closing brace; the hash is SHA-256 over the canonical bytes, which hold the hash of the line before in `prev`.
The ledger is the truth: tables and indexes follow from it.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import orjson

from store import disk
from store.codec import VERSION, Malformed, decode_event, encode_event, read_time
from store.errors import InvalidInput, LedgerCorrupt, StoreError
from store.records import Event, Record

_BEGINNING: Final = b'{"v":'
_HASH_KEY: Final = b',"hash":"'
_DIGEST_BYTES: Final = 32
_TAIL_BYTES: Final = len(_HASH_KEY) + 2 * _DIGEST_BYTES + len(b'"}')
_GENESIS: Final = bytes(_DIGEST_BYTES)

log = logging.getLogger(__name__)


class Ledger:
    """One user's ledger file, opened for appending. Not safe for several threads: its memory holds the lock."""

    def __init__(self, path: Path, user: str, replay: Callable[[Record], object]) -> None:
        """Open or begin the ledger, and give every record in it to `replay`, in order.

        A torn or damaged tail is cut back to the last whole record; the bytes cut are kept in
        `<name>.cut-<last seq>-<n>` beside it, and the log says so.

        Raises:
            LedgerCorrupt: `ledger_corrupt`, a line is damaged although whole records follow it; nothing was changed.
            OSError: the file cannot be read or written.
        """
        self._path = path
        self._user = user
        self._digests = bytearray()
        self._file = disk.AppendFile(path)
        try:
            self._load(replay)
        except BaseException:
            self._file.close()
            raise

    @property
    def seq(self) -> int:
        """Sequence number of the last record, 0 when there is none."""
        return len(self._digests) // _DIGEST_BYTES

    @property
    def size_bytes(self) -> int:
        """Length of the file that was acknowledged."""
        return self._file.length

    def digest_at(self, seq: int) -> bytes | None:
        """Give the SHA-256 of record `seq`, `None` where there is no such record."""
        if not 1 <= seq <= self.seq:
            return None
        return bytes(self._digests[(seq - 1) * _DIGEST_BYTES : seq * _DIGEST_BYTES])

    def append(self, event: Event, at: datetime) -> Record:
        """Write one event and wait for the disk; the record given back was read from the very bytes written.

        Raises:
            InvalidInput: `invalid_input`, a text cannot be written as UTF-8, or the event would not read back.
            StoreError: `store_error`, the disk refused; the ledger is as before.
        """
        prev = self.digest_at(self.seq) or _GENESIS
        head = {"v": VERSION, "seq": self.seq + 1, "at": at.isoformat()}
        try:
            body = orjson.dumps(head | encode_event(event) | {"prev": prev.hex()})
            line = body[:-1] + _HASH_KEY + hashlib.sha256(body).hexdigest().encode() + b'"}'
            record = read_line(line, user=self._user, seq=self.seq + 1, prev=prev)
        except (orjson.JSONEncodeError, Malformed) as error:
            raise InvalidInput(f"the change cannot be written to the ledger: {error}") from error
        try:
            self._file.append(line + b"\n", sync=True)
        except OSError as error:
            raise StoreError(f"{self._path} cannot be written: {error}; nothing was kept") from error
        self._digests += record.digest
        return record

    def records(self) -> Iterator[Record]:
        """Read the file again from its beginning. Raises LedgerCorrupt at the first line that is not a record."""
        seq = 0
        try:
            for record, _ in read_lines(self._file.read(), self._user):
                seq = record.seq
                yield record
        except Malformed as error:
            raise LedgerCorrupt(f"{self._path}, line {seq + 1}: {error}", line=seq + 1) from error

    def erase(self) -> int:
        """Remove every byte; gives how many records there were. Raises OSError."""
        count = self.seq
        self._file.cut(0)
        self._digests.clear()
        return count

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _load(self, replay: Callable[[Record], object]) -> None:
        content = self._file.read()
        end = 0
        try:
            for record, behind in read_lines(content, self._user):
                replay(record)
                self._digests += record.digest
                end = behind
        except Malformed as error:
            self._refuse_damage_inside(content, end, error)
            self._set_tail_aside(content, end, error)
        else:
            if content and not content.endswith(b"\n"):
                self._file.append(b"\n", sync=True)

    def _refuse_damage_inside(self, content: bytes, end: int, error: Malformed) -> None:
        if any(is_whole(line) for line in _possible_lines(content, end)):
            line = self.seq + 1
            raise LedgerCorrupt(
                f"{self._path}, line {line}: {error}, and whole records follow; restore the file from a backup",
                line=line,
            ) from error

    def _set_tail_aside(self, content: bytes, end: int, error: Malformed) -> None:
        count = 1
        while (aside := self._path.with_name(f"{self._path.stem}.cut-{self.seq}-{count}")).exists():
            count += 1
        disk.write_new(aside, content[end:])
        self._file.cut(end)
        log.warning(
            "%s: the tail was damaged (%s); cut back to record %d, the %d bytes cut are in %s",
            self._path,
            error,
            self.seq,
            len(content) - end,
            aside.name,
        )


def read_lines(content: bytes, user: str) -> Iterator[tuple[Record, int]]:
    """Read records one by one, each with the offset (bytes) behind its line.

    Raises:
        Malformed: the next line is not the record that belongs there.
    """
    view = memoryview(content)
    start, seq, prev = 0, 1, _GENESIS
    while start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        record = read_line(view[start:end], user=user, seq=seq, prev=prev)
        start, seq, prev = end + 1, seq + 1, record.digest
        yield record, min(start, len(content))


def read_line(line: bytes | memoryview, *, user: str, seq: int, prev: bytes) -> Record:
    """Read one line, without its newline, as record `seq` after the record whose SHA-256 is `prev`.

    Raises:
        Malformed: its hash, syntax, version, place in the chain or content is wrong.
    """
    digest = _digest_of(line)
    if digest is None:
        raise Malformed("its hash does not fit its content")
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Malformed("it is not JSON") from None
    if type(fields) is not dict or fields.get("v") != VERSION:
        raise Malformed(f"it is not of format version {VERSION}")
    if fields.get("seq") != seq:
        raise Malformed(f"its sequence number is not {seq}")
    if fields.get("prev") != prev.hex():
        raise Malformed("it does not follow the record before it")
    at = read_time(fields.get("at"))
    return Record(seq, at, decode_event(fields, user=user, seq=seq, at=at), digest)


def _possible_lines(content: bytes, start: int) -> Iterator[bytes]:
    """Everything from `start` that begins as a record and ends as a line, even where the newline before is bad."""
    while (start := content.find(_BEGINNING, start)) >= 0:
        end = content.find(b"\n", start)
        yield content[start:] if end < 0 else content[start:end]
        start += 1


def is_whole(line: bytes) -> bool:
    """Tell whether a line was once written whole by a ledger, wherever it now stands."""
    return _digest_of(line) is not None


def _digest_of(line: bytes | memoryview) -> bytes | None:
    """The line's SHA-256, `None` where it is not the one that the line states."""
    canonical = hashlib.sha256(line[:-_TAIL_BYTES])
    canonical.update(b"}")
    stated = _HASH_KEY + canonical.hexdigest().encode() + b'"}'
    return canonical.digest() if line[-_TAIL_BYTES:] == stated else None
