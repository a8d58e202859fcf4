"""Keeping memories safe from the command line: `sebastian check`, `backup` and `restore`, and what each says."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from agent import threads
from agent.models import make_embedder
from agent.settings import Settings
from agent.unlocking import secret_of
from store import backup_file, restoring, vault
from store.backup_file import Backup, Copy
from store.backups import Backups
from store.contract import Embedder
from store.errors import BackupUnusable, refused_by_disk
from store.examining import HARMLESS, Finding, examine, repair
from store.folder import Folder, owning
from store.healing import heal_ledger
from store.keys import Secret

SAID: Final = {
    "ledger_corrupt": "账本第 {line} 行已损坏。什么也没有改；请用 sebastian check --fix --from 备份文件 恢复。",
    "erased_list_corrupt": "抹除的记录已损坏。账本里也记着，加 --fix 即可照账本重写。",
    "backup_damaged": "这份备份已损坏，不能用来恢复。请另做一份，并删掉它。",
    "derived_damaged": "已损坏，或是别的向量模型的。它由账本而来，加 --fix 即可删去重做。",
    "open_to_others": "别的用户也能读（{detail}）。加 --fix 即可收紧。",
    "ledger_torn": "末尾有一条没有写完的记录（写的时候断了电或被杀掉），没有确认过；下次启动时会放到一边。",
    "unfinished": "有一件事没有做完（{detail}），下次启动时会接着做完。",
    "leftover": "是中断的写入留下的，不影响记忆。",
    "unknown": "不是塞巴斯蒂安写的文件，没有动它。",
}
_OTHERS: Final = (
    "token",
    "tokens.json",
    "server.json",
    threads.NAME,
    *(threads.NAME + end for end in ("-wal", "-shm", "-journal")),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was found or done, line by line, and whether all is well."""

    lines: Sequence[str]
    is_good: bool = True


def checked(settings: Settings, *, fix: bool = False, backup: Path | None = None) -> Kept:
    """Examine every file of the data folder and, with `fix`, repair what can be; a damaged ledger only from a `backup`.

    Raises:
        FolderLocked: `folder_locked`, a server has the folder.
        BackupUnusable, StoreError, ModelError: see store/backup_file.py, Folder and make_embedder.
    """
    if not settings.data.is_dir():
        return _nothing(settings)
    embedder, secret = make_embedder(settings), secret_of(settings)
    lines: list[str] = []
    try:
        with owning(settings.data, secret=secret):
            found = examined(settings.data, embedder)
            lines += [_line(settings.data, each) for each in found]
            if fix and backup is not None:
                lines += _healed_from(read_backup(backup, secret), found)
                found = examined(settings.data, embedder)
            if fix:
                lines += [f"{each.path.relative_to(settings.data)}：已修复。" for each in repair(found)]
                found = examined(settings.data, embedder)
    except OSError as error:
        raise refused_by_disk(f"{settings.data} cannot be examined", error) from error
    is_good = all(each.problem in HARMLESS for each in found)
    if fix and is_good:
        with Folder(settings.data, embedder, secret=secret) as folder:
            problems = folder.check()
        lines += problems
        is_good = not problems
    return Kept([*lines, "检查通过：记忆完好。" if is_good else "检查不通过，见上。"], is_good)


def examined(data: Path, embedder: Embedder) -> list[Finding]:
    """Examine every file of a data folder whose lock is held, the threads too. Raises OSError."""
    found = examine(data, embedder, others=_OTHERS)
    return [*found, *(Finding(data / threads.NAME, "derived_damaged", each) for each in threads.examine(data))]


def _line(data: Path, finding: Finding) -> str:
    said = SAID[finding.problem].format(line=finding.line, detail=finding.detail)
    if finding.path == data / threads.NAME and finding.problem == "derived_damaged":
        said = "对话线程已损坏。加 --fix 即可删去重来：只丢正在谈的上下文，记忆不受影响。"
    return f"{finding.path.relative_to(data)}：{said}（{finding.problem}）"


