"""Tokens of further people: `tokens.json` in the data folder, and `sebastian token`, which writes it.

    {"format": 1, "tokens": [{"name", "sha256", "made_at"}, ...]}

The name is that of the memory which the token opens. Of a token only its SHA-256 is kept: it is 256 random bits, so there is no
dictionary to try, and a hash that is slow on purpose would slow down every request for nothing.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agent.settings import OWNER
from store import disk
from store.errors import InvalidInput, StoreError

NAME: Final = "tokens.json"
FORMAT: Final = 1
TOKEN_BYTES: Final = 32
_USER: Final = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,64}", re.ASCII)
_HASH: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
NONE: Final = "还没有别人的令牌。用 sebastian token add 名字 添一个。"


@dataclass(frozen=True, slots=True)
class Entry:
    """Whose token it is, its hash (64 hex digits), and when it was made (ISO 8601)."""

    name: str
    sha256: str
    made_at: str


class Tokens:
    """The file as it is now: read again whenever it has changed, so that a server heeds what was added and removed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._reading = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._entries: tuple[Entry, ...] = ()

    def name_of(self, token: bytes) -> str | None:
        """Whose token this is; takes as long whichever it is. None where it is nobody's.

        Raises:
            StoreError: `store_error`, the file cannot be read or is damaged; nobody is then let in by it.
        """
        found: str | None = None
        digest = hashlib.sha256(token).hexdigest()
        for entry in self.entries():
            if secrets.compare_digest(entry.sha256, digest):
                found = entry.name
        return found

    def entries(self) -> tuple[Entry, ...]:
        """All of them, in the order in which they were made. Raises StoreError."""
        with self._reading:
            try:
                is_now = self._path.stat()
            except FileNotFoundError:
                self._seen, self._entries = None, ()
                return ()
            except OSError as error:
                raise StoreError(f"{self._path} cannot be read: {error}") from error
            seen = (is_now.st_ino, is_now.st_mtime_ns, is_now.st_size)
            if seen != self._seen:
                self._entries = _read(self._path)
                self._seen = seen
            return self._entries


def added(folder: Path, name: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[str]:
    """Make a token for a name and keep its hash; what to say, the token among it, for the only time.

    Raises:
        InvalidInput: `invalid_input`, the name cannot be one, or is taken; nothing was written.
        StoreError: `store_error`.
    """
    if not _USER.fullmatch(name):
        raise InvalidInput(
            "a name is 1 to 64 of A-Z a-z 0-9 _ . - and does not begin with a dot",
            explanation=f"名字「{name}」不能用：只能用 1 至 64 个英文字母、数字和 _ . -，不以点开头。请换一个。",
        )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with _changing(folder) as entries:
        taken = {entry.name.casefold() for entry in entries} | {OWNER}  # on some disks two cases are one folder
        if name.casefold() in taken:
            raise InvalidInput(
                f"{name} is taken", explanation=f"「{name}」已有令牌。要换新的，请先 sebastian token remove {name}。"
            )
        made = Entry(name, hashlib.sha256(token.encode()).hexdigest(), clock().isoformat(timespec="seconds"))
        _write(folder, [*entries, made])
    yield f"{name} 的令牌：{token}"
    yield "只显示这一次，请现在就交给本人。它只打得开自己的记忆；正在运行的服务立即认它。"


def listed(folder: Path) -> Iterator[str]:
    """Whose tokens there are, and since when. Raises StoreError."""
    entries = Tokens(folder).entries()
    for entry in entries:
        yield f"{entry.name}\t{entry.made_at}"
    if not entries:
        yield NONE


def removed(folder: Path, name: str) -> Iterator[str]:
    """Take a token out; the memory that it opened stays.

    Raises:
        InvalidInput: `invalid_input`, nobody of that name has one.
        StoreError: `store_error`.
    """
    with _changing(folder) as entries:
        left = [entry for entry in entries if entry.name != name]
        if len(left) == len(entries):
            raise InvalidInput(
                f"{name} has no token", explanation=f"「{name}」没有令牌。用 sebastian token list 看有谁的。"
            )
        _write(folder, left)
    yield f"{name} 的令牌已作废，正在运行的服务立即不再认它。{name} 的记忆还在 {folder / 'users' / name}。"


@contextmanager
def _changing(folder: Path) -> Iterator[tuple[Entry, ...]]:
    """The entries, while no other process changes them."""
    try:
        disk.make_folder(folder)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield Tokens(folder).entries()
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(f"{folder / NAME} cannot be written: {error}") from error


def _write(folder: Path, entries: Sequence[Entry]) -> None:
    written = {"format": FORMAT, "tokens": [asdict(entry) for entry in entries]}
    disk.replace(folder / NAME, [json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n"])


def _read(path: Path) -> tuple[Entry, ...]:
    try:
        read = json.loads(path.read_bytes())
        entries = tuple(Entry(each["name"], each["sha256"], each["made_at"]) for each in read["tokens"])
        is_sound = read["format"] == FORMAT and all(
            _USER.fullmatch(entry.name) and _HASH.fullmatch(entry.sha256) and entry.name.casefold() != OWNER
            for entry in entries
        )
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged: {error}") from error
    if not is_sound:
        raise StoreError(f"{path} is damaged, or of another format")
    return entries
