"""The embedded speech model: Whisper by CTranslate2, in this process; nothing leaves the machine."""

import threading
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from agent.audio.sound import Sound
from agent.audio.verdict import RATE
from agent.models.speech import SoundTranscriber
from agent.models.weights import ensure_folder
from agent.models.word_model_file import load_word_model
from agent.settings import Settings
from store.errors import AudioUnclear, ModelUnavailable

if TYPE_CHECKING:
    from agent.models.word_model import WordModel

PROVIDER: Final = "local"
BEAM: Final = 5
# Where a model of words chooses among them, more hypotheses are of use.
BEAM_TO_CHOOSE_FROM: Final = 10
# What comes out badly is tried again once, by one sample: with faster-whisper's six temperatures of five samples each half a
# minute of mumbling takes 24 s of computing instead of 6, and 465 MB instead of 330, and no more of it is right.
TEMPERATURES: Final = (0.0, 0.4)
# Measured: speech is at 0.1 and below; what is made up of music that the detector of voices has let pass, at 0.97.
MOST_SILENT: Final = 0.8
# Measured: Mandarin and English clips are above -0.6; Japanese, of which Whisper makes Chinese thanks to an audience, is at -1.5.
LEAST_SURE: Final = -1.0
# How far a text may be compressed by zlib and not be a word said over and over.
# Source: https://github.com/openai/whisper, whisper/transcribe.py, compression_ratio_threshold.
MOST_REPEATED: Final = 2.4
# Silence before and after: what begins or ends in a syllable loses it otherwise.
SILENCE_S: Final = 0.5
# Whisper hears in windows of 30 s, the silence among them, and the features of ten minutes at once are 300 MB.
LONGEST_S: Final = 30.0 - 2 * SILENCE_S


class WhisperEngine:
    """A Whisper model in a folder; loaded when somebody first speaks, one recording at a time."""

    def __init__(
        self, model: str, settings: Settings, *, load_words: Callable[[], "WordModel | None"] = lambda: None
    ) -> None:
        self._load_words = load_words
        self._model = model
        self._settings = settings
        self._hearing = threading.Lock()

    @property
    def name(self) -> str:
        """`provider:model`."""
        return f"{PROVIDER}:{self._model}"

    @property
    def longest_s(self) -> float:
        """How many seconds of sound it takes at once."""
        return LONGEST_S

    def hear(self, sound: Sound, hints: Sequence[str]) -> str:
        """Give what is said. The hints go to the model of words, where there is one, not to Whisper.

        Measured: given names as hotwords, Whisper base hears those very names in music, and in any noise that gets past
        the detector of voices; given sentences as an example of how to write, it says those in music, and, with timestamps,
        many a sentence twice. With Chinese as the language English comes through as it is, and need not be detected,
        which would take two thirds more.
        """
        with self._hearing:
            whisper = self._whisper
            if self._words is not None:
                whisper.choose = partial(self._words.likeliest, names=hints)
            silence = np.zeros(int(SILENCE_S * RATE), np.float32)
            segments, _ = whisper.transcribe(
                np.concatenate([silence, sound.samples.astype(np.float32) / 32768, silence]),
                language="zh",
                beam_size=BEAM if self._words is None else BEAM_TO_CHOOSE_FROM,
                best_of=1,
                temperature=TEMPERATURES,
                vad_filter=True,
                condition_on_previous_text=False,
                without_timestamps=True,
            )
            spoken = [each for each in segments if each.no_speech_prob < MOST_SILENT]
        sure = [
            segment.text
            for segment in spoken
            if segment.avg_logprob >= LEAST_SURE and segment.compression_ratio <= MOST_REPEATED
        ]
        if spoken and not sure:
            raise AudioUnclear(f"{self.name} is not sure of a single word")
        return "".join(sure)

    @cached_property
    def _whisper(self) -> Any:
        folder = ensure_folder(self._model, self._settings)
        try:
            if self._words is None:
                from agent.models.whisper_window import ShortWindowWhisper as Whisper
            else:
                from agent.models.whisper_choosing import ChoosingWhisper as Whisper
        except ImportError as error:
            raise ModelUnavailable(f"faster-whisper cannot be loaded: {error}") from error
        return Whisper(
            str(folder), device="cpu", compute_type="int8", cpu_threads=self._settings.threads, local_files_only=True
        )

    @cached_property
    def _words(self) -> "WordModel | None":
        return self._load_words()


def make_local_transcriber(model: str, settings: Settings) -> SoundTranscriber:
    """The embedded speech model, or that in the folder whose path is given; nothing is loaded yet."""
    return SoundTranscriber(WhisperEngine(model, settings, load_words=partial(load_word_model, settings)))
