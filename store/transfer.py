"""A memory as lines that another can take over: every record of its ledger, without the hashes that chain it there.

The ledger is the truth, so its records are the one export that loses nothing: ids, times, versions, what was taken back
and what can still be undone. A first line says what this is; each line is a JSON object, in the order of the ledger.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import orjson

from store.codec import VERSION, decode_event, encode_event
from store.errors import ImportUnreadable, LedgerCorrupt, MemoryNotEmpty
from store.projection import Projection
from store.records import Record
from store.strict_reading import Malformed, read_time

FORMAT: Final = "sebastian-memory"
# A record is at most a text of 8,000 characters and what was drawn from it; longer lines are not ours.
MAX_LINE_BYTES: Final = 1 << 20
_UNCHAINED: Final = {"prev": "", "hash": ""}

Records = Callable[[], Iterator[Record]]


def lines(records: Iterable[Record], count: int) -> Iterator[bytes]:
    """Give the header and each record as a line, its newline included."""
    yield orjson.dumps({"format": FORMAT, "version": VERSION, "records": count}) + b"\n"
    for record in records:
        head = {"v": VERSION, "seq": record.seq, "at": record.at.isoformat()}
        yield orjson.dumps(head | encode_event(record.event)) + b"\n"


def is_header(line: bytes) -> bool:
    """Tell whether an export begins with this line."""
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return isinstance(fields, dict) and fields.get("format") == FORMAT


def read(given: Iterable[bytes], user: str) -> Iterator[Record]:
    """Read the records of an export as those of a user.

    Raises:
        ImportUnreadable: `import_unreadable`, a line is not what belongs there, or lines are missing at the end.
    """
    stream = iter(given)
    header = _fields(next(stream, b""), 1)
    count = header.get("records")
    if header.get("format") != FORMAT or header.get("version") != VERSION or type(count) is not int:
        raise ImportUnreadable(f"line 1 is not the header of an export of version {VERSION}", line=1)
    seq = 0
    for seq, line in enumerate(stream, start=1):
        yield _record(_fields(line, seq + 1), user, seq)
    if seq != count:
        raise ImportUnreadable(f"the export has {seq} records of {count}; it was cut off", line=seq + 1)


def _fields(line: bytes, number: int) -> dict[str, Any]:
    try:
        fields = orjson.loads(line) if len(line) <= MAX_LINE_BYTES else None
    except orjson.JSONDecodeError:
        fields = None
    if not isinstance(fields, dict):
        raise ImportUnreadable(f"line {number} is not a JSON object of at most {MAX_LINE_BYTES} bytes", line=number)
    return fields


def _record(fields: dict[str, Any], user: str, seq: int) -> Record:
    try:
        if fields.get("v") != VERSION or fields.get("seq") != seq:
            raise Malformed(f"it is not record {seq} of version {VERSION}")
        at = read_time(fields.get("at"))
        return Record(seq, at, decode_event(fields | _UNCHAINED, user=user, seq=seq, at=at), b"")
    except Malformed as error:
        raise ImportUnreadable(f"line {seq + 1}: {error}", line=seq + 1) from error


def require_continuation(records: Iterable[Record], own: Iterator[Record], tables: Projection, *, erased: bool) -> int:
    """Count records that fit together and begin with a memory's own, or refuse them.

    Args:
        records: those of the export.
        own: those that the memory has.
        tables: empty ones, to try the records on.
        erased: whether something was erased from the memory, so that its records may say less than the export's.

    Raises:
        ImportUnreadable: `import_unreadable`, a record speaks of what is not there.
        MemoryNotEmpty: `memory_not_empty`, the memory holds something else.
    """
    count = 0
    try:
        for record in records:
            count += 1
            mine = next(own, None)
            if mine is not None and (mine.at != record.at or (mine.event != record.event and not erased)):
                raise MemoryNotEmpty(f"record {record.seq} of the memory is another than the export's", seq=record.seq)
            tables.apply(record)
    except LedgerCorrupt as error:
        raise ImportUnreadable(f"line {error.details['line'] + 1}: {error}", line=error.details["line"] + 1) from error
    if problems := tables.check():
        raise ImportUnreadable(f"the export contradicts itself: {problems[0]}")
    if next(own, None) is not None and not erased:
        raise MemoryNotEmpty("the memory has more than the export")
    return count
