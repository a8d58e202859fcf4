"""Named arrays in one file, replaced whole: how an index that follows from the ledger is kept over a restart.

    line 1   CRC-32 of all that follows, 8 hex digits
    line 2   JSON: format, kind, ledger_seq, ledger_hash, more, arrays {name: [dtype, shape, offset]}
    then     the arrays, little-endian, each at a multiple of 64 bytes

A file that is missing, damaged, of another kind or made from another ledger is not used and is made again. Reading maps
the file into memory, unless it is sealed: what is never looked at is never copied. No pickle.
"""

import mmap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from store import disk, files

FORMAT: Final = 1
_CRC_LINE: Final = 9
_ALIGNED: Final = 64

Buffer = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Cover:
    """Up to which ledger record a file holds what follows from the ledger, and that record's SHA-256 in hex."""

    ledger_seq: int
    ledger_hash: str


@dataclass(frozen=True, slots=True)
class ArrayFile:
    """What a file holds: its arrays, which cannot be written to, and the JSON values beside them."""

    cover: Cover
    more: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


class Unusable(Exception):
    """The file cannot be used; the message says why."""


def write(path: Path, kind: str, cover: Cover, arrays: Mapping[str, NDArray[Any]], **more: Any) -> None:
    """Put a file in the place of the last. Raises OSError; the old file is then as it was."""
    places, offset = {}, 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, array.shape, offset]
        offset += _padded(array.nbytes)
    header = {"format": FORMAT, "kind": kind, "ledger_seq": cover.ledger_seq, "ledger_hash": cover.ledger_hash,
              "more": more, "arrays": places}  # fmt: skip
    line = orjson.dumps(header)
    parts: list[Buffer] = [line.ljust(_padded(_CRC_LINE + len(line) + 1) - _CRC_LINE - 1) + b"\n"]
    for array in arrays.values():
        content = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        parts += [content.data, bytes(_padded(array.nbytes) - array.nbytes)]
    crc = 0
    for part in parts:
        crc = zlib.crc32(part, crc)
    files.replace(path, [b"%08x\n" % crc, *parts])


def read(path: Path, kind: str) -> ArrayFile:
    """Map a file. Raises Unusable."""
    try:
        content = files.mapped(path)
    except FileNotFoundError:
        raise Unusable(f"{path.name} is missing") from None
    except (ValueError, OSError) as error:
        raise Unusable(f"{path.name} is empty or cannot be read: {error}") from None
    with memoryview(content) as view:
        if bytes(view[:_CRC_LINE]) != b"%08x\n" % zlib.crc32(view[_CRC_LINE:]):
            raise Unusable(f"{path.name} is damaged")
    return _parse(path, kind, content)


def check(path: Path, kind: str) -> list[str]:
    """Examine a file, which may be missing; the problems found."""
    try:
        if path.exists():
            read(path, kind)
    except Unusable as error:
        return [str(error)]
    return []


def remove(path: Path) -> None:
    """Remove a file, and what an unfinished one left; the folder is still to be synced."""
    disk.unfinished(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def _parse(path: Path, kind: str, content: bytes | mmap.mmap) -> ArrayFile:
    """Read a file whose checksum is right, so that its header says what this program, or another version, wrote."""
    begin = content.find(b"\n", _CRC_LINE) + 1
    header = orjson.loads(content[_CRC_LINE:begin])
    if (header["format"], header["kind"]) != (FORMAT, kind):
        raise Unusable(f"{path.name} is of another format")
    arrays = {
        name: np.frombuffer(content, dtype, count=int(np.prod(shape)), offset=begin + offset).reshape(shape)
        for name, (dtype, shape, offset) in header["arrays"].items()
    }
    return ArrayFile(Cover(header["ledger_seq"], header["ledger_hash"]), header["more"], arrays)


def _padded(size_bytes: int) -> int:
    return -(-size_bytes // _ALIGNED) * _ALIGNED
