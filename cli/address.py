"""Where the server of a data folder is: it notes its address there while it runs, so that other commands find it."""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx
import orjson

from agent.settings import Settings
from store import disk

NAME = "server.json"
# A connection on one machine stands at once or not at all; the answer of a server with much to do takes its time.
PROBE = httpx.Timeout(60.0, connect=5.0)


def note_address(settings: Settings) -> None:
    """Write where this process listens into its data folder. Raises OSError."""
    fields = {"url": _url(settings), "pid": os.getpid()}
    disk.replace(settings.data / NAME, [orjson.dumps(fields) + b"\n"])


def forget_address(settings: Settings) -> None:
    """Remove the note, unless another process has left its own."""
    if _noted(settings.data).get("pid") == os.getpid():
        (settings.data / NAME).unlink(missing_ok=True)


def address_of_server(settings: Settings) -> str | None:
    """Give the address of the server that has the data folder; None where none answers."""
    url = _noted(settings.data).get("url")
    if not isinstance(url, str):
        return None
    try:
        answer = httpx.get(f"{url}/health", timeout=PROBE, trust_env=False)
        is_ours = answer.is_success and "seq" in answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):  # it was killed, and something else may listen there now
        return None
    return url if is_ours else None


def _noted(data: Path) -> dict[str, Any]:
    try:
        fields = orjson.loads((data / NAME).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _url(settings: Settings) -> str:
    """The address for somebody on the same machine: where all addresses are listened on, loopback is."""
    host = settings.host
    try:
        address = ip_address(host)
    except ValueError:
        return f"http://{host}:{settings.port}"
    if address.is_unspecified:
        host = "127.0.0.1" if address.version == 4 else "::1"
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
