"""Parts of a month or year: 今年前三季度, 上月最后五天, 三月的第二个周六, 今年第三十七周, 2005年首月, 第一季度."""

import re
from datetime import date, timedelta

from store.facts import Interval
from tools.when.calendar import add_months, day_of, month_of, span, year_of
from tools.when.durations import of_unit
from tools.when.grammar import (
    MONTH,
    REL_STEPS,
    REL_YEARS,
    STEP,
    WEEKDAYS,
    YEAR,
    month_number,
    say_day,
    say_span,
    year_number,
)
from tools.when.mention import UNKNOWN, Reading, View
from tools.when.numerals import NUM, whole

_FRAME = (
    rf"(?:(?P<ym>{YEAR})\s?的?(?P<month>{MONTH})月份?|(?<![零〇一二三四五六七八九十\d])(?P<month2>{MONTH})月份?"
    rf"|(?P<year>{YEAR})|(?P<step>{STEP}|当)个?月)\s?的?"
)
FIRST_OF = re.compile(rf"{_FRAME}(?P<which>前|头|后|最后)(?P<n>{NUM})\s?个?(?P<unit>天|月|周|季度|星期|礼拜)")
NTH_OF = re.compile(
    rf"{_FRAME}(?:第(?P<n>{NUM})|(?P<last>最后一)|(?P<first>首))\s?个?"
    r"(?P<unit>(?:周|星期|礼拜)(?P<d>[一二三四五六日天末])?|天|月|季度)(?!期)"
)


def first_of(m: re.Match[str], view: View) -> Reading | None:
    """今年前三季度, 2022年前十一个月, 4月前4天, 上月最后五天: so much of the beginning or the end of it."""
    frame, count = _frame(m, view), whole(m["n"])
    if frame is None or not count:
        return None
    if m["unit"] in ("周", "星期", "礼拜"):
        return _weeks(frame, count, m, view)
    length = of_unit(count, m["unit"])
    if length is None:
        return None
    if m["which"] in ("前", "头"):
        found = Interval(frame.start, length.shift(frame.start, 1), "range")
    else:
        found = Interval(length.shift(frame.end, -1), frame.end, "range")
    if found.start < frame.start or found.end > frame.end:
        return UNKNOWN
    return _worded(found, m)


def nth_of(m: re.Match[str], view: View) -> Reading | None:
    """The nth week, day, month, quarter or weekday of a month or year.

    The weeks of a month or year are those whose Monday lies in it.
    """
    frame = _frame(m, view)
    count = 1 if m["first"] else -1 if m["last"] else whole(m["n"])
    if frame is None or not count:
        return None
    first, last = frame.start.date(), (frame.end - timedelta(days=1)).date()
    unit = m["unit"][0]
    if unit in "周星礼":
        found = _nth_weekday(first, last, count, WEEKDAYS["一"] if m["d"] in (None, "末") else WEEKDAYS[m["d"]])
        return _of_week(found, m, view) if found else UNKNOWN
    if unit == "天":
        day = first + timedelta(days=count - 1) if count > 0 else last
        return _worded(day_of(day, view.zone), m) if first <= day <= last else UNKNOWN
    months = 3 if unit == "季" else 1
    start = add_months(first, (count - 1) * months) if count > 0 else add_months(last.replace(day=1), 1 - months)
    end = add_months(start, months) - timedelta(days=1)
    return _worded(span(start, end, view.zone, "range" if months > 1 else "month"), m) if end <= last else UNKNOWN


def _frame(m: re.Match[str], view: View) -> Interval | None:
    """The month or year of which a part is meant; a month without a year is the present year's, or as the tense says."""
    today = view.today
    if m["step"]:
        return month_of(today.year, today.month + (0 if m["step"] == "当" else REL_STEPS[m["step"]]), view.zone)
    token, word = m["ym"] or m["year"], m["month"] or m["month2"]
    year = year_number(token, today.year, certain=True) if token else today.year
    month = month_number(word) if word else None
    if year is None or (word and month is None):
        return None
    if month and not token:
        firsts = [date(today.year + n, month, 1) for n in (-1, 0, 1)]
        year = view.choose(firsts, firsts[1], here=today.replace(day=1)).year
    return month_of(year, month, view.zone) if month else year_of(year, view.zone)


def _nth_weekday(first: date, last: date, count: int, weekday: int) -> date | None:
    ahead = first + timedelta(days=(weekday - first.weekday()) % 7)
    if count < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = ahead + timedelta(weeks=count - 1)
    return found if found <= last else None


def _of_week(found: date, m: re.Match[str], view: View) -> Reading:
    if m["d"] is None:
        return _worded(span(found, found + timedelta(days=6), view.zone, "week"), m)
    if m["d"] == "末":
        return _worded(span(found + timedelta(days=5), found + timedelta(days=6), view.zone, "range"), m)
    return _worded(day_of(found, view.zone), m)


def _weeks(frame: Interval, count: int, m: re.Match[str], view: View) -> Reading:
    first, last = frame.start.date(), (frame.end - timedelta(days=1)).date()
    from_start = m["which"] in ("前", "头")
    edge = _nth_weekday(first, last, 1 if from_start else -1, 0)
    if edge is None:
        return UNKNOWN
    start = edge if from_start else edge - timedelta(weeks=count - 1)
    return _worded(span(start, start + timedelta(days=7 * count - 1), view.zone, "range"), m)


def _worded(found: Interval, m: re.Match[str]) -> Reading:
    """With its days, unless the year is said in figures."""
    token = m["ym"] or m["year"]
    if token and token not in REL_YEARS:
        return Reading(found)
    first, last = found.start.date(), (found.end - timedelta(days=1)).date()
    return Reading(found, say_day(first) if first == last else say_span(first, last))
