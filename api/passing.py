"""What is known of a request while it passes: its id, and the code of the error it ends in.

It lies in the ASGI scope, where every middleware and route can reach it, and its id in a context variable, from where every
line that is logged meanwhile takes it.
"""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

HEADER: Final = "X-Request-ID"
request_id: ContextVar[str] = ContextVar("request_id", default="-")
_KEY: Final = "sebastian.passing"
_ID: Final = re.compile(r"[A-Za-z0-9_.:-]{1,128}", re.ASCII)


@dataclass(slots=True)
class Passing:
    """One request."""

    id: str
    code: str = ""


def begin(scope: Scope) -> Passing:
    """Take the id that the client gave, or make one where it gave none or one that could not stand in a log."""
    given = Headers(scope=scope).get(HEADER, "")
    passing = Passing(given if _ID.fullmatch(given) else secrets.token_hex(8))
    scope[_KEY] = passing
    request_id.set(passing.id)
    return passing


def failed(scope: Scope, code: str) -> None:
    """Note the error that a request ends in."""
    passing = scope.get(_KEY)
    if isinstance(passing, Passing):
        passing.code = code
