"""`POST /chat/audio`: the recording is known by its bytes, limited in size, and never stays on disk."""

import gc
import json
import socket
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from agent.models.speech import Transcript
from api.audio import media_type_of
from api.schemas import AudioAnswer, WhyView
from store.errors import AudioUnreadable, ModelTimeout
from store.facts import Draft, Source, Voice
from tests.http.serving import GREETING, TOKEN, Serve, code_of
from tests.http.test_chat_text import curl
from tests.recordings import CONTAINERS, encoded, hum, wav


class Ear:
    """A transcriber that hears what it was told to, and remembers what it was given."""

    name = "test:ear"

    def __init__(self, hears: str | Exception = "我是张三", audio_ms: int | None = None) -> None:
        self.hears = hears
        self.audio_ms = audio_ms
        self.hints: list[Sequence[str]] = []
        self.paths: list[Path] = []
        self.media_types: list[str] = []
        self.recordings: list[bytes] = []

    def transcribe(self, path: Path, media_type: str, *, hints: Sequence[str] = ()) -> Transcript:
        self.hints.append(hints)
        self.paths.append(path)
        self.media_types.append(media_type)
        self.recordings.append(path.read_bytes())
        if isinstance(self.hears, Exception):
            raise self.hears
        return Transcript(self.hears, self.name, self.audio_ms)


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


def test_what_was_heard_is_put_right_with_the_names_that_are_known(serve: Serve) -> None:
    served = serve(transcriber=Ear("我同事張森借了我三千五百塊,說年底還."))
    memory = served.sebastian.memory()
    turn = memory.hear("我同事叫张三", served.sebastian.clock(), at=served.sebastian.clock())
    memory.save(Draft("用户的同事叫张三"), turn_id=turn.id, at=turn.said_at)
    answer = served.client.post("/chat/audio", files={"file": ("a.wav", wav())}).json()
    assert answer["text"] == memory.turns()[-1].text == "我同事张三借了我3500块，说年底还。"


def descriptors() -> set[str]:
    """What this process has open that is a file without a name, as uploads are."""
    opened = set()
    for each in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            opened.add(str(each.readlink()))
    return {each for each in opened if each.endswith("(deleted)")}


def test_the_recording_is_removed_whatever_happens(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    ear = Ear()
    served = serve(transcriber=ear)
    before = descriptors()
    for hears in ("好", AudioUnreadable("noise"), ModelTimeout("slow"), ZeroDivisionError("bug")):
        ear.hears = hears
        served.client.post("/chat/audio", files={"file": ("a.wav", wav() + bytes(3_000_000))})
    assert len(ear.recordings) == 4
    assert list(scratch.iterdir()) == []
    assert descriptors() == before


def test_a_client_that_hangs_up_leaves_nothing(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    ear = Ear()
    served = serve(transcriber=ear)
    before = descriptors()
    head = (
        f"POST /chat/audio HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 4000000\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
    )
    address = served.client.base_url
    with socket.create_connection((address.host, address.port or 80)) as line:
        line.sendall(head.encode() + wav() + bytes(2_000_000))
    assert served.client.get("/health").status_code == 200
    assert served.say("好").status_code == 200
    assert ear.recordings == []
    assert list(scratch.iterdir()) == []
    gc.collect()
    assert descriptors() == before


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
    assert served.client.post("/chat/audio", files={"file": ("a.wav", wav() + bytes(80_000))}).status_code == 200


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


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_reaches_the_ear_whole(container: str, serve: Serve) -> None:
    ear = Ear()
    served = serve(transcriber=ear)
    content = encoded(container)
    response = served.client.post("/chat/audio", files={"file": ("未命名", content)})
    assert response.status_code == 200
    assert (ear.recordings, ear.media_types) == ([content], [CONTAINERS[container][4]])


def test_a_spoken_turn_keeps_how_it_was_heard(serve: Serve) -> None:
    served = serve(transcriber=Ear(audio_ms=4281))
    assert served.client.post("/chat/audio", files={"file": ("a.wav", wav())}).status_code == 200
    turn = served.sebastian.memory().turns()[0]
    assert (turn.door, turn.voice) == ("voice", Voice(4281, "test:ear"))
    assert served.sebastian.memory().pending() == []


def test_why_says_how_it_was_heard(serve: Serve) -> None:
    served = serve(transcriber=Ear(audio_ms=4281))
    served.client.post("/chat/audio", files={"file": ("a.wav", wav())})
    turn = served.sebastian.memory().turns()[0]
    fact = served.save("用户是张三", sources=(Source(turn.id, "我是张三"),))
    shown = served.client.get(f"/memories/{fact.id}/why").json()
    WhyView.model_validate(shown)
    assert shown["quotes"][0]["voice"] == {"audio_ms": 4281, "engine": "test:ear"}


def test_a_speech_model_is_told_the_names_that_are_known(serve: Serve) -> None:
    ear = Ear()
    served = serve(transcriber=ear)
    served.save("用户是张三", subject="用户", attribute="姓名", value="张三")
    served.save("用户养了一只狗，叫旺财", subject="用户", attribute="宠物", value="旺财")
    served.client.post("/chat/audio", files={"file": ("a.wav", wav())})
    assert ear.hints == [["旺财", "张三"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [(wav(hum(0.2)), "audio_too_short"), (wav(hum(601.0, 8_000), 8_000), "audio_too_long"),
     (wav(hum(1.0, amplitude=0)), "audio_silent"), (encoded("m4a")[:3000], "audio_unreadable"),
     (b"RIFF\x00\x00\x00\x00WAVE" + "不是录音".encode() * 99, "audio_unreadable")],
)  # fmt: skip
def test_what_cannot_be_heard_is_refused_with_its_own_code_and_nothing_is_stored(
    content: bytes, code: str, serve: Serve
) -> None:
    served = serve(speech="openai:never-asked", openai_url="http://127.0.0.1:9")
    response = served.client.post("/chat/audio", files={"file": ("a.wav", content)})
    assert (response.status_code, code_of(response)) == (422, code)
    assert served.seq == 0
