"""Every chat model behind a service, over its real wire: what it answers, and what it sends."""

import asyncio
import base64
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langgraph.graph import START, MessagesState, StateGraph

from agent.models import make_chat
from tests.loopback.conftest import Service
from tests.loopback.servers.listening import PATIENCE_S

TWO = (("save_memory", {"statement": "用户养了一只猫", "kind": "possession"}), ("recall_memory", {"query": "猫的名字"}))


@tool
def save_memory(statement: str, kind: str) -> str:
    """记住一件事。"""
    return f"{kind}: {statement}"


@tool
def recall_memory(query: str, limit: int | None = None) -> str:
    """回忆。"""
    return query


def _told(message: Any) -> list[tuple[str, dict[str, Any]]]:
    assert len({call["id"] for call in message.tool_calls}) == len(message.tool_calls)
    return [(call["name"], call["args"]) for call in message.tool_calls]


def test_invoke_gives_the_text_and_the_tokens_used(service: Service) -> None:
    service.server.will(service.wire.says("你好", "，我是", "塞巴斯蒂安。"))
    message = make_chat(service.settings()).invoke([SystemMessage("说中文"), HumanMessage("你好")])
    assert message.text == "你好，我是塞巴斯蒂安。"
    assert message.usage_metadata is not None
    assert message.usage_metadata["input_tokens"] == 22
    assert message.usage_metadata["output_tokens"] == 5


def test_text_that_repeats_itself_loses_nothing(service: Service) -> None:
    service.server.will(service.wire.says("哈", "哈", "哈哈"))
    chat = make_chat(service.settings())
    assert chat.invoke("笑").text == "哈哈哈哈"
    assert "".join(chunk.text for chunk in chat.stream("笑")) == "哈哈哈哈"


def test_stream_gives_pieces_before_the_answer_is_over(service: Service) -> None:
    seen = threading.Event()

    def pieces() -> Iterator[str]:
        yield from "一二"  # ChatTongyi keeps one piece back, so as to know the last
        assert seen.wait(PATIENCE_S)
        yield "三"

    service.server.will(service.wire.says_slowly(pieces()))
    texts = []
    for chunk in make_chat(service.settings()).stream("数"):
        texts.append(chunk.text)
        if chunk.text:
            seen.set()
    assert [text for text in texts if text] == ["一", "二", "三"]


def test_two_parallel_tool_calls_arrive_whole(service: Service) -> None:
    service.server.will(service.wire.calls(*TWO))
    message = make_chat(service.settings()).bind_tools([save_memory, recall_memory]).invoke("我养了一只猫")
    assert _told(message) == list(TWO)


def test_two_parallel_tool_calls_arrive_whole_from_a_stream(service: Service) -> None:
    service.server.will(service.wire.calls(*TWO))
    chunks = list(make_chat(service.settings()).bind_tools([save_memory, recall_memory]).stream("我养了一只猫"))
    assert len(chunks) > 2
    message = chunks[0]
    for chunk in chunks[1:]:
        message += chunk
    assert _told(message) == list(TWO)


def test_ainvoke_and_astream_work(service: Service) -> None:
    chat = make_chat(service.settings())

    async def talk() -> tuple[list[tuple[str, dict[str, Any]]], list[str]]:
        service.server.will(service.wire.calls(*TWO), service.wire.says("好", "的"))
        message = await chat.bind_tools([save_memory, recall_memory]).ainvoke("我养了一只猫")
        return _told(message), [chunk.text async for chunk in chat.astream("谢谢") if chunk.text]

    assert asyncio.run(talk()) == (list(TWO), ["好", "的"])


def test_bound_tools_are_sent_with_their_schema(service: Service) -> None:
    service.server.will(service.wire.says("好"))
    make_chat(service.settings()).bind_tools([save_memory, recall_memory]).invoke("记住")
    body = service.server.asked[0].body
    saving, recalling = (one["function"] for one in body.get("tools") or body["parameters"]["tools"])
    assert (saving["name"], saving["description"]) == ("save_memory", "记住一件事。")
    assert set(saving["parameters"]["required"]) == {"statement", "kind"}
    assert recalling["parameters"]["required"] == ["query"]
    assert "integer" in json.dumps(recalling["parameters"]["properties"]["limit"])


def test_the_key_is_sent_and_the_model_named(service: Service) -> None:
    service.server.will(service.wire.says("好"))
    settings = service.settings()
    make_chat(settings).invoke("你好")
    sent = service.server.asked[0]
    assert sent.body["model"] == settings.chat_model.partition(":")[2]
    basic = base64.b64encode(f"owner:{service.wire.KEY}".encode()).decode()
    assert sent.headers["authorization"] in {f"Bearer {service.wire.KEY}", f"Basic {basic}"}


