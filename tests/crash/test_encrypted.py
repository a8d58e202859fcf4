"""An encrypted folder: whatever happens to its files, it is as safe as one that is not, and says nothing of what it holds."""

import os
import random
import shutil
from base64 import b64encode
from pathlib import Path

import pytest

from store import tombstones, vault
from store.backups import Backups
from store.errors import (
    BackupUnusable,
    ErasedListCorrupt,
    FolderNotEncrypted,
    KeysCorrupt,
    LedgerCorrupt,
    PassphraseNeeded,
    StoreError,
    WrongPassphrase,
)
from store.examining import HARMLESS, Finding, examine, repair
from store.facts import Draft, Source
from store.folder import Folder
from store.healing import heal_erased_list, heal_ledger
from store.ledger import LEDGER_NAME
from tests.bytes_on_disk import holding, places
from tests.crash.killing import state
from tests.crash.test_flips import FILES, embedder, flip, state_of
from tests.secrets_of_tests import KEY, OTHER_KEY, opened
from tests.stories import day, tell_story

FLIPS = 6


def folder_of(data: Path) -> Folder:
    return Folder(data, embedder(), secret=KEY)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted folder with every file there can be: something erased, snapshots, vectors in the journal, a second user."""
    data = tmp_path_factory.mktemp("told") / "data"
    with folder_of(data) as folder:
        memory = folder.memory("wang")
        tell_story(memory)
        turn = memory.hear("我前女友叫小美", day(20), at=day(20))
        name = memory.save(Draft("用户的前女友叫小美", sources=(Source(turn.id, "小美"),)), turn_id=turn.id, at=day(20))
        memory.erase([name.id], [turn.id], turn_id="", at=day(21))
        memory._index.vectors.snapshot()
        memory.hear("最后一句", day(31), at=day(31))
        tell_story(folder.memory("li"))
    assert {path.name for path in (data / "users/wang").iterdir()} == set(FILES)
    assert found_in(data) == []
    return data


@pytest.fixture(scope="module")
def whole(told: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    return state_of(shutil.copytree(told, tmp_path_factory.mktemp("whole") / "data"), KEY)


@pytest.fixture
def data(told: Path, tmp_path: Path) -> Path:
    return shutil.copytree(told, tmp_path / "data")


def found_in(data: Path) -> list[Finding]:
    with opened(data):
        return examine(data, embedder())


def test_no_word_lies_in_it_in_whatever_spelling(data: Path) -> None:
    Backups(data)
    with opened(data):
        Backups(data).make(day(40))
    for words in ("王芳", "最后一句", "用户", "statement", "小美"):
        assert places(data, words) == []
        assert holding(data, *(b64encode(words.encode()[shift:])[:-4] or b"\xff" * 9 for shift in range(3))) == []


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_found_and_never_changes_what_is_remembered(
    told: Path, whole: tuple[object, ...], tmp_path: Path, name: str
) -> None:
    size = (told / "users/wang" / name).stat().st_size
    for bit in [0, *random.Random(name).sample(range(8 * size), FLIPS), 8 * size - 1]:
        data = shutil.copytree(told, tmp_path / str(bit))
        path = data / "users/wang" / name
        flip(path, bit)
        found = [each for each in found_in(data) if each.path == path]
        assert found, f"{name}, bit {bit}"
        if found[0].problem == "ledger_corrupt":
            with pytest.raises(LedgerCorrupt):
                state_of(data, KEY)
        elif found[0].problem == "erased_list_corrupt":
            with pytest.raises(ErasedListCorrupt):
                state_of(data, KEY)
        else:
            assert state_of(data, KEY) == whole, f"{name}, bit {bit}"
        shutil.rmtree(data)


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("words.snap", "li/words.snap"),
        (tombstones.NAME, "wang/words.snap"),
        (LEDGER_NAME, "li/ledger.jsonl"),
        ("index.json", "li/index.json"),
    ],
)
def test_a_file_of_another_user_or_kind_is_found(data: Path, name: str, taken: str) -> None:
    path = data / "users/wang" / name
    shutil.copy(data / "users" / taken, path)
    assert [each.problem for each in found_in(data) if each.path == path and each.problem not in HARMLESS]


@pytest.mark.parametrize("arrange", [lambda lines: lines[::-1], lambda lines: [*lines[:2], *lines[3:]]])
def test_lines_that_change_places_or_are_left_out_are_found(data: Path, arrange: object) -> None:
    path = data / "users/wang" / LEDGER_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(arrange(lines)))  # type: ignore[operator]
    with pytest.raises(LedgerCorrupt):
        state_of(data, KEY)


def test_a_plain_file_in_the_place_of_a_sealed_one_is_not_believed(data: Path, whole: tuple[object, ...]) -> None:
    path = data / "users/wang" / tombstones.NAME
    path.write_bytes(tombstones.Tombstones(path.parent).content())
    with pytest.raises(ErasedListCorrupt):
        state_of(data, KEY)


def test_a_torn_line_is_cut_off_and_a_lost_newline_made_good(data: Path, whole: tuple[object, ...]) -> None:
    path = data / "users/wang" / LEDGER_NAME
    content = path.read_bytes()
    last = content.splitlines(keepends=True)[-1]
    for torn in (content + last[: len(last) // 2], content + b"\0" * 64, content[:-1]):
        path.write_bytes(torn)
        assert all(each.problem in HARMLESS for each in found_in(data))
        assert state_of(data, KEY) == whole
    assert path.read_bytes() == content


def test_what_can_be_repaired_is(data: Path, whole: tuple[object, ...]) -> None:
    for name in FILES[1:]:
        flip(data / "users/wang" / name, 801)
    with opened(data):
        repair(examine(data, embedder()))
        assert [each for each in examine(data, embedder()) if each.problem not in HARMLESS] == []
        assert heal_erased_list(data / "users/wang", "wang") == 2
    assert state_of(data, KEY) == whole


def test_a_damaged_ledger_is_healed_from_an_encrypted_backup(data: Path, whole: tuple[object, ...]) -> None:
    path = data / "users/wang" / LEDGER_NAME
    content = path.read_bytes()
    lines = content.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    with opened(data):
        copy = Backups(data).copies(["wang"])["wang"]
        path.write_bytes(content)
        flip(path, 8 * 40)
        assert heal_ledger(path.parent, "wang", copy).is_complete
    assert state_of(data, KEY) == whole


def test_the_secret_is_asked_for_and_a_wrong_one_says_so(data: Path) -> None:
    with pytest.raises(PassphraseNeeded):
        Folder(data, embedder())
    with pytest.raises(WrongPassphrase):
        Folder(data, embedder(), secret=OTHER_KEY)
    flip(data / vault.KEYS_NAME, 8 * 100)
    with pytest.raises(KeysCorrupt):
        folder_of(data)


def test_a_folder_that_is_not_encrypted_is_refused_with_a_secret(tmp_path: Path) -> None:
    with Folder(tmp_path / "data", embedder()) as folder:
        tell_story(folder.memory("wang"))
    with pytest.raises(FolderNotEncrypted):
        folder_of(tmp_path / "data")
    with Folder(tmp_path / "data", embedder()) as folder:
        assert folder.check() == []


def test_a_closed_folder_is_forgotten(data: Path) -> None:
    folder_of(data).close()
    assert vault.of(data) is None
    with pytest.raises(StoreError):
        Folder(data, embedder())


def test_erasing_takes_the_words_out_of_an_encrypted_backup_too(data: Path) -> None:
    with folder_of(data) as folder:
        folder.backups.make(day(40))
        memory = folder.memory("wang")
        fact = memory.facts()[0]
        turns = [source.turn for source in fact.sources]
        before = folder.backups.copies(["wang"])["wang"].ledger
        assert fact.statement.encode() in before
        memory.erase([fact.id], turns, turn_id="", at=day(41))
        assert memory.check() == []
        (path,) = folder.backups.files()
        from store import backup_file

        assert fact.statement.encode() not in backup_file.read(path).copies["wang"].ledger
        assert fact.statement.encode() not in folder.backups.copies(["wang"])["wang"].ledger


def test_a_backup_opens_with_its_own_secret_anywhere(data: Path, tmp_path: Path, whole: tuple[object, ...]) -> None:
    from store import backup_file, restoring
    from store.folder import owning

    with opened(data):
        path, _ = Backups(data).make(day(40), tmp_path / "backup.zip")
    with pytest.raises(PassphraseNeeded):
        backup_file.read(path)
    with pytest.raises(WrongPassphrase):
        backup_file.read(path, OTHER_KEY)
    backup = backup_file.read(path, KEY)
    new = tmp_path / "new"
    with owning(new, secret=OTHER_KEY, make=True):
        restoring.restore(new, backup, replace=False)
    assert places(new, "王芳") == []
    with Folder(new, embedder(), secret=OTHER_KEY) as folder:
        assert state(folder.memory("wang")) == whole[:5]
        assert folder.check() == []
    flip(path, 8 * (path.stat().st_size // 2))
    with pytest.raises(BackupUnusable):
        backup_file.read(path, KEY)


def test_every_file_is_its_owners_alone(data: Path) -> None:
    for path in [data, *data.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    assert os.access(data, os.R_OK)
