"""`POST /v1/audio/transcriptions`: the words of a recording, as OpenAI's API gives them; nothing is remembered of it.

Source: OpenAI's API reference, "Create transcription", as the `openai` package 3.54 reads it.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Security, UploadFile
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from pydantic import Field

from api.audio import received
from api.auth import bearer
from api.completion_shapes import OpenAIError
from api.dependencies import Assistant, TurnsOf, User
from api.schemas import Shape, documented
from api.validation import multipart_body

router = APIRouter(prefix="/v1/audio", tags=["OpenAI 兼容"], dependencies=[Security(bearer)])


class HeardBy(Shape):
    """What only Sebastian has to say."""

    engine: str = Field(description="听写的模型，`provider:model`。")
    audio_ms: int | None = Field(description="录音的长度，毫秒；不知道则为 null。")


class Transcription(Shape):
    """What was heard."""

    text: str
    sebastian: HeardBy


_ANSWERS = documented(Transcription, 400, 401, 403, 413, 415, 422, 429, 502, 503, 504, error=OpenAIError)
_ANSWERS[200]["content"]["text/plain"] = {"schema": {"type": "string"}}


@router.post(
    "/transcriptions",
    summary="OpenAI 兼容的听写",
    dependencies=[Depends(multipart_body)],
    responses=_ANSWERS,
    response_model=None,
)
async def transcribe(
    file: Annotated[UploadFile, File(description="录音：wav、mp3、m4a、ogg、webm、flac、amr 或 aac。")],
    sebastian: Assistant,
    turns: TurnsOf,
    user: User,
    response_format: Annotated[Literal["json", "text"], Form(description="答复的写法。")] = "json",
) -> Response:
    """只听写，什么也不记；记忆里的名字听得准些。`model`、`language`、`prompt` 等都不读。"""
    path, media_type = await received(file, sebastian.settings.max_audio_mb)
    heard = await turns.transcribe(path, media_type, user)
    if response_format == "text":
        return PlainTextResponse(heard.text)
    return JSONResponse({"text": heard.text, "sebastian": {"engine": heard.engine, "audio_ms": heard.audio_ms}})
