"""`sebastian check`, `backup` and `restore`: what they print, what they change, and how they end."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.threads import NAME as THREADS_NAME
from server import main
from tests.http.serving import make_sebastian
from tests.loopback.servers.openai import OpenAIServer, embeds

DIMENSION = 64


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Neither the environment nor a `.env` of who runs the tests is read; vectors come from a service of the test's."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "DASHSCOPE_API_KEY", *(name for name in os.environ if name.startswith("SEBASTIAN_"))):
        monkeypatch.delenv(name, raising=False)
    with OpenAIServer() as service:
        assert isinstance(service, OpenAIServer)
        service.will(embeds(DIMENSION))
        monkeypatch.setenv("SEBASTIAN_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("SEBASTIAN_EMBEDDING", "openai:some-embedding")
        monkeypatch.setenv("SEBASTIAN_OPENAI_URL", f"{service.url}/v1")
        yield


@pytest.fixture
def data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A data folder with a conversation in it, its vectors made by the service that the commands ask too."""
    folder = tmp_path / "data"
    with make_sebastian(folder) as sebastian:
        for text in ("我住在成都", "我喜欢爬山"):
            sebastian.chat(text, thread_id="厨房")
    main(["check", "--fix"])
    capsys.readouterr()
    return folder


def said(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> str:
    assert main(list(command)) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


def damage(path: Path, old: str, new: str) -> None:
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))


def test_a_sound_folder_is_said_to_be_sound_and_nothing_is_changed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    assert said(capsys, "check") == "检查通过：记忆完好。\n"
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and path.name != "lock"} == {
        path: content for path, content in before.items() if path.name != "lock"
    }


def test_a_damaged_index_is_said_and_repaired(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / "users/owner/words.snap"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    found = said(capsys, "check", code=1)
    assert "users/owner/words.snap：已损坏" in found
    assert "加 --fix" in found
    fixed = said(capsys, "check", "--fix")
    assert "users/owner/words.snap：已修复。" in fixed
    assert fixed.endswith("检查通过：记忆完好。\n")
    assert said(capsys, "check") == "检查通过：记忆完好。\n"


def test_a_damaged_ledger_is_healed_from_a_backup_and_not_without(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "backup", "--to", str(tmp_path / "kept.zip"))
    with make_sebastian(data) as sebastian:
        sebastian.chat("我养了一只猫")
    damage(data / "users/owner/ledger.jsonl", "成都", "重庆")
    found = said(capsys, "check", "--fix", code=1)
    assert "账本第 1 行已损坏" in found
    assert "（ledger_corrupt）" in found
    healed = said(capsys, "check", "--fix", "--from", str(tmp_path / "kept.zip"))
    assert "一条不少" in healed
    with make_sebastian(data) as sebastian:
        assert [turn.text for turn in sebastian.memory().turns()] == ["我住在成都", "我喜欢爬山", "我养了一只猫"]


def test_damaged_threads_are_begun_anew_and_memory_is_not_touched(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = data / THREADS_NAME
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    db.close()
    damage(path, "成都", "重庆")
    assert f"{THREADS_NAME}：对话线程已损坏" in said(capsys, "check", code=1)
    said(capsys, "check", "--fix")
    assert not path.exists()
    with make_sebastian(data) as sebastian:
        assert len(sebastian.memory().turns()) == 2


def test_a_backup_is_restored_elsewhere_and_refused_where_memories_are(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backed_up = said(capsys, "backup")
    (path,) = (data / "backups").glob("*.zip")
    assert str(path) in backed_up
    assert "owner：账本 4 条" in backed_up
    assert "（folder_not_empty）" in said(capsys, "restore", str(path), code=1)
    assert "replaced" in said(capsys, "restore", str(path), "--replace")
    other = tmp_path / "other"
    assert "核对过哈希" in said(capsys, "restore", str(path), "--data", str(other))
    with make_sebastian(other) as sebastian:
        assert [turn.text for turn in sebastian.memory().turns()] == ["我住在成都", "我喜欢爬山"]


def test_what_is_no_backup_is_refused_before_anything_is_changed(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK not a zip")
    for name in ("bad.zip", "nowhere.zip"):
        refused = said(capsys, "restore", str(tmp_path / name), "--data", str(tmp_path / "new"), code=1)
        assert "（backup_unusable）" in refused
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", ["check", "backup"])
def test_a_folder_without_memory_is_said_and_not_made(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "还没有记忆" in said(capsys, command, "--data", str(tmp_path / "nowhere"), code=1)
    assert not (tmp_path / "nowhere").exists()


def test_while_a_server_has_the_folder_a_backup_is_made_and_the_rest_refused_by_name(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_sebastian(data):
        assert "owner：账本 4 条" in said(capsys, "backup")
        (path,) = (data / "backups").glob("*.zip")
        for command in (["check"], ["restore", str(path), "--replace"]):
            refused = said(capsys, *command, code=1)
            assert f"进程号 {os.getpid()}" in refused
            assert "（folder_locked）" in refused
