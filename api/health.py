"""`GET /health`: what runs here, without a token and without a secret."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.dependencies import Assistant
from api.schemas import Health, documented

router = APIRouter(tags=["状态"])


@router.get("/health", summary="服务的状态", responses=documented(Health))
def health(sebastian: Assistant) -> JSONResponse:
    """模型、向量模型、听写模型，事实与话轮的数目，账本的序号。不需要令牌。"""
    return JSONResponse(sebastian.health())
