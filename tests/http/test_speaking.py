"""`?speak=true`: the answer as sound beside the words, decided before the turn is taken, and never at its expense."""

import base64

import pytest

from agent.models.voice import Speech
from api.schemas import AudioAnswer, ChatAnswer
from store.errors import ModelTimeout
from tests.http.serving import GREETING, Serve, code_of
from tests.http.test_chat_audio import Ear
from tests.recordings import wav


class Mouth:
    """A speaker that says what it is given, or fails."""

    name = "test:mouth"

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.said: list[str] = []

    def speak(self, text: str) -> Speech:
        self.said.append(text)
        if self.fault:
            raise self.fault
        return Speech(b"sound", "audio/mpeg")


def test_the_answer_comes_as_words_and_as_sound(serve: Serve) -> None:
    mouth = Mouth()
    served = serve(transcriber=Ear(), speaker=mouth)
    by_text = served.client.post("/chat/text?speak=true", json={"text": "你好"}).json()
    by_voice = served.client.post("/chat/audio?speak=true", files={"file": ("a.wav", wav())}).json()
    ChatAnswer.model_validate(by_text)
    AudioAnswer.model_validate(by_voice)
    for answer in (by_text, by_voice):
        head, _, content = answer["audio"].partition(",")
        assert (answer["response"], head, base64.b64decode(content)) == (GREETING, "data:audio/mpeg;base64", b"sound")
    assert mouth.said == [GREETING, GREETING]


def test_nothing_is_said_unless_it_is_asked_for(serve: Serve) -> None:
    mouth = Mouth()
    served = serve(speaker=mouth)
    assert "audio" not in served.say("你好").json()
    assert mouth.said == []


@pytest.mark.parametrize("door", ["text", "audio"])
def test_without_a_voice_it_is_refused_before_anything_is_written(door: str, serve: Serve) -> None:
    ear = Ear()
    served = serve(transcriber=ear)
    sent = {"json": {"text": "你好"}} if door == "text" else {"files": {"file": ("a.wav", wav())}}
    response = served.client.post(f"/chat/{door}?speak=true", **sent)  # type: ignore[arg-type]
    assert (response.status_code, code_of(response)) == (422, "voice_unset")
    assert "SEBASTIAN_VOICE" in response.json()["error"]["message"]
    assert served.seq == 0
    assert ear.recordings == []


def test_a_voice_without_its_key_is_refused_before_anything_is_written(serve: Serve) -> None:
    served = serve(voice="dashscope:qwen3-tts-flash")
    response = served.client.post("/chat/text?speak=true", json={"text": "你好"})
    assert (response.status_code, code_of(response)) == (502, "model_unavailable")
    assert served.seq == 0


def test_a_voice_that_fails_does_not_cost_the_answer(serve: Serve) -> None:
    served = serve(speaker=Mouth(ModelTimeout("slow")))
    response = served.client.post("/chat/text?speak=true", json={"text": "你好"})
    answer = response.json()
    ChatAnswer.model_validate(answer)
    assert (response.status_code, answer["response"], answer["audio"]) == (200, GREETING, None)
    assert answer["audio_error"]["code"] == "model_timeout"
    assert len(served.sebastian.memory().turns()) == 1


def test_what_is_told_as_it_happens_is_not_said_aloud(serve: Serve) -> None:
    served = serve(speaker=Mouth())
    events = {"Accept": "text/event-stream"}
    response = served.client.post("/chat/text?speak=true", json={"text": "你好"}, headers=events)
    assert (response.status_code, code_of(response)) == (422, "invalid_input")
    assert served.seq == 0
