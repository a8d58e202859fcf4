"""An uploaded recording: known by its first bytes, never by its name, and on disk only while it is transcribed."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import UploadFile

from api.errors import RequestRefused
from api.uploads import copied

HEAD_BYTES = 16


def media_type_of(head: bytes) -> str | None:
    """Tell an audio container by its first 16 bytes; None when it is none that we know.

    Source: RFC 2361 (wav), ISO 14496-12 (m4a), RFC 3533 (ogg), RFC 8794 (webm), RFC 9639 (flac), RFC 4867 (amr),
    ISO 11172-3 (mp3) and ISO 13818-7 (aac): both open with an 11- or 12-bit sync word, and only AAC has layer 0.
    """
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[4:8] == b"ftyp":
        return "audio/mp4"
    for magic, media_type in (
        (b"OggS", "audio/ogg"),
        (b"\x1aE\xdf\xa3", "audio/webm"),
        (b"fLaC", "audio/flac"),
        (b"#!AMR", "audio/amr"),
        (b"ID3", "audio/mpeg"),
        (b"ADIF", "audio/aac"),
    ):
        if head.startswith(magic):
            return media_type
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "audio/aac" if head[1] & 0xF6 == 0xF0 else "audio/mpeg" if head[1] & 0x06 else None
    return None


_SUFFIXES = {
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/webm": ".webm",
    "audio/flac": ".flac",
    "audio/amr": ".amr",
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
}


@asynccontextmanager
async def recording(upload: UploadFile, max_mb: float) -> AsyncIterator[tuple[Path, str]]:
    """Write the upload to a private temporary file, give its path and media type, and remove it whatever happens.

    Raises:
        RequestRefused: `audio_too_large`; `audio_unreadable` when it is no audio that we know.
    """
    if (upload.size or 0) > max_mb * 1_000_000:
        raise RequestRefused("audio_too_large", limit_mb=f"{max_mb:g}")
    media_type = media_type_of(await upload.read(HEAD_BYTES))
    if media_type is None:
        raise RequestRefused("audio_unreadable")
    await upload.seek(0)
    with tempfile.TemporaryDirectory(prefix="sebastian-") as folder:
        path = Path(folder, "recording" + _SUFFIXES[media_type])
        await to_thread.run_sync(copied, upload, path)
        yield path, media_type
