"""The vectors of an index as one FAISS file and a JSON header that says what it covers; replaced as a pair.

Both are written beside the old ones and synced, then renamed one after the other. A crash between the two renames
leaves the new header under its temporary name, and reading finishes the step. A third file, `index.bits`, follows from
the first (store/vector_segment.py) and is made again where it is not of the very same one. Never pickle.
"""

import logging
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import faiss
import numpy as np
import orjson

from store import array_file, disk, files
from store.array_file import Cover, Unusable
from store.sealing import Unopened
from store.vector_journal import Chain, Maker
from store.vector_segment import VectorSegment

FORMAT: Final = 2
INDEX_NAME: Final = "index.faiss"
HEADER_NAME: Final = "index.json"
BITS_NAME: Final = "index.bits"
NAMES: Final = (INDEX_NAME, HEADER_NAME, BITS_NAME)
_NEW: Final = ".new"
_BITS: Final = "bits"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot covers: `ledger_seq` and `ledger_hash` are of the last ledger record when it was taken."""

    format: int
    embedder: str
    dimension: int
    count: int
    ledger_seq: int
    ledger_hash: str
    crc32: str


class SnapshotUnusable(Exception):
    """There is no snapshot, or not one of this embedder and this ledger; the message says which it is."""


def write(folder: Path, segment: VectorSegment, *, embedder: str, cover: Cover) -> Header:
    """Put a snapshot of a segment in the place of the last. Raises OSError; the old pair is then as it was."""
    new_index, new_header = folder / (INDEX_NAME + _NEW), folder / (HEADER_NAME + _NEW)
    index = segment.index
    try:
        _write_index(new_index, index)
        crc = _crc32(new_index)
        header = Header(FORMAT, embedder, index.d, index.ntotal, cover.ledger_seq, cover.ledger_hash, crc)
        new_header.unlink(missing_ok=True)
        files.write_new(new_header, [orjson.dumps(asdict(header), option=orjson.OPT_INDENT_2)])
    except OSError:
        new_index.unlink(missing_ok=True)
        new_header.unlink(missing_ok=True)
        raise
    new_index.replace(folder / INDEX_NAME)
    new_header.replace(folder / HEADER_NAME)
    disk.sync_folder(folder)
    _write_bits(folder, segment, header)
    return header


def read(folder: Path) -> tuple[Header, VectorSegment]:
    """Map the index into memory, whole and as written; it takes no further vectors.

    Raises:
        SnapshotUnusable: one of the two is missing, or the index is not the one of the header.
    """
    path = folder / INDEX_NAME
    if not path.exists():
        raise SnapshotUnusable(f"{INDEX_NAME} is missing")
    header, name = _header_of(folder)
    if name != HEADER_NAME:
        (folder / name).replace(folder / HEADER_NAME)
        disk.sync_folder(folder)
    return header, _with_bits(folder, _read_index(path, header), header)


def remove(folder: Path) -> None:
    """Remove a snapshot, and what an unfinished one left; a crash leaves no header without its index."""
    for name in (HEADER_NAME, INDEX_NAME, BITS_NAME):
        (folder / (name + _NEW)).unlink(missing_ok=True)
        (folder / name).unlink(missing_ok=True)
    disk.sync_folder(folder)


def check(folder: Path, header: Header | None) -> list[str]:
    """Examine the files against the header they should have; the problems found."""
    path = folder / INDEX_NAME
    if header is None:
        return []
    if _read_header(folder / HEADER_NAME) != header:
        return [f"{HEADER_NAME}: it is not the header that was written"]
    if not path.exists() or _crc32(path) != header.crc32:
        return [f"{INDEX_NAME}: it is not the snapshot that was written"]
    return array_file.check(folder / BITS_NAME, _BITS)


def examine(folder: Path, maker: Maker, chain: Chain) -> list[str]:
    """Examine the files beside the ledger that they should be of; the names of those that cannot be used."""
    there = [name for name in (INDEX_NAME, HEADER_NAME) if (folder / name).exists()]
    if not there:
        return []
    try:
        header, _ = _header_of(folder)
        _read_index(folder / INDEX_NAME, header)
    except SnapshotUnusable:
        return there
    is_of_ledger = (chain.digest_at(header.ledger_seq) or b"").hex() == header.ledger_hash
    if not is_of_ledger or (header.embedder, header.dimension) != (maker.embedder, maker.dimension):
        return there
    return [BITS_NAME] if array_file.check(folder / BITS_NAME, _BITS) else []


def _header_of(folder: Path) -> tuple[Header, str]:
    """Give the header that is the index's, and the name of the file that holds it. Raises SnapshotUnusable."""
    try:
        crc = _crc32(folder / INDEX_NAME)
        for name in (HEADER_NAME, HEADER_NAME + _NEW):
            header = _read_header(folder / name)
            if header is not None and header.crc32 == crc:
                return header, name
    except OSError as error:
        raise SnapshotUnusable(f"{INDEX_NAME} or {HEADER_NAME} cannot be read: {error}") from error
    raise SnapshotUnusable(f"{INDEX_NAME} or {HEADER_NAME} is missing or damaged")


def _write_bits(folder: Path, segment: VectorSegment, header: Header) -> None:
    """Keep the bits where they are wanted; without them they are made again at the next start."""
    if not segment.is_large:
        array_file.remove(folder / BITS_NAME)
        return
    mean, bits = segment.bits()
    cover = Cover(header.ledger_seq, header.ledger_hash)
    try:
        array_file.write(folder / BITS_NAME, _BITS, cover, {"mean": mean, "bits": bits}, of=header.crc32)
    except OSError as error:
        array_file.remove(folder / BITS_NAME)  # those that lie there are of other vectors
        log.warning("%s: %s could not be written (%s); it will be made again", folder, BITS_NAME, error)


def _with_bits(folder: Path, index: Any, header: Header) -> VectorSegment:
    with suppress(Unusable):
        kept = array_file.read(folder / BITS_NAME, _BITS)
        if kept.more["of"] == header.crc32:
            return VectorSegment(index, mean=kept.arrays["mean"], bits=kept.arrays["bits"])
    return VectorSegment(index)


def _write_index(path: Path, index: Any) -> None:
    path.unlink(missing_ok=True)
    try:
        if files.is_sealed(path):
            files.write_new(path, [faiss.serialize_index(index).data])
            return
        disk.write_new(path, b"")  # FAISS would make it readable to others
        faiss.write_index(index, str(path))
    except RuntimeError as error:  # how FAISS says that the disk is full
        raise OSError(f"{path} cannot be written: {error}") from error
    disk.sync_file(path)


def _read_index(path: Path, header: Header) -> Any:
    try:
        index = (
            faiss.deserialize_index(np.frombuffer(files.read(path), dtype=np.uint8))
            if files.is_sealed(path)
            else faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        )
    except (RuntimeError, Unopened) as error:
        raise SnapshotUnusable(f"{INDEX_NAME} cannot be read") from error
    if not isinstance(index, faiss.IndexIDMap2) or (index.d, index.ntotal) != (header.dimension, header.count):
        raise SnapshotUnusable(f"{INDEX_NAME} is not what {HEADER_NAME} says")
    return index


def _read_header(path: Path) -> Header | None:
    """The header, `None` where it is missing or is not one of this format."""
    try:
        fields = orjson.loads(files.read(path))
        header = Header(**fields)
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return header if header.format == FORMAT else None


def _crc32(path: Path) -> str:
    if path.stat().st_size == 0:
        return ""
    try:
        return f"{zlib.crc32(files.mapped(path)):08x}"
    except Unopened:
        return ""
