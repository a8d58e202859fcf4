"""`/v1/chat/completions` and `/v1/models`: a program written for OpenAI's API gains a memory by changing its base URL.

Only the user's last message is new. What stands before it is not read, as under `/agent`: what Sebastian knows it knows
from memory, and a transcript handed in could put words into the user's mouth.

Source: the shapes are those of OpenAI's API reference, "Chat Completions", as the `openai` package 3.54 reads them.
"""

import json
from collections.abc import Iterator
from typing import Any, Self

from fastapi import APIRouter, Depends, Security
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator

from agent import Reply
from api.auth import bearer
from api.chat import SAID_AT, THREAD_ID, SaidAt, ThreadId
from api.completion_shapes import Completion, Models, OpenAIError
from api.dependencies import Assistant, TurnsOf, User
from api.errors import RequestRefused
from api.schemas import documented
from api.validation import checked_text, json_body

router = APIRouter(prefix="/v1", tags=["OpenAI 兼容"], dependencies=[Security(bearer)])

MODEL = "sebastian"
_KINDS = {"image_url": "图片", "input_audio": "音频", "file": "文件"}
_USAGE = (("prompt_tokens", "input_tokens"), ("completion_tokens", "output_tokens"), ("total_tokens", "total_tokens"))

_ANSWERS = documented(Completion, 400, 401, 413, 415, 422, 502, 504, error=OpenAIError)
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
    reply = await turns.take(asked.words(), user=user, said_at=asked.said_at, thread_id=asked.thread_id)
    head = {"id": f"chatcmpl-{reply.turn_id}", "created": int(sebastian.clock().timestamp()), "model": MODEL}
    if not asked.stream:
        return JSONResponse(_completion(reply, head))
    wants_usage = bool(asked.stream_options and asked.stream_options.include_usage)
    events = _events(reply, head, wants_usage=wants_usage)
    return StreamingResponse((f"data: {event}\n\n" for event in events), media_type="text/event-stream")


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


def _events(reply: Reply, head: dict[str, Any], *, wants_usage: bool) -> Iterator[str]:
    """The answer as the data of server-sent events: role and words, the end with what changed in memory, the usage."""
    chunk = {**head, "object": "chat.completion.chunk"}

    def said(choices: list[dict[str, Any]], **more: Any) -> str:
        return json.dumps({**chunk, "choices": choices, **more}, ensure_ascii=False)

    for words in pieces(reply):
        delta = {"role": "assistant", "content": words}
        yield said([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}])
    yield said([{"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}], sebastian=_ours(reply))
    if wants_usage:
        yield said([], usage=_usage(reply))
    yield "[DONE]"


def pieces(reply: Reply) -> Iterator[str]:
    """The words of an answer in the order they are sent: as one piece, since an answer may be mended until it is whole."""
    yield reply.response


def _usage(reply: Reply) -> dict[str, int]:
    reported: dict[str, Any] = {**(reply.usage or {})}
    return {theirs: reported.get(ours, 0) for theirs, ours in _USAGE}


def _ours(reply: Reply) -> dict[str, Any]:
    return {"memory": reply.memory, "usage_reported": reply.usage is not None}
