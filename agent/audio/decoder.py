"""Decode one untrusted recording, in a process of its own that may die of it (see decoding.py).

    python -m agent.audio.decoder DEMUXER < recording > sound.wav

Both are files; what is written is 16 kHz mono 16-bit WAV. The exit code is the verdict. Little else is imported, so that
the process starts within a tenth of a second.
"""

import os
import resource
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from agent.audio.verdict import LONGEST_S, RATE, Verdict

CPU_S: Final = 10
MEMORY_BYTES: Final = 1 << 30
# What is slower than half of 8 kHz is no speech, and one frame of it would grow beyond measure at 16 kHz.
RATES: Final = range(4_000, 384_001)
MOST_CHANNELS: Final = 32
# Packets that may be damaged before the whole is: a flipped bit costs one, another container all of them.
MOST_DAMAGED: Final = 8
# How much of the length that the container declares may be missing: encoders round to whole frames.
MISSING_S: Final = 1.0
# Demuxers of containers that declare it; for the others ffmpeg guesses by the bit rate. WAV it cuts to what is there.
DECLARING: Final = {"mov", "matroska", "flac"}


class Refused(Exception):
    """The recording is not to be used."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.name)
        self.verdict = verdict


def decode(source: str, demuxer: str, target: BinaryIO) -> None:
    """Write the first audio stream of `source` as WAV into the binary file `target`.

    The demuxer is given and never guessed: playlists and scripts, which name other files, are not among those given.

    Raises:
        Refused, and whatever PyAV raises for damaged files.
    """
    with (
        av.open(source, format=demuxer, options={"protocol_whitelist": "file"}) as container,
        wave.open(target, "wb") as written,
    ):
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        if not container.streams.audio:
            raise Refused(Verdict.UNREADABLE)
        stream = container.streams.audio[0]
        stream.codec_context.thread_count = 1
        samples = 0
        for piece in _pieces(container, stream):
            samples += len(piece) // 2
            if samples > LONGEST_S * RATE:
                raise Refused(Verdict.TOO_LONG)
            written.writeframesraw(piece)
        if not samples:
            raise Refused(Verdict.UNREADABLE)
        if samples < (_declared_s(container, stream) - MISSING_S) * RATE or (demuxer == "wav" and _is_cut_wav(source)):
            raise Refused(Verdict.CUT_OFF)


def _pieces(container: InputContainer, stream: AudioStream) -> Iterator[bytes]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    for frame in _frames(container, stream):
        if frame.sample_rate not in RATES or len(frame.layout.channels) > MOST_CHANNELS:
            raise Refused(Verdict.UNREADABLE)
        frame.pts = None  # gaps and jumps of a damaged clock would be filled with silence
        for resampled in resampler.resample(frame):
            yield bytes(resampled.planes[0])[: resampled.samples * 2]
    for resampled in resampler.resample(None):
        yield bytes(resampled.planes[0])[: resampled.samples * 2]


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    damaged = 0
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            damaged += 1
            if damaged > MOST_DAMAGED:
                raise


def _declared_s(container: InputContainer, stream: AudioStream) -> float:
    """The length that the container declares; 0 where it declares none, or more than anything may last."""
    if container.format.name.partition(",")[0] not in DECLARING:
        return 0.0
    declared_s = (container.duration or 0) / av.time_base
    if stream.duration is not None and stream.time_base is not None:
        declared_s = float(stream.duration * stream.time_base)
    return declared_s if declared_s <= 100 * LONGEST_S else 0.0


def _is_cut_wav(source: str) -> bool:
    """Whether a RIFF file is shorter than it says; what streams out a WAV says next to 2 or 4 GB, or nothing."""
    with Path(source).open("rb") as file:
        head = file.read(8)
        return int.from_bytes(head[4:], "little") + 8 in range(file.seek(0, os.SEEK_END) + 2, 0x7FFF_0000)


def limit_resources(cpu_s: int = CPU_S) -> None:
    """Bound what this process may use; past a bound the system ends it, or gives no memory."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, (LONGEST_S + 2) * RATE * 2),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(what, (most, most))


def verdict_on(source: str, demuxer: str, target: BinaryIO) -> Verdict:
    """Decode, and say how it went."""
    try:
        decode(source, demuxer, target)
    except Refused as refused:
        return refused.verdict
    except Exception:  # noqa: BLE001 - the process's edge: whatever a file brings about, it is not readable
        return Verdict.UNREADABLE
    return Verdict.DECODED


if __name__ == "__main__":
    limit_resources()
    with open(1, "wb", closefd=False) as output:
        verdict = verdict_on("/dev/stdin", sys.argv[1], output)
    os._exit(verdict)  # without tearing down what a hostile file may have left in a bad state
