"""Whether talk is of the past or of what is to come, guessed from its words."""

import re
from typing import Literal

Tense = Literal["past", "future", "unknown"]

_PLAN = re.compile(
    r"约[好了]|预约|打算|准备|计划|[订定]好?了?[^，。]{0,6}(?:票|酒店|房|座|位)|即将|将[要在于]|快要|马上|下次|到时|提醒|记得|别忘"
    r"|\b(?:will|going to|plan to|shall|gonna|appointment)\b",
    re.I,
)
_AHEAD = re.compile(
    r"(?<![主重首必紧只想不索])要(?![是不求点么紧领素命])|(?<![开社机都年聚晚议误约学宴舞展峰工协商例大集不])会(?![议员儿场计诊社长])"
    r"|得(?=去|交|还|赶)|想去|需要|安排|截止|出发|到期|去不去"
)
_BEHIND = re.compile(
    r"(?<![为除])了(?!解|如|不起|结[^婚束])|(?<![难超路通经度])过(?![年节去来敏生户期后几段程分两时得]|\d)|刚|已经?|曾|当时|那时|后来"
    r"|(?:买|去|来|做|拿|收|办|生|搬|入职|毕业|结婚|认识|开始|出生|写|拍|送|给|捡|丢|卖)的"
    r"|\b(?:was|were|did|had|went|bought|got|met|saw|moved|started|\w{2,}ed)\b",
    re.I,
)
_CLAUSE_END = re.compile(r"[，。！？；,!?;\n]|\.(?!\d)")


def clauses(text: str) -> list[tuple[int, str]]:
    """The clauses of a text in order, each with the offset at which it begins."""
    starts = [0, *(m.end() for m in _CLAUSE_END.finditer(text))]
    return [(start, _CLAUSE_END.split(text[start:], maxsplit=1)[0]) for start in starts]


def guess_tense(text: str) -> Tense:
    """Guess from the words: 了, 过, 刚, 买的 speak of the past; 要, 打算, 约了, 预约 of the future.

    A word of planning decides (约了 has a 了 and is a plan); between the others the first one does.
    """
    if _PLAN.search(text):
        return "future"
    ahead, behind = _AHEAD.search(text), _BEHIND.search(text)
    if ahead and (not behind or ahead.start() < behind.start()):
        return "future"
    return "past" if behind else "unknown"
