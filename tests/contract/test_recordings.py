"""What it means to keep a recording: it lies beside the words and goes with them, for every implementation."""

from pathlib import Path

import pytest

from store.errors import FactNotFound
from store.facts import Draft, Source, Voice
from tests.bytes_on_disk import holding
from tests.contract.conftest import Place
from tests.stories import day

SOUND = b"RIFF the sound of a voice" * 100
VOICE = Voice(4281, "local:whisper-base")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(SOUND)
    return path


def test_how_words_were_heard_outlasts_a_restart(place: Place) -> None:
    turn = place.memory().hear("我是张三", day(1), at=day(1), door="voice", voice=VOICE)
    assert place.restart().turn(turn.id) == turn
    assert turn.voice == VOICE


def test_a_recording_is_kept_for_its_owner_alone(place: Place, recording: Path) -> None:
    memory = place.memory()
    turn = memory.hear("我是张三", day(1), at=day(1), door="voice", voice=VOICE)
    memory.keep_recording(turn.id, recording, ".wav")
    (kept,) = place.path.rglob(f"{turn.id}.wav")
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (SOUND, 0o600)
    assert place.restart().check() == []


def test_a_recording_goes_with_the_words_and_others_stay(place: Place, recording: Path, tmp_path: Path) -> None:
    memory = place.memory()
    other = tmp_path / "other"
    other.write_bytes(b"another voice")
    kept = memory.hear("我住在宁波", day(0), at=day(0), door="voice", voice=VOICE)
    memory.keep_recording(kept.id, other, ".ogg")
    turn = memory.hear("我前女友叫方怡", day(1), at=day(1), door="voice", voice=VOICE)
    memory.keep_recording(turn.id, recording, ".wav")
    fact = memory.save(Draft("用户的前女友叫方怡", sources=(Source(turn.id, "方怡"),)), turn_id=turn.id, at=day(1))
    memory.erase([fact.id], [turn.id], turn_id="", at=day(2))
    assert holding(place.path, SOUND, b"whisper-base") == ["ledger.jsonl"]
    assert holding(place.path, b"another voice") == [f"{kept.id}.ogg"]
    assert memory.turn(turn.id).voice is None
    with pytest.raises(FactNotFound):
        memory.keep_recording(turn.id, recording, ".wav")
    assert memory.check() == []


def test_starting_over_removes_every_recording(place: Place, recording: Path) -> None:
    memory = place.memory()
    turn = memory.hear("我是张三", day(1), at=day(1), door="voice", voice=VOICE)
    memory.keep_recording(turn.id, recording, ".wav")
    memory.erase_all()
    assert holding(place.path, SOUND) == []
    assert [path for path in place.path.rglob("*") if path.is_dir() and path.name == "audio"] == []
    with pytest.raises(FactNotFound):
        memory.keep_recording(turn.id, recording, ".wav")
