"""Whisper that works on as much sound as there is, where it would always work on half a minute."""

from typing import Any, Final

import numpy as np
from faster_whisper import WhisperModel
from numpy.typing import NDArray

# A frame is 10 ms. Measured: in windows of 10 s and more it hears what it hears in 30 s; in those of a sentence's own length
# two to four times as many characters err.
SHORTEST_FRAMES: Final = 1000
QUIET_FRAMES: Final = 100


class ShortWindowWhisper(WhisperModel):  # type: ignore[misc]  # faster-whisper has no types
    """A `WhisperModel` whose encoder is not given the padding: most of the work on a sentence of five seconds."""

    def encode(self, features: NDArray[np.float32]) -> Any:
        """Encode features of shape (mels, frames), those at the end that are nothing but padding left out."""
        return super().encode(np.ascontiguousarray(features[..., : frames_kept(features)]))


def frames_kept(features: NDArray[np.float32]) -> int:
    """How many frames are worked on: those before the padding, QUIET_FRAMES of it, SHORTEST_FRAMES at least; even."""
    sounding = np.flatnonzero(features.any(axis=-2))
    used = int(sounding[-1]) + 1 if sounding.size else 0
    return min(max(SHORTEST_FRAMES, used + QUIET_FRAMES + used % 2), int(features.shape[-1]))
