"""What is listened to: clips with a text, and our own utterances, at two speeds, clean and with noise."""

import json
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray

HERE: Final = Path(__file__).parent
RATE: Final = 16_000
NOISE_DB: Final = 10.0
SEED: Final = 7
Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Recording:
    """Sound, what is said in it, and the known names among that; `group` is what it is counted with."""

    group: str
    samples: Samples
    said: str
    names: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / RATE


def clips(folder: Path) -> Iterator[Recording]:
    """The public clips of a folder whose text is known: those spoken by people, and those by other synthetic voices."""
    for row in _rows(folder / "manifest.jsonl"):
        if row["text"]:
            group = "clips, people" if row["voice"] == "human" else "clips, voices"
            yield Recording(group, decode_audio(str(folder / row["file"]), sampling_rate=RATE), row["text"])


def spoken(folder: Path, *, fast: int) -> Iterator[Recording]:
    """Our own utterances as speak.py has spoken them, each clean and with noise; so many of them at the faster speed too."""
    noise = np.random.default_rng(SEED)
    for speed, most in (("plain", None), ("fast", fast)):
        for row in islice(_rows(HERE / "utterances.jsonl"), most):
            samples = _read(folder / speed / f"{row['id']}.wav")
            names = tuple(row["names"])
            yield Recording(f"own, {speed}", samples, row["text"], names)
            yield Recording(f"own, {speed}, noise", _noisy(samples, noise), row["text"], names)


def facts() -> list[dict[str, str]]:
    """What the memory knows that is given: among others, everybody who is named in the utterances."""
    return list(_rows(HERE / "memory.jsonl"))


def _noisy(samples: Samples, chooser: np.random.Generator) -> Samples:
    """The sound with pink noise NOISE_DB below it, as of a street or a fan."""
    spectrum = np.fft.rfft(chooser.standard_normal(len(samples)))
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 1)), len(samples))
    power = float(np.mean(samples**2)) / 10 ** (NOISE_DB / 10)
    mixed: Samples = (samples + pink * np.sqrt(power / np.mean(pink**2))).astype(np.float32)
    return mixed


def _read(path: Path) -> Samples:
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768


def _rows(path: Path) -> Iterator[Any]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
