"""Every container is decoded, and what is hostile, cut off or endless is refused within its bounds."""

import os
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from agent.audio import decoding
from agent.audio.decoding import DEMUXERS, sound_of, suffix_of
from agent.audio.sound import Sound
from agent.audio.verdict import LONGEST_S, RATE
from store.errors import AudioSilent, AudioTooLong, AudioTooShort, AudioUnreadable
from tests.recordings import CONTAINERS, encoded, hum, wav


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "recording"
    path.write_bytes(content)
    return path


def decoded(tmp_path: Path, content: bytes, media_type: str = "audio/wav") -> Sound:
    return sound_of(written(tmp_path, content), media_type)


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_rate_and_layout_is_decoded(container: str, tmp_path: Path) -> None:
    sound = decoded(tmp_path, encoded(container), CONTAINERS[container][4])
    assert sound.length_s == pytest.approx(1.0, abs=0.1)
    assert -30 < sound.peak_dbfs < -10


def test_what_has_the_right_form_already_comes_through_sample_by_sample(tmp_path: Path) -> None:
    samples = hum(0.5)
    assert decoded(tmp_path, wav(samples)).samples.tolist() == samples.tolist()


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_text_is_no_recording_whatever_it_is_called(container: str, tmp_path: Path) -> None:
    with pytest.raises(AudioUnreadable):
        decoded(tmp_path, "我不是录音。\n".encode() * 200, CONTAINERS[container][4])


@pytest.mark.parametrize("container", ["wav", "m4a", "flac", "webm"])
def test_a_recording_whose_end_is_missing_is_refused(container: str, tmp_path: Path) -> None:
    content = encoded(container, 5.0)
    with pytest.raises(AudioUnreadable):
        decoded(tmp_path, content[: len(content) // 2], CONTAINERS[container][4])


def test_a_playlist_in_disguise_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "other.wav").write_bytes(wav())
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{tmp_path}/other.wav\n#EXT-X-ENDLIST\n"
    for media_type in DEMUXERS:
        with pytest.raises(AudioUnreadable):
            decoded(tmp_path, playlist.encode(), media_type)


def test_silence_is_told_from_a_whisper(tmp_path: Path) -> None:
    with pytest.raises(AudioSilent):
        decoded(tmp_path, wav(array("h", bytes(2 * RATE))))
    with pytest.raises(AudioSilent):
        decoded(tmp_path, wav(hum(1.0, amplitude=20)))
    assert decoded(tmp_path, wav(hum(1.0, amplitude=200))).length_s == 1.0


def test_what_is_over_before_a_word_is_too_short(tmp_path: Path) -> None:
    with pytest.raises(AudioTooShort):
        decoded(tmp_path, wav(hum(0.29)))
    assert decoded(tmp_path, wav(hum(0.31))).audio_ms == 310


def test_ten_minutes_are_heard_and_no_more(tmp_path: Path) -> None:
    second = hum(1.0)
    assert decoded(tmp_path, wav(second * LONGEST_S)).length_s == LONGEST_S
    with pytest.raises(AudioTooLong) as refused:
        decoded(tmp_path, wav(second * (LONGEST_S + 1)))
    assert refused.value.details == {"limit_min": 10}


def test_a_media_type_that_is_no_audio_is_not_tried(tmp_path: Path) -> None:
    with pytest.raises(AudioUnreadable, match="text/plain"):
        decoded(tmp_path, wav(), "text/plain")
    assert suffix_of("audio/webm; codecs=opus") == ".webm"


def test_a_decoder_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "endless"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)
    try:
        monkeypatch.setattr(decoding, "DEADLINE_S", 0.5)
        with pytest.raises(AudioUnreadable):
            sound_of(pipe, "audio/wav")
    finally:
        os.close(held)


def test_a_decoder_that_crashes_takes_nobody_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crash = tmp_path / "crashing"
    crash.write_text("#!/bin/sh\nkill -SEGV $$\n", encoding="ascii")
    crash.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(crash))
    with pytest.raises(AudioUnreadable, match="-11"):
        decoded(tmp_path, wav())


def test_the_decoder_is_given_no_secrets_and_no_more_than_its_bounds(tmp_path: Path) -> None:
    asked = (
        "import os, resource; print(sorted(os.environ)); from agent.audio import decoder; decoder.limit_resources();"
    )
    asked += "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_AS)[0])"
    environment = decoding._ENVIRONMENT
    done = subprocess.run(
        [sys.executable, "-P", "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    names, bounds = done.stdout.splitlines()
    assert "PYTHONPATH" in names
    assert "KEY" not in names
    assert bounds == f"10 {1 << 30}"


def test_a_long_sound_is_cut_in_its_pauses(tmp_path: Path) -> None:
    sound = decoded(tmp_path, wav(hum(12.0, pauses_s=(3.5, 7.2))))
    parts = sound.parts(5.0)
    assert [part.length_s for part in parts] == pytest.approx([3.67, 3.7, 4.63], abs=0.1)
    assert sum(len(part.samples) for part in parts) == len(sound.samples)


def test_a_long_sound_without_pauses_is_cut_all_the_same(tmp_path: Path) -> None:
    sound = decoded(tmp_path, wav(hum(12.0)))
    parts = sound.parts(5.0)
    assert max(part.length_s for part in parts) <= 5.0
    assert sum(len(part.samples) for part in parts) == len(sound.samples)
