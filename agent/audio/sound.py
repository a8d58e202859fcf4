"""A decoded recording: 16 kHz mono 16-bit WAV, how loud it is, and where to cut it."""

import io
import wave
from dataclasses import dataclass
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from agent.audio.verdict import RATE

Samples = NDArray[np.int16]

# The loudest 30 ms of a recording in which anybody speaks lie far above this: a whisper into a laptop is at -45 dBFS.
SILENT_DBFS: Final = -60.0
FRAME: Final = RATE * 30 // 1000
# How far back from its longest length a part may end, to end in a pause.
PAUSE_WITHIN_S: Final = 8.0


@dataclass(frozen=True)
class Sound:
    """Samples of a recording, shape (n,), at 16 kHz."""

    samples: Samples

    @property
    def length_s(self) -> float:
        """Its length in seconds."""
        return len(self.samples) / RATE

    @property
    def audio_ms(self) -> int:
        """Its length in milliseconds."""
        return round(self.length_s * 1000)

    @property
    def is_silent(self) -> bool:
        """Whether nothing in it is as loud as a whisper."""
        return self.peak_dbfs < SILENT_DBFS

    @property
    def peak_dbfs(self) -> float:
        """Loudness of its loudest 30 ms, in dB below full scale; -inf for digital silence."""
        power = _frame_power(self.samples)
        return float(10 * np.log10(power.max() / 2**30)) if power.size and power.max() > 0 else float("-inf")

    def parts(self, longest_s: float) -> list["Sound"]:
        """Cut it into parts of at most `longest_s` seconds, each where it is quietest near its end."""
        longest, within = int(longest_s * RATE), int(min(PAUSE_WITHIN_S, longest_s / 2) * RATE)
        parts, rest = [], self.samples
        while len(rest) > longest:
            end = longest - within + _quietest(rest[longest - within : longest])
            parts.append(Sound(rest[:end]))
            rest = rest[end:]
        return [*parts, Sound(rest)]

    def wav(self) -> bytes:
        """It as a WAV file, which every service reads."""
        written = io.BytesIO()
        with wave.open(written, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.samples.tobytes())
        return written.getvalue()


def read(decoded: BinaryIO) -> Sound:
    """Read what the decoder wrote."""
    decoded.seek(0)
    with wave.open(decoded, "rb") as sound:
        return Sound(np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2"))


def _frame_power(samples: Samples) -> NDArray[np.float64]:
    whole = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    powers = np.einsum("ij,ij->i", whole, whole, dtype=np.float64)
    return np.asarray(powers / FRAME)


def _quietest(samples: Samples) -> int:
    """The middle of the quietest third of a second, as an index into `samples`."""
    power, width = _frame_power(samples), 11
    if len(power) < width:
        return len(samples)
    means = np.convolve(power, np.ones(width), mode="valid")
    return (int(means.argmin()) + width // 2) * FRAME
