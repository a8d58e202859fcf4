"""`/v1/chat/completions` and `/v1/models`: a program written for OpenAI's API gains a memory by changing its base URL.

Only the user's last message is new. What stands before it is not read, as under `/agent`: what Sebastian knows it knows
from memory, and a transcript handed in could put words into the user's mouth.

Source: the shapes are those of OpenAI's API reference, "Chat Completions", as the `openai` package 3.54 reads them.
"""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, Self
from uuid import uuid4

from fastapi import APIRouter, Depends, Security
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from agent import Reply
from agent.streaming import Piece, Token, ToolRun
from api.auth import bearer
from api.chat import SAID_AT, THREAD_ID, SaidAt, ThreadId
from api.completion_shapes import Completion, Models, OpenAIError
from api.dependencies import Assistant, TurnsOf, User
from api.errors import RequestRefused, code_of, error_line
from api.schemas import documented
from api.streaming import MEDIA_TYPE
from api.validation import checked_text, json_body
from store.errors import SebastianError

router = APIRouter(prefix="/v1", tags=["OpenAI 兼容"], dependencies=[Security(bearer)])

MODEL = "sebastian"
_KINDS = {"image_url": "图片", "input_audio": "音频", "file": "文件"}
_USAGE = (("prompt_tokens", "input_tokens"), ("completion_tokens", "output_tokens"), ("total_tokens", "total_tokens"))

_ANSWERS = documented(Completion, 400, 401, 403, 413, 415, 422, 429, 502, 503, 504, error=OpenAIError)
_ANSWERS[200]["content"]["text/event-stream"] = {"schema": {"type": "string"}}


class Message(BaseModel):
    """One message; of those that are not the user's, and of earlier ones, nothing is read."""

    model_config = ConfigDict(extra="ignore")

    role: str
    content: Any = Field(default=None, description="文字，或由文字块组成的列表。")

    def words(self) -> str:
        """The text, that of its parts on lines of their own.

        Raises:
            RequestRefused: `not_words` for an image, a recording or a file; those of `checked_text`.
        """
        if not isinstance(self.content, list):
            return checked_text(self.content)
        return checked_text("\n".join(map(_text_of, self.content)))


class StreamOptions(BaseModel):
    """What a stream is to hold besides the answer."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool | None = None


class Asked(BaseModel):
    """What a client of OpenAI's sends; what we have no use for is ignored, `user` and `model` too."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {"model": MODEL, "messages": [{"role": "user", "content": "你好，你是谁？"}]},
                {"model": MODEL, "messages": [{"role": "user", "content": "我对花生过敏"}], "stream": True},
            ]
        },
    )

    messages: list[Message] = Field(description="只读最后一条用户的消息；之前的不读，记忆就是上下文。")
    stream: bool | None = Field(default=None, description="是否以服务器推送事件的形式答复。")
    stream_options: StreamOptions | None = None
    said_at: SaidAt = Field(default=None, description=SAID_AT)
    thread_id: ThreadId = Field(default=None, description=THREAD_ID)

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        self.words()
        return self

    def words(self) -> str:
        """The user's last message.

        Raises:
            RequestRefused: `invalid_input` for no message of the user's; those of `Message.words`.
        """
        said = next((message for message in reversed(self.messages) if message.role == "user"), None)
        if said is None:
            raise RequestRefused("invalid_input", problems="messages 里没有用户的消息")
        return said.words()


@router.post(
    "/chat/completions",
    summary="OpenAI 兼容的对话",
    dependencies=[Depends(json_body)],
    responses=_ANSWERS,
)
async def complete(asked: Asked, sebastian: Assistant, turns: TurnsOf, user: User) -> Response:
    """说一句话，得到回答。记忆的变化在 `sebastian.memory` 里，流式时在最后一块里。

    只有最后一条用户的消息算是新说的话；之前的消息、`system`、`tools`、`temperature` 等都不读。是谁的记忆只由请求头
    `X-Sebastian-User` 决定，与 `user` 无关。用量是模型报的；模型没有报，就是零，并且 `sebastian.usage_reported` 为 false。
    """
    head = {"created": int(sebastian.clock().timestamp()), "model": MODEL}
    if not asked.stream:
        reply = await turns.take(asked.words(), user=user, said_at=asked.said_at, thread_id=asked.thread_id)
        return JSONResponse(_completion(reply, {"id": f"chatcmpl-{reply.turn_id}", **head}))
    happening = turns.stream(asked.words(), user=user, said_at=asked.said_at, thread_id=asked.thread_id)
    first = await _first(happening)
    wants_usage = bool(asked.stream_options and asked.stream_options.include_usage)
    events = _events(first, happening, {"id": f"chatcmpl-{uuid4().hex}", **head}, wants_usage=wants_usage)
    return StreamingResponse(events, media_type=MEDIA_TYPE)


@router.get("/models", summary="OpenAI 兼容的模型列表", responses=documented(Models, 401, error=OpenAIError))
def list_models() -> JSONResponse:
    """只有一个：塞巴斯蒂安自己。它背后用哪个模型由设置决定，见 `GET /health`。"""
    return JSONResponse({"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]})


def _text_of(part: Any) -> str:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in ("text", "input_text"):
        raise RequestRefused("not_words", what=_KINDS.get(str(kind), "别的内容"))
    return str(part.get("text", ""))


def _completion(reply: Reply, head: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": reply.response, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**head, "object": "chat.completion", "choices": [choice], "usage": _usage(reply), "sebastian": _ours(reply)}


async def _first(happening: AsyncIterator[Piece | Reply]) -> Token | Reply | None:
    """What is said first; a turn that fails before has the status of its error. None where nobody waits any more."""
    async for what in happening:
        if not isinstance(what, ToolRun):
            return what
    return None


async def _events(
    first: Token | Reply | None, happening: AsyncIterator[Piece | Reply], head: dict[str, Any], *, wants_usage: bool
) -> AsyncIterator[str]:
    """The answer as server-sent events: the words as they are said, the end with what changed in memory, the usage."""
    chunk = {**head, "object": "chat.completion.chunk"}

    def said(choices: list[dict[str, Any]], **more: Any) -> str:
        return _event({**chunk, "choices": choices, **more})

    try:
        async for what in pieces(first, happening):
            if isinstance(what, Token):
                delta = {"role": "assistant", "content": what.text}
                yield said([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}])
            else:
                end = {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}
                yield said([end], sebastian=_ours(what))
                if wants_usage:
                    yield said([], usage=_usage(what))
    except SebastianError as error:
        code = code_of(error)
        told = {"code": code, "message": error_line(code, error.details), "type": "server_error", "param": None}
        yield _event({"error": told})
    else:
        yield "data: [DONE]\n\n"


def _event(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


async def pieces(first: Token | Reply | None, happening: AsyncIterator[Piece | Reply]) -> AsyncGenerator[Token | Reply]:
    """What is said, in order, and at the end the whole reply; tools run unmentioned."""
    if first is not None:
        yield first
    async for what in happening:
        if not isinstance(what, ToolRun):
            yield what


def _usage(reply: Reply) -> dict[str, int]:
    reported: dict[str, Any] = {**(reply.usage or {})}
    return {theirs: reported.get(ours, 0) for theirs, ours in _USAGE}


def _ours(reply: Reply) -> dict[str, Any]:
    return {"memory": reply.memory, "usage_reported": reply.usage is not None}
