"""`POST /tidy`: merge what was told twice, and derive habits."""

from fastapi import APIRouter, Security
from fastapi.responses import JSONResponse

from api.auth import bearer
from api.dependencies import Assistant, User
from api.schemas import Tidied, documented

router = APIRouter(tags=["记忆"], dependencies=[Security(bearer)])


@router.post("/tidy", summary="归整记忆", responses=documented(Tidied, 401, 422))
def tidy(sebastian: Assistant, user: User) -> JSONResponse:
    """合并说的是同一件事的记忆，由多次提到的事得出习惯。做了什么都在账本里，调用一次 `POST /undo` 即可全部撤销。"""
    return JSONResponse({"memory": sebastian.tidy(user)})
