"""Recordings made in the test: a hum with pauses, in every container and many forms."""

import io
import math
import wave
from array import array
from typing import Final

import av

# File ending: ffmpeg's muxer, encoder, rate, layout, and the MIME type by which it is known.
CONTAINERS: Final = {
    "wav": ("wav", "pcm_s16le", 44_100, "stereo", "audio/wav"),
    "f32.wav": ("wav", "pcm_f32le", 96_000, "mono", "audio/wav"),
    "ulaw.wav": ("wav", "pcm_mulaw", 8_000, "mono", "audio/wav"),
    "mp3": ("mp3", "libmp3lame", 44_100, "stereo", "audio/mpeg"),
    "m4a": ("ipod", "aac", 48_000, "stereo", "audio/mp4"),
    "aac": ("adts", "aac", 22_050, "mono", "audio/aac"),
    "ogg": ("ogg", "libopus", 48_000, "mono", "audio/ogg"),
    "webm": ("webm", "libopus", 48_000, "stereo", "audio/webm"),
    "flac": ("flac", "flac", 192_000, "5.1", "audio/flac"),
    "amr": ("amr", "libopencore_amrnb", 8_000, "mono", "audio/amr"),
}


def hum(
    length_s: float, rate: int = 16_000, *, amplitude: int = 8_000, pauses_s: tuple[float, ...] = ()
) -> "array[int]":
    """A tone of 220 Hz as 16-bit samples, silent for a third of a second from each of `pauses_s` on."""
    return array(
        "h",
        (
            0 if any(start <= i / rate < start + 1 / 3 for start in pauses_s)
            else round(amplitude * math.sin(2 * math.pi * 220 * i / rate))
            for i in range(int(length_s * rate))
        ),
    )  # fmt: skip


def wav(samples: "array[int] | None" = None, rate: int = 16_000) -> bytes:
    """Samples as a mono WAV file; half a second of hum when none are given."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((hum(0.5) if samples is None else samples).tobytes())
    return written.getvalue()


def encoded(container: str, length_s: float = 1.0) -> bytes:
    """A hum in one of `CONTAINERS`."""
    muxer, codec, rate, layout, _ = CONTAINERS[container]
    written = io.BytesIO()
    with av.open(written, "w", format=muxer) as file:
        stream = file.add_stream(codec, rate=rate)
        stream.layout = layout  # type: ignore[union-attr]
        frame = av.AudioFrame(format="s16", layout="mono", samples=int(length_s * rate))
        frame.sample_rate, frame.pts = rate, 0
        frame.planes[0].update(hum(length_s, rate).tobytes())
        context = stream.codec_context
        resampler = av.AudioResampler(
            format=context.format, layout=layout, rate=rate, frame_size=context.frame_size or 1024
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            file.mux(stream.encode(piece))  # type: ignore[union-attr]
        file.mux(stream.encode(None))  # type: ignore[union-attr]
    return written.getvalue()
