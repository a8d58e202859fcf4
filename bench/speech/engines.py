"""The two ways of listening that are compared: plain Whisper, and Whisper as it is set here with what follows it."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from faster_whisper import WhisperModel

from bench.speech.recordings import RATE, Samples

Listen = Callable[[Samples], str]

# Sentences of nobody in particular: they set the script, the marks, and figures for numbers.
PROMPT: Final = "你好。我今天下午3点去医院，晚上和朋友吃饭。"
_SETTINGS: Final[dict[str, Any]] = {
    "beam_size": 5,
    "temperature": 0.0,
    "condition_on_previous_text": False,
    "initial_prompt": PROMPT,
    "vad_filter": True,
}
_SILENCE_S: Final = 0.5


def plain(model: WhisperModel) -> Listen:
    """Whisper with the settings of its own, and the words as it writes them."""
    return lambda samples: _words(model, samples, beam_size=5)


def set_up(model: WhisperModel) -> Listen:
    """Whisper as it is set here, and the words as it writes them."""
    silence = np.zeros(int(_SILENCE_S * RATE), np.float32)
    return lambda samples: _words(model, np.concatenate([silence, samples, silence]), **_SETTINGS)


def _words(model: WhisperModel, samples: Samples, **settings: Any) -> str:
    return "".join(segment.text for segment in model.transcribe(samples, language="zh", **settings)[0])
