"""Answers said aloud, over each service's real wire."""

import io
import wave

import pytest

from agent.models import make_speaker
from agent.models.dashscope_voice import LONGEST
from agent.models.voice import pieces
from agent.settings import Settings
from store.errors import ModelAnswerInvalid, ModelUnavailable, VoiceUnset
from tests.loopback.conftest import Service
from tests.loopback.servers.listening import answers
from tests.recordings import hum, wav


def test_an_openai_endpoint_is_asked_for_mp3(openai_service: Service) -> None:
    openai_service.server.will(answers(200, b"ID3 sound", "audio/mpeg"))
    speaker = make_speaker(openai_service.settings(voice="openai:tts-1:nova"))
    speech = speaker.speak("你好")
    assert (speech.content, speech.media_type, speaker.name) == (b"ID3 sound", "audio/mpeg", "openai:tts-1:nova")
    (asked,) = openai_service.server.asked
    assert asked.path == "/v1/audio/speech"
    assert asked.body == {"model": "tts-1", "voice": "nova", "input": "你好", "response_format": "mp3"}
    assert asked.headers["authorization"] == f"Bearer {openai_service.wire.KEY}"


def test_dashscope_names_an_address_and_is_not_given_the_key_there(dashscope_service: Service) -> None:
    server = dashscope_service.server
    server.will(dashscope_service.wire.speaks(f"{server.url}/speech.wav?sign=1"), answers(200, wav(), "audio/wav"))
    speech = make_speaker(dashscope_service.settings(voice="dashscope:qwen3-tts-flash")).speak("你好")
    assert (speech.content, speech.media_type) == (wav(), "audio/wav")
    asked, fetched = server.asked
    assert asked.path == "/api/v1/services/aigc/multimodal-generation/generation"
    assert asked.body["input"] == {"text": "你好", "voice": "Cherry"}
    assert asked.body["model"] == "qwen3-tts-flash"
    assert fetched.path == "/speech.wav?sign=1"
    assert "authorization" not in fetched.headers


def test_a_long_answer_is_said_in_pieces_and_is_one_file(dashscope_service: Service) -> None:
    server, speaks = dashscope_service.server, dashscope_service.wire.speaks
    text = "我记得你的生日是八月三日。" * 40
    server.will(
        speaks(f"{server.url}/1"), answers(200, wav(hum(1.0))), speaks(f"{server.url}/2"), answers(200, wav(hum(0.5)))
    )
    speech = make_speaker(dashscope_service.settings(voice="dashscope:qwen3-tts-flash")).speak(text)
    said = [asked.body["input"]["text"] for asked in server.asked if asked.content]
    assert "".join(said) == text
    assert all(len(piece) <= LONGEST for piece in said)
    with wave.open(io.BytesIO(speech.content)) as whole:
        assert whole.getnframes() == 24_000


@pytest.mark.parametrize("address", ["file:///etc/passwd", "", None])
def test_an_address_that_is_none_is_not_followed(address: str, dashscope_service: Service) -> None:
    dashscope_service.server.will(dashscope_service.wire.speaks(address))
    with pytest.raises(ModelAnswerInvalid):
        make_speaker(dashscope_service.settings(voice="dashscope:qwen3-tts-flash")).speak("你好")


def test_a_voice_that_refuses_is_unavailable(dashscope_service: Service, openai_service: Service) -> None:
    for service, voice in ((dashscope_service, "dashscope:qwen3-tts-flash"), (openai_service, "openai:tts-1")):
        service.server.will(service.wire.refuses(401, "InvalidApiKey"))
        with pytest.raises(ModelUnavailable) as caught:
            make_speaker(service.settings(voice=voice)).speak("你好")
        assert service.wire.KEY not in str(caught.value)


def test_without_a_voice_or_a_key_it_is_said_what_to_set() -> None:
    with pytest.raises(VoiceUnset, match="SEBASTIAN_VOICE"):
        make_speaker(Settings(_env_file=None))
    with pytest.raises(ModelUnavailable):
        make_speaker(Settings(_env_file=None, voice="dashscope:qwen3-tts-flash", dashscope_api_key=None))


def test_a_text_is_cut_at_the_ends_of_sentences() -> None:
    assert list(pieces("一二三。四五！六七八九", 6)) == ["一二三。", "四五！", "六七八九"]
    assert list(pieces("一二三四五六七", 3)) == ["一二三", "四五六", "七"]
    assert list(pieces("  \n", 3)) == []
