"""What was said, or happened, in a stretch of time: 「上个月我说过什么？」 is answered from the days, not from its words."""

import re
from datetime import datetime, timedelta
from typing import Final

from store.contract import Memory
from store.facts import Fact, Interval, Turn
from tools.asked import facts_asked
from tools.clauses import asserts
from tools.when import Tense, find

Window = tuple[datetime, datetime]

MOST: Final = 12
_RECENT_DAYS: Final = 30
_LONGEST: Final = 80  # characters; a longer question asks for something in particular
_WHAT: Final = r"(?:什么|啥|哪些|哪儿|哪里|哪|嘛|多少|谁)"
_SAY: Final = r"(?:说|聊|讲|谈|提|告诉|记|交代|嘱咐)"
_DO: Final = (
    r"(?:做|干|忙|去|玩|发生|经历|遇到|遇见|买|吃|喝|看|见|学|读|写|听|认识|完成|收到|参加|有|安排|计划|打算|要)"
)
_LEAD: Final = r"^(?:请|麻烦|你|再|还|能不能|可以|帮我?|给我|跟我|和我|告诉我|记不记得|记得|知道|说说看?|说一下|讲讲|想想|想一想|列一下|列出|看看|查一下|回忆一下|回顾一下|总结一下|盘点一下|梳理一下)*"
_FILL: Final = r"(?:我们?俩?|咱们?俩?|你|跟|和|对|给|从|自从?|都|还|又|是|要|得|该|想|准备|一共|总共|大概|到底|究竟|曾经?|主要|那时候?|那会儿|那天|的时候|里|期间|在|过|了|到|起|些|一些|请问|帮我|的|那些|这些|所有)*"
_END: Final = r"(?:(?:大|好|坏|新鲜|重要的?)?事儿?|事情|东西|话|内容|地方|安排|计划|日程|活动|人|要?[做办忙]的|呢|啊|呀|吗|来着|了|的)*"
_ASKS_WHAT_WAS_SAID: Final = re.compile(
    rf"{_LEAD}{_FILL}{_SAY}{_FILL}(?:{_WHAT}{_END}|(?:话|事儿?|事情|内容|东西)(?:吗|呢)?)$"
)
_ASKS_WHAT_HAPPENED: Final = re.compile(
    rf"{_LEAD}{_FILL}(?:(?:{_WHAT}{_END})?{_DO}{_FILL}(?:{_WHAT}{_END})?{_DO}?|怎么过|过得(?:怎么样|怎样|好不好|如何)){_END}$"
)
_ASKS_FOR_A_REVIEW: Final = re.compile(
    rf"^.{{0,6}}(?:回顾|回忆|总结|盘点|梳理)一?下?{_FILL}(?:经历|生活|情况)?{_END}$|^{_FILL}事(?:儿|情)?$"
)
_ASKS_FOR_PLANS: Final = re.compile(
    r"安排|计划|打算|日程|待办|要(?:去|做|干|办|忙)|有(?:什么|啥|哪些)(?:事|活动)|\b(?:plans?|schedule|agenda)\b"
)
_IS_PAST: Final = re.compile(r"[了过]|来着|当时|那时|去的|做的|\b(?:did|was|were|had)\b")
_RECENTLY: Final = re.compile(r"最近|近来|近期|这段时间|这段日子|这阵子|这些天|\b(?:lately|recently)\b", re.I)
_ENGLISH_SAID: Final = re.compile(
    r"\bwhat (?:else )?(?:did|have|had) (?:i|we) (?:say|said|tell|told|talk\w*|discuss\w*|mention\w*|chat\w*)\b", re.I
)
_ENGLISH: Final = re.compile(
    r"\bwhat (?:else )?(?:did|have|had|was|were|am|are|do) (?:i|we) (?:do|doing|done|buy|bought|plan\w*|have|eat|see|visit\w*)\b"
    r"|\bwhat (?:has )?happened\b|\bwhat(?: is| are| was| were|['’]s) (?:my (?:plans?|schedule|agenda)|on my (?:schedule|calendar|agenda)|happening|planned)\b"
    r"|\bwhere (?:did|have) (?:i|we) (?:go|gone|been|travel\w*)\b|\bwho (?:did|have) (?:i|we) (?:meet|met|see|seen)\b"
    r"|\b(?:do i have any|anything (?:planned|happening|on my))",
    re.I,
)
_PUNCTUATION: Final = re.compile(r"[，。？！,.?!\s]")
_IS_QUESTION: Final = re.compile(_WHAT)


def timeline(query: str, memory: Memory, *, now: datetime, exclude_turn: str | None = None) -> list[Fact | Turn]:
    """What memory has of the stretch of time that a question asks about as such, in its order; empty for other questions.

    Facts by when they happened, or were told where the question is about what was said; turns that told something no
    fact has. Of a slot that is asked for (去年我住哪儿) the versions that held then.
    """
    span = _span(query, now)
    if span is None:
        return []
    window = (span.start, span.end)
    rest = _PUNCTUATION.sub("", query.replace(span.said, ""))
    if len(rest) > _LONGEST:
        return []
    about_words = bool(_ASKS_WHAT_WAS_SAID.search(rest) or _ENGLISH_SAID.search(query))
    if not (about_words or _asks_what_happened(query, rest)):
        return [*_held(query.replace(span.said, ""), memory, window, now)]
    lies_in = _was_told if about_words else in_window
    covered = {source.turn for fact in memory.facts("all") for source in fact.sources}
    found: list[Fact | Turn] = [
        fact for fact in memory.facts() if not fact.is_derived and lies_in(fact, memory, window)
    ]
    found += [turn for turn in memory.turns() if turn.id != exclude_turn and _tells_more(turn, window, covered)]
    return sorted(found, key=lambda item: _moment(item, memory))[-MOST:]


def _asks_what_happened(query: str, rest: str) -> bool:
    """Whether, without its time, a question asks for nothing in particular."""
    if _ENGLISH.search(query) or _ASKS_FOR_A_REVIEW.search(rest):
        return True
    return bool((_IS_QUESTION.search(rest) or "怎么" in rest) and _ASKS_WHAT_HAPPENED.search(rest))


def _held(question: str, memory: Memory, window: Window, now: datetime) -> list[Fact]:
    """The versions, of a slot that is asked for, that held in some of a past stretch of time, in their order."""
    start, end = window[0], min(window[1], now)
    if start >= now:
        return []
    versions = {each.id: each for fact in facts_asked(question, memory) for each in memory.history(fact.id)}
    held = [
        each
        for each in versions.values()
        if each.status in ("current", "superseded")
        and each.valid_from < end
        and (each.valid_to is None or start < each.valid_to)
    ]
    return sorted(held, key=lambda each: each.valid_from)


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
    """The first stretch of time that a question names: one to come where it asks for plans, else of the past."""
    tense: Tense = "future" if _ASKS_FOR_PLANS.search(query) and not _IS_PAST.search(query) else "past"
    mentions = find(query, now, tense=tense)
    spans = [mention.interval for mention in mentions if mention.kind == "point" and mention.interval]
    named = next((span for span in spans if span.precision not in ("second", "minute")), None)
    recently = _RECENTLY.search(query)
    if named is not None or recently is None:
        return named
    days = timedelta(days=_RECENT_DAYS)
    start, end = (now, now + days) if tense == "future" else (now - days, now)
    return Interval(start, end, "range", recently[0])
