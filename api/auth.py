"""Who may come in: one Bearer token for the owner, checked before a byte of the body is read.

The gate is closed by default: a route added later is behind the token without anybody having to think of it.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Header
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.settings import OWNER, Settings
from api.errors import RequestRefused, error_response

TOKEN_BYTES = 32
OPEN_PATHS = frozenset({"/", "/health", "/docs", "/openapi.json"})
OPEN_FOLDER = "/web/"
"""The page's own files: they hold nothing of anyone's."""
_USER_NAME = re.compile(r"(?!\.)[A-Za-z0-9_.-]{1,64}", re.ASCII)

bearer = HTTPBearer(auto_error=False, description="启动时打印的令牌，或自己设定的 TOKEN。")
"""Only documents the scheme in OpenAPI; `BearerGate` does the checking."""


@dataclass(frozen=True, slots=True)
class Token:
    """The owner's token, where it is kept (nowhere when it was set), and whether it was made just now."""

    value: str
    path: Path | None
    is_new: bool

    def __repr__(self) -> str:
        return f"Token(value='***', path={self.path!r}, is_new={self.is_new})"


def load_token(settings: Settings) -> Token:
    """Give the token that was set, else the one in the data folder, else make one and keep it there (mode 0600)."""
    if settings.token is not None:
        return Token(settings.token.get_secret_value(), path=None, is_new=False)
    path = settings.data / "token"
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = secrets.token_urlsafe(TOKEN_BYTES)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept_token(path, made)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made + "\n")
    return Token(made, path=path, is_new=True)


def _kept_token(path: Path, made: str) -> Token:
    """Read the token; one that a crash left empty gets `made`, as an empty token would let all in."""
    kept = path.read_text(encoding="utf-8").strip()
    if kept:
        return Token(kept, path=path, is_new=False)
    path.write_text(made + "\n", encoding="ascii")
    return Token(made, path=path, is_new=True)


class BearerGate:
    """ASGI middleware that answers 401 to every request outside `OPEN_PATHS` and `OPEN_FOLDER` without the owner's token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 401 without reading its body."""
        if scope["type"] == "lifespan" or _is_open(scope["path"]) or self._admits(scope):
            await self._app(scope, receive, send)
        else:
            await error_response("unauthorized", scope=scope)(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        scheme, _, token = given[0].partition(b" ") if len(given) == 1 else (b"", b"", b"")
        matches = secrets.compare_digest(token.strip(), self._token)
        return scheme.lower() == b"bearer" and matches


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDER)


def user_named(header: str | None) -> str:
    """Whose memory a request is about: `X-Sebastian-User`, by default the owner.

    Raises:
        RequestRefused: `invalid_user`.
    """
    if header is None:
        return OWNER
    if not _USER_NAME.fullmatch(header):
        raise RequestRefused("invalid_user")
    return header


def current_user(
    x_sebastian_user: Annotated[str | None, Header(description="另一份独立的记忆的名字；不填即主人自己的。")] = None,
) -> str:
    """FastAPI dependency of `user_named`."""
    return user_named(x_sebastian_user)
