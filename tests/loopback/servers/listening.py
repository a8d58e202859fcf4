"""A real HTTP server on the loopback interface that answers what it was told to and keeps what it was asked."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE_S = 60.0


@dataclass(frozen=True)
class Asked:
    """One request as it came in; header names in lower case."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        """The JSON that was sent."""
        return json.loads(self.content)


class Exchange:
    """One request and the connection on which to answer it."""

    def __init__(self, asked: Asked, handler: BaseHTTPRequestHandler, closing: threading.Event) -> None:
        self.asked = asked
        self.closing = closing
        self._handler = handler

    def send(self, status: int, content: bytes, content_type: str = "application/json") -> None:
        """Answer in one piece."""
        self._begin(status, content_type, {"Content-Length": str(len(content))})
        self._handler.wfile.write(content)

    def stream(self, pieces: Iterable[bytes], content_type: str) -> None:
        """Answer in pieces, each on the wire before the next is made."""
        self._begin(200, content_type, {"Transfer-Encoding": "chunked"})
        for piece in pieces:
            self._handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self._handler.wfile.flush()
        self._handler.wfile.write(b"0\r\n\r\n")

    def _begin(self, status: int, content_type: str, headers: dict[str, str]) -> None:
        self._handler.send_response(status)
        for name, value in {"Content-Type": content_type, "Connection": "close", **headers}.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()


Reply = Callable[[Exchange], None]


class LoopbackServer:
    """Answers each request with the next of its replies, the last of them for ever; a context manager."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._replies: deque[Reply] = deque()
        self._taking = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def will(self, *replies: Reply) -> None:
        """Answer so from now on."""
        self._replies = deque(replies)

    def __enter__(self) -> "LoopbackServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _next(self, asked: Asked) -> Reply:
        with self._taking:
            self.asked.append(asked)
            return self._replies.popleft() if len(self._replies) > 1 else self._replies[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.close_connection = True
                content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, content)
                with suppress(ConnectionError):
                    outer._next(asked)(Exchange(asked, self, outer.closing))

            do_GET = do_POST

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


def answers(status: int, content: bytes, content_type: str = "application/json") -> Reply:
    """Send these bytes, whatever they are."""
    return lambda exchange: exchange.send(status, content, content_type)


def hangs(exchange: Exchange) -> None:
    """Take the request and say nothing until the server closes."""
    exchange.closing.wait(PATIENCE_S)
