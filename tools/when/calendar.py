"""Days, weeks, months and years as half-open intervals in the user's zone, and the lunar calendar.

Weeks run from Monday to Sunday, as they do in China (GB/T 7408, ISO 8601). Lunar dates come from lunar-python.
"""

import calendar as gregorian
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from lunar_python import Lunar, LunarYear, Solar

from store.errors import InvalidTime
from store.facts import Interval, Precision

_AT_YEAR_END = {"冬至": "DONG_ZHI"}
"""lunar-python names the terms of the following winter in Latin letters."""

_FIRST_LUNAR_YEAR, _LAST_LUNAR_YEAR = 1900, 2100


class _LunarMonth(NamedTuple):
    number: int
    first: date
    length: int


def midnight(day: date, zone: tzinfo | None) -> datetime:
    """The first moment of a day in a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def span(first: date, last: date, zone: tzinfo | None, precision: Precision) -> Interval:
    """The days from `first` to `last`, both included."""
    return Interval(midnight(first, zone), midnight(last + timedelta(days=1), zone), precision)


def day_of(day: date, zone: tzinfo | None) -> Interval:
    """One whole day."""
    return span(day, day, zone, "day")


def month_of(year: int, month: int, zone: tzinfo | None) -> Interval:
    """One whole month; a month outside 1-12 runs over into the neighbouring years."""
    first = add_months(date(year, 1, 1), month - 1)
    return span(first, add_months(first, 1) - timedelta(days=1), zone, "month")


def year_of(year: int, zone: tzinfo | None) -> Interval:
    """One whole year."""
    return span(date(year, 1, 1), date(year, 12, 31), zone, "year")


def week_of(day: date, zone: tzinfo | None) -> Interval:
    """The Monday-to-Sunday week that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return span(monday, monday + timedelta(days=6), zone, "week")


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has no such day (31 January + 1 month)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= gregorian.monthrange(year, month)[1] else None


def solar_of(year: int, month: int, day: int) -> date | None:
    """The solar date of a lunar one; None when that lunar year has no such day, or it lies outside 1900-2100.

    Args:
        year: the lunar year (the solar year in which it begins).
        month: 1-12, or -1 to -12 for a leap month.
        day: 1-30.
    """
    found = next((m for m in _months(year) if m.number == month), None)
    if found is None or not 1 <= day <= found.length:
        return None
    return found.first + timedelta(days=day - 1)


def lunar_month_of(year: int, month: int) -> tuple[date, int] | None:
    """The first solar day of a lunar month and its number of days; None where that year has no such month."""
    return next(((m.first, m.length) for m in _months(year) if m.number == month), None)


def lunar_of(day: date) -> tuple[int, int, int]:
    """The lunar (year, month, day) of a solar date; a leap month is negative.

    Raises:
        InvalidTime: the day lies outside the lunar years 1900-2100 (`invalid_time`).
    """
    for year in (day.year, day.year - 1):
        for month in _months(year):
            if month.first <= day < month.first + timedelta(days=month.length):
                return year, month.number, (day - month.first).days + 1
    raise InvalidTime(f"no lunar date is known for {day}; it lies outside the lunar years 1900-2100")


def lunar_known(day: date) -> bool:
    """Whether `lunar_of` can tell the lunar date of a day."""
    return _months(_FIRST_LUNAR_YEAR)[0].first <= day <= date(_LAST_LUNAR_YEAR, 12, 31)


@cache
def _months(year: int) -> tuple[_LunarMonth, ...]:
    """The months of a lunar year, with their first days; none outside 1900-2100."""
    if not _FIRST_LUNAR_YEAR <= year <= _LAST_LUNAR_YEAR:
        return ()
    found = []
    for month in LunarYear.fromYear(year).getMonthsInYear():
        first = Solar.fromJulianDay(month.getFirstJulianDay())
        day = date(first.getYear(), first.getMonth(), first.getDay())
        found.append(_LunarMonth(month.getMonth(), day, month.getDayCount()))
    return tuple(found)


@cache
def solar_term(year: int, name: str) -> date | None:
    """The day of a solar term (清明, 冬至 ...) in a solar year, by China's time; None for another name."""
    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    for key in (name, _AT_YEAR_END.get(name, "")):
        solar = table.get(key)
        if solar is not None and solar.getYear() == year:
            return date(solar.getYear(), solar.getMonth(), solar.getDay())
    return None


def lunar_new_years_eve(lunar_year: int) -> date | None:
    """The last day of a lunar year (大年三十, which may be its 29th), which falls in the next solar year."""
    first = solar_of(lunar_year + 1, 1, 1)
    return first - timedelta(days=1) if first else None
