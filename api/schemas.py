"""The shapes of answers, for OpenAPI; the answers themselves are written by the routes and held to these by tests."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.examples import EXAMPLES
from store.facts import Door, Kind, Op, Precision, Status


class Shape(BaseModel):
    """A JSON object with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class ErrorDetail(Shape):
    """What went wrong."""

    code: str = Field(description="稳定的错误代码。", examples=["invalid_time"])
    message: str = Field(description="中文说明与补救办法，末尾带代码。")


class ErrorBody(Shape):
    """Every error has this shape."""

    error: ErrorDetail


class Before(Shape):
    """The fact that was replaced."""

    id: str
    statement: str


class ChangeView(Shape):
    """One change of memory, read from the ledger."""

    op: Op
    id: str
    statement: str
    before: Before | None = None
    because: list[str] = Field(default=[], description="这一变化所依据的记忆的编号。")
    undoes: Op | None = Field(default=None, description="撤销的是哪种变化；op 为 undone 时才有。")


class ChatAnswer(Shape):
    """The reply, and what changed in memory during the turn."""

    response: str
    memory: list[ChangeView] | None = Field(description="这一轮里记忆的变化；没有变化则为 null。")
    audio: str | None = Field(default=None, description="念出来的回答，data URL；speak=true 时才有，没念成则为 null。")
    audio_error: ErrorDetail | None = Field(default=None, description="没念成的原因；念成了则没有这一项。")


class AudioAnswer(ChatAnswer):
    """The same, and the words that were heard."""

    text: str = Field(description="听写出来的话。")


class HappenedView(Shape):
    """When it happened: the half-open span [start, end)."""

    start: datetime
    end: datetime
    precision: Precision
    said: str


class SourceView(Shape):
    """The turn a fact comes from, and the words of it that say so."""

    turn: str
    quote: str


class MemoryView(Shape):
    """One fact."""

    id: str
    statement: str
    kind: Kind
    subject: str
    attribute: str
    value: str
    status: Status
    happened: HappenedView | None = None
    valid_from: datetime
    valid_to: datetime | None
    recorded_at: datetime
    sources: list[SourceView]
    rule: str | None = Field(default=None, description="推论所用的规则；不是推论则没有这一项。")
    premises: list[str] | None = Field(default=None, description="推论所依据的记忆的编号。")
    confidence: float | None = Field(default=None, description="模型推断的把握，0 到 1；别的没有这一项。")
    superseded_by: str | None = Field(default=None, description="取代它的那条记忆的编号。")
    merged_into: str | None = Field(default=None, description="说的是同一件事而留下来的那条记忆的编号。")
    score: float | None = Field(default=None, description="与 query 的相关程度，越大越近；只在检索时有。")


class MemoryList(Shape):
    """A page of memories and how many there are in all."""

    memories: list[MemoryView]
    total: int


class MemoryWithHistory(MemoryView):
    """One fact and every version of it, oldest first."""

    history: list[MemoryView]


class VoiceView(Shape):
    """How spoken words were heard."""

    audio_ms: int = Field(description="录音的长度，毫秒。")
    engine: str = Field(description="由哪个模型听写。")


class QuoteView(Shape):
    """Words that were said, when, and through which door."""

    turn: str
    said_at: datetime
    door: Door
    voice: VoiceView | None = Field(default=None, description="录音的长度与听写的模型；语音说的才有。")
    quote: str


class WhyView(Shape):
    """One fact and what it rests on, down to the words that were said."""

    id: str
    statement: str
    status: Status
    rule: str | None = Field(description="推出它的规则；直接说的则为 null。")
    quotes: list[QuoteView]
    confidence: float | None = Field(description="模型推断的把握，0 到 1；直接说的、由规则算出的则为 null。")
    premises: list["WhyView"]
    alternatives: list[list["WhyView"]] = Field(description="另外的依据，每一组都足以推出它。")


