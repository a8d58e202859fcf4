"""Whom a browser may be working for: this site, called by a name of its own.

A page of another site cannot read our answers (there is no CORS) and does not know the token; this keeps it from sending at all.
A name that another site points at the loopback address (DNS rebinding) is none of ours.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import error_response

_PLACE: Final = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))(?::\d{1,5})?")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FOREIGN: Final = frozenset({"cross-site", "same-site"})


class OwnSite:
    """ASGI middleware that refuses a host that is not ours, and what another site's page sends in order to change something."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], any_host: bool) -> None:
        """Know the names that this server is called by.

        Args:
            app: what to pass requests on to.
            hosts: names beside those of the loopback address.
            any_host: whether to leave the name unchecked, for a server that is reachable under names it cannot know.
        """
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._any_host = any_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421 or 403."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await error_response(refusal, scope=scope)(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._any_host and not self._is_ours(host):
            return "unknown_host"
        if scope["method"] in _SAFE:
            return None
        origin = headers.get("origin")
        is_foreign = headers.get("sec-fetch-site") in _FOREIGN if origin is None else not self._is_from(origin, host)
        return "cross_site" if is_foreign else None

    def _is_ours(self, host: str) -> bool:
        name = _name_in(host)
        return name in self._hosts or _is_loopback(name)

    def _is_from(self, origin: str, host: str) -> bool:
        """Whether an origin is this very site; behind a proxy that speaks TLS or renames the host, by its name."""
        place = origin.partition("://")[2].lower()
        return bool(place) and (place == host.lower() or _name_in(place) in self._hosts)


def _name_in(place: str) -> str:
    """The name in a host with or without a port; empty where it is none."""
    found = _PLACE.fullmatch(place.lower())
    return (found["six"] or found["name"]).rstrip(".") if found else ""


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
