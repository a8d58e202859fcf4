"""`GET /export`: all of a memory in one file."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Security
from fastapi.responses import StreamingResponse

from agent.exporting import markdown, ndjson
from api.auth import bearer
from api.dependencies import Assistant, User
from api.schemas import ErrorBody

router = APIRouter(tags=["导入导出"], dependencies=[Security(bearer)])

Format = Literal["ndjson", "markdown"]
MEDIA_TYPES: dict[Format, str] = {"ndjson": "application/x-ndjson", "markdown": "text/markdown; charset=utf-8"}
SUFFIXES: dict[Format, str] = {"ndjson": "ndjson", "markdown": "md"}


@router.get(
    "/export",
    summary="导出全部记忆",
    response_class=StreamingResponse,
    responses={
        200: {"description": "成功", "content": {"application/x-ndjson": {}, "text/markdown": {}}},
        401: {"model": ErrorBody, "description": "缺少令牌，或令牌不对"},
        422: {"model": ErrorBody, "description": "请求里有不能用的值"},
    },
)
def export(
    sebastian: Assistant,
    user: User,
    format: Annotated[Format, Query(description="ndjson 可以再导入，分毫不差；markdown 给人看。")] = "ndjson",
) -> StreamingResponse:
    """现行的与从前的记忆、各个版本、前提、引文、时间、原话，一个文件，边读边送。"""
    with ExitStack() as opened:
        memory = opened.enter_context(sebastian.looked_at(user))
        read = ndjson(memory) if format == "ndjson" else markdown(memory, ZoneInfo(sebastian.settings.timezone))
        body = _read_out(read, opened.pop_all())
    name = f"sebastian-{user}.{SUFFIXES[format]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(body, media_type=MEDIA_TYPES[format], headers=headers)


def _read_out(read: Iterator[bytes], opened: ExitStack) -> Iterator[bytes]:
    with opened:
        yield from read
