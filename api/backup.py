"""`POST /backup`: a copy of a memory to keep elsewhere, made while it is in use."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from fastapi import APIRouter, Security
from fastapi.responses import StreamingResponse

from api.auth import bearer
from api.dependencies import Assistant, User
from api.schemas import ErrorBody

router = APIRouter(tags=["记忆"], dependencies=[Security(bearer)])

BLOCK_BYTES = 1 << 16
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "备份，一个 zip 文件", "content": {"application/zip": {}}},
    401: {"model": ErrorBody, "description": "令牌不对"},
    422: {"model": ErrorBody, "description": "请求里有不能用的值"},
    507: {"model": ErrorBody, "description": "磁盘满了"},
}


@router.post("/backup", summary="备份记忆", response_class=StreamingResponse, responses=ANSWERS)
def back_up(sebastian: Assistant, user: User) -> StreamingResponse:
    """下载一份备份：账本与抹除的记录，各带哈希；向量与索引由账本而来，不在其中。用 `sebastian restore` 恢复。

    照样可以同时说话。备份里是话的原文，请像令牌一样收好；以后抹除的记忆，够不着已经下载的备份。
    """
    # without a name: whatever happens, none is left
    file = tempfile.TemporaryFile(dir=sebastian.settings.data)  # noqa: SIM115 - the answer closes it
    try:
        sebastian.back_up(file, user)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    name = f"sebastian-{user}-{sebastian.clock():%Y%m%d-%H%M%S}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(size)}
    return StreamingResponse(_blocks(file), media_type="application/zip", headers=headers)


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK_BYTES):
            yield block
