"""节气: the 24 solar terms of a year, the term that a day is or lies in, and the next one.

Source: GB/T 33661-2017 (a term is the day, by China's time, on which the sun's apparent longitude is a multiple of 15°),
by way of lunar-python.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

from tools.when.calendar import solar_term

# In the order in which they fall in a solar year.
TERMS: Final = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class Term(NamedTuple):
    """A term and the day on which it falls."""

    name: str
    day: date


def terms_of(year: int) -> list[Term]:
    """The 24 terms of a solar year, 小寒 first; none outside 1900-2100."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return []
    found = ((name, solar_term(year, name)) for name in TERMS)
    return [Term(name, day) for name, day in found if day is not None]


def term_on(day: date) -> str | None:
    """The term that falls on a day; None where none does."""
    return next((term.name for term in terms_of(day.year) if term.day == day), None)


def term_around(day: date) -> tuple[Term, Term] | None:
    """The term that a day is or comes after, and the one that follows; None at the ends of what is known."""
    near = [term for year in (day.year - 1, day.year, day.year + 1) for term in terms_of(year)]
    last = [term for term in near if term.day <= day]
    following = [term for term in near if term.day > day]
    if not last or not following or following[0].day - last[-1].day > timedelta(days=17):
        return None
    return last[-1], following[0]
