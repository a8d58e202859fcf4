"""The two ways of listening that are compared: plain Whisper, and Whisper as it is embedded here."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from agent.audio.sound import Sound
from agent.models.local_speech import WhisperEngine
from agent.models.word_model_file import load_word_model
from agent.settings import Settings
from bench.speech.recordings import Samples
from store.errors import AudioUnclear

Listen = Callable[[Samples], str]


def plain(folder: Path, threads: int) -> Listen:
    """Whisper with the settings of its own, and the words as it writes them."""
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)
    return lambda samples: "".join(segment.text for segment in model.transcribe(samples, language="zh", beam_size=5)[0])


def set_up(folder: Path, threads: int, *, word_model: Path | None = None, names: Sequence[str] = ()) -> Listen:
    """The embedded engine, and the words as it writes them; none where it is not sure of any."""
    settings = Settings(threads=threads, word_model=word_model)
    words = partial(load_word_model, settings) if word_model else None
    engine = WhisperEngine(str(folder), settings, load_words=words or (lambda: None))

    def listen(samples: Samples) -> str:
        sound = Sound((samples * 32768).clip(-32768, 32767).astype(np.int16))
        try:
            return "".join(engine.hear(part, names) for part in sound.parts(engine.longest_s))
        except AudioUnclear:
            return ""

    return listen