def test_tool_calls_of_any_model_and_their_results_reach_the_server(service: Service) -> None:
    service.server.will(service.wire.says("记住了"))
    decided = AIMessage(
        "", tool_calls=[{"name": name, "args": args, "id": f"x{number}"} for number, (name, args) in enumerate(TWO)]
    )
    results = [
        ToolMessage("已记住", tool_call_id="x0", name="save_memory"),
        ToolMessage("没有", tool_call_id="x1", name="recall_memory"),
    ]
    make_chat(service.settings()).invoke([SystemMessage("说中文"), HumanMessage("我养了一只猫"), decided, *results])

    body = service.server.asked[0].body
    sent = body["messages"] if "messages" in body else body["input"]["messages"]
    assert [message["role"] for message in sent] == ["system", "user", "assistant", "tool", "tool"]
    functions = [call["function"] for call in sent[2]["tool_calls"]]
    arguments = [function["arguments"] for function in functions]
    assert [function["name"] for function in functions] == [name for name, _ in TWO]
    assert [json.loads(one) if isinstance(one, str) else one for one in arguments] == [args for _, args in TWO]
    assert [message["content"] for message in sent[3:]] == ["已记住", "没有"]
    if service.provider == "ollama":  # which matches results by the tool's name
        assert [message["tool_name"] for message in sent[3:]] == ["save_memory", "recall_memory"]
    else:
        assert [call["id"] for call in sent[2]["tool_calls"]] == ["x0", "x1"]
        assert [message["tool_call_id"] for message in sent[3:]] == ["x0", "x1"]


def test_what_a_model_called_goes_back_to_it_unchanged(service: Service) -> None:
    service.server.will(service.wire.calls(*TWO), service.wire.says("好"))
    chat = make_chat(service.settings())
    decided = chat.bind_tools([save_memory, recall_memory]).invoke("我养了一只猫")
    chat.invoke(
        [
            HumanMessage("我养了一只猫"),
            decided,
            *(ToolMessage("好", tool_call_id=call["id"], name=call["name"]) for call in decided.tool_calls),
        ]
    )
    body = service.server.asked[1].body
    sent = body["messages"] if "messages" in body else body["input"]["messages"]
    assert [call["function"]["name"] for call in sent[1]["tool_calls"]] == ["save_memory", "recall_memory"]
    if service.provider != "ollama":
        assert [call["id"] for call in sent[1]["tool_calls"]] == [message["tool_call_id"] for message in sent[2:]]


def test_a_graph_streams_the_tokens_of_an_invoked_model(service: Service) -> None:
    chat = make_chat(service.settings())
    service.server.will(service.wire.says("好", "的"))
    graph = (
        StateGraph(MessagesState)
        .add_node("think", lambda state: {"messages": [chat.invoke(state["messages"])]})
        .add_edge(START, "think")
        .compile()
    )
    tokens = [message.text for message, _ in graph.stream({"messages": [HumanMessage("好吗")]}, stream_mode="messages")]
    assert [token for token in tokens if token] == ["好", "的"]


def test_several_threads_share_one_model(service: Service) -> None:
    service.server.will(service.wire.calls(*TWO))
    chat = make_chat(service.settings()).bind_tools([save_memory, recall_memory])
    results: list[Any] = []
    threads = [threading.Thread(target=lambda: results.append(_told(chat.invoke("我养了一只猫")))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [list(TWO)] * 8


def test_a_model_hides_its_key(service: Service) -> None:
    chat = make_chat(service.settings())
    assert isinstance(chat, BaseChatModel)
    for shown in (repr(chat), str(chat), repr(chat.bind_tools([save_memory])), repr(chat.asdict())):
        if service.provider != "ollama":  # a password inside an address is an address
            assert service.wire.KEY not in shown


@pytest.mark.parametrize("content", ["记住了", [{"type": "text", "text": "记住了"}]])
def test_content_in_blocks_is_sent_as_text(service: Service, content: Any) -> None:
    service.server.will(service.wire.says("好"))
    make_chat(service.settings()).invoke([HumanMessage("猫"), AIMessage(content), HumanMessage("谢谢")])
    body = service.server.asked[0].body
    sent = body["messages"] if "messages" in body else body["input"]["messages"]
    text = sent[1]["content"]
    assert (text if isinstance(text, str) else text[0]["text"]).strip() == "记住了"
