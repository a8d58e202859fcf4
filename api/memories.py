"""`/memories`: see, search, forget and erase what is remembered."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Security
from fastapi.responses import JSONResponse
from pydantic import BeforeValidator

from api.auth import bearer
from api.dependencies import Assistant, User
from api.errors import RequestRefused
from api.schemas import Erased, Forgotten, MemoryList, MemoryWithHistory, documented
from api.validation import checked_query, checked_time
from api.views import fact_view
from store.contract import Memory
from store.facts import Fact, Status

router = APIRouter(prefix="/memories", tags=["记忆"], dependencies=[Security(bearer)])

MAX_LIMIT = 1000
Listed = Status | Literal["all"]
Words = Annotated[str | None, BeforeValidator(checked_query), Query(description="检索的话；不填则全部列出。")]
AsOf = Annotated[
    datetime | None, BeforeValidator(checked_time), Query(description="看那一刻（带时区的 ISO 8601）成立的记忆。")
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
) -> JSONResponse:
    """不带 `query` 时新的在前；带 `query` 时现行的记忆按相关程度排列，其余状态的按字面查找，新的在前。"""
    memory = sebastian.memory(user)
    if query is not None and (status == "current" or as_of is not None):
        found = _recalled(memory, query, sebastian.clock(), as_of)
    else:
        found = [fact_view(fact) for fact in reversed(memory.facts(status, as_of=as_of)) if _mentions(fact, query)]
    return JSONResponse({"memories": found[offset : offset + limit], "total": len(found)})


def _recalled(memory: Memory, query: str, now: datetime, as_of: datetime | None) -> list[dict[str, Any]]:
    hits = memory.recall(query, now=now, limit=MAX_LIMIT, as_of=as_of)
    return [fact_view(hit.item, hit.score) for hit in hits if isinstance(hit.item, Fact)]


def _mentions(fact: Fact, query: str | None) -> bool:
    return query is None or query.casefold() in fact.statement.casefold()


@router.get("/{fact_id}", summary="一条记忆和它的经过", responses=documented(MemoryWithHistory, 401, 404, 422))
def get_memory(fact_id: str, sebastian: Assistant, user: User) -> JSONResponse:
    """`history` 是它的各个版本，旧的在前。"""
    memory = sebastian.memory(user)
    history = [fact_view(version) for version in memory.history(fact_id)]
    return JSONResponse(fact_view(memory.get(fact_id)) | {"history": history})


@router.delete("/{fact_id}", summary="忘掉一条记忆", responses=documented(Forgotten, 401, 404, 409, 422))
def forget_memory(fact_id: str, sebastian: Assistant, user: User) -> JSONResponse:
    """撤回这条记忆，从它推出的结论随之失效；答复列出全部变化。话轮与经过仍在，要连同字节一起抹去请用全部抹除。"""
    return JSONResponse({"memory": sebastian.forget(fact_id, user)})


@router.delete("", summary="从头开始：抹掉全部记忆", responses=documented(Erased, 400, 401, 422))
def erase_memories(sebastian: Assistant, user: User, all: bool = False, erase: bool = False) -> JSONResponse:
    """从磁盘上抹掉全部记忆，无法恢复。须同时写明 `all=true` 与 `erase=true`。"""
    if not (all and erase):
        raise RequestRefused("confirmation_needed")
    return JSONResponse({"erased": sebastian.erase_all(user)})
