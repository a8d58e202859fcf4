"""A body comes piece by piece, or it is not waited for."""

import asyncio
import json

from fastapi import FastAPI, Request
from starlette.types import Message

from api.body_limit import BodyLimit
from api.errors import install_error_handlers

SCOPE = {
    "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/", "raw_path": b"/", "query_string": b"",
    "root_path": "", "scheme": "http", "headers": [(b"content-type", b"application/json")], "client": ("127.0.0.1", 1), "server": ("x", 80),
}  # fmt: skip


def answer(*pieces: Message) -> tuple[int, dict[str, object]]:
    """What a client is answered that sends these pieces and then nothing more."""
    app = FastAPI()
    install_error_handlers(app)

    @app.post("/")
    async def echo(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    sent: list[Message] = []
    left = list(pieces)

    async def receive() -> Message:
        return left.pop(0) if left else await asyncio.Event().wait()  # type: ignore[return-value]

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(BodyLimit(app, max_audio_mb=1, max_import_mb=1, piece_s=0.01)(SCOPE, receive, send))
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent))


def piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_that_comes_in_pieces_is_taken_whole() -> None:
    assert answer(piece(b"ab", more=True), piece(b"c", more=False)) == (200, {"bytes": 3})


def test_a_body_that_stays_away_is_not_waited_for() -> None:
    for pieces in ([], [piece(b"ab", more=True)]):
        status, said = answer(*pieces)
        assert status == 408
        assert "too_slow" in json.dumps(said)
