"""The page at `/`: the files of `web/`, open to everyone since they hold nothing of anyone's; what they show needs the token.

The folder is read once, at the start: what is not in it then has no address, whatever the path says.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response

from api.errors import RequestRefused

FOLDER: Final = Path(__file__).parents[1] / "web"
PREFIX: Final = "/web/"
INDEX: Final = "index.html"
MEDIA_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
# Nothing inline, nothing from elsewhere; the recorder's clip is a blob.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",  # ask each time, and be told 304: a new version is a new page at once
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent: plain and compressed, and the tag of its content."""

    content: bytes
    compressed: bytes
    media_type: str
    tag: str


def read_assets(folder: Path = FOLDER) -> dict[str, Asset]:
    """Every file of the page by its path below the folder."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in MEDIA_TYPES and path.is_file())
    return {path.relative_to(folder).as_posix(): _asset(path) for path in paths}


def page_routes(assets: Mapping[str, Asset]) -> APIRouter:
    """The routes of the page, which is no part of the documented interface."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    def page(request: Request) -> Response:
        return _sent(assets[INDEX], request)

    @router.get(PREFIX + "{path:path}")
    def file(path: str, request: Request) -> Response:
        if path not in assets:
            raise RequestRefused("not_found")
        return _sent(assets[path], request)

    return router


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Asset(content, gzip.compress(content, mtime=0), MEDIA_TYPES[path.suffix], tag)


def _sent(asset: Asset, request: Request) -> Response:
    headers = {**HEADERS, "ETag": asset.tag}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if asset.tag in known:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.compressed, headers=headers | {"Content-Encoding": "gzip"}, media_type=asset.media_type)
    return Response(asset.content, headers=headers, media_type=asset.media_type)
