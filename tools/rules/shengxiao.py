"""生肖 by the lunar year of birth, which begins at the spring festival.

Source: the sixty-year cycle (GB/T 33661-2017 农历的编算和颁行 numbers the years); 1900 is a year of the rat.
"""

from collections.abc import Sequence
from datetime import date

from store.facts import Draft, Fact
from tools.rules.birthday import birthday_of
from tools.rules.rule import Rule, conclusion
from tools.when import CalendarDate
from tools.when.calendar import lunar_known, lunar_of, solar_of
from tools.when.grammar import say_day

_ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_RAT_YEAR = 1900
_CERTAINLY_AFTER_NEW_YEAR = 3
"""The spring festival falls between 21 January and 21 February: from March on the month is enough."""


def shengxiao_of_lunar_year(year: int) -> str:
    """The animal of a lunar year."""
    return _ANIMALS[(year - _RAT_YEAR) % 12]


def shift(animal: str, years: int) -> str:
    """The animal of so many years after that of another."""
    return _ANIMALS[(_ANIMALS.index(animal) + years) % 12]


def shengxiao(birthday: CalendarDate) -> str | None:
    """The animal of a birthday; None without a year, or for a January or February without a day."""
    if birthday.year is None:
        return None
    if birthday.lunar:
        return shengxiao_of_lunar_year(birthday.year)
    if birthday.day is not None:
        day = date(birthday.year, birthday.month, birthday.day)
        return shengxiao_of_lunar_year(lunar_of(day)[0]) if lunar_known(day) else None
    return shengxiao_of_lunar_year(birthday.year) if birthday.month >= _CERTAINLY_AFTER_NEW_YEAR else None


def by_year(year: int, month: int | None = None) -> str:
    """The animal of somebody of whom only the year of birth is known, or the year and the month; both where it may be either."""
    first = solar_of(year, 1, 1)
    if first is None:
        return ""
    before, after = shengxiao_of_lunar_year(year - 1), shengxiao_of_lunar_year(year)
    if month is not None and month != first.month:
        return f"属{after if month > first.month else before}"
    return f"生在{say_day(first)}（春节）以前属{before}，那天及以后属{after}"


def conclude(fact: Fact, known: Sequence[Fact]) -> list[Draft]:
    """生日 with its year -> 生肖."""
    birthday = birthday_of(fact)
    animal = shengxiao(birthday) if birthday else None
    if animal is None:
        return []
    subject = fact.subject or "用户"
    return [
        conclusion(RULE.name, [fact], subject=subject, attribute="生肖", value=animal, statement=f"{subject}属{animal}")
    ]


RULE = Rule("生肖", conclude, needs=(("带年份的生日",),))
