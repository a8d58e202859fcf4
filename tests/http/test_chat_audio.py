"""`POST /chat/audio`: the recording is known by its bytes, limited in size, and never stays on disk."""

import io
import json
import wave
from pathlib import Path

import pytest

from agent.models.speech import Transcript
from api.audio import media_type_of
from api.schemas import AudioAnswer
from store.errors import AudioUnreadable, ModelTimeout
from tests.http.serving import GREETING, TOKEN, Serve, code_of
from tests.http.test_chat_text import curl


def wav() -> bytes:
    """A tenth of a second of silence."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(3_200))
    return written.getvalue()


class Ear:
    """A transcriber that hears what it was told to, and remembers what it was given."""

    name = "test:ear"

    def __init__(self, hears: str | Exception = "我是张三") -> None:
        self.hears = hears
        self.paths: list[Path] = []
        self.media_types: list[str] = []
        self.recordings: list[bytes] = []

    def transcribe(self, path: Path, media_type: str) -> Transcript:
        self.paths.append(path)
        self.media_types.append(media_type)
        self.recordings.append(path.read_bytes())
        if isinstance(self.hears, Exception):
            raise self.hears
        return Transcript(self.hears, self.name)


def test_the_curl_line_of_the_readme_answers_what_was_heard(serve: Serve, tmp_path: Path) -> None:
    ear = Ear()
    served = serve(transcriber=ear)
    (tmp_path / "录音.wav").write_bytes(wav())
    answer = curl(
        "-X", "POST", f"{served.url}/chat/audio", "-H", f"Authorization: Bearer {TOKEN}",
        "-F", f"file=@{tmp_path / '录音.wav'}",
    )  # fmt: skip
    assert json.loads(answer) == {"response": GREETING, "memory": None, "text": "我是张三"}
    AudioAnswer.model_validate_json(answer)
    assert ear.recordings == [wav()]
    assert ear.media_types == ["audio/wav"]
    turn = served.sebastian.memory().turns()[0]
    assert (turn.text, turn.door) == ("我是张三", "voice")


def test_the_recording_is_removed_whatever_happens(serve: Serve) -> None:
    ear = Ear()
    served = serve(transcriber=ear)
    for hears in ("好", AudioUnreadable("silence"), ModelTimeout("slow"), ZeroDivisionError("bug")):
        ear.hears = hears
        served.client.post("/chat/audio", files={"file": ("a.wav", wav())})
    assert len(ear.paths) == 4
    assert not any(path.exists() or path.parent.exists() for path in ear.paths)


def test_form_fields_date_and_thread_the_turn(serve: Serve) -> None:
    served = serve(transcriber=Ear())
    said_at = "2022-03-04T20:00:00+08:00"
    form = {"said_at": said_at, "thread_id": "kitchen"}
    response = served.client.post("/chat/audio", files={"file": ("a.wav", wav())}, data=form)
    assert response.status_code == 200
    turn = served.sebastian.memory().turns()[0]
    assert (turn.said_at.isoformat(), turn.thread_id) == (said_at, "kitchen")


def test_empty_form_fields_are_as_good_as_none(serve: Serve) -> None:
    served = serve(transcriber=Ear())
    form = {"said_at": "", "thread_id": ""}
    assert served.client.post("/chat/audio", files={"file": ("a.wav", wav())}, data=form).status_code == 200


@pytest.mark.parametrize(
    ("form", "code"),
    [({"said_at": "明天"}, "invalid_time"), ({"said_at": "2125-01-01T00:00:00Z"}, "invalid_time"),
     ({"thread_id": "a b"}, "invalid_thread_id")],
)  # fmt: skip
def test_form_fields_are_held_to_the_same_rules(serve: Serve, form: dict[str, str], code: str) -> None:
    served = serve(transcriber=Ear())
    response = served.client.post("/chat/audio", files={"file": ("a.wav", wav())}, data=form)
    assert (response.status_code, code_of(response)) == (422, code)
    assert served.seq == 0


@pytest.mark.parametrize("content", [b"", b"hello, I am no audio", b"\x89PNG\r\n\x1a\n" + bytes(40), b"RIFF____AVI "])
def test_what_is_no_audio_is_refused_whatever_its_name(serve: Serve, content: bytes) -> None:
    ear = Ear()
    served = serve(transcriber=ear)
    response = served.client.post("/chat/audio", files={"file": ("真的.wav", content, "audio/wav")})
    assert (response.status_code, code_of(response)) == (422, "audio_unreadable")
    assert ear.paths == []
    assert served.seq == 0


def test_a_recording_that_cannot_be_heard_is_said_in_the_engines_words(serve: Serve) -> None:
    served = serve(transcriber=Ear(AudioUnreadable("silence", explanation="录音里没有人声。")))
    response = served.client.post("/chat/audio", files={"file": ("a.wav", wav())})
    assert (response.status_code, code_of(response)) == (422, "audio_unreadable")
    assert "录音里没有人声。" in response.json()["error"]["message"]


def test_a_speech_model_that_fails_does_not_claim_that_anything_was_kept(serve: Serve) -> None:
    served = serve(transcriber=Ear(ModelTimeout("slow")))
    response = served.client.post("/chat/audio", files={"file": ("a.wav", wav())})
    assert (response.status_code, code_of(response)) == (504, "model_timeout")
    assert "已经记下" not in response.json()["error"]["message"]
    assert served.seq == 0


def test_a_recording_over_the_limit_is_refused(serve: Serve) -> None:
    ear = Ear()
    served = serve(transcriber=ear, max_audio_mb=0.1)
    for content in (wav() + bytes(200_000), wav() + bytes(100_000)):
        response = served.client.post("/chat/audio", files={"file": ("a.wav", content)})
        assert (response.status_code, code_of(response)) == (413, "audio_too_large")
        assert "0.1 MB" in response.json()["error"]["message"]
    assert ear.paths == []
    assert served.client.post("/chat/audio", files={"file": ("a.wav", wav() + bytes(90_000))}).status_code == 200


def test_a_recording_may_be_larger_than_a_text(serve: Serve) -> None:
    served = serve(transcriber=Ear())
    assert served.client.post("/chat/audio", files={"file": ("a.wav", wav() + bytes(5_000_000))}).status_code == 200


def test_other_bodies_are_refused(serve: Serve) -> None:
    served = serve(transcriber=Ear())
    post = served.client.post
    wrong = [
        (post("/chat/audio", json={"text": "你好"}), 415, "unsupported_media_type"),
        (post("/chat/audio", data={"said_at": "x"}), 415, "unsupported_media_type"),
        (post("/chat/audio", content=b"x", headers={"Content-Type": "multipart/form-data"}), 400, "invalid_body"),
        (post("/chat/audio", files={"sound": ("a.wav", wav())}), 422, "invalid_input"),
        (post("/chat/audio", files={"file": (None, "just a field")}), 422, "invalid_input"),
        (post("/chat/audio", content=b"broken", headers={"Content-Type": "multipart/form-data; boundary=x"}),
         400, "invalid_body"),
    ]  # fmt: skip
    for response, status, code in wrong:
        assert (response.status_code, code_of(response)) == (status, code), response.text
    assert served.seq == 0


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"), (b"\x00\x00\x00 ftypM4A ", "audio/mp4"),
        (b"OggS\x00\x02", "audio/ogg"), (b"\x1aE\xdf\xa3\x01", "audio/webm"), (b"fLaC\x00", "audio/flac"),
        (b"#!AMR-WB\n", "audio/amr"), (b"ID3\x04", "audio/mpeg"), (b"\xff\xfb\x90d", "audio/mpeg"),
        (b"\xff\xf1P\x80", "audio/aac"), (b"\xff\xf9P\x80", "audio/aac"), (b"\xff\xe1\x00", None), (b"", None),
        (b"\xff", None), (b"<html>", None), (b"RIFF\x00\x00\x00\x00AVI LIST", None),
    ],
)  # fmt: skip
def test_containers_are_told_by_their_first_bytes(head: bytes, media_type: str | None) -> None:
    assert media_type_of(head) == media_type
