"""Sound goes to an engine in parts, and what comes back is one text, or said to be none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agent.audio.sound import Sound
from agent.models.local_speech import WhisperEngine
from agent.models.speech import SoundTranscriber, joined
from agent.models.whisper_window import frames_kept
from agent.settings import Settings
from store.errors import AudioSilent, AudioUnclear
from tests.recordings import hum, wav

SOUND = Sound(np.array(hum(1.0), dtype=np.int16))


@dataclass
class Engine:
    """Hears what it is told to, part by part."""

    hears: list[str | Exception]
    name: str = "test:engine"
    longest_s: float = 2.0
    parts_s: list[float] = field(default_factory=list)

    def hear(self, sound: Sound, hints: Sequence[str]) -> str:
        self.parts_s.append(sound.length_s)
        heard = self.hears.pop(0)
        if isinstance(heard, Exception):
            raise heard
        return heard


@dataclass
class Segment:
    """What Whisper says of a piece of speech."""

    text: str
    avg_logprob: float = -0.3
    no_speech_prob: float = 0.05
    compression_ratio: float = 1.0


class Whisper:
    """Gives segments, and keeps how it was asked."""

    def __init__(self, *segments: Segment) -> None:
        self._segments = segments
        self.asked: dict[str, Any] = {}

    def transcribe(self, samples: Any, **asked: Any) -> tuple[Sequence[Segment], None]:
        self.asked = asked
        return self._segments, None


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "recording"
    path.write_bytes(wav(hum(3.0, pauses_s=(1.4,))))
    return path


def whisper_engine(*segments: Segment) -> tuple[WhisperEngine, Whisper]:
    engine, whisper = WhisperEngine("whisper-base", Settings(_env_file=None)), Whisper(*segments)  # type: ignore[call-arg]
    engine.__dict__["_whisper"] = whisper
    return engine, whisper


@pytest.mark.parametrize(
    ("texts", "whole"),
    [([" 我叫张三。", "住在宁波。 "], "我叫张三。住在宁波。"), (["Nice to", "meet you."], "Nice to meet you."),
     (["我叫", "Tom", "and", "", "他叫李四"], "我叫Tom and他叫李四"), ([], ""), (["", " "], "")],
)  # fmt: skip
def test_parts_are_joined_as_they_are_written(texts: list[str], whole: str) -> None:
    assert joined(texts) == whole


def test_parts_end_in_pauses_and_make_one_transcript(recording: Path) -> None:
    engine = Engine(["我叫张三。", "住在宁波。"])
    transcript = SoundTranscriber(engine).transcribe(recording, "audio/wav")
    assert (transcript.text, transcript.engine, transcript.audio_ms) == ("我叫张三。住在宁波。", "test:engine", 3000)
    assert engine.parts_s == pytest.approx([1.57, 1.43], abs=0.1)


def test_one_unclear_part_does_not_cost_the_others(recording: Path) -> None:
    engine = Engine([AudioUnclear("mumbling"), "住在宁波。"])
    assert SoundTranscriber(engine).transcribe(recording, "audio/wav").text == "住在宁波。"


@pytest.mark.parametrize(("hears", "kind"), [(["", " "], AudioSilent), ([AudioUnclear("mumbling"), ""], AudioUnclear)])
def test_where_nothing_is_heard_it_is_said_why(
    hears: list[str | Exception], kind: type[Exception], recording: Path
) -> None:
    with pytest.raises(kind):
        SoundTranscriber(Engine(hears)).transcribe(recording, "audio/wav")


def test_whisper_is_not_believed_where_it_thinks_that_nobody_speaks() -> None:
    engine, whisper = whisper_engine(Segment("我叫张三", no_speech_prob=0.1), Segment("谢谢观看", no_speech_prob=0.97))
    assert engine.hear(SOUND, ("张三",)) == "我叫张三"
    assert "hotwords" not in whisper.asked
    assert "initial_prompt" not in whisper.asked
    assert whisper.asked["without_timestamps"] is True
    assert whisper.asked["vad_filter"] is True
    assert whisper_engine(Segment("谢谢观看", no_speech_prob=0.97))[0].hear(SOUND, ()) == ""


@pytest.mark.parametrize(
    ("sounding", "kept"), [(0, 1000), (300, 1000), (1500, 1600), (1501, 1602), (2950, 3000), (3000, 3000)]
)
def test_whisper_works_on_as_much_as_there_is_and_on_ten_seconds_at_least(sounding: int, kept: int) -> None:
    features = np.zeros((80, 3000), np.float32)
    features[:, :sounding] = -0.7
    assert frames_kept(features) == kept


@pytest.mark.parametrize(
    "doubtful", [Segment("多谢您的支持", avg_logprob=-1.5), Segment("您" * 99, compression_ratio=9.0)]
)
def test_whisper_says_where_it_is_not_sure(doubtful: Segment) -> None:
    with pytest.raises(AudioUnclear):
        whisper_engine(doubtful)[0].hear(SOUND, ())
    assert whisper_engine(doubtful, Segment("我叫张三"))[0].hear(SOUND, ()) == "我叫张三"
