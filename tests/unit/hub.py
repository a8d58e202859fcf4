"""A model hub on the loopback: one file, Range, and the ways in which real ones fail."""

import re
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class Hub:
    """Serves `content` at `url`; `starts` lists the first byte of each request.

    `cuts` gives after how many bytes the next answers with a body break off (probes of a few bytes left aside).
    `fault` is one of no_range, other_size, sign_in_page, not_found, silence (until `release` is set).
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.cuts: list[int] = []
        self.starts: list[int] = []
        self.fault = ""
        self.release = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/tiny.gguf"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if self.fault == "silence":
            self.release.wait(timeout=300)
            return
        span = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("Range", ""))
        assert span is not None
        start = int(span[1])
        body = self.content[start : int(span[2]) + 1 if span[2] else None]
        self.starts.append(start)
        if self.fault == "sign_in_page":
            body = b"<htm"[: len(body)]
        total = len(self.content) + (self.fault == "other_size")
        request.send_response({"no_range": 200, "not_found": 404}.get(self.fault, 206))
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Content-Range", f"bytes {start}-{start + len(body) - 1}/{total}")
        request.end_headers()
        if not span[2] and self.cuts:
            body = body[: self.cuts.pop(0)]
        with suppress(ConnectionError):
            request.wfile.write(body)


def _handler_for(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hub.answer(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    return Handler
