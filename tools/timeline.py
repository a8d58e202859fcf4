"""What was said, or happened, in a stretch of time: 「上个月我说过什么？」 is answered from the days, not from its words."""

import re
from datetime import datetime
from typing import Final

from store.contract import Memory
from store.facts import Fact, Interval, Turn
from tools.clauses import asserts
from tools.when import find

Window = tuple[datetime, datetime]

MOST: Final = 12
_WHAT: Final = r"(?:什么|啥|哪些|哪儿|哪里|哪|嘛|多少)"
_SAY: Final = r"(?:说|聊|讲|谈|提|告诉|记|交代|嘱咐)"
_DO: Final = r"(?:做|干|忙|去|玩|发生|经历|遇到|买|吃|喝|看|见|参加|有|安排|计划|打算|要)"
_FILL: Final = r"(?:我们?|你|跟|和|对|给|都|还|又|一共|大概|到底|究竟|曾经?|那时候?|那会儿|那天|的时候|里|期间|在|过|了|到|起|些|一些|请问|帮我|的)*"
_END: Final = r"(?:事儿?|事情|东西|话|地方|安排|计划|日程|活动|人|呢|啊|呀|吗|来着|了)*"
_ASKS_WHAT_WAS_SAID: Final = re.compile(rf"^{_FILL}{_SAY}{_FILL}{_WHAT}{_END}$")
_ASKS_WHAT_HAPPENED: Final = re.compile(rf"^{_FILL}(?:{_WHAT}{_END})?{_DO}{_FILL}(?:{_WHAT}{_END})?{_DO}?{_END}$")
_ENGLISH: Final = re.compile(
    r"^what (?:did|have|had|was|were|am|do) i (?P<verb>say|said|tell|told|mention\w*|do|doing|done|buy|bought|plan\w*)\b",
    re.I,
)
_PUNCTUATION: Final = re.compile(r"[，。？！,.?!\s]")
_IS_QUESTION: Final = re.compile(_WHAT)


def timeline(query: str, memory: Memory, *, now: datetime, exclude_turn: str | None = None) -> list[Fact | Turn]:
    """What memory has of the stretch of time that a question asks about as such, in its order; empty for other questions.

    Facts by when they happened, or were told where the question is about what was said; turns that told something no
    fact has.
    """
    span = _span(query, now)
    if span is None:
        return []
    rest = _PUNCTUATION.sub("", query.replace(span.said, ""))
    english = _ENGLISH.search(query.strip())
    about_words = bool(_ASKS_WHAT_WAS_SAID.search(rest)) or (
        english is not None and english["verb"][0].lower() in "stm"
    )
    if not (about_words or english or (_IS_QUESTION.search(rest) and _ASKS_WHAT_HAPPENED.search(rest))):
        return []
    window = (span.start, span.end)
    lies_in = _was_told if about_words else in_window
    covered = {source.turn for fact in memory.facts("all") for source in fact.sources}
    found: list[Fact | Turn] = [
        fact for fact in memory.facts() if not fact.is_derived and lies_in(fact, memory, window)
    ]
    found += [turn for turn in memory.turns() if turn.id != exclude_turn and _tells_more(turn, window, covered)]
    return sorted(found, key=lambda item: _moment(item, memory))[-MOST:]


def in_window(fact: Fact, memory: Memory, window: Window) -> bool:
    """Whether a fact happened within [start, end), or, where it has no date of its own, was told then."""
    if fact.happened is not None:
        start, end = window
        return fact.happened.start < end and start < max(fact.happened.end, fact.happened.start)
    return _was_told(fact, memory, window)


def _was_told(fact: Fact, memory: Memory, window: Window) -> bool:
    return any(window[0] <= moment < window[1] for moment in _told_at(fact, memory))


def _told_at(fact: Fact, memory: Memory) -> list[datetime]:
    return [memory.turn(source.turn).said_at for source in fact.sources] or [fact.recorded_at]


def _tells_more(turn: Turn, window: Window, covered: set[str]) -> bool:
    return (
        turn.id not in covered and not turn.is_erased and window[0] <= turn.said_at < window[1] and asserts(turn.text)
    )


def _moment(item: Fact | Turn, memory: Memory) -> datetime:
    if isinstance(item, Turn):
        return item.said_at
    return item.happened.start if item.happened is not None else min(_told_at(item, memory))


def _span(query: str, now: datetime) -> Interval | None:
    spans = [
        mention.interval for mention in find(query, now, tense="past") if mention.kind == "point" and mention.interval
    ]
    return next((span for span in spans if span.precision not in ("second", "minute")), None)
