"""MCP, through the official client, over HTTP."""

from collections.abc import Callable, Coroutine
from typing import Any

import anyio
import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

from store.errors import StoreError
from tests.http.serving import TOKEN, Serve, Served
from tests.http.test_people import token_for
from tools.toolbox import NOTHING_FOUND

TOOLS = {"recall_memory", "save_memory", "update_memory", "derive_memory", "forget_memory", "why"}
PEANUTS = {
    "statement": "用户对花生过敏", "attribute": "过敏", "value": "花生", "kind": "profile", "said": "我对花生过敏",
}  # fmt: skip

Talk = Callable[[Client], Coroutine[Any, Any, None]]


def talk(served: Served, say: Talk, token: str = TOKEN, **headers: str) -> None:
    """Connect as a program does that was given the address and a token, and talk."""

    async def run() -> None:
        async with (
            httpx2.AsyncClient(
                headers={"Authorization": f"Bearer {token}", **headers}, timeout=60, trust_env=False
            ) as http,
            Client(streamable_http_client(f"{served.url}/mcp", http_client=http)) as client,
        ):
            await say(client)

    anyio.run(run)


def words(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_the_five_tools_and_why_are_listed_without_what_only_the_code_may_choose(served: Served) -> None:
    async def say(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == TOOLS
        assert all("runtime" not in tool.input_schema["properties"] for tool in tools.values())
        assert {name for name, tool in tools.items() if "said" in tool.input_schema["properties"]} == {
            "save_memory", "update_memory", "forget_memory",
        }  # fmt: skip
        assert set(tools["save_memory"].input_schema["required"]) == {"statement", "said"}

    talk(served, say)


def test_what_is_saved_cites_the_words_that_were_handed_over_and_is_told_with_them(served: Served) -> None:
    async def say(client: Client) -> None:
        saved = await client.call_tool("save_memory", PEANUTS)
        assert not saved.is_error
        assert "用户对花生过敏" in words(saved)
        (fact,) = served.sebastian.memory().facts()
        assert "我对花生过敏" in words(await client.call_tool("why", {"id": fact.id}))
        assert "花生" in words(await client.call_tool("recall_memory", {"query": "我对什么过敏"}))

    talk(served, say)
    assert b'sebastian_changes_total{op="saved"} 1.0' in served.sebastian.metrics.text()
    memory = served.sebastian.memory()
    (fact,), (turn,) = memory.facts(), memory.turns()
    assert (turn.text, turn.door) == ("我对花生过敏", "mcp")
    assert [source.turn for source in fact.sources] == [turn.id]
    assert memory.pending() == []


def test_looking_for_a_user_nobody_knows_finds_nothing_and_begins_no_memory(served: Served) -> None:
    async def say(client: Client) -> None:
        found = await client.call_tool("recall_memory", {"query": "住在哪里"})
        assert (words(found), found.is_error) == (NOTHING_FOUND, False)
        for tool, arguments in (
            ("why", {"id": "f1"}),
            ("derive_memory", {"statement": "用户不能吃宫保鸡丁", "premises": ["f1"]}),
            ("save_memory", {"statement": "用户对花生过敏"}),
            ("no_such_tool", {}),
        ):
            assert (await client.call_tool(tool, arguments)).is_error, tool

    talk(served, say, **{"X-Sebastian-User": "nobody"})
    assert not (served.data / "users" / "nobody").exists()


def test_several_facts_out_of_the_same_words_are_one_turn(served: Served) -> None:
    said = "我叫王五，住在南京"

    async def say(client: Client) -> None:
        await client.call_tool("save_memory", {"statement": "用户叫王五", "said": said})
        await client.call_tool("save_memory", {"statement": "用户住在南京", "said": said})

    talk(served, say)
    assert [turn.text for turn in served.sebastian.memory().turns()] == [said]
    assert len(served.sebastian.memory().facts()) == 2


def test_the_same_checks_hold_as_for_our_own_model(served: Served) -> None:
    async def say(client: Client) -> None:
        made_up = await client.call_tool("save_memory", {**PEANUTS, "said": "今天天气真好"})
        assert made_up.is_error
        assert words(made_up).startswith("[invalid_input]")
        await client.call_tool("save_memory", PEANUTS)
        again = await client.call_tool("save_memory", PEANUTS)
        assert again.is_error
        assert words(again).startswith("[duplicate_fact]")
        unfounded = await client.call_tool("derive_memory", {"statement": "用户不能吃宫保鸡丁", "premises": ["f99"]})
        assert words(unfounded).startswith("[missing_premise]")
        assert words(await client.call_tool("why", {"id": "f99"})).startswith("[fact_not_found]")

    talk(served, say)
    assert len(served.sebastian.memory().facts()) == 1


@pytest.mark.parametrize(
    ("tool", "arguments", "code"),
    [
        ("save_memory", {"statement": "用户对花生过敏"}, "invalid_input"),
        ("save_memory", {"said": "我对花生过敏"}, "invalid_arguments"),
        ("save_memory", {**PEANUTS, "kind": "secret"}, "invalid_arguments"),
        ("save_memory", {**PEANUTS, "said": "字" * 8_001}, "text_too_long"),
        ("recall_memory", {"query": "a\0b"}, "invalid_text"),
        ("recall_memory", {"query": "花生", "as_of": "someday"}, "invalid_time"),
        ("recall_memory", {"query": 5}, "invalid_arguments"),
        ("why", {}, "invalid_input"),
        ("erase_everything", {}, "invalid_input"),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_explained_and_writes_no_fact(
    served: Served, tool: str, arguments: dict[str, Any], code: str
) -> None:
    async def say(client: Client) -> None:
        refused = await client.call_tool(tool, arguments)
        assert refused.is_error
        assert code in words(refused)

    talk(served, say)
    assert served.sebastian.memory().facts("all") == []


def test_a_change_a_conclusion_and_forgetting_work_as_in_a_turn(served: Served) -> None:
    async def say(client: Client) -> None:
        await client.call_tool("save_memory", PEANUTS)
        (fact,) = served.sebastian.memory().facts()
        derived = await client.call_tool(
            "derive_memory", {"statement": "用户不能吃宫保鸡丁", "premises": [fact.id], "confidence": 0.9}
        )
        assert not derived.is_error
        await client.call_tool(
            "save_memory", {"statement": "用户住在南京", "attribute": "现居地", "value": "南京", "said": "我住在南京"}
        )
        await client.call_tool(
            "update_memory",
            {"statement": "用户住在成都", "attribute": "现居地", "value": "成都", "said": "我搬到成都了"},
        )
        unasked = await client.call_tool("forget_memory", {"what": fact.id, "said": "今天吃什么好"})
        assert words(unasked).startswith("[not_asked]")
        forgotten = await client.call_tool("forget_memory", {"what": fact.id, "said": "忘掉我对花生过敏的事"})
        assert not forgotten.is_error

    talk(served, say)
    memory = served.sebastian.memory()
    assert [fact.statement for fact in memory.facts()] == ["用户住在成都"]
    assert [fact.statement for fact in memory.facts("unsupported")] == ["用户不能吃宫保鸡丁"]


def test_looking_things_up_writes_nothing(served: Served) -> None:
    async def say(client: Client) -> None:
        await client.call_tool("recall_memory", {"query": "花生", "since": "2024-01-01", "until": "2025-01-01"})

    talk(served, say)
    assert served.seq == 0


def test_secrets_are_masked_wherever_they_stand_in_the_call(served: Served) -> None:
    password = "Tea&Rice2023"

    async def say(client: Client) -> None:
        saved = await client.call_tool(
            "save_memory",
            {
                "statement": f"用户家里的 wifi 密码改成了{password}",
                "subject": "用户家里的 wifi", "attribute": "密码", "value": password,
                "said": f"家里的 wifi 密码改成了 {password}",
            },
        )  # fmt: skip
        assert "已隐去" in words(saved)

    talk(served, say)
    assert not [path for path in served.data.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]


def test_the_header_says_whose_memory_it_is(served: Served) -> None:
    async def say(client: Client) -> None:
        await client.call_tool("save_memory", PEANUTS)

    talk(served, say, **{"X-Sebastian-User": "wang"})
    assert served.sebastian.memory().facts() == []
    assert len(served.sebastian.memory("wang").facts()) == 1


def test_a_persons_token_opens_that_persons_memory(served: Served) -> None:
    async def say(client: Client) -> None:
        await client.call_tool("save_memory", PEANUTS)

    talk(served, say, token_for("al", served.data))
    assert served.sebastian.memory().facts() == []
    assert len(served.sebastian.memory("al").facts()) == 1


def test_nobody_comes_in_without_the_token(served: Served) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    with served.stranger(Accept="application/json, text/event-stream") as stranger:
        assert stranger.post("/mcp", json=call).status_code == 401
        assert stranger.post("/mcp/", json=call).status_code == 401


def test_trouble_on_disk_is_said_with_its_code_and_a_bug_without_its_words(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    served, troubles = serve(), [StoreError("the disk is full"), KeyError("我的秘密")]

    def fail(*_: object, **__: object) -> None:
        raise troubles.pop(0)

    monkeypatch.setattr(type(served.sebastian.memory()), "recall", fail)

    async def say(client: Client) -> None:
        for code in ("store_error", "internal"):
            refused = await client.call_tool("recall_memory", {"query": "我的秘密"})
            assert refused.is_error
            assert code in words(refused)
            assert "秘密" not in words(refused)

    talk(served, say)
    assert "秘密" not in caplog.text
