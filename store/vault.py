"""Which data folders are open under a key, in this process: a table, as of the mounts of a system.

Every file of a memory is read and written by store/files.py, which asks here how: as it is, or sealed. So no code above has
to think of it, and none can forget it. What lies in memories is sealed (`users/`, and where they are staged or set aside);
what lies beside them at the root of the folder holds none of the owner's words and is not: `keys.json`, the tokens, locks.
A backup is a file that may lie anywhere and seals itself (store/backup_file.py).
"""

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from store import disk, keys
from store.errors import FolderNotEncrypted, PassphraseNeeded
from store.keys import Secret
from store.sealing import Sealer

KEYS_NAME: Final = "keys.json"
# A memory's file, wherever its memory lies; the name under which it is written anew is not of its place.
_OF_MEMORY: Final = re.compile(r"(?:(?:restoring/)?users|backups/replaced-\d+)/(?P<place>.+?)(?:\.new)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Vault:
    """An encrypted data folder whose key is known: what seals, and its `keys.json`, which goes into each backup."""

    sealer: Sealer
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """How a file is sealed: by what, and bound to which place."""

    sealer: Sealer
    place: bytes


_changing = threading.Lock()
_mounted: Mapping[Path, Vault | None] = MappingProxyType({})


def unlocked(data: Path, secret: Secret | None) -> Vault | None:
    """Open the key of a data folder; `None` for one that is not encrypted.

    Raises:
        PassphraseNeeded: `passphrase_needed`, it is encrypted and no secret is given.
        FolderNotEncrypted: `folder_not_encrypted`, a secret is given and there is nothing that it opens.
        WrongPassphrase, KeysCorrupt: see `keys.unwrap`.
        OSError: it cannot be read.
    """
    path = data / KEYS_NAME
    if not path.exists():
        if secret is None:
            return None
        raise FolderNotEncrypted(f"{data} is not encrypted; run `sebastian encrypt`")
    if secret is None:
        raise PassphraseNeeded(f"{data} is encrypted; set SEBASTIAN_PASSPHRASE or SEBASTIAN_KEY_FILE")
    content = path.read_bytes()
    return Vault(Sealer(keys.unwrap(content, secret)), content)


def new(secret: Secret) -> Vault:
    """Make a key that a secret opens; nothing is written."""
    key = keys.make_key()
    return Vault(Sealer(key), keys.wrap(key, secret))


def replace_keys(data: Path, wrapped: bytes) -> None:
    """Put another `keys.json` in the place of a folder's, at once and durably. Raises OSError."""
    disk.replace(data / KEYS_NAME, [wrapped])


def mount(data: Path, vault: Vault | None) -> None:
    """Have what lies in a folder read and written so from here on, in place of what was said of it, or of one above it."""
    global _mounted
    with _changing:
        _mounted = MappingProxyType({**_mounted, data: vault})


def unmount(data: Path) -> None:
    """Forget a folder's key."""
    global _mounted
    with _changing:
        _mounted = MappingProxyType({path: vault for path, vault in _mounted.items() if path != data})


@contextmanager
def mounted(data: Path, vault: Vault | None) -> Iterator[None]:
    """Mount for a while; what was mounted there before is again afterwards."""
    was_there, before = data in _mounted, _mounted.get(data)
    mount(data, vault)
    try:
        yield
    finally:
        if was_there:
            mount(data, before)
        else:
            unmount(data)


def of(data: Path) -> Vault | None:
    """Give what is mounted at a data folder or above it; `None` where nothing there is sealed."""
    table = _mounted
    return next((table[each] for each in (data, *data.parents) if each in table), None) if table else None


def by_id(key_id: str) -> Sealer | None:
    """Give what seals with the key of this id, if one of the folders that are open has it."""
    return next((each.sealer for each in _mounted.values() if each and each.sealer.id == key_id), None)


def sealed(path: Path) -> Sealed | None:
    """Say how a file is sealed, `None` for one that is not."""
    table = _mounted
    if not table:
        return None
    root = next((each for each in path.parents if each in table), None)
    vault = None if root is None else table[root]
    if root is None or vault is None:
        return None
    found = _OF_MEMORY.fullmatch(path.relative_to(root).as_posix())
    return None if found is None else Sealed(vault.sealer, b"users/" + os.fsencode(found["place"]))