def _healed_from(backup: Backup, found: Sequence[Finding]) -> Iterator[str]:
    for folder in dict.fromkeys(each.path.parent for each in found if each.problem == "ledger_corrupt"):
        if copy := backup.copies.get(folder.name):
            yield _healed(folder, folder.name, copy)


def _healed(folder: Path, user: str, copy: Copy) -> str:
    healed = heal_ledger(folder, user, copy)
    if healed.is_complete:
        return f"{user} 的账本已从备份修复，一条不少，共 {healed.seq} 条；哈希链证明了这一点。"
    return f"{user} 的账本已恢复到备份的第 {healed.seq} 条；其后的接不上，留在旁边的 ledger.cut 文件里。"


def backed_up(settings: Settings, to: Path | None = None) -> Kept:
    """Back up every memory, whether a server is running or not, into the data folder or to a file.

    Raises:
        BackupUnusable: `backup_unusable`, a ledger is damaged.
        StoreError: the disk refused.
    """
    if not settings.data.is_dir():
        return _nothing(settings)
    try:
        with vault.mounted(settings.data, vault.unlocked(settings.data, secret_of(settings))):
            path, copies = Backups(settings.data).make(datetime.now(ZoneInfo(settings.timezone)), to)
    except OSError as error:
        raise refused_by_disk(f"{settings.data} cannot be backed up", error) from error
    lines = [f"已备份到 {path}", *_counted(copies)]
    if to is not None:
        lines.append("以后抹除记忆时，够不着数据目录以外的备份；那里的要自己删。")
    return Kept(lines)


def restored(settings: Settings, file: Path, *, replace: bool = False, secret: Secret | None = None) -> Kept:
    """Put the memories of a backup in the data folder, those there set aside with `replace`.

    A backup that was made under another passphrase is opened with `secret`.

    Raises:
        BackupUnusable: `backup_unusable`, the file is not what its manifest says; nothing was changed.
        PassphraseNeeded, WrongPassphrase: the backup, or the folder, is encrypted with another.
        FolderNotEmpty: `folder_not_empty`.
        FolderLocked: `folder_locked`, a server has the folder.
        StoreError: the disk refused.
    """
    own = secret_of(settings)
    with _key_in_use(settings):
        backup = read_backup(file, secret or own)
    with owning(settings.data, secret=own, make=True):
        try:
            copies = restoring.restore(settings.data, backup, replace=replace)
        except OSError as error:
            raise refused_by_disk(f"{settings.data} cannot be restored", error) from error
    when = backup.created.astimezone(ZoneInfo(settings.timezone))
    lines = [f"已恢复 {when:%Y-%m-%d %H:%M:%S} 的备份，每个文件都核对过哈希：", *_counted(copies)]
    if replace:
        lines.append(f"原来的记忆（若有）移到了 {settings.data / 'backups'} 的 replaced 目录，确认无误后可以删掉。")
    return Kept([*lines, "向量与索引由账本而来，下次启动时重建。"])


@contextmanager
def _key_in_use(settings: Settings) -> Iterator[None]:
    """Have the key of the folder, if it is encrypted, open the backups that it sealed, under whichever passphrase."""
    if not (settings.data / vault.KEYS_NAME).exists():
        yield
        return
    with vault.mounted(settings.data, vault.unlocked(settings.data, secret_of(settings))):
        yield


def read_backup(file: Path, secret: Secret | None = None) -> Backup:
    """Read a backup. Raises BackupUnusable, also where the file cannot be read, PassphraseNeeded, WrongPassphrase."""
    try:
        return backup_file.read(file, secret)
    except OSError as error:
        raise BackupUnusable(f"{file} cannot be read: {error}") from error


def _nothing(settings: Settings) -> Kept:
    return Kept([f"{settings.data} 里还没有记忆。请检查 --data 或 SEBASTIAN_DATA。"], is_good=False)


def _counted(copies: Mapping[str, Copy]) -> list[str]:
    return [f"  {user}：账本 {copy.seq} 条" for user, copy in sorted(copies.items())] or ["  （还没有记忆）"]
