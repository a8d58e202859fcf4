"""A backup: one zip file with the ledgers of memories and what was erased from each; all else follows from these.

    manifest.json                   format, ledger_format, created, users {name: {seq, head}}, files {name: {size, sha256}}
    users/<name>/ledger.jsonl       as it lay on the disk, whole records alone
    users/<name>/erased.json        where there is one

That of an encrypted folder is sealed as a whole, in a zip file with what a passphrase opens it by (store/keys.py):

    keys.json, backup.sealed        the wrapped key, and the zip file above

It is read with distrust: exact names, sizes and hashes as the manifest states them, the hash chain of each ledger up to
the stated record. Nothing is ever extracted by a path that the file names.
"""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

import orjson

from store import disk, files, keys, vault
from store.codec import VERSION
from store.errors import BackupUnusable, ErasedListCorrupt, KeysCorrupt, LedgerCorrupt, PassphraseNeeded
from store.keys import Secret
from store.ledger import LEDGER_NAME
from store.lines import is_only_torn, read_lines
from store.projection import Projection
from store.records import Record
from store.sealing import Sealer
from store.strict_reading import Malformed
from store.tombstones import NAME as TOMBSTONES_NAME
from store.tombstones import Tombstones
from store.vault import KEYS_NAME, Vault

FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_SEALED: Final = "backup.sealed"
_PLACE: Final = b"backup"
_MANIFEST_BYTES: Final = 16 << 20
_FILE_BYTES: Final = 4 << 30
# What a zip file, or JSON, that is not what it should be leads to; an encrypted one is a RuntimeError.
_NOT_UNDERSTOOD: Final = (
    ValueError, KeyError, TypeError, AttributeError, EOFError, RuntimeError, LedgerCorrupt, ErasedListCorrupt, KeysCorrupt,
    struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_NAME: Final = re.compile(r"users/((?!\.)[A-Za-z0-9_.-]{1,64})/(ledger\.jsonl|erased\.json)")


@dataclass(frozen=True, slots=True)
class Copy:
    """One user's memory in a backup: the bytes of the ledger, its last record, and what was erased from it."""

    ledger: bytes
    last: Record | None
    erased: bytes | None

    @property
    def seq(self) -> int:
        """Sequence number of the last record."""
        return 0 if self.last is None else self.last.seq


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read and is what its manifest says."""

    created: datetime
    copies: Mapping[str, Copy]


def copy_of(folder: Path, user: str) -> Copy:
    """Copy a memory as it lies in its folder, while its owner may be writing to it: whole records alone.

    Raises:
        BackupUnusable: `backup_unusable`, the ledger is damaged.
        OSError: it cannot be read.
    """
    path, erased = folder / LEDGER_NAME, folder / TOMBSTONES_NAME
    content = files.read_lines(path) if path.exists() else b""
    last, end, error = _read(content, user)
    if error is not None and not is_only_torn(content, end):
        raise BackupUnusable(f"{path} is damaged: {error}; run `sebastian check`", user=user)
    return Copy(content[:end], last, files.read(erased) if erased.exists() else None)


def last_record(ledger: bytes, user: str) -> Record | None:
    """Give the last record of a ledger that fits together."""
    return _read(ledger, user)[0]


def write(path: Path, copies: Mapping[str, Copy], *, created: datetime, sealed_by: Vault | None) -> None:
    """Put a backup of these copies in the place of a file, or of none, at once and durably. Raises OSError."""
    new = disk.unfinished(path)
    new.unlink(missing_ok=True)
    disk.write_new(new, b"")
    try:
        with new.open("r+b") as file:
            write_to(file, copies, created=created, sealed_by=sealed_by)
        disk.sync_file(new)
        disk.finish(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def write_to(file: IO[bytes], copies: Mapping[str, Copy], *, created: datetime, sealed_by: Vault | None) -> None:
    """Write a backup of these copies, sealed where a key is given. Raises OSError."""
    if sealed_by is None:
        _write_open(file, copies, created)
        return
    _write_open(within := io.BytesIO(), copies, created)
    sealed = b"".join(sealed_by.sealer.seal_file([within.getbuffer()], _PLACE))
    _write_sealed(file, sealed_by.wrapped, sealed, created)


def _write_sealed(file: IO[bytes], wrapped: bytes, sealed: bytes, created: datetime) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, KEYS_NAME, wrapped, created)
        _add(archive, _SEALED, sealed, created)


def _write_open(file: IO[bytes], copies: Mapping[str, Copy], created: datetime) -> None:
    contents = {f"users/{user}/{name}": content for user, copy in copies.items() for name, content in _contents(copy)}
    manifest = {
        "format": FORMAT,
        "ledger_format": VERSION,
        "created": created.isoformat(),
        "users": {user: _state(copy) for user, copy in copies.items()},
        "files": {
            name: {"size": len(each), "sha256": hashlib.sha256(each).hexdigest()} for name, each in contents.items()
        },
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {_MANIFEST: orjson.dumps(manifest, option=orjson.OPT_INDENT_2), **contents}.items():
            _add(archive, name, content, created)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, created: datetime) -> None:
    info = zipfile.ZipInfo(name, created.astimezone(UTC).timetuple()[:6])
    info.external_attr = (0o100000 | disk.FILE_MODE) << 16
    info.compress_type = archive.compression
    archive.writestr(info, content)


def rewrap(path: Path, wrapped: bytes) -> None:
    """Put another wrapping of the same key in a sealed backup; any other file is left as it is. Raises OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            old, sealed = (_content(archive, name, _FILE_BYTES) for name in (KEYS_NAME, _SEALED))
            created = archive.getinfo(_SEALED).date_time
        if keys.parse(old)["id"] != keys.parse(wrapped)["id"]:
            return
    except _NOT_UNDERSTOOD:
        return
    written = io.BytesIO()
    _write_sealed(written, wrapped, sealed, datetime(*created, tzinfo=UTC))
    disk.replace(path, [written.getbuffer()])


def read(path: Path, secret: Secret | None = None) -> Backup:
    """Read a backup whole and hold it against its manifest; a sealed one by the key of a folder that is open, or a secret.

    Raises:
        PassphraseNeeded, WrongPassphrase: `passphrase_needed`, `wrong_passphrase`, it is sealed with another key.
        BackupUnusable: `backup_unusable`, it is no backup, of a later format, or not what its manifest says.
        OSError: the file cannot be read.
    """
    content = io.BytesIO(path.read_bytes())  # so that whatever goes wrong from here on is the content's fault
    with _understood(path), zipfile.ZipFile(_opened(path, content, secret)) as archive:
        manifest = orjson.loads(_content(archive, _MANIFEST, _MANIFEST_BYTES))
        if manifest["format"] != FORMAT or manifest["ledger_format"] > VERSION:
            raise ValueError(f"it is of format {manifest['format']}, and this program reads {FORMAT}")
        named = archive.namelist()
        if sorted(named) != sorted([_MANIFEST, *manifest["files"]]):
            raise ValueError("it has other files than its manifest names")
        contents = {name: _stated(archive, name, stated) for name, stated in manifest["files"].items()}
        copies = {user: _copy(user, state, contents) for user, state in manifest["users"].items()}
        if sorted(contents) != sorted(f"users/{user}/{name}" for user in copies for name, _ in _contents(copies[user])):
            raise ValueError("its files are not those of its users")
        return Backup(datetime.fromisoformat(manifest["created"]), copies)


def _opened(path: Path, content: io.BytesIO, secret: Secret | None) -> io.BytesIO:
    """Give the zip file within a sealed backup; one that is not sealed as it is. Raises as `read`."""
    with zipfile.ZipFile(content) as archive:
        if _SEALED not in archive.namelist():
            return content
        if sorted(archive.namelist()) != sorted([_SEALED, KEYS_NAME]):
            raise ValueError("it has other files than a sealed backup has")
        wrapped = _content(archive, KEYS_NAME, _MANIFEST_BYTES)
        sealed = _content(archive, _SEALED, _FILE_BYTES)
    sealer = vault.by_id(keys.parse(wrapped)["id"])
    if sealer is None and secret is None:
        raise PassphraseNeeded(f"{path} is encrypted, and not with the key of a folder that is open")
    if sealer is None:
        assert secret is not None
        sealer = Sealer(keys.unwrap(wrapped, secret))
    return io.BytesIO(sealer.open_file(sealed, _PLACE))


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Say of whatever cannot be understood that it is no backup."""
    try:
        yield
    except _NOT_UNDERSTOOD as error:
        raise BackupUnusable(f"{path} is not a sound backup: {error}") from error


def _content(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    """Read a file of the archive, of so many bytes at most whatever it says of itself."""
    with archive.open(name) as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise ValueError(f"{name} is larger than it should be")
    return content


def _stated(archive: zipfile.ZipFile, name: str, stated: Mapping[str, Any]) -> bytes:
    if not _NAME.fullmatch(name) or not 0 <= stated["size"] <= _FILE_BYTES:
        raise ValueError("it names a file that no backup has")
    content = _content(archive, name, stated["size"])
    if len(content) != stated["size"] or hashlib.sha256(content).hexdigest() != stated["sha256"]:
        raise ValueError(f"{name} is not what the manifest says")
    return content


def _copy(user: str, state: Mapping[str, Any], contents: Mapping[str, bytes]) -> Copy:
    ledger = contents[f"users/{user}/{LEDGER_NAME}"]
    last, end, error = _read(ledger, user)
    copy = Copy(ledger, last, contents.get(f"users/{user}/{TOMBSTONES_NAME}"))
    if error is not None or end != len(ledger) or _state(copy) != state:
        raise ValueError(f"the ledger of {user} does not fit together: {error}")
    if copy.erased is not None:
        Tombstones.parse(Path(), copy.erased)
    return copy


def _read(content: bytes, user: str) -> tuple[Record | None, int, Malformed | None]:
    """Read a ledger as far as it is whole: its last record, the offset behind it, and what is wrong with the next."""
    tables, last, end = Projection(user), None, 0
    try:
        for record, behind in read_lines(content, user):
            tables.apply(record)
            last, end = record, behind
    except Malformed as error:
        return last, end, error
    return last, end, None


def _state(copy: Copy) -> dict[str, Any]:
    return {"seq": copy.seq, "head": "" if copy.last is None else copy.last.digest.hex()}


def _contents(copy: Copy) -> Iterator[tuple[str, bytes]]:
    yield LEDGER_NAME, copy.ledger
    if copy.erased is not None:
        yield TOMBSTONES_NAME, copy.erased
