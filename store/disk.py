"""Files and folders that survive a crash: appended to, replaced whole, and synced with the folder that names them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700
_BLOCK_BYTES: Final = 1 << 20


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, that only its owner can enter; one that exists is left as it is."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Make durable which files a folder holds."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make durable what a closed file holds."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, content: bytes | memoryview) -> None:
    """Write every byte; the system may take fewer at a time."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, durably, its name included."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)
    try:
        write_all(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(path.parent)


def replace(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Put a file of these parts in the place of the last, or of none, at once and durably.

    Raises:
        OSError: it could not be written; the old file is as it was.
    """
    write_unfinished(path, parts)
    finish(path)


def write_unfinished(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file of these parts beside another, durably, for `finish`. Raises OSError; there is then none."""
    new = unfinished(path)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, FILE_MODE)
    try:
        for block in _blocks(parts):
            write_all(descriptor, block)
        os.fsync(descriptor)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def finish(path: Path) -> None:
    """Put what was written beside a file in its place, at once and durably. Raises OSError."""
    unfinished(path).replace(path)
    sync_folder(path.parent)


def _blocks(parts: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    """Join small parts, so that each is not written by itself."""
    small = bytearray()
    for part in parts:
        if len(small) + len(part) > _BLOCK_BYTES:
            yield bytes(small)
            small.clear()
        if len(part) > _BLOCK_BYTES:
            yield part
        else:
            small += part
    yield bytes(small)


def unfinished(path: Path) -> Path:
    """Name the file beside `path` in which its next content is written."""
    return path.with_name(path.name + ".new")


class AppendFile:
    """A file that only grows, whose appends are whole or not at all.

    `length` (bytes) is what was acknowledged. An append that fails is cut off again; where even that fails, the next
    append does it first, so that nothing is ever written behind half a record.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises OSError."""
        self.path = path
        is_new = not path.exists()
        self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        if is_new:
            sync_folder(path.parent)
        self.length = os.fstat(self._descriptor).st_size
        self._is_dirty = False

    def read(self, start: int = 0) -> bytes:
        """Give the content from `start` to the end, as it lies on the disk."""
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read()

    def read_at(self, start: int, length: int) -> bytes:
        """Give so many bytes from `start`, fewer at the end of the file. Raises OSError."""
        return os.pread(self._descriptor, length, start)

    def append(self, *parts: bytes, sync: bool) -> None:
        """Write parts at the end, and wait for the disk where `sync` is set.

        Raises:
            OSError: they could not be written, or the file is closed; the file is as before.
        """
        content = b"".join(parts)
        if self._is_dirty:
            self.cut(self.length)
        self._is_dirty = True
        try:
            write_all(self._descriptor, content)
            if sync:
                os.fsync(self._descriptor)
            self.length, self._is_dirty = self.length + len(content), False
        finally:
            if self._is_dirty:
                self._try_to_cut()

    def cut(self, length: int) -> None:
        """Shorten the file to `length` bytes, durably.

        Raises:
            OSError: it is as it was, or shorter, as `length` then says, and may be as it was after a crash.
        """
        os.ftruncate(self._descriptor, length)
        self.length = length
        os.fsync(self._descriptor)
        self._is_dirty = False

    def move(self, path: Path) -> None:
        """Put the file, open as it is, in the place of another; the folder is still to be synced. Raises OSError."""
        self.path.replace(path)
        self.path = path

    def sync(self) -> None:
        """Wait until the disk has every byte. Raises OSError."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Close the file; a later append raises OSError."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _try_to_cut(self) -> None:
        """Undo half an append; a failure leaves the file marked, and the append's own error is the one to be seen."""
        try:
            self.cut(self.length)
        except OSError:
            self._is_dirty = True
