"""One record as a line of the ledger: how it is written, and what is required of one that is read.

A line is the record's canonical bytes (the JSON object without `hash`) with `,"hash":"<64 hex digits>"` set in before
the closing brace; the hash is SHA-256 over the canonical bytes, which hold the hash of the line before in `prev`.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final

import orjson

from store.codec import VERSIONS, decode_event, encode_event, version_of
from store.records import Event, Record
from store.strict_reading import Malformed, read_time

_BEGINNING: Final = b'{"v":'
_HASH_KEY: Final = b',"hash":"'
_DIGEST_BYTES: Final = 32
# What stands behind the canonical bytes, in place of their closing brace.
TAIL_BYTES: Final = len(_HASH_KEY) + 2 * _DIGEST_BYTES + len(b'"}')
# What the first record has in `prev`.
GENESIS: Final = bytes(_DIGEST_BYTES)
# How the canonical bytes end: the hash of the line before, a quotation mark, and a brace that is not counted here.
_PREV_BYTES: Final = 2 * _DIGEST_BYTES + 1


def make_line(seq: int, at: datetime, event: Event, *, prev: bytes) -> bytes:
    """Write a record as a line, without its newline, after the record whose SHA-256 is `prev`.

    Raises:
        orjson.JSONEncodeError: a text cannot be written as UTF-8.
    """
    head = {"v": version_of(event), "seq": seq, "at": at.isoformat()}
    return _sealed(orjson.dumps(head | encode_event(event) | {"prev": prev.hex()}))


def follow(line: bytes, *, prev: bytes) -> bytes:
    """Give a whole line as it is after another record, whose SHA-256 is `prev`."""
    return _sealed(line[: -TAIL_BYTES - _PREV_BYTES] + prev.hex().encode() + b'"}')


def _sealed(body: bytes) -> bytes:
    """Set the hash of the canonical bytes in before their closing brace."""
    return body[:-1] + _HASH_KEY + hashlib.sha256(body).hexdigest().encode() + b'"}'


def read_lines(content: bytes, user: str, *, after: int = 0, prev: bytes | None = None) -> Iterator[tuple[Record, int]]:
    """Read records one by one, each with the offset (bytes) behind its line.

    Args:
        content: lines.
        user: whose they are.
        after: the sequence number of the record before the first line.
        prev: the SHA-256 of that record, `None` where there is none.

    Raises:
        Malformed: the next line is not the record that belongs there.
    """
    view = memoryview(content)
    start, seq, prev = 0, after + 1, prev or GENESIS
    while start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        record = read_line(view[start:end], user=user, seq=seq, prev=prev)
        start, seq, prev = end + 1, seq + 1, record.digest
        yield record, min(start, len(content))


def read_line(line: bytes | memoryview, *, user: str, seq: int, prev: bytes | None) -> Record:
    """Read one line, without its newline, as record `seq`, after the record whose SHA-256 is `prev` where it is told.

    Raises:
        Malformed: its hash, syntax, version, place in the chain or content is wrong.
    """
    digest = _digest_of(line)
    if digest is None:
        raise Malformed("its hash does not fit its content")
    return _parse(line, digest, user=user, seq=seq, prev=prev)


def _parse(line: bytes | memoryview, digest: bytes, *, user: str, seq: int, prev: bytes | None) -> Record:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise Malformed("it is not JSON") from None
    if type(fields) is not dict or fields.get("v") not in VERSIONS:
        raise Malformed(f"it is not of format version {' or '.join(map(str, VERSIONS))}")
    if fields.get("seq") != seq:
        raise Malformed(f"its sequence number is not {seq}")
    if prev is not None and fields.get("prev") != prev.hex():
        raise Malformed("it does not follow the record before it")
    at = read_time(fields.get("at"))
    return Record(seq, at, decode_event(fields, user=user, seq=seq, at=at), digest)


def possible_lines(content: bytes, start: int) -> Iterator[bytes]:
    """Everything from `start` that begins as a record and ends as a line, even where the newline before is bad."""
    while (start := content.find(_BEGINNING, start)) >= 0:
        end = content.find(b"\n", start)
        yield content[start:] if end < 0 else content[start:end]
        start += 1


def is_whole(line: bytes) -> bool:
    """Tell whether a line was once written whole by a ledger, wherever it now stands."""
    return _digest_of(line) is not None


def is_only_torn(content: bytes, end: int) -> bool:
    """Tell whether the bytes from `end`, behind the last whole record, are what a write leaves that a crash cut short.

    Such a one never came to the newline, or blocks of it are still empty, and no whole record follows. Anything else
    was written whole once, and has been damaged since.
    """
    is_unfinished = content.find(b"\n", end) < 0 or content.find(b"\0\0", end) >= 0
    return is_unfinished and not any(is_whole(line) for line in possible_lines(content, end))


def stated_digest(tail: bytes) -> bytes:
    """The SHA-256 that the end of a line states. Raises ValueError."""
    return bytes.fromhex(tail[len(_HASH_KEY) : -len(b'"}')].decode("ascii"))


def _digest_of(line: bytes | memoryview) -> bytes | None:
    """The line's SHA-256, `None` where it is not the one that the line states."""
    canonical = hashlib.sha256(line[:-TAIL_BYTES])
    canonical.update(b"}")
    stated = _HASH_KEY + canonical.hexdigest().encode() + b'"}'
    return canonical.digest() if line[-TAIL_BYTES:] == stated else None
