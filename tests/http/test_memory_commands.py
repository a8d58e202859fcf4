"""`sebastian memories`, `export`, `import`, `chat`: against a running server, and over the folder where there is none."""

import io
import os
from pathlib import Path

import orjson
import pytest

from cli.address import NAME
from server import main
from store.facts import Draft
from tests.http.serving import NOW, TOKEN, Serve, Served, make_sebastian

FIXTURES = Path(__file__).parents[1] / "fixtures" / "imports"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment nor a `.env` of who runs the tests is read; nothing is fetched, and no model is there."""
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "DASHSCOPE_API_KEY", *(name for name in os.environ if name.startswith("SEBASTIAN_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TOKEN", TOKEN)
    monkeypatch.setenv("SEBASTIAN_DATA", str(tmp_path / "data"))


@pytest.fixture
def running(serve: Serve, tmp_path: Path) -> Served:
    """A server that has noted its address in its data folder, as `sebastian serve` does."""
    served: Served = serve()  # type: ignore[assignment]
    (tmp_path / "data" / NAME).write_bytes(orjson.dumps({"url": served.url, "pid": os.getpid()}))
    return served


def test_the_server_that_has_the_folder_is_asked(running: Served, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = running.save("用户养了一只猫"), running.save("用户在学日语")
    assert main(["memories", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[1:3]] == [[second.id, "用户在学日语"], [first.id, "用户养了一只猫"]]
    assert main(["memories", "search", "日语", "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)[0]["id"] == second.id
    assert main(["memories", "forget", first.id]) == 0
    assert f"忘掉了 {first.id}" in capsys.readouterr().out
    assert running.sebastian.memory().get(first.id).status == "retracted"


def test_nothing_is_erased_without_a_yes(running: Served, capsys: pytest.CaptureFixture[str]) -> None:
    fact = running.save("用户养了一只猫")
    assert main(["memories", "erase", fact.id]) == 1
    assert "--yes" in capsys.readouterr().err
    assert main(["memories", "erase", fact.id, "--yes"]) == 0
    assert "抹去记忆 1 条" in capsys.readouterr().out
    assert main(["memories", "show", fact.id]) == 1
    assert "fact_not_found" in capsys.readouterr().err


def test_a_conversation_through_a_pipe(
    running: Served, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("你好\n"))
    assert main(["chat"]) == 0
    assert "您好，我是塞巴斯蒂安。" in capsys.readouterr().out
    assert [turn.text for turn in running.sebastian.memory().turns()] == ["你好"]


def test_a_file_is_imported_by_command(running: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(FIXTURES / "mem0.json"), "--dry-run"]) == 0
    assert "会导入 2 条，2023-10-07 至 2023-11-07" in capsys.readouterr().out
    assert main(["import", str(FIXTURES / "telegram.json")]) == 1
    assert "--owner" in capsys.readouterr().err
    assert main(["import", str(FIXTURES / "telegram.json"), "--owner", "王小明"]) == 0
    assert "导入了 1 条" in capsys.readouterr().out


def test_a_wrong_address_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["memories", "--url", "http://127.0.0.1:9", "list"]) == 1
    assert "server_unreachable" in capsys.readouterr().err


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a memory in it that no server has, and a note that one left when it was killed."""
    monkeypatch.setenv("SEBASTIAN_CHAT", "dashscope:qwen-max")  # without a key: whoever asked for it would fail
    monkeypatch.setenv("SEBASTIAN_EMBEDDING", "local:use-multilingual-v3")
    with make_sebastian(tmp_path / "data") as sebastian:
        sebastian.memory().save(Draft("用户养了一只猫", subject="用户"), turn_id="", at=NOW)
    (tmp_path / "data" / NAME).write_bytes(orjson.dumps({"url": "http://127.0.0.1:9", "pid": 1}))
    return tmp_path / "data"


def test_without_a_server_the_folder_is_opened(alone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["memories", "list"]) == 0
    assert "用户养了一只猫" in capsys.readouterr().out
    assert main(["export", "-o", "all.ndjson"]) == 0
    exported = (tmp_path / "all.ndjson").read_bytes()
    assert main(["import", "all.ndjson", "--data", str(tmp_path / "other")]) == 0
    assert main(["export", "-o", "again.ndjson", "--data", str(tmp_path / "other")]) == 0
    assert (tmp_path / "again.ndjson").read_bytes() == exported
    capsys.readouterr()
    assert main(["reindex"]) == 0
    assert "重建了 1 条记忆" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("locale", "summary"),
    [("zh_CN.UTF-8", "在终端里对话"), ("C", "在终端里对话"), ("en_US.UTF-8", "talk in the terminal")],
)
def test_help_is_in_the_readers_language(
    locale: str, summary: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert summary in capsys.readouterr().out
