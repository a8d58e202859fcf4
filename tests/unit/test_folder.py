import stat
import subprocess
import sys
from pathlib import Path

import pytest

from store.errors import FolderLocked, InvalidInput, LedgerCorrupt, StoreError
from store.folder import Folder
from tests.embedders import CharacterEmbedder
from tests.stories import LATER, day, named, tell_story


def test_one_user_never_finds_what_another_said(tmp_path: Path) -> None:
    with Folder(tmp_path / "data", CharacterEmbedder()) as folder:
        folder.memory("wang").hear("我的银行卡密码是多少来着", day(0), at=day(0))
        assert folder.memory("li").recall("银行卡密码", now=LATER) == []
        assert [each.item.id for each in folder.memory("wang").recall("银行卡密码", now=LATER)] == ["t1"]
        assert folder.users() == ["li", "wang"]


def test_a_memory_is_opened_once(tmp_path: Path) -> None:
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        assert folder.memory("wang") is folder.memory("wang")


@pytest.mark.parametrize("user", ["", ".", "..", ".hidden", "a/b", "../x", "张三", "a b", "x" * 65, "a\n", "a\0"])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, user: str) -> None:
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        with pytest.raises(InvalidInput):
            folder.memory(user)
        assert folder.users() == []


def test_everything_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    with Folder(tmp_path / "data", CharacterEmbedder()) as folder:
        tell_story(folder.memory("wang"))
    for path in (tmp_path / "data").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_second_process_is_told_who_owns_the_folder(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from store.folder import Folder; from tests.embedders import *\n"
        "folder = Folder(Path(sys.argv[1]), CharacterEmbedder()); print('ready', flush=True); sys.stdin.read()"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    assert owner.stdout.readline() == "ready\n"
    with pytest.raises(FolderLocked) as error:
        Folder(tmp_path, CharacterEmbedder())
    assert error.value.details["pid"] == owner.pid
    assert error.value.details["since"][:2] == "20"
    owner.communicate()
    Folder(tmp_path, CharacterEmbedder()).close()


def test_the_same_process_cannot_own_it_twice_and_can_again_after_closing(tmp_path: Path) -> None:
    folder = Folder(tmp_path, CharacterEmbedder())
    with pytest.raises(FolderLocked):
        Folder(tmp_path, CharacterEmbedder())
    folder.close()
    folder.close()
    Folder(tmp_path, CharacterEmbedder()).close()


def test_a_closed_folder_gives_no_memory_and_its_memories_take_no_words(tmp_path: Path) -> None:
    folder = Folder(tmp_path, CharacterEmbedder())
    memory = folder.memory("wang")
    folder.close()
    with pytest.raises(StoreError):
        folder.memory("wang")
    with pytest.raises(StoreError):
        memory.hear("还在吗", day(0), at=day(0))


def test_a_path_that_cannot_be_a_folder_is_an_expected_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError):
        Folder(tmp_path / "file" / "data", CharacterEmbedder())


def test_one_damaged_ledger_does_not_keep_the_others_shut(tmp_path: Path) -> None:
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        for user in ("li", "wang"):
            tell_story(folder.memory(user))
    ledger = tmp_path / "users/li/ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace("王芳".encode(), "王蓉".encode(), 1))
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        with pytest.raises(LedgerCorrupt, match="line 1:"):
            folder.memory("li")
        assert folder.memory("wang").check() == []


def test_check_names_the_user_at_fault(tmp_path: Path) -> None:
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        for user in ("li", "wang"):
            tell_story(folder.memory(user))
        assert folder.check() == []
        ledger = tmp_path / "users/li/ledger.jsonl"
        ledger.write_bytes(ledger.read_bytes()[:-20])
        problems = folder.check()
        assert problems and all(problem.startswith("li: ") for problem in problems)


def test_reading_after_a_name_was_given_keeps_its_slot(tmp_path: Path) -> None:
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        folder.memory("a.b-c_D9").save(named("甲"), turn_id="", at=day(0))
    with Folder(tmp_path, CharacterEmbedder()) as folder:
        assert [fact.value for fact in folder.memory("a.b-c_D9").slot("用户", "姓名")] == ["甲"]
