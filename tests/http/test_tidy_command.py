"""`sebastian tidy`: what it prints, what it changes, and how it ends."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from server import main
from store.facts import Draft
from tests.http.serving import NOW, make_sebastian
from tests.loopback.servers.openai import OpenAIServer, embeds


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Neither the environment nor a `.env` of who runs the tests is read; vectors come from a service of the test's."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "DASHSCOPE_API_KEY", *(name for name in os.environ if name.startswith("SEBASTIAN_"))):
        monkeypatch.delenv(name, raising=False)
    with OpenAIServer() as service:
        assert isinstance(service, OpenAIServer)
        service.will(embeds(8))
        monkeypatch.setenv("SEBASTIAN_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("SEBASTIAN_EMBEDDING", "openai:some-embedding")
        monkeypatch.setenv("SEBASTIAN_OPENAI_URL", f"{service.url}/v1")
        yield


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which the owner told one thing twice."""
    folder = tmp_path / "data"
    with make_sebastian(folder) as sebastian:
        for statement in ("用户喜欢爬山", "用户喜欢爬山。"):
            sebastian.memory().save(Draft(statement, subject="用户"), turn_id="", at=NOW)
    return folder


def statements(data: Path) -> list[str]:
    with make_sebastian(data) as sebastian:
        assert sebastian.memory().check() == []
        return [fact.statement for fact in sebastian.memory().facts()]


def test_it_says_what_it_merged_and_how_to_take_it_back(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tidy"]) == 0
    said = capsys.readouterr().out
    assert "owner：合并「用户喜欢爬山。」（f2），留下「用户喜欢爬山」（f1）" in said
    assert "已合并 1 条重复的记忆，得出 0 个习惯，更新 0 个习惯。" in said
    assert "POST /undo" in said
    assert statements(data) == ["用户喜欢爬山"]


def test_a_dry_run_only_says_what_would_change(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = data / "users" / "owner" / "ledger.jsonl"
    before = ledger.read_bytes()
    assert main(["tidy", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "会合并 1 条重复的记忆" in said
    assert "什么也没有改" in said
    assert ledger.read_bytes() == before


def test_with_nothing_to_tidy_it_says_so(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["tidy"])
    capsys.readouterr()
    assert main(["tidy"]) == 0
    assert capsys.readouterr().out == "没有可归整的。\n"


def test_while_a_server_has_the_folder_it_says_how_to_ask_the_server(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with make_sebastian(data):
        assert main(["tidy"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "服务正在运行，记忆由它掌管：请用 POST /tidy 让它归整，或停掉它再来（folder_locked）。\n"


def test_a_folder_without_memory_is_said_and_not_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["tidy", "--data", str(tmp_path / "nowhere")]) == 1
    assert "还没有记忆" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_a_dry_run_of_anything_else_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["serve", "--dry-run"])
    assert refused.value.code == 2
    assert "不认得的参数：--dry-run" in capsys.readouterr().err
