"""The files of a memory, read and written as if none were sealed: store/disk.py does what store/vault.py says.

Some are written whole; others are made of lines, so that more can be appended, and say so where they are written.
"""

import mmap
from collections.abc import Iterable
from pathlib import Path

from store import disk, vault
from store.disk import AppendFile
from store.sealed_lines import SealedAppendFile, presented

Buffer = bytes | memoryview


def append_file(path: Path) -> AppendFile | SealedAppendFile:
    """Open or make a file of lines for appending. Raises OSError."""
    sealed = vault.sealed(path)
    return AppendFile(path) if sealed is None else SealedAppendFile(path, sealed)


def read_lines(path: Path) -> bytes:
    """Read the content of a file of lines; what does not open is given as store/sealed_lines.py says. Raises OSError."""
    sealed, content = vault.sealed(path), path.read_bytes()
    return content if sealed is None else presented(content, sealed)


def mapped_lines(path: Path) -> "bytes | mmap.mmap":
    """Give the content of a file of lines without copying it, where it is not sealed. Raises OSError, ValueError when empty."""
    return _mapped(path) if vault.sealed(path) is None else read_lines(path)


def read(path: Path) -> bytes:
    """Read a file. Raises OSError, sealing.Unopened."""
    sealed, content = vault.sealed(path), path.read_bytes()
    return content if sealed is None else sealed.sealer.open_file(content, sealed.place)


def mapped(path: Path) -> "bytes | mmap.mmap":
    """Give a file's content without copying it, where it is not sealed. Raises OSError, ValueError when empty or not opened."""
    sealed = vault.sealed(path)
    return _mapped(path) if sealed is None else sealed.sealer.open_file(_mapped(path), sealed.place)


def is_sealed(path: Path) -> bool:
    """Tell whether a file of this path is written sealed."""
    return vault.sealed(path) is not None


def write_new(path: Path, parts: Iterable[Buffer], *, lines: bool = False) -> None:
    """Write a file that must not exist yet, durably, its name included. Raises OSError."""
    disk.write_new(path, b"".join(_sealed(path, parts, lines=lines)))


def replace(path: Path, parts: Iterable[Buffer], *, lines: bool = False) -> None:
    """Put a file of these parts in the place of the last, or of none, at once and durably.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    disk.replace(path, _sealed(path, parts, lines=lines))


def write_unfinished(path: Path, parts: Iterable[Buffer], *, lines: bool = False) -> None:
    """Write a file of these parts beside another, durably, for `disk.finish`. Raises OSError; there is then none."""
    disk.write_unfinished(path, _sealed(path, parts, lines=lines))


def _sealed(path: Path, parts: Iterable[Buffer], *, lines: bool) -> Iterable[Buffer]:
    sealed = vault.sealed(path)
    if sealed is None:
        return parts
    if lines:
        return (sealed.sealer.seal_line(bytes(part), sealed.place) for part in parts)
    return sealed.sealer.seal_file(parts, sealed.place)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
