"""Encrypting a data folder, with another key, or no more: `sebastian encrypt` and `sebastian passphrase`, and what each says."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from agent.keeping import Kept, examined
from agent.models import make_embedder
from agent.settings import Settings
from agent.thread_copying import copy_threads
from store import keys, resealing, vault
from store.backup_file import rewrap
from store.backups import Backups
from store.errors import InvalidInput, ThreadsCorrupt, refused_by_disk
from store.folder import owning
from store.keys import Secret
from store.sealing import Unopened
from store.vault import Vault

# What cannot be written anew as it was; what follows from a ledger is made again where it is damaged.
_IN_THE_WAY: Final = frozenset({"ledger_corrupt", "erased_list_corrupt", "backup_damaged"})
_TRACES: Final = "原来的明文已经删除；固态硬盘上仍可能留有痕迹，以前拿到别处的备份也还是明文，请自行处置。"


def encrypted(settings: Settings, secret: Secret) -> Kept:
    """Encrypt a folder that is not, with a new key that the secret opens.

    Raises:
        InvalidInput: `invalid_input`, it is encrypted already.
        StoreError, and what `owning` raises.
    """
    if (settings.data / vault.KEYS_NAME).exists():
        raise InvalidInput(
            f"{settings.data} is encrypted already", explanation="数据目录已经加密。要换密钥，请加 --rotate。"
        )
    return _rewritten(
        settings,
        None,
        lambda _: vault.new(secret),
        ["已加密。没有口令（或密钥文件）就打不开，也没有别的办法找回，请收好。", _TRACES],
    )


def rotated(settings: Settings, secret: Secret) -> Kept:
    """Write an encrypted folder anew with another key, opened by the same secret. Raises as `decrypted`."""
    return _rewritten(settings, secret, lambda _: vault.new(secret), ["已换了新的密钥，口令不变，全部重新加密。"])


def decrypted(settings: Settings, secret: Secret) -> Kept:
    """Write an encrypted folder anew as it is without a key.

    Raises:
        FolderNotEncrypted, WrongPassphrase, KeysCorrupt: by their names.
        StoreError, and what `owning` raises.
    """
    return _rewritten(
        settings, secret, lambda _: None, ["已解除加密。请去掉 SEBASTIAN_PASSPHRASE 或 SEBASTIAN_KEY_FILE 的设置。"]
    )


def passphrase_changed(settings: Settings, old: Secret, new: Secret) -> Kept:
    """Have another secret open the folder, and the backups in it; nothing else is written.

    Raises:
        FolderNotEncrypted, WrongPassphrase, KeysCorrupt, FolderLocked, StoreError.
    """
    with _refusals(settings.data), owning(settings.data, secret=old), Backups(settings.data).held():
        path = settings.data / vault.KEYS_NAME
        wrapped = keys.wrap(keys.unwrap(path.read_bytes(), old), new)
        vault.replace_keys(settings.data, wrapped)
        for backup in Backups(settings.data).files():
            rewrap(backup, wrapped)
    return Kept(
        [
            "口令已换，数据目录里的备份也随之改用新的。",
            "以前拿到别处的备份仍用旧口令。若旧口令已泄漏，请再运行 sebastian encrypt --rotate。",
        ]
    )


def _rewritten(
    settings: Settings, secret: Secret | None, new_of: Callable[[Vault | None], Vault | None], said: list[str]
) -> Kept:
    data = settings.data
    if not data.is_dir():
        return Kept([f"{data} 里还没有记忆。设好口令后直接启动，从一开始就是加密的。"], is_good=False)
    with _refusals(data), owning(data, secret=secret), Backups(data).held():
        found = [each for each in examined(data, make_embedder(settings)) if each.problem in _IN_THE_WAY]
        if found:
            return Kept(["数据目录有损坏，什么也没有改。请先运行 sebastian check --fix。"], is_good=False)
        here = vault.of(data)
        resealing.reseal(data, here, new_of(here), copy_threads)
    return Kept(said)


@contextmanager
def _refusals(data: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused_by_disk(f"{data} cannot be written anew", error) from error
    except (sqlite3.Error, Unopened) as error:
        raise ThreadsCorrupt(f"{data}: the threads cannot be read: {error}") from error
