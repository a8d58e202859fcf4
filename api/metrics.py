"""`GET /metrics`: what was counted and timed, in Prometheus' text format, for the owner's token alone."""

from fastapi import APIRouter, Security
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.auth import bearer
from api.dependencies import Assistant
from api.schemas import Documented, ErrorBody

router = APIRouter(tags=["状态"], dependencies=[Security(bearer)])
_ANSWERS: Documented = {
    200: {"description": "成功", "content": {"text/plain": {"schema": {"type": "string"}}}},
    401: {"model": ErrorBody, "description": "缺少令牌，或令牌不对"},
    403: {"model": ErrorBody, "description": "不是主人的令牌"},
}


@router.get("/metrics", summary="供 Prometheus 读取的数字", response_class=Response, responses=_ANSWERS)
def metrics(sebastian: Assistant) -> Response:
    """话轮数，模型、记忆与回忆的用时，记忆的变化，出错的代码，账本的序号。只有数字，没有话，也没有名字；说的是所有人，所以只认主人的令牌。"""
    return Response(sebastian.metrics.text(), media_type=CONTENT_TYPE_LATEST)
