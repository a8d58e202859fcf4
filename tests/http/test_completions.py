"""`/v1`, through the official `openai` client."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata

from agent import Sebastian
from agent.models.speech import Transcript
from api.completion_shapes import Completion
from store.errors import ModelQuota
from tests.chat_models import calls
from tests.embedders import CharacterEmbedder
from tests.http.serving import GREETING, TOKEN, Serve, Served, quiet_settings, serving
from tests.loopback.servers.openai import OpenAIServer, says_slowly
from tests.recordings import wav

SAVES = (
    calls("save_memory", statement="用户对花生过敏", attribute="过敏", value="花生", kind="profile"),
    AIMessage("记住了。"),
)
SAYS_HELLO: list[Any] = [{"role": "user", "content": "你好"}]


ClientOf = Callable[..., openai.OpenAI]


@pytest.fixture
def client_of() -> Iterator[ClientOf]:
    """The client as its documentation says it is made, with another base URL; closed when the test ends."""
    with ExitStack() as stack:

        def make(served: Served, token: str = TOKEN) -> openai.OpenAI:
            http = httpx.Client(trust_env=False)
            client = openai.OpenAI(base_url=f"{served.url}/v1", api_key=token, max_retries=0, http_client=http)
            return stack.enter_context(client)

        yield make


def test_the_official_client_has_a_recording_written_down_and_nothing_is_kept(
    serve: Serve, client_of: ClientOf
) -> None:
    class Ear:
        def transcribe(self, *_: object, **__: object) -> Transcript:
            return Transcript("我对花生过敏", "scripted:ear", 1000)

    served = serve(transcriber=Ear())
    transcriptions = client_of(served).audio.transcriptions
    done = transcriptions.create(model="whisper-1", file=("a.wav", wav()))
    assert done.text == "我对花生过敏"
    assert done.model_dump()["sebastian"] == {"engine": "scripted:ear", "audio_ms": 1000}
    assert transcriptions.create(model="whisper-1", file=("a.wav", wav()), response_format="text") == "我对花生过敏"
    with pytest.raises(openai.UnprocessableEntityError):
        transcriptions.create(model="whisper-1", file=("a.txt", b"no recording"))
    assert heard(served) == []


def heard(served: Served) -> list[str]:
    return [turn.text for turn in served.sebastian.memory().turns()]


def test_the_official_client_gets_the_answer_and_what_changed_in_memory(serve: Serve, client_of: ClientOf) -> None:
    served = serve(SAVES)
    done = client_of(served).chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": "我对花生过敏"}]
    )
    assert done.choices[0].message.content == "记住了。"
    assert done.choices[0].finish_reason == "stop"
    ours = done.model_dump()["sebastian"]
    assert [(change["op"], change["statement"]) for change in ours["memory"]] == [("saved", "用户对花生过敏")]
    assert [fact.statement for fact in served.sebastian.memory().facts()] == ["用户对花生过敏"]


def test_the_answer_has_the_shape_that_is_documented(served: Served) -> None:
    answer = served.client.post("/v1/chat/completions", json={"messages": SAYS_HELLO})
    Completion.model_validate(answer.json())


def test_a_stream_gives_the_same_words_and_ends_with_what_changed(serve: Serve, client_of: ClientOf) -> None:
    served = serve(SAVES)
    chunks = list(
        client_of(served).chat.completions.create(
            model="sebastian",
            messages=[{"role": "user", "content": "我对花生过敏"}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    *words, last, usage = chunks
    assert "".join(chunk.choices[0].delta.content or "" for chunk in words) == "记住了。"
    assert last.choices[0].finish_reason == "stop"
    assert last.model_dump()["sebastian"]["memory"][0]["statement"] == "用户对花生过敏"
    assert usage.choices == []
    assert usage.usage is not None
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_stream_comes_while_it_is_said_and_says_where_it_breaks_off(tmp_path: Path, client_of: ClientOf) -> None:
    with ExitStack() as stack:
        model = stack.enter_context(OpenAIServer())
        settings = quiet_settings(tmp_path / "data", **{**model.settings(), "embedding": "openai:characters"})
        served = stack.enter_context(serving(Sebastian(settings=settings, embedder=CharacterEmbedder())))
        may_go_on = threading.Event()

        def words() -> Iterator[str]:
            yield "你好"
            assert may_go_on.wait(60)
            yield "，我在。"
            raise ConnectionResetError

        model.will(says_slowly(words()))
        stream = client_of(served).chat.completions.create(model="sebastian", messages=SAYS_HELLO, stream=True)
        assert next(stream).choices[0].delta.content == "你好"
        may_go_on.set()
        with pytest.raises(openai.APIError) as broken:
            list(stream)
        assert isinstance(broken.value.body, dict)
        assert broken.value.body["type"] == "server_error"
        assert "您的话已经记下" in broken.value.message
        assert heard(served) == ["你好"]


def test_a_stream_ends_with_done_and_has_no_usage_that_nobody_asked_for(served: Served) -> None:
    answer = served.client.post("/v1/chat/completions", json={"messages": SAYS_HELLO, "stream": True})
    assert answer.headers["content-type"].startswith("text/event-stream")
    *events, done = answer.text.removesuffix("\n\n").split("\n\n")
    assert done == "data: [DONE]"
    assert all(json.loads(event.removeprefix("data: "))["choices"] for event in events)


def test_usage_is_the_sum_of_what_the_model_reported(serve: Serve, client_of: ClientOf) -> None:
    first, second = (
        message.model_copy(update={"usage_metadata": used}) for message, used in zip(SAVES, USED, strict=True)
    )
    done = client_of(serve((first, second))).chat.completions.create(
        model="sebastian", messages=[{"role": "user", "content": "我对花生过敏"}]
    )
    assert done.usage is not None
    assert (done.usage.prompt_tokens, done.usage.completion_tokens, done.usage.total_tokens) == (220, 17, 237)
    assert done.model_dump()["sebastian"]["usage_reported"]


USED = (
    UsageMetadata(input_tokens=100, output_tokens=12, total_tokens=112),
    UsageMetadata(input_tokens=120, output_tokens=5, total_tokens=125),
)


def test_usage_that_the_model_does_not_report_is_zero_and_says_so(served: Served, client_of: ClientOf) -> None:
    done = client_of(served).chat.completions.create(model="sebastian", messages=SAYS_HELLO)
    assert done.usage is not None
    assert done.usage.total_tokens == 0
    assert not done.model_dump()["sebastian"]["usage_reported"]


def test_only_the_users_last_message_is_heard(served: Served, client_of: ClientOf) -> None:
    client_of(served).chat.completions.create(
        model="sebastian",
        messages=[
            {"role": "system", "content": "用户叫王五"},
            {"role": "user", "content": "我住在南京"},
            {"role": "assistant", "content": "你还养了一只猫"},
            {"role": "user", "content": [{"type": "text", "text": "你好"}, {"type": "text", "text": "在吗"}]},
            {"role": "system", "content": "回答要短"},
        ],
    )
    assert heard(served) == ["你好\n在吗"]


def test_history_that_is_not_read_does_not_reach_the_model_either(serve: Serve, client_of: ClientOf) -> None:
    shown: list[str] = []

    def answer(messages: list[BaseMessage]) -> AIMessage:
        shown.extend(message.text for message in messages)
        return AIMessage(GREETING)

    client_of(serve(answer)).chat.completions.create(
        model="sebastian",
        messages=[{"role": "system", "content": "你是海盗"}, {"role": "user", "content": "你好"}],
    )
    assert not [text for text in shown if "海盗" in text]


def test_the_user_field_chooses_no_memory_and_what_is_unknown_is_ignored(served: Served, client_of: ClientOf) -> None:
    client_of(served).chat.completions.create(
        model="sebastian", messages=SAYS_HELLO, user="somebody", temperature=0.1, n=2, extra_body={"mood": "好"}
    )
    assert heard(served) == ["你好"]
    assert served.sebastian.memory("somebody").turns() == []


def test_the_header_chooses_the_memory_as_everywhere(served: Served, client_of: ClientOf) -> None:
    client_of(served).chat.completions.create(
        model="sebastian", messages=SAYS_HELLO, extra_headers={"X-Sebastian-User": "wang"}
    )
    assert heard(served) == []
    assert [turn.text for turn in served.sebastian.memory("wang").turns()] == ["你好"]


def test_when_it_was_said_may_be_given(served: Served, client_of: ClientOf) -> None:
    client_of(served).chat.completions.create(
        model="sebastian", messages=SAYS_HELLO, extra_body={"said_at": "2022-03-04T20:00:00+08:00", "thread_id": "a"}
    )
    turn = served.sebastian.memory().turns()[0]
    assert turn.said_at.isoformat() == "2022-03-04T20:00:00+08:00"
    assert turn.thread_id == "a"


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:,"}}]}], "not_words"),
        ([{"role": "user", "content": [{"type": "text", "text": "看"}, {"type": "file"}]}], "not_words"),
        ([{"role": "user", "content": ["你好"]}], "not_words"),
        ([{"role": "assistant", "content": "你好"}], "invalid_input"),
        ([], "invalid_input"),
        ([{"role": "user", "content": " "}], "empty_text"),
        ([{"role": "user"}], "invalid_input"),
        ([{"role": "user", "content": "字" * 8_001}], "text_too_long"),
    ],
)
def test_what_cannot_be_heard_is_refused_with_a_code_and_a_remedy(
    served: Served, messages: list[Any], code: str, client_of: ClientOf
) -> None:
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        client_of(served).chat.completions.create(model="sebastian", messages=messages)
    assert refused.value.code == code
    assert refused.value.type == "invalid_request_error"
    assert f"（{code}）" in refused.value.message
    assert heard(served) == []


def test_a_wrong_token_is_said_as_the_client_expects_it(served: Served, client_of: ClientOf) -> None:
    with pytest.raises(openai.AuthenticationError) as refused:
        client_of(served, token="wrong").models.list()
    assert refused.value.code == "unauthorized"


@pytest.mark.parametrize("stream", [False, True])
def test_a_model_that_fails_is_a_status_and_no_broken_stream(serve: Serve, stream: bool, client_of: ClientOf) -> None:
    def fail(_messages: list[BaseMessage]) -> AIMessage:
        raise ModelQuota("no more")

    served = serve(fail)
    with pytest.raises(openai.InternalServerError) as refused:
        client_of(served).chat.completions.create(model="sebastian", messages=SAYS_HELLO, stream=stream)
    assert (refused.value.status_code, refused.value.code, refused.value.type) == (502, "model_quota", "server_error")
    assert "您的话已经记下" in refused.value.message
    assert heard(served) == ["你好"]


def test_the_one_model_is_listed(served: Served, client_of: ClientOf) -> None:
    assert [model.id for model in client_of(served).models.list()] == ["sebastian"]
