"""`Accept: text/event-stream`: the answer while it is made, and what becomes of a turn that nobody waits for."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from agent.models.speech import Transcript
from store.errors import ModelTimeout
from tests.chat_models import calls
from tests.http.serving import GREETING, Serve, Served, code_of
from tests.loopback.servers.listening import Exchange
from tests.loopback.servers.openai import OpenAIServer, says, says_slowly
from tests.recordings import wav

STREAM = {"Accept": "text/event-stream"}
SAVES = calls("save_memory", statement="用户喜欢喝茶", attribute="喜欢", value="喝茶", kind="preference")


def happened(response: httpx.Response) -> list[tuple[str, Any]]:
    """The events of a stream, as they come."""
    return list(events(response))


def events(response: httpx.Response) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in response.iter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


def say(served: Served, text: str, **fields: Any) -> list[tuple[str, Any]]:
    with served.client.stream("POST", "/chat/text", json={"text": text, **fields}, headers=STREAM) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("text/event-stream")
        return happened(response)


def tokens(told: list[tuple[str, Any]]) -> str:
    return "".join(content["text"] for name, content in told if name == "token")


def test_an_answer_comes_in_tokens_and_ends_with_the_whole(served: Served) -> None:
    told = say(served, "你好")
    turn = served.sebastian.memory().turns()[0]
    assert tokens(told) == GREETING
    assert told[-1] == ("done", {"response": GREETING, "memory": None, "turn": turn.id})
    assert served.sebastian.memory().pending() == []


def test_tools_are_named_without_what_they_are_given_and_changes_are_told(serve: Serve) -> None:
    served = serve([SAVES, AIMessage("记住了。你喜欢喝茶。")])
    told = say(served, "我喜欢喝茶")
    assert [name for name, _ in told] == ["tool", "token", "token", "memory", "done"]
    assert told[0] == ("tool", {"name": "save_memory"})
    fact = served.sebastian.memory().facts()[0]
    change = {"op": "saved", "id": fact.id, "statement": "用户喜欢喝茶"}
    assert told[-2] == ("memory", [change])
    assert told[-1][1]["memory"] == [change]
    assert tokens(told) == told[-1][1]["response"] == "记住了。你喜欢喝茶。"


def test_what_is_masked_is_said_at_the_end_of_the_stream_too(served: Served) -> None:
    told = say(served, "我的密码是Tea&Rice2023")
    assert tokens(told) == told[-1][1]["response"]
    assert tokens(told).startswith(GREETING)
    assert "没有保存" in tokens(told)


def test_a_thread_is_carried_on_in_a_stream(serve: Serve) -> None:
    shown: list[int] = []

    def model(messages: list[BaseMessage]) -> AIMessage:
        shown.append(len(messages))
        return AIMessage(GREETING)

    served = serve(model)
    say(served, "你好", thread_id="kitchen")
    say(served, "还在吗", thread_id="kitchen")
    assert shown == [2, 4]


def test_a_model_that_speaks_piece_by_piece_is_heard_while_it_speaks(streaming: tuple[OpenAIServer, Served]) -> None:
    model, served = streaming
    heard = threading.Event()

    def pieces() -> Iterator[str]:
        yield "您"
        assert heard.wait(60), "the first piece was held back"
        yield "好。"

    model.will(says_slowly(pieces()))
    with served.client.stream("POST", "/chat/text", json={"text": "你好"}, headers=STREAM) as response:
        told = events(response)
        assert next(told) == ("token", {"text": "您"})
        heard.set()
        rest = list(told)
    assert [name for name, _ in rest] == ["token", "done"]
    assert rest[-1][1]["response"] == "您好。"


def test_a_picture_is_taken_apart_in_a_stream_as_in_an_answer(streaming: tuple[OpenAIServer, Served]) -> None:
    model, served = streaming
    model.will(says_slowly(iter(("看，!", "[图](https://evil.example/?q=花生)", "<im", "g src=a>"))))
    told = say(served, "给我看张图")
    assert tokens(told) == told[-1][1]["response"] == "看，[图](https://evil.example/?q=花生)＜img src=a>"


def test_a_client_that_goes_away_stops_the_model_and_the_turn_is_owed(streaming: tuple[OpenAIServer, Served]) -> None:
    model, served = streaming
    stopped = threading.Event()

    def talks_on(exchange: Exchange) -> None:
        try:
            says_slowly("没" for _ in iter(model.closing.is_set, True))(exchange)
        finally:  # its connection was closed
            stopped.set()

    model.will(talks_on)
    with served.client.stream("POST", "/chat/text", json={"text": "我喜欢喝茶"}, headers=STREAM) as response:
        assert next(events(response))[0] == "token"
    assert stopped.wait(60), "the model went on although nobody listened"
    memory = served.sebastian.memory()
    assert [turn.text for turn in memory.pending()] == ["我喜欢喝茶"]
    model.will(says("好。"))
    for _ in range(1000):  # the turn's thread may still be on its way out
        if served.client.get("/health").is_success and served.sebastian.catch_up():
            break
    assert memory.pending() == []
    assert memory.check() == []


def test_what_was_saved_before_the_client_went_away_stays_whole(serve: Serve) -> None:
    asked, gone = threading.Event(), threading.Event()

    def model(messages: list[BaseMessage]) -> AIMessage:
        if isinstance(messages[-1], ToolMessage):
            asked.set()
            assert gone.wait(60)
            return AIMessage("记住了。")
        return SAVES

    served = serve(model)
    with served.client.stream("POST", "/chat/text", json={"text": "我喜欢喝茶"}, headers=STREAM) as response:
        told = events(response)
        assert next(told) == ("tool", {"name": "save_memory"})
        assert asked.wait(60)
    gone.set()
    memory = served.sebastian.memory()
    assert [fact.statement for fact in memory.facts()] == ["用户喜欢喝茶"]
    assert memory.check() == []


def test_a_model_that_fails_ends_the_stream_with_an_error_and_the_words_are_kept(serve: Serve) -> None:
    def fail(_messages: list[BaseMessage]) -> AIMessage:
        raise ModelTimeout("the model at secret-host failed")

    served = serve(fail)
    told = say(served, "我搬到了成都")
    assert [name for name, _ in told] == ["error"]
    assert told[0][1]["code"] == "model_timeout"
    assert "您的话已经记下" in told[0][1]["message"]
    assert "secret-host" not in str(told)
    assert [turn.text for turn in served.sebastian.memory().pending()] == ["我搬到了成都"]


def test_a_bug_ends_the_stream_without_its_trace_and_is_logged_without_the_words(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(messages: list[BaseMessage]) -> AIMessage:
        raise KeyError(messages[-1].text)

    served = serve(crash)
    with served.client.stream("POST", "/chat/text", json={"text": "我的秘密"}, headers=STREAM) as response:
        told = next(events(response))
    assert told[0] == "error"
    assert told[1]["code"] == "internal"
    assert "秘密" not in str(told)
    served.client.get("/health")
    assert any("KeyError" in record.getMessage() for record in caplog.records if record.name == "sebastian.bug")
    assert "秘密" not in caplog.text


def test_what_cannot_be_a_turn_is_refused_before_the_stream_begins(served: Served) -> None:
    refused = served.client.post("/chat/text", json={"text": " "}, headers=STREAM)
    assert (refused.status_code, code_of(refused)) == (422, "empty_text")
    future = served.client.post(
        "/chat/text", json={"text": "你好", "said_at": "2125-05-01T12:00:00+08:00"}, headers=STREAM
    )
    assert (future.status_code, code_of(future)) == (422, "invalid_time")
    with served.stranger(**STREAM) as stranger:
        assert stranger.post("/chat/text", json={"text": "你好"}).status_code == 401
    assert served.seq == 0


@pytest.mark.parametrize(("accept", "streams"), [
    ("*/*", False), ("application/json", False), ("text/event-stream", True), ("text/html, Text/Event-Stream;q=0.9", True),
])  # fmt: skip
def test_only_who_asks_for_a_stream_is_given_one(served: Served, accept: str, streams: bool) -> None:
    response = served.client.post("/chat/text", json={"text": "你好"}, headers={"Accept": accept})
    assert response.headers["content-type"].startswith("text/event-stream") is streams


def test_a_recording_is_told_as_heard_before_it_is_answered(serve: Serve) -> None:
    class Ear:
        def transcribe(self, _path: Path, _media_type: str, **_: object) -> Transcript:
            return Transcript("你好", "scripted:ear")

    served = serve(transcriber=Ear())
    with served.client.stream("POST", "/chat/audio", files={"file": ("a.wav", wav())}, headers=STREAM) as response:
        told = happened(response)
    assert told[0] == ("heard", {"text": "你好"})
    assert tokens(told) == GREETING
    assert served.sebastian.memory().turns()[0].door == "voice"
