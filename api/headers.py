"""What every answer tells a browser: not to guess its type, not to frame it, and not to let other sites have it."""

from typing import Final

from starlette.datastructures import MutableHeaders

# For what is no page: nothing in it may be run, loaded or framed.
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# For a page of our own: scripts, styles, pictures and requests from here alone, nothing inline; sound it has recorded itself.
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


def protect(headers: MutableHeaders) -> None:
    """Add them; a policy or a caching rule that a route has set for itself stays."""
    is_page = headers.get("content-type", "").startswith("text/html")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else DATA_POLICY)
    headers.setdefault("Cache-Control", "no-store")
