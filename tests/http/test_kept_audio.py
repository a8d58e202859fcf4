"""`SEBASTIAN_KEEP_AUDIO`: off, no byte of a recording stays; on, it stays until its words are erased."""

import asyncio
from io import BytesIO

import pytest
from langchain_core.messages import AIMessage

from agent.listening import Spoken
from agent.models.speech import Transcript
from agent.settings import OWNER
from api.errors import RequestRefused
from api.turns import Turns
from tests.bytes_on_disk import holding
from tests.chat_models import calls
from tests.http.serving import GREETS, Serve, Served
from tests.http.test_chat_audio import Ear
from tests.recordings import encoded

RECORDING = encoded("webm")
BYTES = RECORDING[200:400]
WORDS = "我前女友叫方怡"


def speak(served: Served) -> None:
    response = served.client.post("/chat/audio", files={"file": ("said.webm", RECORDING)})
    assert response.status_code == 200, response.text


def test_by_default_no_byte_of_it_stays(serve: Serve) -> None:
    served = serve(transcriber=Ear(audio_ms=1000))
    speak(served)
    assert holding(served.data, BYTES) == []


def test_it_is_kept_under_the_turns_name_and_erased_with_its_words(serve: Serve) -> None:
    saved = calls("save_memory", statement="用户的前女友叫方怡", subject="前女友", attribute="姓名", value="方怡")
    served = serve((saved, AIMessage("记住了。")), transcriber=Ear(WORDS, audio_ms=1000), keep_audio=True)
    speak(served)
    turn, *_ = served.sebastian.memory().turns()
    (kept,) = served.data.rglob("audio/*")
    assert (kept.name, kept.read_bytes(), kept.stat().st_mode & 0o777) == (f"{turn.id}.webm", RECORDING, 0o600)
    fact, *_ = served.sebastian.memory().facts()
    assert served.client.delete(f"/memories/{fact.id}?erase=true").status_code == 200
    assert holding(served.data, BYTES) == []


def test_starting_over_removes_it(serve: Serve) -> None:
    served = serve(GREETS, transcriber=Ear(audio_ms=1000), keep_audio=True)
    speak(served)
    assert holding(served.data, BYTES) == ["t1.webm"]
    assert served.client.delete("/memories?all=true&erase=true").status_code == 200
    assert holding(served.data, BYTES) == []


def test_a_recording_in_which_a_secret_is_said_is_not_kept(serve: Serve) -> None:
    served = serve(GREETS, transcriber=Ear("我的银行卡号是4111111111111111", audio_ms=1000), keep_audio=True)
    speak(served)
    assert holding(served.data, BYTES, b"4111111111111111") == []


def test_it_is_kept_of_a_turn_that_is_told_as_it_happens(serve: Serve) -> None:
    served = serve(GREETS, transcriber=Ear(audio_ms=1000), keep_audio=True)
    events = {"Accept": "text/event-stream"}
    sent = {"files": {"file": ("said.webm", RECORDING)}, "headers": events}
    assert "event: done" in served.client.post("/chat/audio", **sent).text  # type: ignore[arg-type]
    (kept,) = served.data.rglob("audio/*")
    assert (kept.name, kept.read_bytes()) == ("t1.webm", RECORDING)


def test_it_is_let_go_where_the_turn_is_not_taken(serve: Serve) -> None:
    turns = Turns(serve(GREETS, keep_audio=True).sebastian)
    turns.stop()
    recording = BytesIO(RECORDING)
    spoken = Spoken(Transcript(WORDS, "test:ear", 1000), "audio/webm", recording)
    with pytest.raises(RequestRefused):
        asyncio.run(turns.take(WORDS, user=OWNER, spoken=spoken))
    assert recording.closed
