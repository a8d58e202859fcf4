"""What comes to mind for a question: recall, then the version that was true at the time asked about, worded with dates."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from store.contract import Memory
from store.facts import Fact, Recalled, Turn
from tools.rules import notes
from tools.when import find

LIMIT: Final = 8
_LOOKS_BACK: Final = re.compile(
    r"以前|之前|此前|先前|原来|原先|曾经|曾|从前|过去|那时|当时|那会儿|当年|早先|上一[个份家任]|换过|搬过|改过|旧的|\b(previous(ly)?|used to|before|former(ly)?|old)\b", re.I
)
_NOT_BACK: Final = re.compile(r"之前.{0,4}(说|提|告诉|讲|记)|以前.{0,3}(说|提|告诉|讲)过")


@dataclass(frozen=True, slots=True)
class Recollection:
    """One thing remembered, as it is told: `text` stands alone, with its dates; `id` names the fact or turn."""

    id: str
    text: str
    score: float


def recollect(
    query: str, memory: Memory, *, now: datetime, as_of: datetime | None = None, exclude_turn: str | None = None,
    limit: int = LIMIT,
) -> list[Recollection]:
    """What is relevant to `query` at `now`, best first; empty when nothing is.

    Where the question names a time in the past, or asks what was before, the versions of that time are given; else only
    what holds now. Turns are given where no fact already says the same.
    """
    moment = as_of or _moment_asked(query, now)
    back = bool(_LOOKS_BACK.search(query)) and not _NOT_BACK.search(query)
    found: dict[str, Recollection] = {}
    hits = memory.recall(query, now=now, limit=limit, exclude_turn=exclude_turn)
    for hit in _without_echoes(hits, memory):
        for item in _versions(hit, memory, moment, back=back):
            found.setdefault(item.id, Recollection(item.id, worded(item, now), hit.score))
    return list(found.values())


def lines(found: Iterable[Recollection]) -> list[str]:
    """One line each, the id first."""
    return [f"[{one.id}] {one.text}" for one in found]


def worded(item: Fact | Turn, now: datetime) -> str:
    """A fact or turn as a sentence with when it was told and what follows for `now`."""
    if isinstance(item, Turn):
        return f"{_day(item.said_at, now)}用户说过：“{item.text}”"
    remarks = [*_validity(item, now), *(notes(item, now) if item.status == "current" else [])]
    remarks = [remark.strip("（）()") for remark in remarks]
    return f"{item.statement.rstrip('。.')}（{'；'.join(remarks)}）"


def _validity(fact: Fact, now: datetime) -> list[str]:
    if fact.status == "superseded" and fact.valid_to is not None:
        return [f"这是{_day(fact.valid_from, now)}到{_day(fact.valid_to, now)}期间的情况，现在已经变了"]
    if fact.rule == "inference":
        return ["推断，不一定准"]
    if fact.is_derived:
        return ["推算得出"]
    return [f"{_day(fact.recorded_at, now)}说的"]


def _day(moment: datetime, now: datetime) -> str:
    local = moment.astimezone(now.tzinfo)
    return f"{local.year}年{local.month}月{local.day}日"


def _moment_asked(query: str, now: datetime) -> datetime | None:
    """The middle of the first past stretch of time that the question names."""
    for mention in find(query, now, tense="past"):
        if mention.kind == "point" and mention.interval is not None and mention.interval.end <= now:
            return mention.interval.start + (mention.interval.end - mention.interval.start) / 2
    return None


def _versions(hit: Recalled, memory: Memory, moment: datetime | None, *, back: bool) -> Sequence[Fact | Turn]:
    """The item itself, or the versions of it that the question is about."""
    if isinstance(hit.item, Turn):
        return [hit.item]
    past = [fact for fact in memory.history(hit.item.id) if fact.status == "superseded"]
    if moment is not None:
        then = [fact for fact in past if fact.valid_from <= moment and (fact.valid_to is None or moment < fact.valid_to)]
        return then or [hit.item]
    return [*reversed(past), hit.item] if back else [hit.item]


def _without_echoes(hits: Sequence[Recalled], memory: Memory) -> list[Recalled]:
    """Drop turns whose matter a fact among the hits states, or that state what has since ended."""
    named = {source.turn for hit in hits if isinstance(hit.item, Fact) for source in hit.item.sources}
    ended = {source.turn for fact in memory.facts("all") if fact.status != "current" for source in fact.sources}
    return [hit for hit in hits if isinstance(hit.item, Fact) or hit.item.id not in named | ended]
