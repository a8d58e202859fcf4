"""Whatever a person may send, made into sound or refused; the file is hostile until the contrary is seen.

ffmpeg's demuxers and codecs are C that parses what strangers wrote, so they run in a process of their own for each
recording: it may crash, hang or eat memory, and the server is none the wiser (docs/adr/0007).
"""

import logging
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from agent.audio.sound import Sound, read
from agent.audio.verdict import LONGEST_S, Verdict
from store.errors import AudioSilent, AudioTooLong, AudioTooShort, AudioUnreadable

log = logging.getLogger(__name__)

SHORTEST_S: Final = 0.3
# Beside the decoder's own bound of 10 s of computing: on a busy machine those take longer.
DEADLINE_S: Final = 20.0
_SUFFIXES: Final = {
    "wav": ".wav",
    "mp3": ".mp3",
    "mov": ".m4a",
    "aac": ".aac",
    "ogg": ".ogg",
    "matroska": ".webm",
    "flac": ".flac",
    "amr": ".amr",
}
# Where it finds us, and nothing else: the keys are none of its business.
_ENVIRONMENT: Final = {"PYTHONPATH": str(Path(__file__).parents[2])}
DEMUXERS: Final = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/mp4": "mov",
    "audio/m4a": "mov",
    "audio/x-m4a": "mov",
    "audio/aac": "aac",
    "audio/ogg": "ogg",
    "audio/opus": "ogg",
    "audio/webm": "matroska",
    "video/webm": "matroska",
    "audio/flac": "flac",
    "audio/x-flac": "flac",
    "audio/amr": "amr",
}


def sound_of(path: Path, media_type: str) -> Sound:
    """Decode a recording in which somebody may speak.

    Args:
        path: the file.
        media_type: its MIME type; parameters after a semicolon are ignored. It is believed, and nothing else is tried.

    Raises:
        AudioUnreadable: `audio_unreadable`: it cannot be decoded, or its end is missing.
        AudioTooShort, AudioTooLong, AudioSilent: by the name.
    """
    demuxer = _demuxer(media_type)
    with path.open("rb") as recording, tempfile.TemporaryFile() as decoded:
        verdict = _verdict(recording.fileno(), demuxer, decoded.fileno())
        if verdict != Verdict.DECODED:
            raise _refusal(verdict)
        sound = read(decoded)
    if sound.length_s < SHORTEST_S:
        raise AudioTooShort(f"{sound.audio_ms} ms hold no word: record at least {SHORTEST_S} s")
    if sound.is_silent:
        raise AudioSilent(f"its loudest 30 ms are at {sound.peak_dbfs:.0f} dBFS: speak up, or check the microphone")
    return sound


def suffix_of(media_type: str) -> str:
    """How the name of such a file ends: ".m4a" for "audio/mp4". Raises AudioUnreadable."""
    return _SUFFIXES[_demuxer(media_type)]


def _demuxer(media_type: str) -> str:
    demuxer = DEMUXERS.get(media_type.partition(";")[0].strip().lower())
    if demuxer is None:
        raise AudioUnreadable(f"{media_type} is not one of {', '.join(DEMUXERS)}")
    return demuxer


def _verdict(recording: int, demuxer: str, decoded: int) -> int:
    """Run the decoder from one open file to another; its exit code, negative where it was killed."""
    command = [sys.executable, "-P", "-m", "agent.audio.decoder", demuxer]
    try:
        return subprocess.run(
            command,
            stdin=recording,
            stdout=decoded,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            timeout=DEADLINE_S,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL


def _refusal(verdict: int) -> AudioUnreadable:
    if verdict == Verdict.TOO_LONG:
        return AudioTooLong(f"it is longer than {LONGEST_S} s: send it in parts", limit_min=LONGEST_S // 60)
    if verdict == Verdict.CUT_OFF:
        return AudioUnreadable(
            "its end is missing: send the whole file", explanation="录音不完整，后面缺了一截。请重新上传完整的文件。"
        )
    if verdict < 0:
        log.warning("the decoder was ended by signal %d", -verdict)
    return AudioUnreadable(f"it cannot be decoded (verdict {verdict}): send WAV, MP3, M4A, OGG, WebM, FLAC or AMR")
