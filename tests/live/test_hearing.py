"""The real embedded speech model: what it hears, and that it hears nothing where nobody speaks.

A clip of speech is nobody's to publish here: one's own is given by SEBASTIAN_TEST_CLIP=path and SEBASTIAN_TEST_CLIP_TEXT=words.
"""

import os
import random
from array import array
from pathlib import Path

import pytest

from agent.models import make_transcriber
from agent.models.speech import Transcriber
from agent.models.weights_catalogue import WHISPER
from agent.settings import Settings
from api.audio import media_type_of
from store.errors import AudioSilent
from tests.recordings import hum, wav

pytestmark = pytest.mark.live

NAMES = ("张三", "旺财", "宁波")


@pytest.fixture(scope="module")
def ear() -> Transcriber:
    """Whisper, loaded once; skips when its weights are absent and nobody insists with SEBASTIAN_LIVE=1."""
    settings = Settings(_env_file=None, speech="local:whisper-base")  # type: ignore[call-arg]
    folder = settings.cache / "weights" / WHISPER.name
    if not folder.is_dir() and os.environ.get("SEBASTIAN_LIVE") != "1":
        pytest.skip(f"the speech model's weights are not at {folder}: run `make setup`, or set SEBASTIAN_LIVE=1")
    return make_transcriber(settings)


@pytest.mark.parametrize("sound", ["noise", "hum"])
def test_nothing_is_heard_where_nobody_speaks(sound: str, ear: Transcriber, tmp_path: Path) -> None:
    dice = random.Random(7)
    noise = array("h", (round(dice.gauss(0, 3000)) for _ in range(4 * 16_000)))
    path = tmp_path / "sound.wav"
    path.write_bytes(wav(noise if sound == "noise" else hum(4.0)))
    with pytest.raises(AudioSilent):
        ear.transcribe(path, "audio/wav", hints=NAMES)


def test_a_clip_of_speech_is_heard(ear: Transcriber) -> None:
    given, text = os.environ.get("SEBASTIAN_TEST_CLIP"), os.environ.get("SEBASTIAN_TEST_CLIP_TEXT", "")
    if given is None:
        pytest.skip("no clip of speech is given: set SEBASTIAN_TEST_CLIP and SEBASTIAN_TEST_CLIP_TEXT")
    media_type = media_type_of(Path(given).read_bytes()[:16])
    assert media_type is not None
    heard = ear.transcribe(Path(given), media_type)
    assert heard.engine == "local:whisper-base"
    assert heard.audio_ms
    assert sum(character in heard.text for character in text) >= len(text) / 2, heard.text
