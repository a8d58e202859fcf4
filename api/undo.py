"""`POST /undo`: take back the last changes of memory."""

from fastapi import APIRouter, Security
from fastapi.responses import JSONResponse

from api.auth import bearer
from api.dependencies import Assistant, User
from api.schemas import Undone, documented

router = APIRouter(tags=["记忆"], dependencies=[Security(bearer)])


@router.post("/undo", summary="撤销上一次变化", responses=documented(Undone, 401, 409, 422))
def undo(sebastian: Assistant, user: User) -> JSONResponse:
    """撤销最近一轮对话（或最近一次接口调用）对记忆的全部改动，记忆恢复原样；再调用一次，则撤销更早的一次。"""
    return JSONResponse({"memory": sebastian.undo(user)})
