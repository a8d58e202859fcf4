"""The class that a pupil has moved up to since it was told: 二年级 in October 2023 is 四年级 in October 2025.

Source: 义务教育法 and the usual 学制: a school year begins in September; six years of 小学, three of 初中 and of 高中, four at university.
"""

import re
from datetime import date
from typing import Final

from store.facts import Fact
from tools.when import number

_SCHOOL: Final = ("小班", "中班", "大班", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级",
                  "初一", "初二", "初三", "高一", "高二", "高三")  # fmt: skip
_UNIVERSITY: Final = ("大一", "大二", "大三", "大四")
_LADDERS: Final = (_SCHOOL, _UNIVERSITY)
_CLASS: Final = re.compile(
    r"(?P<class>(?<![\u4e00-\u9fff])?(?:幼儿园)?(?:小班|中班|大班)|(?<=[读上念升是在年经才刚了，])[初高大][一二三四](?![岁个天下点])|(?P<n>[一二三四五六七八九1-9])年级)"
)
_TO_COME: Final = re.compile(r"开学|九月|9月|秋天|下学期|马上|要上|该上|就上|快上|暑假后|升")
_NEW_YEAR: Final = 9
_ENDS: Final = (("高考", _SCHOOL.index("高三")), ("中考", _SCHOOL.index("初三")), ("小升初", _SCHOOL.index("六年级")))


def grade_now(fact: Fact, today: date, query: str = "") -> str:
    """The class by now of whoever a fact puts in one, and when the examination that a question asks for is due; empty where
    it puts nobody in a class or nothing has moved."""
    told = _told(fact)
    if told is None:
        return ""
    ladder, at, year = told
    said = [
        f"按九月升级算，{name}在{year + place - at + 1}年"
        for name, place in _ENDS
        if name in query and ladder is _SCHOOL and place >= at
    ]
    now = _school_year(today, to_come=False)
    if now > year:
        place = at + now - year
        now_in = f"现在应是{ladder[place]}" if place < len(ladder) else f"现在应已从{ladder[-1]}毕业"
        said.insert(0, f"说的时候是{ladder[at]}，按九月升级算{now_in}")
    return "；".join(said)


def _told(fact: Fact) -> tuple[tuple[str, ...], int, int] | None:
    """The ladder, the place on it, and the year in which that school year began."""
    found = _CLASS.search(fact.statement)
    if found is None or fact.is_derived:
        return None
    name = found["class"].removeprefix("幼儿园")
    if found["n"]:
        grade = int(number(found["n"]) or 0)
        name = _SCHOOL[2 + grade] if grade else ""
    ladder = next((each for each in _LADDERS if name in each), None)
    if ladder is None:
        return None
    told = fact.valid_from.date()
    to_come = bool(_TO_COME.search(fact.statement)) or ("刚" in fact.statement and told.month == _NEW_YEAR - 1)
    return ladder, ladder.index(name), _school_year(told, to_come=to_come)


def _school_year(day: date, *, to_come: bool) -> int:
    """The year in which the school year of a day began; in summer, of the one to come where that is spoken of."""
    begun = day.month >= _NEW_YEAR or (to_come and day.month >= _NEW_YEAR - 3)
    return day.year if begun else day.year - 1
