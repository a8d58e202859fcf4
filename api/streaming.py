"""A turn as server-sent events: `token`, `tool`, `memory`, and at the end `done` or `error`.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from collections.abc import AsyncIterator
from typing import Any

import orjson
from fastapi import Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from agent import Reply
from agent.streaming import Piece, Token
from api.errors import code_of, error_line
from api.schemas import Documented
from api.views import reply_view
from store.errors import SebastianError

MEDIA_TYPE = "text/event-stream"
EXAMPLE = """event: token
data: {"text": "记住了，"}

event: tool
data: {"name": "save_memory"}

event: memory
data: [{"op": "saved", "id": "f2", "statement": "用户叫张三"}]

event: done
data: {"response": "记住了，你叫张三。", "memory": [{"op": "saved", "id": "f2", "statement": "用户叫张三"}], "turn": "t1"}
"""


async def wants_events(request: Request) -> bool:
    """FastAPI dependency: whether the client asked for the answer as it is made."""
    accepted = (kind.partition(";")[0].strip() for kind in request.headers.get("accept", "").split(","))
    return MEDIA_TYPE in (kind.lower() for kind in accepted)


def streamed(happening: AsyncIterator[Piece | Reply], heard: str | None = None) -> EventSourceResponse:
    """Answer with what happens in a turn; `heard` are the words of a recording, told first."""
    return EventSourceResponse(_events(happening, heard))


def also_streamed(answers: Documented) -> Documented:
    """What OpenAPI says of a route that streams when it is asked to."""
    example = {MEDIA_TYPE: {"schema": {"type": "string"}, "example": EXAMPLE}}
    return answers | {200: {**answers[200], "content": {**answers[200]["content"], **example}}}


async def _events(happening: AsyncIterator[Piece | Reply], heard: str | None) -> AsyncIterator[ServerSentEvent]:
    if heard is not None:
        yield _event("heard", {"text": heard})
    try:
        async for what in happening:
            if isinstance(what, Reply):
                if what.memory:
                    yield _event("memory", what.memory)
                yield _event("done", reply_view(what) | {"turn": what.turn_id})
            elif isinstance(what, Token):
                yield _event("token", {"text": what.text})
            else:
                yield _event("tool", {"name": what.name})
    except SebastianError as error:
        yield _failed(code_of(error), error.details)
    except Exception:
        yield _failed("internal", {})
        raise


def _failed(code: str, details: dict[str, Any]) -> ServerSentEvent:
    return _event("error", {"code": code, "message": error_line(code, details)})


def _event(name: str, content: object) -> ServerSentEvent:
    return ServerSentEvent(orjson.dumps(content).decode(), event=name)
