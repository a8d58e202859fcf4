"""How large a request may be, and how long its next piece may take.

FastAPI's own `max_body_size` wraps everything else, answers in plain text, and turns a 401 into a 413; here the limit
lies inside the gate and answers in the one error shape.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import OPENAI_PATHS, RequestRefused, error_response

JSON_LIMIT_BYTES = 1 << 20
"""8,000 characters are at most 96 kB of escaped JSON; the rest is room for a batch."""
TRANSCRIPT_LIMIT_BYTES = 16 << 20
"""Chat programs send the whole talk each time, pictures and all, of which the last message alone is read."""
MULTIPART_OVERHEAD_BYTES = 64 << 10
AUDIO_PATHS = frozenset({"/chat/audio", "/v1/audio/transcriptions"})
IMPORT_PATH = "/import"
PIECE_S = 30.0


class BodyLimit:
    """ASGI middleware that refuses a body over its limit, before reading it where its length is declared, or too slow."""

    def __init__(self, app: ASGIApp, max_audio_mb: float, max_import_mb: float, piece_s: float = PIECE_S) -> None:
        self._app = app
        self._max_audio_mb = max_audio_mb
        self._max_import_mb = max_import_mb
        self._piece_s = piece_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted body, or answer 413 or 408."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit_bytes, refusal = self._limit(scope["path"])
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > limit_bytes:
            await error_response(refusal.code, refusal.details, scope=scope)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, limit_bytes, refusal, self._piece_s), send)

    def _limit(self, path: str) -> tuple[int, RequestRefused]:
        if path in AUDIO_PATHS:
            limit_bytes = int(self._max_audio_mb * 1_000_000) + MULTIPART_OVERHEAD_BYTES
            return limit_bytes, RequestRefused("audio_too_large", limit_mb=f"{self._max_audio_mb:g}")
        if path == IMPORT_PATH:
            return int(self._max_import_mb * 1_000_000) + MULTIPART_OVERHEAD_BYTES, RequestRefused("import_too_large")
        limit_bytes = TRANSCRIPT_LIMIT_BYTES if path.startswith(OPENAI_PATHS) else JSON_LIMIT_BYTES
        return limit_bytes, RequestRefused("body_too_large", limit_kb=limit_bytes // 1024)


def _counted(receive: Receive, limit_bytes: int, refusal: RequestRefused, piece_s: float) -> Receive:
    received_bytes, is_whole = 0, False

    async def counted() -> Message:
        nonlocal received_bytes, is_whole
        if is_whole:  # what comes now is that the client has gone, which may take as long as the answer
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), piece_s)
        except TimeoutError:
            raise RequestRefused("too_slow") from None
        is_whole = not message.get("more_body", False)
        received_bytes += len(message.get("body", b""))
        if received_bytes > limit_bytes:
            raise refusal
        return message

    return counted
