"""Clauses that the words around them complete: a year and the day of a birth, what was told wrong and what it is."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tools.clauses import Clause
from tools.denials import topic_denied
from tools.taking_back import topic_of

_BIRTH_YEAR: Final = re.compile(r"^(?:是|生于)?(?P<year>(?:19|20)\d\d|[89]\d|0\d)年?(?:的|出?生的?|生人)?$")
_BIRTH_DAY: Final = re.compile(
    r"^(?:是|生日是?)?(?P<day>(?:农历|阴历)?[\d一二三四五六七八九十正腊冬]{1,2}月[\d一二三四五六七八九十廿初]{1,3}[日号]?)(?:的?生日?|过?生日|出?生)的?$"
)
# 「保修没那么长，只有三年」
_NOT_SO: Final = re.compile(
    r"^(?P<topic>[^，。]{1,8}?)(?:并|其实|也)?(?:没有?|不是|哪有|不)(?:那么|这么)[长短久多少高低大小远近贵早晚重轻快慢]$"
)
_SO: Final = re.compile(r"^(?:其实|应该|也)?(?=(?:只有|只|才|就|是)[^，。]{0,4}[\d一二两三四五六七八九十半])")
_OF_THE_TOPIC: Final = re.compile(r"^(?:人家|[他她它](?!们)|那个?(?=是))?(?:应该|其实)?(?=是|叫|姓|在)")


def completed(told: Sequence[Clause]) -> list[Clause]:
    """The clauses with what the words around them complete: the year of a birthday, the thing that was told wrong."""
    return _with_years(_with_topics(_so_much(told)))


def _so_much(told: Sequence[Clause]) -> list[Clause]:
    """What something is not so much as, and then how much it is, is one clause of it."""
    found: list[Clause] = []
    for clause in told:
        topic = _NOT_SO.match(found[-1].text) if found else None
        said = _SO.match(clause.text)
        if topic and said and found[-1].sentence == clause.sentence:
            found[-1] = replace(clause, text=f"{topic['topic']}{clause.text[said.end() :]}")
        else:
            found.append(clause)
    return found


def _with_topics(told: Sequence[Clause]) -> list[Clause]:
    """What is said of the thing that was spoken of wrongly names it: 「楼上邻居我弄错了，人家是退休医生」."""
    found = list(told)
    for place, clause in enumerate(told[1:], 1):
        before = told[place - 1].text
        topic = topic_of(before) or topic_denied(before)
        said = _OF_THE_TOPIC.match(clause.text)
        if topic and said:
            found[place] = replace(clause, text=f"{topic}{clause.text[said.end() :]}")
    return found


def _with_years(told: Sequence[Clause]) -> list[Clause]:
    """「2001年的，五月二十号生日」: the day is of that year."""
    found: list[Clause] = []
    for clause in told:
        day = _BIRTH_DAY.match(clause.text)
        year = _BIRTH_YEAR.match(found[-1].text) if found and day else None
        if day and year and found[-1].sentence == clause.sentence:
            found[-1] = replace(clause, text=f"{year['year']}年{day['day']}生日")
        else:
            found.append(clause)
    return found
