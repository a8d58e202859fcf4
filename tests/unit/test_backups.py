import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from store import backup_file, restoring
from store.backup_file import Copy
from store.backups import Backups
from store.errors import BackupUnusable, FolderNotEmpty
from store.facts import Draft, Source
from store.folder import Folder, owning
from store.folder_memory import FolderMemory
from tests.bytes_on_disk import places
from tests.crash.killing import state
from tests.embedders import CharacterEmbedder
from tests.stories import day, tell_story


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with Folder(tmp_path / "data", CharacterEmbedder(dimension=8)) as folder:
        yield folder


@pytest.fixture
def memory(folder: Folder) -> FolderMemory:
    memory = folder.memory("wang")
    tell_story(memory)
    return memory


def tell_secret(memory: FolderMemory) -> str:
    turn = memory.hear("我前女友叫小美", day(20), at=day(20))
    draft = Draft("用户的前女友叫小美", sources=(Source(turn.id, "小美"),))
    return memory.save(draft, turn_id=turn.id, at=day(20)).id


def restored(data: Path, path: Path, *, replace: bool = False) -> None:
    with owning(data, make=True):
        restoring.restore(data, backup_file.read(path), replace=replace)


def told(data: Path, user: str = "wang") -> tuple[object, ...]:
    with Folder(data, CharacterEmbedder(dimension=8)) as folder:
        assert folder.check() == []
        return state(folder.memory(user))


def words_in(path: Path, words: str) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(words.encode() in archive.read(name) for name in archive.namelist())


def test_a_backup_made_while_a_memory_is_open_is_that_memory(
    folder: Folder, memory: FolderMemory, tmp_path: Path
) -> None:
    folder.memory("li").hear("我是李四", day(0), at=day(0))
    path, copies = folder.backups.make(day(1))
    assert {user: copy.seq for user, copy in copies.items()} == {"li": 1, "wang": memory.seq}
    assert (path.parent, path.name) == (tmp_path / "data/backups", "sebastian-20220502-093000.zip")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    restored(tmp_path / "other", path)
    assert told(tmp_path / "other") == state(memory)
    assert told(tmp_path / "other", "li") == state(folder.memory("li"))
    assert folder.backups.make(day(1))[0].name == "sebastian-20220502-093000-2.zip"


def test_half_a_record_that_is_being_written_is_left_out(memory: FolderMemory, folder: Folder, tmp_path: Path) -> None:
    ledger = tmp_path / "data/users/wang/ledger.jsonl"
    whole = ledger.read_bytes()
    with ledger.open("ab") as file:
        file.write(b'{"v":1,"seq":12,')
    assert folder.backups.copies()["wang"].ledger == whole
    ledger.write_bytes(whole.replace("王芳".encode(), "王蓉".encode(), 1))
    with pytest.raises(BackupUnusable, match="damaged"):
        folder.backups.copies()
    ledger.write_bytes(whole)


def test_what_is_erased_goes_from_the_backups_too(folder: Folder, memory: FolderMemory, tmp_path: Path) -> None:
    older, _ = folder.backups.make(day(19))
    secret = tell_secret(memory)
    path, _ = folder.backups.make(day(21))
    elsewhere = shutil.copy(path, tmp_path / "elsewhere.zip")
    assert words_in(path, "小美")
    untouched = older.read_bytes()
    memory.erase([secret], ["t12"], turn_id="", at=day(22))
    assert not words_in(path, "小美")
    assert older.read_bytes() == untouched
    assert backup_file.read(path).copies["wang"].seq == memory.seq
    folder.close()
    restored(tmp_path / "data", Path(elsewhere), replace=True)
    assert places(tmp_path / "data/users", "小美") == []
    now = told(tmp_path / "data")
    assert "小美" not in str(now)
    restored(tmp_path / "other", path)
    assert "小美" not in str(told(tmp_path / "other"))


def test_an_erasure_takes_what_was_replaced_and_what_is_damaged_with_it(
    folder: Folder, memory: FolderMemory, tmp_path: Path
) -> None:
    path, _ = folder.backups.make(day(19))
    secret = tell_secret(memory)
    folder.close()
    restored(tmp_path / "data", path, replace=True)
    assert places(tmp_path / "data/backups/replaced-1", "小美")
    with Folder(tmp_path / "data", CharacterEmbedder(dimension=8)) as again:
        memory = again.memory("wang")
        assert tell_secret(memory) == secret
        damaged, _ = again.backups.make(day(23))
        damaged.write_bytes(damaged.read_bytes()[:-40])
        memory.erase([secret], ["t12"], turn_id="", at=day(24))
        assert places(tmp_path / "data", "小美") == []
        assert not damaged.exists()
        assert path.exists()


