"""`POST /chat/text` and `POST /chat/audio`: one turn with the assistant."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Security, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.audio import recording
from api.auth import bearer
from api.dependencies import Assistant, TurnsOf, User
from api.schemas import AudioAnswer, ChatAnswer, documented
from api.streaming import also_streamed, streamed, wants_events
from api.validation import MAX_TEXT_CHARACTERS, checked_text, checked_thread_id, checked_time, json_body, multipart_body
from api.views import reply_view

router = APIRouter(prefix="/chat", tags=["对话"], dependencies=[Security(bearer)])

SaidAt = Annotated[datetime | None, BeforeValidator(checked_time)]
ThreadId = Annotated[str | None, BeforeValidator(checked_thread_id)]
SAID_AT = "话是什么时候说的：带时区的 ISO 8601 时间，不得在未来。不填即现在。"
Streams = Annotated[bool, Depends(wants_events)]
THREAD_ID = "同一名字的几轮连成一段对话。不填则每轮各自独立，只靠记忆相连。"


class ChatText(BaseModel):
    """What the user says; fields unknown to us are ignored, so that newer clients work."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {"text": "你好，你是谁？"},
                {"text": "我今天刚买了一台咖啡机", "said_at": "2025-05-01T08:00:00+08:00", "thread_id": "kitchen"},
            ]
        },
    )

    text: Annotated[str, BeforeValidator(checked_text)] = Field(
        description="要说的话。", min_length=1, max_length=MAX_TEXT_CHARACTERS
    )
    said_at: SaidAt = Field(default=None, description=SAID_AT)
    thread_id: ThreadId = Field(default=None, description=THREAD_ID)


@router.post(
    "/text",
    summary="用文字说一句话",
    dependencies=[Depends(json_body)],
    responses=also_streamed(documented(ChatAnswer, 400, 401, 403, 413, 415, 422, 429, 502, 503, 504)),
    response_model=None,
)
async def chat_text(said: ChatText, turns: TurnsOf, user: User, streams: Streams) -> Response:
    """说一句话，得到回答，以及这一轮里记忆的变化。没有变化时 `memory` 为 null。

    带 `Accept: text/event-stream` 则边说边答：`token` 是回答的一段，`tool` 是要用的工具，`memory` 是记忆的变化，末了是
    `done` 或 `error`。送出的字不会收回；断开连接，模型就停下，说过的话已经记下。
    """
    if streams:
        return streamed(turns.stream(said.text, user=user, said_at=said.said_at, thread_id=said.thread_id))
    reply = await turns.take(said.text, user=user, said_at=said.said_at, thread_id=said.thread_id)
    return JSONResponse(reply_view(reply))


@router.post(
    "/audio",
    summary="用语音说一句话",
    dependencies=[Depends(multipart_body)],
    responses=also_streamed(documented(AudioAnswer, 400, 401, 403, 413, 415, 422, 429, 502, 503, 504)),
    response_model=None,
)
async def chat_audio(
    file: Annotated[UploadFile, File(description="录音：wav、mp3、m4a、ogg、webm、flac、amr 或 aac。")],
    sebastian: Assistant,
    turns: TurnsOf,
    user: User,
    streams: Streams,
    said_at: Annotated[SaidAt, Form(description=SAID_AT)] = None,
    thread_id: Annotated[ThreadId, Form(description=THREAD_ID)] = None,
) -> Response:
    """先听写，再像文字一样处理；`text` 是听写出来的话，请核对。录音处理完即删，不留存。

    带 `Accept: text/event-stream` 则听写完就送出 `heard`，其后与文字相同。
    """
    async with recording(file, sebastian.settings.max_audio_mb) as (path, media_type):
        text = await turns.transcribe(path, media_type, user)
    if streams:
        happening = turns.stream(text, user=user, said_at=said_at, thread_id=thread_id, door="voice")
        return streamed(happening, heard=text)
    reply = await turns.take(text, user=user, said_at=said_at, thread_id=thread_id, door="voice")
    return JSONResponse(reply_view(reply) | {"text": text})
