"""A file of sealed lines that is appended to, used as the plain one that it stands for: all offsets are of the content.

A line that does not open is given as so many question marks, a newline behind them where it has one: whoever knows the
content's own hashes finds the damage there, and what stands in the lines behind it. A last line without a newline was cut
short by a crash and is given as one question mark; blocks of it that are still empty, as NULs.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from store.disk import AppendFile
from store.sealing import Unopened, content_length
from store.vault import Sealed


class SealedAppendFile:
    """What `disk.AppendFile` is, over sealed lines; each part that is appended is one of them."""

    def __init__(self, path: Path, sealed: Sealed) -> None:
        """Open or make the file, and make good a newline that a crash or a bad byte took from the last line. Raises OSError."""
        self._sealed = sealed
        self._file = AppendFile(path)
        self._ends = array("q")  # of the content of each line
        self._lines = array("q")  # where each line ends in the file
        try:
            self._mend_newline()
            for line in _lines_of(self._file.read()):
                self._took(line, _length(line))
        except BaseException:
            self._file.close()
            raise

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._file.path

    @property
    def length(self) -> int:
        """Length (bytes) of the content that was acknowledged."""
        return self._ends[-1] if self._ends else 0

    def read(self, start: int = 0) -> bytes:
        """Give the content from `start` to the end, as it lies on the disk."""
        first = bisect_right(self._ends, start)
        content = self._file.read(self._lines[first - 1] if first else 0)
        return presented(content, self._sealed)[start - self._begin(first) :]

    def read_at(self, start: int, length: int) -> bytes:
        """Give so many bytes from `start`, fewer at the end of the file. Raises OSError."""
        end, content, line = min(start + length, self.length), b"", bisect_right(self._ends, start)
        begin = self._begin(line)
        while line < len(self._ends) and self._begin(line) < end:
            content += self._content(line)
            line += 1
        return content[start - begin : end - begin]

    def append(self, *parts: bytes, sync: bool) -> None:
        """Write parts at the end, and wait for the disk where `sync` is set.

        Raises:
            OSError: they could not be written, or the file is closed; the file is as before.
        """
        lines = [self._sealed.sealer.seal_line(part, self._sealed.place) for part in parts]
        self._file.append(*lines, sync=sync)
        for line, part in zip(lines, parts, strict=True):
            self._took(line, len(part))

    def cut(self, length: int) -> None:
        """Shorten the content to `length` bytes, durably.

        Raises:
            OSError: it is as it was, or shorter, as `length` then says, and may be as it was after a crash.
        """
        whole = bisect_right(self._ends, length)
        rest = b""
        if whole < len(self._ends):
            with suppress(Unopened):
                rest = self._opened(whole)[: length - self._begin(whole)]
        try:
            self._file.cut(self._lines[whole - 1] if whole else 0)
        finally:  # it may be shorter even so
            left = bisect_right(self._lines, self._file.length)
            del self._ends[left:], self._lines[left:]
        if rest:
            self.append(rest, sync=True)

    def move(self, path: Path) -> None:
        """Put the file, open as it is, in the place of another; the folder is still to be synced. Raises OSError."""
        self._file.move(path)

    def sync(self) -> None:
        """Wait until the disk has every byte. Raises OSError."""
        self._file.sync()

    def close(self) -> None:
        """Close the file; a later append raises OSError."""
        self._file.close()

    def _begin(self, line: int) -> int:
        return self._ends[line - 1] if line else 0

    def _content(self, line: int) -> bytes:
        """Give the content of a line, or what stands for it."""
        return presented(self._physical(line), self._sealed)

    def _opened(self, line: int) -> bytes:
        return self._sealed.sealer.open_line(self._physical(line).removesuffix(b"\n"), self._sealed.place)

    def _physical(self, line: int) -> bytes:
        start = self._lines[line - 1] if line else 0
        return self._file.read_at(start, self._lines[line] - start)

    def _took(self, line: bytes, length: int) -> None:
        self._ends.append(self.length + length)
        self._lines.append((self._lines[-1] if self._lines else 0) + len(line))

    def _mend_newline(self) -> None:
        content = self._file.read()
        last = content[content.rfind(b"\n") + 1 :]
        for end in (len(last), len(last) - 1):
            with suppress(Unopened):
                if last and self._sealed.sealer.open_line(last[:end], self._sealed.place):
                    self._file.cut(len(content) - len(last) + end)
                    self._file.append(b"\n", sync=True)
                    return


def presented(content: bytes, sealed: Sealed) -> bytes:
    """Give what the content of sealed lines stands for, without changing anything."""
    return b"".join(_presented(line, sealed) for line in _lines_of(content))


def _presented(line: bytes, sealed: Sealed) -> bytes:
    if not line.endswith(b"\n"):
        return _unended(line, sealed)
    try:
        return sealed.sealer.open_line(line[:-1], sealed.place)
    except Unopened:
        filling = b"\0" if b"\0\0" in line else b"?"
        return filling * (content_length(line[:-1]) - 1) + b"\n"


def _unended(line: bytes, sealed: Sealed) -> bytes:
    """Give what a last line without its newline stands for: the same, if it is whole, with the bad byte in the newline's place."""
    for end in (len(line), len(line) - 1):
        with suppress(Unopened):
            return sealed.sealer.open_line(line[:end], sealed.place)[:-1] + line[end:]
    return b"?"


def _length(line: bytes) -> int:
    return content_length(line[:-1]) if line.endswith(b"\n") else 1


def _lines_of(content: bytes) -> Iterator[bytes]:
    """Give each line with its newline; the last may have none."""
    start = 0
    while start < len(content):
        end = content.find(b"\n", start) + 1 or len(content)
        yield content[start:end]
        start = end