def test_starting_over_takes_ones_part_of_every_backup(folder: Folder, memory: FolderMemory) -> None:
    alone, _ = folder.backups.make(day(19))
    folder.memory("li").hear("我是李四", day(0), at=day(0))
    both, _ = folder.backups.make(day(20))
    memory.erase_all()
    assert not alone.exists()
    assert list(backup_file.read(both).copies) == ["li"]
    assert not words_in(both, "王芳")


def test_a_folder_with_memories_is_not_written_over_unasked(
    folder: Folder, memory: FolderMemory, tmp_path: Path
) -> None:
    path, _ = folder.backups.make(day(1))
    memory.hear("后来的话", day(30), at=day(30))
    later = state(memory)
    folder.close()
    with pytest.raises(FolderNotEmpty) as refused:
        restored(tmp_path / "data", path)
    assert refused.value.details == {"users": "wang"}
    assert told(tmp_path / "data") == later
    restored(tmp_path / "data", path, replace=True)
    assert told(tmp_path / "data")[0] == 11
    with Folder(tmp_path / "data", CharacterEmbedder(dimension=8)):
        pass
    shutil.copytree(tmp_path / "data/backups/replaced-1/wang", tmp_path / "aside/users/wang")
    assert told(tmp_path / "aside") == later


def remade(path: Path, **changed: bytes | None) -> None:
    """Write a backup anew with some of its files as they are told, None for left out."""
    with zipfile.ZipFile(path) as archive:
        files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (files | {each.replace("__", "/"): content for each, content in changed.items()}).items():
            if content is not None:
                archive.writestr(name, content)


@pytest.fixture
def sound(memory: FolderMemory, folder: Folder) -> Path:
    return folder.backups.make(day(1))[0]


def manifest_of(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    with zipfile.ZipFile(path) as archive:
        return dict(orjson.loads(archive.read("manifest.json")))


LEDGER = "users/wang/ledger.jsonl"


def test_a_backup_that_is_not_what_its_manifest_says_is_refused(sound: Path) -> None:
    whole, manifest = sound.read_bytes(), manifest_of(sound)
    with zipfile.ZipFile(sound) as archive:
        ledger = archive.read(LEDGER)
    shorter = b"".join(ledger.splitlines(keepends=True)[:-1])
    bad: list[dict[str, bytes | None]] = [
        {LEDGER: ledger[:-1]},
        {LEDGER: ledger + b"0" * 10_000_000},
        {LEDGER: None},
        {"../../escaped": b"x"},
        {"manifest.json": b"{}"},
        {"manifest.json": b"[]"},
        {"manifest.json": None},
        {"manifest.json": orjson.dumps(manifest | {"format": 2})},
        {"manifest.json": orjson.dumps(manifest | {"ledger_format": 99})},
        {"manifest.json": orjson.dumps(manifest | {"users": {}})},
        {"manifest.json": orjson.dumps(manifest | {"users": {"wang": {"seq": 10, "head": "0"}}})},
        {"manifest.json": orjson.dumps(manifest | {"files": {"/etc/passwd": manifest["files"][LEDGER]}})},
        {LEDGER: shorter, "manifest.json": _stating(manifest, shorter)},
    ]
    for changed in bad:
        sound.write_bytes(whole)
        remade(sound, **changed)
        with pytest.raises(BackupUnusable):
            backup_file.read(sound)
    for content in (b"", b"PK", whole[:-30], whole[:100], b"\0" * 500):
        sound.write_bytes(content)
        with pytest.raises(BackupUnusable):
            backup_file.read(sound)
    assert not (sound.parents[2] / "escaped").exists()


def _stating(manifest: dict[str, dict[str, dict[str, object]]], ledger: bytes) -> bytes:
    """A manifest with the right hash of a ledger that lacks its last record."""
    import hashlib

    stated = {"size": len(ledger), "sha256": hashlib.sha256(ledger).hexdigest()}
    return orjson.dumps(manifest | {"files": {LEDGER: stated}})


def test_any_byte_of_a_backup_that_changes_is_found_or_changes_nothing(sound: Path) -> None:
    whole, copies = sound.read_bytes(), backup_file.read(sound).copies
    for at in range(0, len(whole), 7):
        sound.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        try:
            assert backup_file.read(sound).copies == copies, at
        except BackupUnusable:
            continue


def test_an_empty_memory_is_backed_up_and_restored(folder: Folder, tmp_path: Path) -> None:
    folder.memory("wang")
    path, copies = folder.backups.make(day(1))
    assert copies["wang"] == Copy(b"", None, None)
    restored(tmp_path / "other", path)
    assert told(tmp_path / "other")[0] == 0


def test_whoever_does_not_own_the_memories_can_back_them_up(memory: FolderMemory, tmp_path: Path) -> None:
    path, _ = Backups(tmp_path / "data").make(day(1), tmp_path / "mine.zip")
    assert path == tmp_path / "mine.zip"
    assert backup_file.read(path).copies["wang"].seq == memory.seq
