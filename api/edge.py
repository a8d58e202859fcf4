"""The outermost ring of the app: one access line a request, security headers, and the last resort for bugs.

Neither the access line nor the log of a bug holds the user's words: no query string, no exception message. Every line that
is logged for a request carries its id (`X-Request-ID`), and so does the answer.
"""

import asyncio
import logging
import time
import traceback

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.metrics import Metrics
from api.errors import error_response
from api.headers import protect
from api.passing import HEADER, begin
from store.errors import SebastianError

access_log = logging.getLogger("sebastian.access")
bug_log = logging.getLogger("sebastian.bug")


class Edge:
    """ASGI middleware at the process edge: what gets past everything else is logged and answered as `internal`."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request, add headers, and write its access line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_s, status = time.monotonic(), 0
        passing = begin(scope)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                protect(headers)
                headers[HEADER] = passing.id
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except asyncio.CancelledError:  # only a server that stops does this to a request
            if status:
                raise
            await error_response("stopping", scope=scope)(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - the process edge: a bug must not take the server down
            if status and _is_expected(error):
                await send({"type": "http.response.body"})
                return
            log_bug(error)
            if status:
                raise RuntimeError("the answer broke off; see the line before") from None
            await error_response("internal", scope=scope)(scope, receive, send_with_headers)
        finally:
            if passing.code:
                self._metrics.errors.labels(passing.code).inc()
            _log_access(scope, status, (time.monotonic() - started_s) * 1000, passing.code)


def _log_access(scope: Scope, status: int, elapsed_ms: float, code: str) -> None:
    path = _route_path(scope)
    fields = {"method": scope["method"], "path": path, "status": status, "ms": round(elapsed_ms), "code": code or None}
    access_log.info("%s %s %d %.0f ms", scope["method"], path, status, elapsed_ms, extra={"fields": fields})


def _is_expected(error: Exception) -> bool:
    """Whether a stream ended in an expected error, which it has told its reader by an event of its own."""
    return isinstance(error, SebastianError) or isinstance(error.__cause__, SebastianError)


def _route_path(scope: Scope) -> str:
    """The route's template; what was asked for outside any route is not repeated, for it may hold words."""
    return getattr(scope.get("route"), "path", None) or "(no route)"


def log_bug(error: BaseException) -> None:
    """Log where a bug happened and its type, not its message: that often quotes the value at fault."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    bug_log.error("bug: %s.%s\n%s", type(error).__module__, type(error).__qualname__, frames)
