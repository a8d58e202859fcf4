"""Dates of the lunar calendar: 去年农历八月十五, 腊月二十三, 闰四月, 大年初二, 正月."""

import re
from datetime import date, timedelta

from store.facts import Interval
from tools.when.calendar import day_of, lunar_month_of, midnight, solar_of
from tools.when.clock import TAIL, is_clock
from tools.when.grammar import REL_YEARS, YEAR, day_number, say_day, year_number
from tools.when.mention import RECURRING, UNKNOWN, Reading, View

NEW_YEAR_DAY = re.compile(
    rf"(?:(?P<year>{YEAR})的?)?(?:大年|新年|年(?!初一(?:年|直|定|般|样|切|共|个|次|些|下|会)))(?P<day>初(?:十[一二三四五]?|[一二三四五六七八九]|\d{{1,2}}))(?![中高])"
)
_SPOKEN = frozenset({(1, 15), (5, 5), (7, 7), (7, 15), (8, 15), (9, 9)})
"""Month and day that, said without 日/号, mean the lunar festival."""


def is_lunar(m: re.Match[str], month: int, day: int, view: View) -> bool:
    """Whether a matched date is of the lunar calendar: by its words, by the talk, or because it is a lunar festival."""
    if m["lunar"] or m["lunar0"] or m["leap"] or m["month"] in "正冬腊" or m["day"][0] == "初":
        return True
    if m["day"][0] in "廿卅":
        return not m["mark"]  # 廿五号 is of the solar calendar
    if m["mark"] or m["day"].isdigit():
        return False
    return view.lunar or ((month, day) in _SPOKEN and (m["year"] or "今年") in REL_YEARS)


def lunar_day(year: int | None, month: int, day: int, m: re.Match[str], view: View) -> Reading:
    """A lunar day; without a year the one that the tense says, or one that comes every year."""
    words = _words(m)
    if year is not None:
        found = solar_of(year, month, day)
        return Reading(day_of(found, view.zone), _noted(found, words)) if found else UNKNOWN
    once = (tail := TAIL.match(m.string, m.end())) is not None and is_clock(tail)
    return _day_by_tense(month, day, words, view, once=once)


def _day_by_tense(month: int, day: int, words: str, view: View, *, once: bool) -> Reading:
    """`once`: more is said than the date (a clock time), so that it is no birthday or festival in general."""
    if view.recurs or (view.tense == "unknown" and not once):
        return RECURRING
    days = [d for n in (-2, -1, 0, 1) if (d := solar_of(view.today.year + n, month, day))]
    if not days:
        return UNKNOWN
    here = next((d for d in days if d.year == view.today.year), days[-1])
    found = view.choose(days, here)
    return Reading(day_of(found, view.zone), _noted(found, words) if view.tense != "unknown" else "", lacks="year")


def lunar_month(year: int | None, month: int, m: re.Match[str], view: View) -> Reading:
    """A whole lunar month; without a year the one that the tense says."""
    years = [year] if year else [view.today.year + n for n in (-2, -1, 0, 1)]
    months = {first: length for y in years if (found := lunar_month_of(y, month)) for first, length in [found]}
    if not months or (year is None and view.tense == "unknown"):
        return RECURRING if view.recurs else UNKNOWN.without("year")
    first = view.choose(sorted(months), min(months)) if year is None else min(months)
    end = first + timedelta(days=months[first])
    relative = year is None or m["year"] in REL_YEARS
    words = f"{first.year}年{_words(m)}" if relative else ""
    interval = Interval(midnight(first, view.zone), midnight(end, view.zone), "month")
    return Reading(interval, words, lacks=None if year else "year")


def new_year_day(m: re.Match[str], view: View) -> Reading | None:
    """大年初二: the second day of the lunar year; without a year of this one, or as the tense says."""
    number = day_number(m["day"])
    if number is None or not 1 <= number <= 15:
        return None
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else None
    words = m[0][len(m["year"] or "") :].removeprefix("的")
    if year is None:
        return _day_by_tense(1, number, words, view, once=True)
    found = solar_of(year, 1, number)
    return Reading(day_of(found, view.zone), f"{say_day(found)}（{words}）") if found else UNKNOWN


def _words(m: re.Match[str]) -> str:
    """The date as it was said, without its year, and with 农历."""
    said = re.sub(r"^[的\s]*(?:农历|阴历|旧历)?的?", "", m[0][m.end("year") - m.start() if m["year"] else 0 :])
    return "农历" + re.sub(r"^(?:农历|阴历|旧历)的?", "", said)


def _noted(found: date, words: str) -> str:
    return f"{say_day(found)}（{words}）"