class LedgerHeads(Shape):
    """The hash of the ledger's last record, before and after."""

    before: str = Field(description="抹除之前账本最后一条记录的 SHA-256。")
    after: str = Field(description="抹除之后的；账本里已没有抹去的内容。")


class ReceiptView(Shape):
    """What an erasure removed from disk, and when; counts alone, nothing of what it was."""

    at: datetime
    facts: int = Field(description="抹去的记忆，含各个版本与由它得出的结论。")
    turns: int = Field(description="抹去原话的话轮。")
    vectors: int = Field(description="抹去的向量。")
    records: int = Field(description="改写的账本记录。")
    threads: int = Field(description="抹去的对话。")
    ledger: LedgerHeads


class Forgotten(Shape):
    """What forgetting or erasing changed, conclusions that fell with it included."""

    memory: list[ChangeView] = Field(description="全部变化；抹去的那些没有陈述。")
    receipt: ReceiptView | None = Field(default=None, description="抹除的收据；只在 erase=true 时有。")


class Corrected(Shape):
    """What a correction changed, conclusions that were worked out again included."""

    memory: list[ChangeView] | None = Field(description="全部变化；说法没有变则为 null。")
    turn: str = Field(description="更正的那句话所在的话轮，撤销时用它；说法没有变则为空。")


class Undone(Shape):
    """What was taken back, the last change first."""

    memory: list[ChangeView]


class Tidied(Shape):
    """What a tidying changed; empty when there was nothing to tidy."""

    memory: list[ChangeView]


class Erased(Shape):
    """The receipt of starting over."""

    erased: int = Field(description="抹去的记录数。")


class ImportStarted(Shape):
    """What was read of a file, and what of it is new."""

    id: str | None = Field(description="这次导入的编号；预演则为 null。")
    kind: str = Field(description="认出的格式。")
    total: int
    new: int = Field(description="会导入的条数。")
    known: int = Field(description="以前导入过的条数。")
    skipped: int = Field(description="没有字的，或太长而不像是话的。")
    first: datetime | None = Field(description="会导入的话里最早的时间。")
    last: datetime | None


class ImportProgress(Shape):
    """How an import stands."""

    state: Literal["running", "done", "stopped", "failed"]
    total: int
    done: int
    new: int = Field(description="已导入的条数。")
    known: int
    skipped: int
    owed: int = Field(description="话已记下，整理还欠着的条数，以后会补上。")
    rate: float | None = Field(description="每秒导入几条。")
    left_s: int | None = Field(description="照此还要多少秒。")
    error: ErrorDetail | None = Field(description="失败的原因。")


class Health(Shape):
    """What runs here; no secrets."""

    status: str
    version: str
    chat: str
    embedding: str
    speech: str
    facts: int
    turns: int
    seq: int = Field(description="账本最后一条记录的序号。")


Documented = dict[int | str, dict[str, Any]]
_REASONS: dict[int, str] = {
    400: "请求体读不懂",
    401: "缺少令牌，或令牌不对",
    403: "这个令牌不能用在这里，或请求来自别的网站",
    404: "没有这条记忆",
    409: "与现有的记忆冲突",
    413: "请求体太大",
    415: "Content-Type 不对",
    422: "请求里有不能用的值",
    429: "令牌试错太多，或等候的话太多；Retry-After 说等几秒",
    502: "模型出错",
    503: "服务正在停止",
    504: "模型超时",
}
Failure = Literal[400, 401, 403, 404, 409, 413, 415, 422, 429, 502, 503, 504]


def documented(answer: type[BaseModel], *failures: Failure, error: type[BaseModel] = ErrorBody) -> Documented:
    """What OpenAPI says a route answers: its shape when it goes well, and the one error shape for each failure."""
    content = {"application/json": {"example": EXAMPLES[answer.__name__]}}
    answers: Documented = {200: {"model": answer, "description": "成功", "content": content}}
    return answers | {status: {"model": error, "description": _REASONS[status]} for status in failures}
