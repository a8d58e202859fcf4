"""`sebastian mcp`: MCP over standard input and output, through the official client and a process of its own."""

import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp_types import TextContent

from server import main
from tests.http.serving import TOKEN, Serve, make_sebastian

PEANUTS = {"statement": "用户对花生过敏", "attribute": "过敏", "value": "花生", "said": "我对花生过敏"}
SEBASTIAN = str(Path(sys.executable).with_name("sebastian"))


def talk(folder: Path, say: Callable[[Client], Coroutine[Any, Any, None]], *more: str) -> None:
    """Start the program as an assistant does that has it in its list of servers, and talk."""
    environment = {
        "SEBASTIAN_DATA": str(folder / "data"), "TOKEN": TOKEN, "SEBASTIAN_EMBEDDING": "local:use-multilingual-v3",
        "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    program = StdioServerParameters(command=SEBASTIAN, args=["mcp", *more], env=environment, cwd=folder)

    async def run() -> None:
        async with Client(program) as client:
            await say(client)

    anyio.run(run)


async def save_and_recall(client: Client) -> None:
    assert {tool.name for tool in (await client.list_tools()).tools} >= {"save_memory", "why"}
    assert not (await client.call_tool("save_memory", PEANUTS)).is_error
    found = await client.call_tool("recall_memory", {"query": "花生"})
    assert isinstance(found.content[0], TextContent)
    assert "用户对花生过敏" in found.content[0].text


def test_with_the_folder_free_the_tools_run_in_the_process(tmp_path: Path) -> None:
    talk(tmp_path, save_and_recall)
    with make_sebastian(tmp_path / "data") as sebastian:
        assert [(turn.text, turn.door) for turn in sebastian.memory().turns()] == [("我对花生过敏", "mcp")]
        assert sebastian.memory().check() == []


def test_with_a_server_running_both_share_its_memory(serve: Serve, tmp_path: Path) -> None:
    served = serve()
    talk(tmp_path, save_and_recall, "--port", str(urlsplit(served.url).port))
    assert [fact.statement for fact in served.sebastian.memory().facts()] == ["用户对花生过敏"]


def test_a_folder_that_is_taken_by_something_else_is_said_with_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEBASTIAN_EMBEDDING", "openai:some-embedding")
    monkeypatch.setenv("SEBASTIAN_OPENAI_API_KEY", "sk-secret")
    with make_sebastian(tmp_path / "data"):
        assert main(["mcp", "--data", str(tmp_path / "data"), "--port", "1"]) == 1
    said = capsys.readouterr()
    assert "folder_locked" in said.err
    assert "--port" in said.err
    assert said.out == ""
