"""The vectors of an index as one FAISS file and a JSON header that says what it covers; replaced as a pair.

Both are written beside the old ones and synced, then renamed one after the other. A crash between the two renames
leaves the new header under its temporary name, and reading finishes the step. Never pickle.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import faiss
import orjson

from store import disk

FORMAT: Final = 1
INDEX_NAME: Final = "index.faiss"
HEADER_NAME: Final = "index.json"
_NEW: Final = ".new"


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot covers: `ledger_seq` and `ledger_hash` are of the last ledger record when it was taken."""

    format: int
    embedder: str
    dimension: int
    count: int
    ledger_seq: int
    ledger_hash: str
    sha256: str


class SnapshotUnusable(Exception):
    """There is no snapshot, or not one of this embedder and this ledger; the message says which it is."""


def write(folder: Path, index: Any, *, embedder: str, ledger_seq: int, ledger_hash: str) -> Header:
    """Put a snapshot of a FAISS index in the place of the last. Raises OSError; the old pair is then as it was."""
    new_index, new_header = folder / (INDEX_NAME + _NEW), folder / (HEADER_NAME + _NEW)
    try:
        _write_index(new_index, index)
        header = Header(FORMAT, embedder, index.d, index.ntotal, ledger_seq, ledger_hash, _sha256(new_index))
        new_header.unlink(missing_ok=True)
        disk.write_new(new_header, orjson.dumps(asdict(header), option=orjson.OPT_INDENT_2))
    except OSError:
        new_index.unlink(missing_ok=True)
        new_header.unlink(missing_ok=True)
        raise
    new_index.replace(folder / INDEX_NAME)
    new_header.replace(folder / HEADER_NAME)
    disk.sync_folder(folder)
    return header


def read(folder: Path) -> tuple[Header, Any]:
    """Read the header and its FAISS index, whole and as written.

    Raises:
        SnapshotUnusable: one of the two is missing, or the index is not the one of the header.
    """
    path = folder / INDEX_NAME
    if not path.exists():
        raise SnapshotUnusable(f"{INDEX_NAME} is missing")
    sha256 = _sha256(path)
    for name in (HEADER_NAME, HEADER_NAME + _NEW):
        header = _read_header(folder / name)
        if header is not None and header.sha256 == sha256:
            break
    else:
        raise SnapshotUnusable(f"{INDEX_NAME} or {HEADER_NAME} is missing or damaged")
    if name != HEADER_NAME:
        (folder / name).replace(folder / HEADER_NAME)
        disk.sync_folder(folder)
    return header, _read_index(path, header)


def remove(folder: Path) -> None:
    """Remove a snapshot, and what an unfinished one left; a crash leaves no header without its index."""
    for name in (HEADER_NAME + _NEW, INDEX_NAME + _NEW, HEADER_NAME, INDEX_NAME):
        (folder / name).unlink(missing_ok=True)
    disk.sync_folder(folder)


def check(folder: Path, header: Header | None) -> list[str]:
    """Examine the files against the header they should have; the problems found."""
    path = folder / INDEX_NAME
    if header is None:
        return []
    if _read_header(folder / HEADER_NAME) != header:
        return [f"{HEADER_NAME}: it is not the header that was written"]
    if not path.exists() or _sha256(path) != header.sha256:
        return [f"{INDEX_NAME}: it is not the snapshot that was written"]
    return []


def _write_index(path: Path, index: Any) -> None:
    path.unlink(missing_ok=True)
    disk.write_new(path, b"")  # FAISS would make it readable to others
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:  # how FAISS says that the disk is full
        raise OSError(f"{path} cannot be written: {error}") from error
    disk.sync_file(path)


def _read_index(path: Path, header: Header) -> Any:
    try:
        index = faiss.read_index(str(path))
    except RuntimeError as error:
        raise SnapshotUnusable(f"{INDEX_NAME} cannot be read") from error
    if not isinstance(index, faiss.IndexIDMap2) or (index.d, index.ntotal) != (header.dimension, header.count):
        raise SnapshotUnusable(f"{INDEX_NAME} is not what {HEADER_NAME} says")
    return index


def _read_header(path: Path) -> Header | None:
    """The header, `None` where it is missing or is not one of this format."""
    try:
        fields = orjson.loads(path.read_bytes())
        header = Header(**fields)
    except (FileNotFoundError, orjson.JSONDecodeError, TypeError):
        return None
    return header if header.format == FORMAT else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
