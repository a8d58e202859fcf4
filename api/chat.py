"""`POST /chat/text` and `POST /chat/audio`: one turn with the assistant."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Security, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from agent.listening import Spoken
from api.audio import received, to_keep
from api.auth import bearer
from api.dependencies import Assistant, TurnsOf, User
from api.errors import RequestRefused
from api.schemas import AudioAnswer, ChatAnswer, documented
from api.speaking import spoken_view
from api.streaming import also_streamed, streamed, wants_events
from api.validation import (
    MAX_TEXT_CHARACTERS,
    checked_text,
    checked_thread_id,
    checked_time,
    json_body,
    multipart_body,
    not_in_future,
)
from api.views import reply_view

router = APIRouter(prefix="/chat", tags=["对话"], dependencies=[Security(bearer)])

SaidAt = Annotated[datetime | None, BeforeValidator(checked_time)]
ThreadId = Annotated[str | None, BeforeValidator(checked_thread_id)]
SAID_AT = "话是什么时候说的：带时区的 ISO 8601 时间，不得在未来。不填即现在。"
Streams = Annotated[bool, Depends(wants_events)]
THREAD_ID = "同一名字的几轮连成一段对话。不填则每轮各自独立，只靠记忆相连。"


async def _wants_speech(
    streams: Streams,
    speak: Annotated[
        bool,
        Query(
            description="连声音一起要：答复多一项 `audio`，是 data URL，可直接放进 <audio src>。须先设 SEBASTIAN_VOICE，且不与事件流同用。"
        ),
    ] = False,
) -> bool:
    if speak and streams:
        raise RequestRefused("invalid_input", problems="speak 不能与 Accept: text/event-stream 同用")
    return speak


Speak = Annotated[bool, Depends(_wants_speech)]


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
async def chat_text(said: ChatText, turns: TurnsOf, user: User, streams: Streams, speak: Speak) -> Response:
    """说一句话，得到回答，以及这一轮里记忆的变化。没有变化时 `memory` 为 null。

    带 `Accept: text/event-stream` 则边说边答：`token` 是回答的一段，`tool` 是要用的工具，`memory` 是记忆的变化，末了是
    `done` 或 `error`。送出的字不会收回；断开连接，模型就停下，说过的话已经记下。
    """
    if streams:
        return streamed(turns.stream(said.text, user=user, said_at=said.said_at, thread_id=said.thread_id))
    speaker = await turns.voice(speak=speak)
    reply = await turns.take(said.text, user=user, said_at=said.said_at, thread_id=said.thread_id)
    return JSONResponse(reply_view(reply) | await spoken_view(reply, turns, speaker))


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
    speak: Speak,
    said_at: Annotated[SaidAt, Form(description=SAID_AT)] = None,
    thread_id: Annotated[ThreadId, Form(description=THREAD_ID)] = None,
) -> Response:
    """先听写，再像文字一样处理；`text` 是听写出来的话，请核对。录音处理完即删；设了 SEBASTIAN_KEEP_AUDIO 才留下。

    带 `Accept: text/event-stream` 则听写完就送出 `heard`，其后与文字相同。
    """
    speaker = await turns.voice(speak=speak)
    not_in_future(said_at, sebastian.clock())
    path, media_type = await received(file, sebastian.settings.max_audio_mb)
    heard = await turns.transcribe(path, media_type, user)
    spoken = Spoken(heard, media_type, to_keep(file) if sebastian.settings.keep_audio else None)
    if streams:
        happening = turns.stream(heard.text, user=user, said_at=said_at, thread_id=thread_id, spoken=spoken)
        return streamed(happening, heard=heard.text)
    reply = await turns.take(heard.text, user=user, said_at=said_at, thread_id=thread_id, spoken=spoken)
    return JSONResponse(reply_view(reply) | {"text": heard.text} | await spoken_view(reply, turns, speaker))
