"""Every transcriber behind a service, over its real wire."""

import base64
import io
import wave
from pathlib import Path

import pytest

from agent.models import make_transcriber
from agent.models.dashscope_speech import LONGEST_S
from agent.settings import Settings
from store.errors import AudioSilent, AudioUnreadable, ModelUnavailable
from tests.loopback.conftest import Service
from tests.recordings import encoded, hum, wav

NAMES = ("张三", "旺财")


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(wav())
    return path


def test_a_transcript_says_what_was_heard_and_by_whom(hearing: Service, sound: Path) -> None:
    hearing.server.will(hearing.wire.hears("我今天买了一个鼠标。"))
    transcriber = make_transcriber(hearing.settings())
    transcript = transcriber.transcribe(sound, "audio/wav")
    assert transcript.text == "我今天买了一个鼠标。"
    assert transcript.engine == transcriber.name == hearing.settings().speech_model
    assert transcript.audio_ms == 500
    assert hearing.server.asked[0].headers["authorization"] == f"Bearer {hearing.wire.KEY}"


def test_where_nobody_speaks_nothing_is_heard(hearing: Service, sound: Path) -> None:
    hearing.server.will(hearing.wire.hears(""))
    with pytest.raises(AudioSilent, match="no speech"):
        make_transcriber(hearing.settings()).transcribe(sound, "audio/wav")


def test_what_cannot_be_heard_is_not_sent(hearing: Service, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    for content in (b"", b"no audio", wav(hum(0.1)), wav(hum(1.0, amplitude=0))):
        path.write_bytes(content)
        with pytest.raises(AudioUnreadable):
            make_transcriber(hearing.settings()).transcribe(path, "audio/wav")
    assert hearing.server.asked == []


def test_dashscope_is_sent_the_sound_in_the_one_request(dashscope_service: Service, tmp_path: Path) -> None:
    dashscope_service.server.will(dashscope_service.wire.hears("好"))
    path = tmp_path / "upload"
    path.write_bytes(encoded("webm"))
    make_transcriber(dashscope_service.settings()).transcribe(path, "audio/webm; codecs=opus")
    (asked,) = dashscope_service.server.asked
    assert asked.path == "/api/v1/services/aigc/multimodal-generation/generation"
    assert asked.body["model"] == "qwen3-asr-flash"
    assert asked.body["parameters"]["asr_options"] == {"enable_itn": True}
    (message,) = asked.body["input"]["messages"]
    assert _sent(message["content"][0]["audio"]) == pytest.approx(1.0, abs=0.1)


def test_dashscope_is_told_names_as_the_context(dashscope_service: Service, sound: Path) -> None:
    dashscope_service.server.will(dashscope_service.wire.hears("好"))
    make_transcriber(dashscope_service.settings()).transcribe(sound, "audio/wav", hints=NAMES)
    context, _ = dashscope_service.server.asked[0].body["input"]["messages"]
    assert context == {"role": "system", "content": [{"text": "张三、旺财"}]}


def test_what_is_too_long_for_dashscope_is_sent_in_parts_and_is_one_transcript(
    dashscope_service: Service, tmp_path: Path
) -> None:
    hears = dashscope_service.wire.hears
    dashscope_service.server.will(hears("我叫张三。"), hears("Nice to meet you"), hears("and you too."))
    second = hum(1.0, 8_000)
    path = tmp_path / "upload"
    path.write_bytes(wav(second * 400, 8_000))
    transcript = make_transcriber(dashscope_service.settings()).transcribe(path, "audio/wav")
    assert transcript.text == "我叫张三。Nice to meet you and you too."
    assert transcript.audio_ms == 400_000
    sent = [asked.body["input"]["messages"][0]["content"][0]["audio"] for asked in dashscope_service.server.asked]
    assert sum(map(_sent, sent)) == pytest.approx(400)
    assert max(map(_sent, sent)) <= LONGEST_S
    assert max(map(len, sent)) < 10_000_000


def test_content_inspection_of_a_recording_is_not_called_unreadable(dashscope_service: Service, sound: Path) -> None:
    dashscope_service.server.will(dashscope_service.wire.refuses(400, "DataInspectionFailed"))
    with pytest.raises(ModelUnavailable):
        make_transcriber(dashscope_service.settings()).transcribe(sound, "audio/wav")


def test_an_openai_endpoint_is_sent_a_file_that_any_of_them_reads(openai_service: Service, tmp_path: Path) -> None:
    openai_service.server.will(openai_service.wire.hears("好"))
    path = tmp_path / "upload"
    path.write_bytes(encoded("amr"))
    make_transcriber(openai_service.settings()).transcribe(path, "audio/amr", hints=NAMES)
    (asked,) = openai_service.server.asked
    assert asked.path == "/v1/audio/transcriptions"
    assert b'filename="audio.wav"' in asked.content
    assert b"whisper-1" in asked.content
    assert "张三、旺财".encode() in asked.content


def test_an_openai_endpoint_is_told_no_names_where_none_are_known(openai_service: Service, sound: Path) -> None:
    openai_service.server.will(openai_service.wire.hears("好"))
    make_transcriber(openai_service.settings()).transcribe(sound, "audio/wav")
    assert b'name="prompt"' not in openai_service.server.asked[0].content


def test_a_provider_without_speech_says_what_to_set() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        make_transcriber(Settings(_env_file=None, speech="ollama:whisper"))
    assert "SEBASTIAN_SPEECH" in caught.value.details["explanation"]


def _sent(url: str) -> float:
    """Seconds of sound in a data URL of 16 kHz WAV."""
    head, _, encoded_wav = url.partition(",")
    assert head == "data:audio/wav;base64"
    with wave.open(io.BytesIO(base64.b64decode(encoded_wav))) as sent:
        assert sent.getframerate() == 16_000
        return sent.getnframes() / sent.getframerate()
