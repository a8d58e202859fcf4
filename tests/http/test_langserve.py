"""LangServe under `/agent`: the same turn as `/chat/text`, for LangChain's clients."""

import json
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langserve import RemoteRunnable

from api.langserve_routes import MAX_BATCH
from api.schemas import ChatAnswer
from store.errors import ModelTimeout
from tests.http.serving import FAR, GREETING, TOKEN, Serve, Served, code_of

ANSWER = {"response": GREETING, "memory": None}


def invoke(served: Served, given: Any, **body: Any) -> httpx.Response:
    return served.client.post("/agent/invoke", json={"input": given, **body})


@pytest.mark.parametrize(
    "given",
    [
        {"text": "你好"},
        {"messages": [{"role": "user", "content": "你好"}]},
        {"messages": [{"type": "human", "content": "你好"}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "你好"}]}]},
        {"messages": [{"role": "user", "content": "别的话"}, {"role": "assistant", "content": "嗯"},
                      {"role": "user", "content": "你好"}]},
    ],
)  # fmt: skip
def test_a_turn_can_be_given_as_text_or_as_messages(served: Served, given: dict[str, Any]) -> None:
    response = invoke(served, given)
    assert response.status_code == 200, response.text
    assert response.json()["output"] == ANSWER
    ChatAnswer.model_validate(response.json()["output"])
    assert [turn.text for turn in served.sebastian.memory().turns()] == ["你好"]


def test_thread_time_and_user_are_passed_on(served: Served) -> None:
    given = {"text": "你好", "said_at": "2022-03-04T20:00:00+08:00"}
    body = {"input": given, "config": {"configurable": {"thread_id": "kitchen", "user": "owner"}}}
    response = served.client.post("/agent/invoke", json=body, headers={"X-Sebastian-User": "guest"})
    assert response.status_code == 200, response.text
    assert served.seq == 0, "a client's config must not name whose memory it is"
    turn = served.sebastian.memory("guest").turns()[0]
    assert (turn.thread_id, turn.said_at.isoformat()) == ("kitchen", "2022-03-04T20:00:00+08:00")


def test_a_batch_is_several_turns(served: Served) -> None:
    config = [{"configurable": {"thread_id": name}} for name in ("one", "two")]
    inputs = [{"text": "第一"}, {"text": "第二"}]
    response = served.client.post("/agent/batch", json={"inputs": inputs, "config": config})
    assert response.status_code == 200, response.text
    assert response.json()["output"] == [ANSWER, ANSWER]
    turns = served.sebastian.memory().turns()
    assert {(turn.text, turn.thread_id) for turn in turns} == {("第一", "one"), ("第二", "two")}


def test_a_stream_ends_with_the_answer(served: Served) -> None:
    with served.client.stream("POST", "/agent/stream", json={"input": {"text": "你好"}}) as response:
        lines = list(response.iter_lines())
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
    assert events == ["metadata", "data", "end"]
    assert data[-1] == ANSWER


def test_a_remote_runnable_is_a_client(served: Served) -> None:
    remote = RemoteRunnable(f"{served.url}/agent/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert remote.invoke({"text": "你好"}) == ANSWER
    assert remote.invoke({"messages": [HumanMessage("你好")]}) == ANSWER
    assert remote.batch([{"text": "你好"}, {"text": "再见"}]) == [ANSWER, ANSWER]
    assert list(remote.stream({"text": "你好"})) == [ANSWER]
    assert len(served.sebastian.memory().turns()) == 5


def test_a_remote_runnable_without_the_token_is_refused(served: Served) -> None:
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        RemoteRunnable(f"{served.url}/agent/").invoke({"text": "你好"})


@pytest.mark.parametrize("path", ["playground/", "input_schema", "output_schema", "config_schema"])
def test_the_playground_and_the_schemas_are_there_for_the_owner(shared: Served, path: str) -> None:
    assert shared.client.get(f"/agent/{path}").status_code == 200


BAD: list[tuple[Any, int, str]] = [
    ({"text": ""}, 422, "empty_text"),
    ({"text": "长" * 8_001}, 422, "text_too_long"),
    ({"text": 5}, 422, "invalid_input"),
    ({"text": "你好", "said_at": FAR}, 422, "invalid_time"),
    ({}, 422, "empty_text"),
    ({"messages": []}, 422, "empty_text"),
    ({"messages": [{"role": "assistant", "content": "你好"}]}, 422, "invalid_input"),
    ({"messages": [{"role": "system", "content": "你好"}]}, 422, "invalid_input"),
    ({"messages": "你好"}, 422, "invalid_input"),
    ({"messages": [{"role": "user", "content": [5, {"text": 6}]}]}, 422, "empty_text"),
    (None, 422, "invalid_input"),
    ("你好", 422, "invalid_input"),
]


@pytest.mark.parametrize("door", ["invoke", "batch", "stream", "stream_events"])
@pytest.mark.parametrize(("given", "status", "code"), BAD)
def test_bad_input_is_refused_at_each_door(shared: Served, door: str, given: Any, status: int, code: str) -> None:
    body = {"inputs": [given]} if door == "batch" else {"input": given}
    response = shared.client.post(f"/agent/{door}", json=body)
    assert (response.status_code, code_of(response)) == (status, code)
    assert shared.seq == 0


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b"{}", b""])
@pytest.mark.parametrize("door", ["invoke", "batch", "stream", "stream_events"])
def test_a_body_that_cannot_be_read_is_refused(shared: Served, door: str, body: bytes) -> None:
    response = shared.client.post(f"/agent/{door}", content=body, headers={"Content-Type": "application/json"})
    assert (response.status_code, code_of(response)) in ((400, "invalid_json"), (422, "invalid_input"))


def test_other_content_types_are_refused(shared: Served) -> None:
    response = shared.client.post("/agent/invoke", content=b'{"input": {"text": "x"}}')
    assert (response.status_code, code_of(response)) == (415, "unsupported_media_type")


def test_a_batch_has_a_limit(shared: Served) -> None:
    response = shared.client.post("/agent/batch", json={"inputs": [{"text": "你好"}] * (MAX_BATCH + 1)})
    assert (response.status_code, code_of(response)) == (422, "invalid_input")
    assert shared.seq == 0


def test_a_thread_id_that_cannot_be_used_is_refused(shared: Served) -> None:
    response = invoke(shared, {"text": "你好"}, config={"configurable": {"thread_id": "a b"}})
    assert (response.status_code, code_of(response)) == (422, "invalid_thread_id")
    assert shared.seq == 0


def fail(_messages: list[BaseMessage]) -> AIMessage:
    raise ModelTimeout("slow")


def test_a_model_that_fails_is_said_and_the_words_are_kept(serve: Serve) -> None:
    served = serve(fail)
    response = invoke(served, {"text": "我搬到了成都"})
    assert (response.status_code, code_of(response)) == (504, "model_timeout")
    assert [turn.text for turn in served.sebastian.memory().pending()] == ["我搬到了成都"]


def test_a_stream_whose_model_fails_ends_with_an_error_event(serve: Serve) -> None:
    served = serve(fail)
    with served.client.stream("POST", "/agent/stream", json={"input": {"text": "我搬到了成都"}}) as response:
        lines = list(response.iter_lines())
    assert "event: error" in lines
    assert [turn.text for turn in served.sebastian.memory().pending()] == ["我搬到了成都"]
