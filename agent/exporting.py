"""All of a memory in one file: as lines that can be taken over again, or as a text to be read."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import islice
from typing import Final

from store import transfer
from store.contract import Memory
from store.facts import Door, Fact, Kind, Status

KINDS: Final[dict[Kind, str]] = {
    "profile": "个人", "preference": "喜好", "event": "经历", "plan": "打算", "relation": "亲友", "possession": "物品", "other": "其他",
}  # fmt: skip
STATUSES: Final[dict[Status, str]] = {
    "current": "现行", "superseded": "已被取代", "retracted": "已撤回", "unsupported": "已失据",
}  # fmt: skip
_DOORS: Final[dict[Door, str]] = {"text": "文字", "voice": "语音", "import": "导入", "mcp": "别的助手"}
# What the times of a fact say, by how precisely they are known.
_DAY: Final = "%Y-%m-%d"
_MINUTE: Final = "%Y-%m-%d %H:%M"


def ndjson(memory: Memory) -> Iterator[bytes]:
    """Give every record as a line of JSON (see store/transfer.py)."""
    count = memory.seq
    return transfer.lines(islice(memory.records(), count), count)


def markdown(memory: Memory, zone: tzinfo) -> Iterator[bytes]:
    """Give every fact, whatever its status, with its versions, grounds and quotes, and every turn; times in `zone`."""
    return (f"{line}\n".encode() for line in _lines(memory, zone))


def _lines(memory: Memory, zone: tzinfo) -> Iterator[str]:
    facts, turns = memory.facts("all"), memory.turns()
    current = [fact for fact in facts if fact.status == "current"]
    yield f"# {memory.user} 的记忆"
    yield f"\n现行 {len(current)} 条，从前 {len(facts) - len(current)} 条，原话 {len(turns)} 段；到账本第 {memory.seq} 条为止。"
    for kind, name in KINDS.items():
        chosen = [fact for fact in current if fact.kind == kind]
        if chosen:
            yield f"\n## {name}\n"
        for fact in chosen:
            yield from _fact_lines(fact, memory, zone)
    past = [fact for fact in facts if fact.status != "current"]
    if past:
        yield "\n## 从前\n"
    for fact in past:
        yield from _fact_lines(fact, memory, zone)
    if turns:
        yield "\n## 原话\n"
    for turn in turns:
        thread = f"，对话 {turn.thread_id}" if turn.thread_id else ""
        yield f"- {turn.id}，{_time(turn.said_at, zone)}，{_DOORS[turn.door]}{thread}"
        yield from (f"  > {line}" for line in turn.text.splitlines())


def _fact_lines(fact: Fact, memory: Memory, zone: tzinfo) -> Iterator[str]:
    yield f"- **{fact.id}** {_one_line(fact.statement)}"
    if fact.attribute:
        yield f"  - 项目：{_one_line('／'.join((fact.subject, fact.attribute, fact.value)))}"
    end = f"，到 {_time(fact.valid_to, zone)} 为止" if fact.valid_to else ""
    yield f"  - 成立：自 {_time(fact.valid_from, zone)} 起{end}；记于 {_time(fact.recorded_at, zone)}"
    if fact.happened:
        span = fact.happened
        said = f"（{_one_line(span.said)}）" if span.said else ""
        yield f"  - 时间：{_time(span.start, zone)} 至 {_time(span.end, zone)}，精确到 {span.precision}{said}"
    if fact.status != "current":
        by = fact.superseded_by or fact.merged_into
        ended = f"，{_time(fact.ended_at, zone)}" if fact.ended_at else ""
        yield f"  - {STATUSES[fact.status]}{f'，见 {by}' if by else ''}{ended}"
    if fact.premises:
        sure = "" if fact.confidence is None else f"，把握 {fact.confidence:.2f}"
        yield f"  - 依据：{'、'.join(fact.premises)}（{fact.rule or '推断'}{sure}）"
    for more in fact.alternatives:
        yield f"  - 另有依据：{'、'.join(more.premises)}（{more.rule or '推断'}）"
    for source in fact.sources:
        said_at = _time(memory.turn(source.turn).said_at, zone)
        yield f"  - 出处：{source.turn}，{said_at}「{_one_line(source.quote)}」"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _time(time: datetime, zone: tzinfo) -> str:
    """A day where it is midnight, else to the minute."""
    local = time.astimezone(zone)
    is_day = (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    return local.strftime(_DAY if is_day else _MINUTE)
