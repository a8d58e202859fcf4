"""Every transcriber behind a service, over its real wire."""

import base64
import io
import wave
from pathlib import Path

import pytest

from agent.models import make_transcriber
from agent.models.dashscope_speech import LARGEST_ENCODED_BYTES, LONGEST_S
from agent.settings import Settings
from store.errors import AudioUnreadable, ModelUnavailable
from tests.loopback.conftest import Service


def _wav(length_s: float, rate: int = 8000) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(bytes(int(length_s * rate)))
    return content.getvalue()


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(_wav(0.1))
    return path


def test_a_transcript_says_what_was_heard_and_by_whom(hearing: Service, sound: Path) -> None:
    hearing.server.will(hearing.wire.hears("我今天买了一个鼠标。"))
    transcriber = make_transcriber(hearing.settings())
    transcript = transcriber.transcribe(sound, "audio/wav")
    assert transcript.text == "我今天买了一个鼠标。"
    assert transcript.engine == transcriber.name == hearing.settings().speech_model
    assert hearing.server.asked[0].headers["authorization"] == f"Bearer {hearing.wire.KEY}"


def test_silence_is_unreadable_audio(hearing: Service, sound: Path) -> None:
    hearing.server.will(hearing.wire.hears(""))
    with pytest.raises(AudioUnreadable, match="no speech"):
        make_transcriber(hearing.settings()).transcribe(sound, "audio/wav")


def test_an_empty_file_is_unreadable_and_not_sent(hearing: Service, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    with pytest.raises(AudioUnreadable):
        make_transcriber(hearing.settings()).transcribe(empty, "audio/wav")
    assert hearing.server.asked == []


def test_what_the_service_cannot_decode_is_unreadable_audio(hearing: Service, sound: Path) -> None:
    hearing.server.will(hearing.wire.refuses(400, "InvalidParameter"))
    with pytest.raises(AudioUnreadable) as caught:
        make_transcriber(hearing.settings()).transcribe(sound, "text/plain")
    assert "WAV" in caught.value.details["explanation"]
    assert hearing.wire.KEY not in str(caught.value)


def test_dashscope_is_sent_the_recording_in_the_one_request(dashscope_service: Service, sound: Path) -> None:
    dashscope_service.server.will(dashscope_service.wire.hears("好"))
    make_transcriber(dashscope_service.settings()).transcribe(sound, "audio/webm; codecs=opus")
    (asked,) = dashscope_service.server.asked
    assert asked.path == "/api/v1/services/aigc/multimodal-generation/generation"
    assert asked.body["model"] == "qwen3-asr-flash"
    assert asked.body["parameters"]["asr_options"] == {"enable_itn": True}
    (message,) = asked.body["input"]["messages"]
    head, _, encoded = message["content"][0]["audio"].partition(",")
    assert head == "data:audio/webm;base64"
    assert base64.b64decode(encoded) == sound.read_bytes()


def test_a_recording_too_long_for_dashscope_names_the_limit_and_is_not_sent(
    dashscope_service: Service, tmp_path: Path
) -> None:
    transcriber = make_transcriber(dashscope_service.settings())
    for number, content in enumerate([bytes(LARGEST_ENCODED_BYTES // 4 * 3 + 1), _wav(LONGEST_S + 1)]):
        path = tmp_path / str(number)
        path.write_bytes(content)
        with pytest.raises(AudioUnreadable) as caught:
            transcriber.transcribe(path, "audio/wav")
        assert "5 分钟" in caught.value.details["explanation"]
    assert dashscope_service.server.asked == []


def test_content_inspection_of_a_recording_is_not_called_unreadable(dashscope_service: Service, sound: Path) -> None:
    dashscope_service.server.will(dashscope_service.wire.refuses(400, "DataInspectionFailed"))
    with pytest.raises(ModelUnavailable):
        make_transcriber(dashscope_service.settings()).transcribe(sound, "audio/wav")


def test_an_openai_endpoint_is_sent_a_named_file(openai_service: Service, sound: Path) -> None:
    openai_service.server.will(openai_service.wire.hears("好"))
    make_transcriber(openai_service.settings()).transcribe(sound, "audio/ogg;codecs=opus")
    (asked,) = openai_service.server.asked
    assert asked.path == "/v1/audio/transcriptions"
    assert b'filename="audio.ogg"' in asked.content
    assert b"whisper-1" in asked.content
    assert sound.read_bytes() in asked.content


@pytest.mark.parametrize("model", ["local:whisper-base", "ollama:whisper"])
def test_a_provider_without_speech_says_what_to_set(model: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        make_transcriber(Settings(_env_file=None, speech=model))
    assert "SEBASTIAN_SPEECH" in caught.value.details["explanation"]
