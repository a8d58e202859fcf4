"""When somebody reaches the statutory age of retirement, by birth.

Source: 《国务院关于渐进式延迟法定退休年龄的办法》, in force since 1 January 2025: from 60 to 63 for men and from 55 to 58 for
women a month for every four months, from 50 to 55 for women a month for every two months. Retiring earlier or later by
agreement, and special trades, are left aside.
"""

from datetime import date
from typing import Final, NamedTuple

from tools.kin_sex import sex_of
from tools.rules.kinship_table import CANONICAL
from tools.when.calendar import add_months
from tools.when.grammar import say_month


class _Course(NamedTuple):
    """Who retires at what age as it was, and from which month of birth it grows, a month for so many, by how many at most."""

    who: str
    age: int
    since: date
    every: int
    most: int


_MEN: Final = (_Course("男职工", 60, date(1965, 1, 1), 4, 36),)
_WOMEN: Final = (
    _Course("原定55岁退休的女职工", 55, date(1970, 1, 1), 4, 36),
    _Course("原定50岁退休的女职工", 50, date(1975, 1, 1), 2, 60),
)
_COURSES: Final = {"男": _MEN, "女": _WOMEN, "": (*_MEN, *_WOMEN)}


def retirement(birth: date, subject: str) -> str:
    """When the subject of a birthday reaches the age, as a remark: all cases where it is not known which is theirs."""
    kin = CANONICAL.get(subject.removeprefix("用户的"), "")
    return "法定退休时间：" + "，".join(_told(each, birth) for each in _COURSES[sex_of(kin)])


def _told(course: _Course, birth: date) -> str:
    behind = (birth.year - course.since.year) * 12 + birth.month - course.since.month
    later = min(course.most, behind // course.every + 1) if behind >= 0 else 0
    years, months = divmod(course.age * 12 + later, 12)
    day = add_months(birth, course.age * 12 + later)
    return f"{course.who}{say_month(day)}（满{years}周岁" + (f"零{months}个月）" if months else "）")
