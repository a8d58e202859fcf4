"""Stretches with two ends: 8月11日至22日, 周一10点到12点, 去年3月到现在, 12-19日, 3~6个月."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from store.facts import Interval
from tools.when.calendar import month_of, span, valid_date, year_of
from tools.when.durations import UNIT
from tools.when.grammar import YEAR, day_number, month_number, year_number
from tools.when.mention import Reading, View
from tools.when.numerals import NUM

JOIN = re.compile(r"\s?(?:一直)?(?:到|至|[-－~～–]|—+)\s?")
_OWN_FRAME = re.compile(r"年|今|明|昨|前|后|[上下]|周|星期|礼拜|这|本|现在|\d[-/.]\d|节")
_CLOCK_ONLY = re.compile(r"^(?:上午|中午|下午|晚上|早上|凌晨)?[^年月日号天./-]*(?:[点时]|[:：])")

shared_unit_pattern = re.compile(
    rf"(?:(?P<year>{YEAR})\s?)?(?:(?P<month>\d{{1,2}}|[一二三四五六七八九十]+)月)?(?<![\d.\-])(?P<a>{NUM})\s?(?:到|至|[-－~～–]|—+)\s?(?P<b>{NUM})\s?"
    rf"(?P<unit>日|号|月(?!\d)|{UNIT})"
)


def between(
    said_a: str, a: Reading, said_b: str, b: Reading, view: View, reread: Callable[[str, View], Reading | None]
) -> Reading | None:
    """From the beginning of one to the end of the other; None when they make no span.

    The second inherits what it leaves out from the first (year, month, day, afternoon), by being read again as
    something to come from where the first begins.
    """
    if a.interval is None or b.interval is None:
        return None
    end = b.interval
    if _CLOCK_ONLY.match(said_b):
        end = _same_day(a.interval, b.interval, said_b)
    elif not _OWN_FRAME.search(said_b) and a.interval.precision in ("day", "month", "range", "hour", "minute"):
        again = reread(said_b, replace(view, now=a.interval.start, tense="future"))
        if again is None or again.interval is None:
            return None
        end = again.interval
    last = end.start if end.precision in ("hour", "minute", "second") else end.end
    return Reading(Interval(a.interval.start, last, "range")) if last > a.interval.start else None


def names_its_frame(said: str) -> bool:
    """Whether the end of a span says by itself which year or week it is in (去年3月, 下周二); else its start says."""
    return bool(_OWN_FRAME.search(said))


def _same_day(first: Interval, last: Interval, said: str) -> Interval:
    moved = last.start.replace(year=first.start.year, month=first.start.month, day=first.start.day)
    if moved <= first.start:
        moved += timedelta(hours=12 if moved + timedelta(hours=12) > first.start and "午" not in said else 24)
    elif (
        first.start.hour < 12 <= last.start.hour
        and not re.search("午|晚", said)
        and last.start.hour - 12 > first.start.hour
    ):
        moved -= timedelta(hours=12)
    return Interval(moved, moved + (last.end - last.start), last.precision)


def shared_unit(m: re.Match[str], view: View) -> Reading | None:
    """12-19日, 1-5月: two numbers before one unit; of lengths (3~6个月) nothing more is known than that."""
    unit = m["unit"]
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else None
    if unit in ("日", "号") and m["month"]:
        return _days(m, year or view.today.year, view)
    if unit == "月" and m["year"] and year:
        first, last = month_number(m["a"]), month_number(m["b"])
        if first and last and first <= last:
            whole = Interval(month_of(year, first, view.zone).start, month_of(year, last, view.zone).end, "range")
            return Reading(whole)
        return None
    if unit == "年" and m["a"].isdigit() and len(m["a"]) == 4:
        end = year_number(m["b"] + "年", view.today.year, certain=True)
        return (
            Reading(Interval(year_of(int(m["a"]), view.zone).start, year_of(end, view.zone).end, "range"))
            if end
            else None
        )
    return Reading(None, kind="duration") if unit not in ("日", "号", "月") and not m["year"] else None


def _days(m: re.Match[str], year: int, view: View) -> Reading | None:
    month, first, last = month_number(m["month"]), day_number(m["a"]), day_number(m["b"])
    if month is None or first is None or last is None:
        return None
    ends = valid_date(year, month, first), valid_date(year, month, last)
    if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        return None
    return Reading(span(ends[0], ends[1], view.zone, "range"))
