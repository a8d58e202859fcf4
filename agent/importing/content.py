"""A file to be imported, bare or inside a zip, opened again as often as it is to be read, and never past a limit."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from store.errors import ImportTooLarge, ImportUnknown, ImportUnreadable

MAX_UNPACKED_BYTES: Final = 2_000_000_000
# Text packs to a tenth or so; what unpacks to more than a hundred times its size was made to fill a disk or a memory.
MAX_RATIO: Final = 100
# Below this nothing is filled, and a short text may well repeat itself.
HARMLESS_BYTES: Final = 10_000_000
_BOM: Final = b"\xef\xbb\xbf"
# Which members of a zip are read, by whose export it is: ChatGPT's (newer ones in parts), Telegram's, WhatsApp's; else a sole one.
_MEMBERS: Final = (
    re.compile(r"(?:.*/)?conversations(?:-\d+)?\.json"),
    re.compile(r"(?:.*/)?result\.json"),
    re.compile(r"(?:.*/)?(?:_chat|WhatsApp.*)\.txt"),
    re.compile(r"(?:.*/)?[^/]+\.(?:json|jsonl|ndjson|af|txt|md)", re.IGNORECASE),
)
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError)


@dataclass(frozen=True, slots=True)
class Content:
    """One text to be read: a file, or a member of a zip."""

    path: Path
    member: str = ""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open it at its beginning, behind a byte order mark.

        Raises:
            ImportUnreadable: `import_unreadable`, the zip is damaged or encrypted.
            ImportTooLarge: `import_too_large`, while reading: there is more of it than can be honest.
        """
        try:
            with ExitStack() as stack:
                yield stack.enter_context(_bounded(self._opened(stack)))
        except _DAMAGE as error:
            raise ImportUnreadable(f"{self.member or self.path.name} cannot be unpacked: {error}") from error

    def _opened(self, stack: ExitStack) -> IO[bytes]:
        if not self.member:
            return stack.enter_context(self.path.open("rb"))
        archive = stack.enter_context(zipfile.ZipFile(self.path))
        try:
            return stack.enter_context(archive.open(self.member))
        except (RuntimeError, NotImplementedError) as error:  # zipfile's words for a password, or an unknown packing
            raise ImportUnreadable(f"{self.member} cannot be unpacked: {error}") from error


def contents_of(path: Path) -> list[Content]:
    """List what is to be read of a file.

    Raises:
        ImportUnreadable: `import_unreadable`, it is a damaged zip.
        ImportUnknown: `import_unknown`, a zip without anything that is known.
        ImportTooLarge: `import_too_large`, it unpacks to more than can be honest.
    """
    if not zipfile.is_zipfile(path):
        return [Content(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except _DAMAGE as error:
        raise ImportUnreadable(f"the zip cannot be read: {error}") from error
    for pattern in _MEMBERS:
        found = [each for each in members if pattern.fullmatch(each.filename)]
        if len(found) == 1 or (found and pattern is _MEMBERS[0]):
            for each in found:
                _require_honest(each)
            return [Content(path, each.filename) for each in sorted(found, key=lambda each: each.filename)]
    raise ImportUnknown("the zip holds no conversations.json, result.json or _chat.txt, nor a single text")


def _require_honest(member: zipfile.ZipInfo) -> None:
    is_puffed = member.file_size > HARMLESS_BYTES and member.file_size > MAX_RATIO * member.compress_size
    if is_puffed or member.file_size > MAX_UNPACKED_BYTES:
        raise ImportTooLarge(f"{member.filename} unpacks to {member.file_size} bytes from {member.compress_size}")


def _bounded(file: IO[bytes]) -> "io.BufferedReader[Any]":
    reader = io.BufferedReader(_Bounded(file))
    if reader.peek(len(_BOM)).startswith(_BOM):
        reader.read(len(_BOM))
    return reader


class _Bounded(io.RawIOBase):
    """A stream that gives no more than the limit."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._left = MAX_UNPACKED_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        given = self._file.read(len(buffer))
        self._left -= len(given)
        if self._left < 0:
            raise ImportTooLarge(f"there are more than {MAX_UNPACKED_BYTES} bytes")
        buffer[: len(given)] = given
        return len(given)
