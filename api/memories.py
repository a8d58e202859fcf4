"""`/memories`: see, search, forget and erase what is remembered."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Security
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from agent.looking import Listed, Order
from agent.views import fact_view
from api.auth import bearer
from api.dependencies import Assistant, User
from api.errors import RequestRefused
from api.schemas import Corrected, Erased, Forgotten, MemoryList, MemoryWithHistory, WhyView, documented
from api.validation import MAX_TEXT_CHARACTERS, checked_query, checked_text, checked_time, json_body
from store.facts import How, Kind

router = APIRouter(prefix="/memories", tags=["记忆"], dependencies=[Security(bearer)])

MAX_LIMIT = 1000
Words = Annotated[str | None, BeforeValidator(checked_query), Query(description="检索的话；不填则全部列出。")]
AsOf = Annotated[
    datetime | None, BeforeValidator(checked_time), Query(description="看那一刻（带时区的 ISO 8601）成立的记忆。")
]

Since = Annotated[
    datetime | None, BeforeValidator(checked_time), Query(description="只看这一刻起说的或发生的（带时区的 ISO 8601）。")
]
Until = Annotated[
    datetime | None,
    BeforeValidator(checked_time),
    Query(description="只看这一刻之前说的或发生的（带时区的 ISO 8601）。"),
]


@router.get("", summary="列出或检索记忆", responses=documented(MemoryList, 401, 422, 502, 504))
def list_memories(
    sebastian: Assistant,
    user: User,
    status: Annotated[Listed, Query(description="状态；all 为全部。")] = "current",
    query: Words = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="最多几条。")] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9, description="跳过前几条。")] = 0,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    kind: Annotated[Kind | None, Query(description="只看这一种。")] = None,
    order: Annotated[Order, Query(description="次序：recorded 新记的在前，valid 新近成立的在前。")] = "recorded",
) -> JSONResponse:
    """不带 `query` 时新的在前；带 `query` 时现行的记忆按相关程度排列，其余状态的按字面查找，新的在前。

    `as_of` 看那一刻成立的记忆；`since`、`until` 看一段时间里说的或发生的，可以只给一个，也可以与别的条件同用。
    """
    found = sebastian.find(
        query, status=status, as_of=as_of, since=since, until=until, kind=kind, order=order, user=user
    )
    shown = [fact_view(fact, score) for fact, score in found[offset : offset + limit]]
    return JSONResponse({"memories": shown, "total": len(found)})


@router.get("/{fact_id}", summary="一条记忆和它的经过", responses=documented(MemoryWithHistory, 401, 404, 422))
def get_memory(fact_id: str, sebastian: Assistant, user: User) -> JSONResponse:
    """`history` 是它的各个版本，旧的在前。"""
    return JSONResponse(sebastian.get(fact_id, user))


@router.get("/{fact_id}/why", summary="为什么记得", responses=documented(WhyView, 401, 404, 422))
def why_memory(fact_id: str, sebastian: Assistant, user: User) -> JSONResponse:
    """这条记忆的前提，一层层直到原话和日期；`rule` 是推出它的规则，直接说的没有。"""
    return JSONResponse(sebastian.why(fact_id, user))


class Correction(BaseModel):
    """What a fact should say."""

    model_config = ConfigDict(
        extra="ignore", json_schema_extra={"examples": [{"statement": "用户的生日是9月3日", "how": "correction"}]}
    )

    statement: Annotated[str, BeforeValidator(checked_text)] = Field(
        description="应有的说法，「用户」指主人。", min_length=1, max_length=MAX_TEXT_CHARACTERS
    )
    how: How = Field(default="correction", description="correction 是原来记错了，change 是情况变了。")


@router.patch(
    "/{fact_id}",
    summary="更正一条记忆",
    dependencies=[Depends(json_body)],
    responses=documented(Corrected, 400, 401, 404, 409, 413, 415, 422),
)
def correct_memory(fact_id: str, said: Correction, sebastian: Assistant, user: User) -> JSONResponse:
    """换成应有的说法，由它推出的跟着重算；答复列出全部变化。不经模型，推出来的不能这样更正。"""
    reply = sebastian.correct(fact_id, said.statement, user, how=said.how)
    return JSONResponse({"memory": reply.memory, "turn": reply.turn_id})


@router.delete("/{fact_id}", summary="忘掉或抹除一条记忆", responses=documented(Forgotten, 401, 404, 409, 422))
def forget_memory(
    fact_id: str,
    sebastian: Assistant,
    user: User,
    erase: Annotated[bool, Query(description="连同字节从磁盘上抹去，不能恢复；已忘掉、已被取代的也可以。")] = False,
) -> JSONResponse:
    """撤回这条记忆，从它推出的结论随之失效；答复列出全部变化。话轮与经过仍在，可以撤销。

    带 `erase=true` 则从磁盘上抹去：它的各个版本、由它得出的结论、说到它的原话和有关的对话，答复附收据，不能恢复。
    """
    if erase:
        return JSONResponse(sebastian.erase(fact_id, user))
    return JSONResponse({"memory": sebastian.forget(fact_id, user)})


@router.delete("", summary="从头开始：抹掉全部记忆", responses=documented(Erased, 400, 401, 422))
def erase_memories(sebastian: Assistant, user: User, all: bool = False, erase: bool = False) -> JSONResponse:
    """从磁盘上抹掉全部记忆，无法恢复。须同时写明 `all=true` 与 `erase=true`。"""
    if not (all and erase):
        raise RequestRefused("confirmation_needed")
    return JSONResponse({"erased": sebastian.erase_all(user)})
