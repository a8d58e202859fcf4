"""Vectors added since the last snapshot, in a file that only grows.

The file is one JSON line (format, embedder, dimension) and then records of a fixed size: id (int64), vector
(float32 × dimension), CRC-32 (uint32), little-endian. The CRC covers the record and the hash of the ledger record
that brought the item, so a vector is never taken for another ledger's item of the same number. Vectors can be made
again, so an append does not wait for the disk: what a power cut loses is embedded once more.
"""

import logging
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import orjson
from numpy.typing import NDArray

from store import files

FORMAT: Final = 1
_CRC_BYTES: Final = 4

log = logging.getLogger(__name__)


class Chain(Protocol):
    """What the vectors must know of the ledger that they belong to."""

    @property
    def seq(self) -> int:
        """Sequence number of the last record."""

    def digest_at(self, seq: int) -> bytes | None:
        """The SHA-256 of a record, `None` where there is no such record."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made vectors: the embedder's name, and how long they are."""

    embedder: str
    dimension: int

    def header(self) -> bytes:
        """Give the first line of a journal of these vectors."""
        return orjson.dumps({"format": FORMAT, "embedder": self.embedder, "dimension": self.dimension}) + b"\n"

    def record(self) -> "np.dtype[np.void]":
        """Give the form of a record."""
        return np.dtype([("id", "<i8"), ("vector", "<f4", (self.dimension,)), ("crc", "<u4")])


def examine(path: Path, maker: Maker, chain: Chain) -> list[str]:
    """Examine a journal, which may be missing, beside the ledger that it should be of; the problems found. Raises OSError."""
    content, header, record = (
        files.read_lines(path) if path.exists() else maker.header(),
        maker.header(),
        maker.record(),
    )
    if not content.startswith(header):
        return [f"{path.name}: it is of another embedder, or its header is damaged"]
    records = np.frombuffer(
        content, dtype=record, offset=len(header), count=(len(content) - len(header)) // record.itemsize
    )
    damaged = len(records) - len(whole_rows(records, chain))
    return [f"{path.name}: {damaged} damaged records"] if damaged else []


def whole_rows(records: Any, chain: Chain) -> list[int]:
    """Give the rows of records whose CRC fits."""
    size, view = records.dtype.itemsize, memoryview(records.tobytes())
    stated = enumerate(zip(records["id"].tolist(), records["crc"].tolist(), strict=True))
    return [row for row, (item, crc) in stated if crc == _crc(item, view[row * size :][:size], chain)]


def _crc(item: int, record: memoryview, chain: Chain) -> int:
    """The CRC-32 of a record's bytes, without the last four, which state it."""
    return zlib.crc32(record[:-_CRC_BYTES], zlib.crc32(chain.digest_at(item) or b""))


class VectorJournal:
    """The file `vectors.log`; one that another embedder wrote, or with a header that cannot be read, starts anew."""

    def __init__(self, path: Path, *, embedder: str, dimension: int, chain: Chain) -> None:
        """Open or begin the journal, and cut a record torn at its end. Raises OSError."""
        self._chain = chain
        maker = Maker(embedder, dimension)
        self._record, self._header = maker.record(), maker.header()
        self._file = files.append_file(path)
        if self._file.read_at(0, len(self._header)) != self._header:
            self.was_foreign = self._file.length > 0
            self._file.cut(0)
            self._file.append(self._header, sync=True)
        else:
            self.was_foreign = False
            if torn := self._torn_bytes():
                self._file.cut(self._file.length - torn)

    def __len__(self) -> int:
        return (self._file.length - len(self._header)) // self._record.itemsize

    def load(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Read ids, shape (n,), and vectors, shape (n, dimension), in the order of adding; damaged ones left out."""
        content = self._file.read(len(self._header))
        records = self._records(content)
        whole = whole_rows(records, self._chain)
        if len(whole) < len(records):
            log.warning("%s: %d of %d vectors are damaged", self._file.path, len(records) - len(whole), len(records))
        return records["id"][whole].astype(np.int64), records["vector"][whole].astype(np.float32)

    def append(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add records; either all of them or none. Raises OSError."""
        records = np.zeros(len(ids), dtype=self._record)
        records["id"], records["vector"] = ids, vectors
        size, view = self._record.itemsize, memoryview(records.tobytes())
        records["crc"] = [_crc(item, view[row * size :][:size], self._chain) for row, item in enumerate(ids.tolist())]
        self._file.append(records.tobytes(), sync=False)

    def clear(self) -> None:
        """Forget every record, durably. Raises OSError."""
        self._file.cut(len(self._header))

    def check(self) -> list[str]:
        """Examine the file; the problems found."""
        content = self._file.read()
        if len(content) != self._file.length or not content.startswith(self._header) or self._torn_bytes():
            return [f"{self._file.path.name}: its header or its length is wrong"]
        damaged = len(self) - len(whole_rows(self._records(content[len(self._header) :]), self._chain))
        return [f"{self._file.path.name}: {damaged} damaged records"] if damaged else []

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _torn_bytes(self) -> int:
        return (self._file.length - len(self._header)) % self._record.itemsize

    def _records(self, content: bytes) -> Any:
        """The records as a structured array, unchecked."""
        return np.frombuffer(content, dtype=self._record, count=len(self))
