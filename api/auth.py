"""Who may come in: the owner's Bearer token, and those of further people, checked before a byte of the body is read.

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
from agent.tokens import TOKEN_BYTES, Tokens
from api.errors import RequestRefused, code_of, error_response
from api.tries import Tries
from store.errors import StoreError

OPEN_PATHS = frozenset({"/", "/health", "/docs", "/openapi.json"})
OPEN_FOLDER = "/web/"
"""The page's own files: they hold nothing of anyone's."""
OWNERS_PATHS = frozenset({"/metrics"})
"""What is about everybody at once, and so the owner's alone."""
USER_HEADER = b"x-sebastian-user"
SHORTEST_TOKEN = 16
_WELL_KNOWN = re.compile(
    r"(?:(?:pass(?:word)?|token|secret|admin|root|test|user|demo|letmein|welcome|qwerty\w*|abc|change_?me|sebastian|default|iloveyou|"
    r"your[-_ ]?token|example|mima|woaini|\d+|[-_ .!@#$])+)|(.{1,4})\1+",
    re.IGNORECASE,
)
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


def is_weak(token: str) -> bool:
    """Whether a token that somebody thought up is short, one of the first to be tried, or of few different characters."""
    return len(token) < SHORTEST_TOKEN or len(set(token)) < 8 or _WELL_KNOWN.fullmatch(token) is not None


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
    """ASGI middleware that answers 401 to every request outside `OPEN_PATHS` and `OPEN_FOLDER` without a token that is known.

    With a further person's token a request is about that person's memory and no other: the gate itself writes the header that
    says whose it is, so that no route, whoever wrote it, can be talked into another's.
    """

    def __init__(self, app: ASGIApp, token: str, tokens: Tokens, tries: Tries) -> None:
        self._app = app
        self._token = token.encode()
        self._tokens = tokens
        self._tries = tries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer without reading its body."""
        if scope["type"] == "lifespan" or _is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            admitted = self._admitted(scope)
        except RequestRefused as refusal:
            await error_response(refusal.code, refusal.details, scope=scope)(scope, receive, send)
        except StoreError as error:
            await error_response(code_of(error), error.details, scope=scope)(scope, receive, send)
        else:
            await self._app(admitted, receive, send)

    def _admitted(self, scope: Scope) -> Scope:
        """The request as it may go on.

        Raises:
            RequestRefused: `unauthorized`, `too_many_tries`, `not_your_memory`, `owners_alone`.
            StoreError: `store_error`, the tokens cannot be read.
        """
        token = _presented(scope)
        if token is None:
            raise RequestRefused("unauthorized")
        address = scope["client"][0] if scope.get("client") else ""
        wait_s = self._tries.wait_s(address)
        if wait_s:
            raise RequestRefused("too_many_tries", retry_after_s=wait_s)
        is_owner = secrets.compare_digest(token, self._token)
        person = None if is_owner else self._tokens.name_of(token)
        if not is_owner and person is None:
            self._tries.failed(address)
            raise RequestRefused("unauthorized")
        self._tries.succeeded(address)
        return scope if person is None else _as_person(scope, person)


def _presented(scope: Scope) -> bytes | None:
    """The token of the one Authorization header, None where there is no such thing."""
    given = [value for name, value in scope["headers"] if name == b"authorization"]
    scheme, _, token = given[0].partition(b" ") if len(given) == 1 else (b"", b"", b"")
    return token.strip() if scheme.lower() == b"bearer" and token.strip() else None


def _as_person(scope: Scope, person: str) -> Scope:
    """The request with the person's own name, and no other, in its headers."""
    own = person.encode("ascii")
    others = [(name, value) for name, value in scope["headers"] if name != USER_HEADER]
    if any(value != own for name, value in scope["headers"] if name == USER_HEADER):
        raise RequestRefused("not_your_memory")
    if scope["path"] in OWNERS_PATHS:
        raise RequestRefused("owners_alone")
    scope["headers"] = [
        *others,
        (USER_HEADER, own),
    ]  # in place: what is noted in the scope later is read outside the gate
    return scope


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


async def current_user(
    x_sebastian_user: Annotated[str | None, Header(description="另一份独立的记忆的名字；不填即主人自己的。")] = None,
) -> str:
    """FastAPI dependency of `user_named`."""
    return user_named(x_sebastian_user)
