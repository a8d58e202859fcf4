"""What every service can do wrong, over its real wire, and which of our errors it becomes; the key in none of them."""

import asyncio
import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agent.models import make_chat, make_embedder, make_transcriber
from agent.settings import Settings
from store.errors import ModelAnswerInvalid, ModelError, ModelQuota, ModelTimeout, ModelUnavailable
from tests.loopback.conftest import Service
from tests.loopback.servers.listening import PATIENCE_S, answers, hangs
from tests.recordings import wav


@dataclass(frozen=True)
class Way:
    """A way to call a model: how it is made and how it is called."""

    make: Callable[[Settings], Any]
    call: Callable[[Any], Any]


async def _astream(chat: Any) -> list[Any]:
    return [chunk async for chunk in chat.astream("你好")]


WAYS = {
    "invoke": Way(make_chat, lambda chat: chat.invoke("你好").text),
    "stream": Way(make_chat, lambda chat: "".join(chunk.text for chunk in chat.stream("你好"))),
    "ainvoke": Way(make_chat, lambda chat: asyncio.run(chat.ainvoke("你好")).text),
    "astream": Way(make_chat, lambda chat: "".join(chunk.text for chunk in asyncio.run(_astream(chat)))),
    "embed": Way(make_embedder, lambda embedder: embedder.embed(["你好"])),
}
CHATS = [name for name in WAYS if name != "embed"]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """Every way to call a model."""
    return WAYS[request.param]


@pytest.fixture(params=CHATS)
def chatting(request: pytest.FixtureRequest) -> Way:
    """Every way to call a chat model."""
    return WAYS[request.param]


def fails(
    way: Way, settings: Settings, kind: type[ModelError], service: Service, caplog: pytest.LogCaptureFixture
) -> ModelError:
    """Make a model, call it and give the error; see `fails_again`."""
    return fails_again(way, way.make(settings), kind, service, caplog)


def fails_again(
    way: Way, model: Any, kind: type[ModelError], service: Service, caplog: pytest.LogCaptureFixture
) -> ModelError:
    """Call a model and give the error, after looking for the key in all that a log could show."""
    with caplog.at_level(logging.DEBUG), pytest.raises(ModelError) as caught:
        way.call(model)
    error = caught.value
    assert type(error) is kind
    assert error.details["provider"] == service.provider
    assert "。" in error.details["explanation"]
    shown = [str(error), repr(error), repr(error.details), "".join(traceback.format_exception(error))]
    assert not [text for text in [*shown, caplog.text] if service.wire.KEY in text]
    return error


