"""`POST /undo`: take back the last changes of memory."""

from typing import Annotated

from fastapi import APIRouter, Query, Security
from fastapi.responses import JSONResponse

from api.auth import bearer
from api.dependencies import Assistant, User
from api.schemas import Undone, documented

router = APIRouter(tags=["记忆"], dependencies=[Security(bearer)])


@router.post("/undo", summary="撤销一次变化", responses=documented(Undone, 401, 404, 409, 422))
def undo(
    sebastian: Assistant,
    user: User,
    turn: Annotated[str | None, Query(description="撤销哪一轮的改动，话轮的编号；不填则是最近一次。")] = None,
    fact: Annotated[str | None, Query(description="只撤销那一轮里对这条记忆的改动；与 turn 同用。")] = None,
) -> JSONResponse:
    """撤销最近一轮对话（或最近一次接口调用）对记忆的全部改动，记忆恢复原样；再调用一次，则撤销更早的一次。

    写明 `turn` 则撤销那一轮的；后来又变过的不能撤销。
    """
    return JSONResponse({"memory": sebastian.undo(user, turn=turn, fact=fact)})
