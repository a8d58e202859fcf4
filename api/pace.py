"""How fast a request must come, and how many connections there may be: who sends a byte a minute holds up nobody.

uvicorn waits for the head of a request for ever, and `BodyLimit` (api/body_limit.py) for every next piece of a body anew.
"""

import asyncio
from typing import Any, Final

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from api.errors import error_response

# Source: the defaults of Apache's mod_reqtimeout, which came of its years with such clients.
GRACE_S: Final = 20.0
BYTES_PER_S: Final = 500
# A process may commonly open 1,024 files; the others are left to the memories.
MOST_CONNECTIONS: Final = 512
RETRY_AFTER_S: Final = 10
_ARRIVING: Final = (h11.IDLE, h11.SEND_BODY)
_UNANSWERED: Final = (h11.IDLE, h11.SEND_RESPONSE)


class PacedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, of a connection that is answered 408 and closed where a request, head or body, comes too slowly.

    A request has `grace_s` seconds and one more for every `bytes_per_s` that came; while the app itself does not read on,
    time does not count. A connection beyond `most_connections` is answered 429.
    """

    grace_s = GRACE_S
    bytes_per_s = BYTES_PER_S
    most_connections = MOST_CONNECTIONS

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._arriving: asyncio.TimerHandle | None = None
        self._begun_s = 0.0
        self._received_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            self._refuse("too_busy", retry_after_s=RETRY_AFTER_S)
        else:
            self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what came, until the request is whole."""
        if self._arriving is None:
            self._begin()
        self._received_bytes += len(data)
        super().data_received(data)
        if self.conn.their_state not in _ARRIVING:
            self._end()

    def _begin(self) -> None:
        self._begun_s, self._received_bytes = self.loop.time(), 0
        self._arriving = self.loop.call_later(self.grace_s, self._look)

    def _end(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _look(self) -> None:
        now_s = self.loop.time()
        due_s = self._begun_s + self.grace_s + self._received_bytes / self.bytes_per_s
        if self.flow.read_paused:
            due_s = max(due_s, now_s + self.grace_s)
        if now_s < due_s:
            self._arriving = self.loop.call_at(due_s, self._look)
        elif self._received_bytes:
            self._refuse("too_slow")
        else:  # a browser's connection in advance: nothing was asked
            self.transport.close()

    def _refuse(self, code: str, **details: Any) -> None:
        """Answer where nothing was answered yet, and close."""
        if self.conn.our_state in _UNANSWERED:
            path = self.scope["path"] if self.scope else ""
            answer = error_response(code, details, scope={"path": path})
            head = h11.Response(
                status_code=answer.status_code, headers=[*answer.raw_headers, (b"connection", b"close")]
            )
            for event in (head, h11.Data(data=bytes(answer.body)), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:
            self.cycle.disconnected = True
        self.transport.close()