def test_a_port_where_nobody_listens_is_unavailable(
    service: Service, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    error = fails(way, service.unreachable(), ModelUnavailable, service, caplog)
    assert f"SEBASTIAN_{service.provider.upper()}_URL" in str(error)


@pytest.mark.parametrize("url", ["http://no-such-host.invalid", "not an address", "http://127.0.0.1:1/x y"])
def test_an_address_that_leads_nowhere_is_unavailable(
    service: Service, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings = service.settings(**{f"{service.provider}_url": url})
    fails(WAYS["invoke"], settings, ModelUnavailable, service, caplog)


def test_a_wrong_key_is_unavailable_and_tried_once(
    service: Service, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.will(service.wire.refuses(401, "InvalidApiKey"))
    error = fails(way, service.settings(), ModelUnavailable, service, caplog)
    assert error.details["status"] == 401
    assert len(service.server.asked) == 1


def test_throttling_is_quota_after_a_second_attempt(
    service: Service, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.will(service.wire.refuses(429, "rate_limit_exceeded"))
    fails(way, service.settings(), ModelQuota, service, caplog)
    assert len(service.server.asked) == 2


def test_an_empty_account_is_quota_at_once(hearing: Service, way: Way, caplog: pytest.LogCaptureFixture) -> None:
    model = way.make(hearing.settings())
    for attempts, (status, code) in enumerate([(429, "insufficient_quota"), (400, "Arrearage")], 1):
        hearing.server.will(hearing.wire.refuses(status, code))
        fails_again(way, model, ModelQuota, hearing, caplog)
        assert len(hearing.server.asked) == attempts


def test_an_error_inside_the_service_is_unavailable_after_a_second_attempt(
    service: Service, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.will(service.wire.refuses(500, "InternalError"))
    error = fails(way, service.settings(), ModelUnavailable, service, caplog)
    assert error.details["status"] == 500
    assert len(service.server.asked) == 2


def test_a_gateway_page_instead_of_an_error_is_unavailable(
    service: Service, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.will(answers(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html"))
    fails(way, service.settings(), ModelUnavailable, service, caplog)


def test_an_error_that_passes_is_not_seen(service: Service, chatting: Way) -> None:
    service.server.will(service.wire.refuses(503, "InternalError"), service.wire.says("好"))
    assert chatting.call(chatting.make(service.settings())) == "好"


def test_an_unknown_model_is_unavailable_and_the_remedy_is_its_name(
    service: Service, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.will(service.wire.refuses(404, "ModelNotFound"))
    error = fails(way, service.settings(), ModelUnavailable, service, caplog)
    assert "模型名" in error.details["explanation"]


def test_a_refused_request_is_unavailable(service: Service, way: Way, caplog: pytest.LogCaptureFixture) -> None:
    service.server.will(service.wire.refuses(400, "InvalidParameter"))
    fails(way, service.settings(), ModelUnavailable, service, caplog)


def test_content_inspection_says_so(
    dashscope_service: Service, chatting: Way, caplog: pytest.LogCaptureFixture
) -> None:
    dashscope_service.server.will(dashscope_service.wire.refuses(400, "DataInspectionFailed"))
    error = fails(chatting, dashscope_service.settings(), ModelUnavailable, dashscope_service, caplog)
    assert "审核" in error.details["explanation"]


def test_a_service_that_says_nothing_in_time_is_a_timeout(
    service: Service, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.will(hangs)
    fails(way, service.settings(model_timeout_s=0.3), ModelTimeout, service, caplog)
    assert len(service.server.asked) <= 1  # not tried again; on a busy machine not even heard


def test_a_stream_that_stops_flowing_is_a_timeout(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    def pieces() -> Any:
        yield from "一二三"
        service.server.closing.wait(PATIENCE_S)

    for way in ("stream", "astream"):
        service.server.will(service.wire.says_slowly(pieces()))
        fails(WAYS[way], service.settings(model_timeout_s=0.3), ModelTimeout, service, caplog)


def test_a_stream_that_turns_into_an_error_is_unavailable_and_not_begun_again(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    for number, way in enumerate(("stream", "astream"), 1):
        service.server.will(service.wire.refuses_midway("InternalError"))
        fails(WAYS[way], service.settings(), ModelUnavailable, service, caplog)
        if service.provider != "dashscope":  # there the first piece, kept back, was not passed on yet
            assert len(service.server.asked) == number


def test_a_stream_that_turns_into_throttling_is_quota(hearing: Service, caplog: pytest.LogCaptureFixture) -> None:
    hearing.server.will(hearing.wire.refuses_midway("Throttling"))
    fails(WAYS["stream"], hearing.settings(), ModelQuota, hearing, caplog)


def test_a_connection_cut_in_the_middle_of_a_stream_is_unavailable(
    service: Service, chatting: Way, caplog: pytest.LogCaptureFixture
) -> None:
    def cut(exchange: Any) -> None:
        exchange.stream(_broken_off(), "text/event-stream")

    service.server.will(cut)
    fails(chatting, service.settings(), ModelUnavailable, service, caplog)


def _broken_off() -> Any:
    yield from ()
    raise ConnectionResetError


RUBBISH = [
    b"",
    b"<html>hello</html>",
    b"{}",
    b"[]",
    b"null",
    b'"text"',
    b"17",
    b'{"output": {',
    b"\xff\xfe\x00",
    b'{"choices": null}',
    b'{"choices": []}',
    b'{"choices": [{}]}',
    b'{"choices": [{"message": 3}]}',
    b'{"choices": [{"delta": 4}]}',
    b'{"output": null}',
    b'{"output": 3}',
    b'{"output": {"choices": 5}}',
    b'{"output": {"choices": [{"message": null}]}}',
    b'{"output": {"choices": [{"message": {"content": 7}}]}}',
    b'{"output": {"embeddings": [{"embedding": "x"}]}}',
    b'{"embeddings": [["x"]]}',
    b'{"embeddings": [[]]}',
    b'{"data": [{"embedding": [0.0, 0.0]}]}',
    b'{"message": 5}',
    b'{"message": {"role": "assistant", "tool_calls": [{}]}}',
]


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # the OpenAI SDK's, where a field has a wrong type
def test_a_rubbish_body_is_an_invalid_answer(service: Service, way: Way, caplog: pytest.LogCaptureFixture) -> None:
    model = way.make(service.settings())
    for body in RUBBISH:
        for content_type, content in [
            ("application/json", body),
            ("text/html", body),
            ("text/event-stream", b"data: %s\n\n" % body),
        ]:
            service.server.will(answers(200, content, content_type))
            fails_again(way, model, ModelAnswerInvalid, service, caplog)
            caplog.clear()


def test_an_answer_without_text_or_tool_calls_is_invalid(
    service: Service, chatting: Way, caplog: pytest.LogCaptureFixture
) -> None:
    service.server.will(service.wire.says_nothing())
    fails(chatting, service.settings(), ModelAnswerInvalid, service, caplog)


def test_a_tool_call_that_breaks_off_is_invalid_and_never_mended(
    hearing: Service, chatting: Way, caplog: pytest.LogCaptureFixture
) -> None:
    hearing.server.will(hearing.wire.calls_in_half())  # Ollama sends tool calls whole
    fails(chatting, hearing.settings(), ModelAnswerInvalid, hearing, caplog)


@pytest.mark.parametrize("provider", ["dashscope", "openai"])
@pytest.mark.parametrize("key", ["sk-with\nbreak", "sk with blank", "密钥", " "])
def test_a_key_that_no_header_can_carry_is_refused_without_being_shown(provider: str, key: str) -> None:
    settings = Settings(_env_file=None, chat=f"{provider}:m", **{f"{provider}_api_key": key})
    with pytest.raises(ModelUnavailable) as caught:
        make_chat(settings)
    assert not key.strip() or key not in str(caught.value)


def test_a_dashscope_model_without_a_key_names_the_variable() -> None:
    settings = Settings(
        _env_file=None, chat="dashscope:m", embedding="dashscope:m", speech="dashscope:m", dashscope_api_key=None
    )
    for make in (make_chat, make_embedder, make_transcriber):
        with pytest.raises(ModelUnavailable, match="DASHSCOPE_API_KEY"):
            make(settings)


def test_an_exception_that_is_no_services_fault_passes_untranslated(service: Service) -> None:
    service.server.will(service.wire.says("好"))
    with pytest.raises((TypeError, ValueError, NotImplementedError)) as caught:
        make_chat(service.settings()).invoke([("nobody", "你好")])
    assert not isinstance(caught.value, ModelError)


def test_failures_of_transcription_have_the_same_codes(
    hearing: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sound = tmp_path / "sound.wav"
    sound.write_bytes(wav())
    way = Way(make_transcriber, lambda transcriber: transcriber.transcribe(sound, "audio/wav"))
    fails(way, hearing.unreachable(), ModelUnavailable, hearing, caplog)
    model = way.make(hearing.settings())
    for reply, kind in [
        (hearing.wire.refuses(401, "InvalidApiKey"), ModelUnavailable),
        (hearing.wire.refuses(429, "Throttling"), ModelQuota),
        (hearing.wire.refuses(500, "InternalError"), ModelUnavailable),
        (hearing.wire.refuses(400, "Arrearage"), ModelQuota),
        (answers(200, b"rubbish"), ModelAnswerInvalid),
        (answers(200, b"{}"), ModelAnswerInvalid),
    ]:
        hearing.server.will(reply)
        fails_again(way, model, kind, hearing, caplog)
    hearing.server.will(hangs)
    fails(way, hearing.settings(model_timeout_s=0.3), ModelTimeout, hearing, caplog)
