"""Stretches with two ends: 8月11日至22日, 周一10点到12点, 去年3月到现在, 12-19日, 3~6个月."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from store.facts import Interval
from tools.when.approximate import year_of_months
from tools.when.calendar import add_months, month_of, span, valid_date, year_of
from tools.when.durations import UNIT, of_unit
from tools.when.grammar import DAY, MARK, MONTH, REL_YEARS, YEAR, day_number, month_number, say_day, year_number
from tools.when.mention import RECURRING, Reading, View
from tools.when.numerals import NUM, number

JOIN = re.compile(r"\s?(?:一直)?(?:到|至|[-－~～–]|—+)\s?|\s(?:to|until|till|through)\s")
LIST = re.compile(r"\s?[、，,和与及跟]\s?")
_OWN_FRAME = re.compile(r"年|今|明|昨|前|后|[上下这本]|现在|\d[-/.]\d|节")
_CLOCK_ONLY = re.compile(r"^(?:上午|中午|下午|晚上|早上|凌晨)?[^年月日号天周./-]*(?:[点时]|[:：])")
_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
_MOST_OF_WEEK = re.compile(r"(?:周|星期|礼拜)[一二六](?:周|星期|礼拜)[五六日天]")

YEARS = re.compile(
    r"(?<![\d.\-/])(?P<a>(?:19|20)\d\d)(?:[./](?P<am>0?[1-9]|1[0-2]))?\s?(?:到|至|[-－~～–]|—+)\s?(?P<b>(?:19|20)\d\d|\d\d(?=年))"
    rf"(?:[./](?P<bm>0?[1-9]|1[0-2])(?![./])|年(?P<bm2>{MONTH})月(?!\s?{DAY}\s?{MARK}))?(?![\d./\-])年?(?!\d)"
)
SHARED_UNIT = re.compile(
    rf"(?=[\d零〇一二两三四五六七八九十百千公大前去上今本这明下后])(?:(?P<year>{YEAR})\s?)?(?:(?P<month>\d{{1,2}}|[一二三四五六七八九十]+)月)?(?<![\d.\-零一二三四五六七八九十第])(?P<a>{NUM})\s?(?:到|至|[-－~～–]|—+)\s?(?P<b>{NUM})\s?"
    rf"(?P<unit>日|号|月(?!\d)|{UNIT})"
)


def years(m: re.Match[str], view: View) -> Reading | None:
    """2018-2020年, 2019到2021, 2008.03-2009: from the beginning of the one to the end of the other."""
    first, last = int(m["a"]), int(m["b"])
    last += first // 100 * 100 if last < 100 else 0
    month = month_number(m["bm"] or m["bm2"]) if m["bm"] or m["bm2"] else None
    start = month_of(first, int(m["am"]), view.zone) if m["am"] else year_of(first, view.zone)
    end = month_of(last, month, view.zone) if month else year_of(last, view.zone)
    return Reading(Interval(start.start, end.end, "range")) if start.start < end.start else None


def run_of_days(before: Reading, after: Reading) -> Reading | None:
    """Two days that follow each other, the second of which leaves its month out, as one stretch; else None."""
    a, b = before.interval, after.interval
    if a is None or b is None or after.lacks not in ("month", "week") or b.precision != "day" or a.end != b.start:
        return None
    return Reading(Interval(a.start, b.end, "range")) if before.kind == after.kind == "point" else None


def between(
    said_a: str, a: Reading, said_b: str, b: Reading, view: View, reread: Callable[[str, View], Reading | None]
) -> Reading | None:
    """From the beginning of one to the end of the other; None when they make no span.

    The second inherits what it leaves out from the first (year, month, day, afternoon), by being read again as
    something to come from where the first begins.
    """
    if a.duration and b.duration:
        return Reading(None, kind="duration", bounds=(a.duration, b.duration))
    if b.interval is None:
        return None
    if view.tense == "unknown" and a.lacks == b.lacks == "week" and _MOST_OF_WEEK.fullmatch(said_a + said_b):
        return RECURRING  # 周一到周五
    if view.tense == "unknown" and a.lacks == b.lacks == "week" and _runs(a, b, view):
        return None
    a = _in_year_of(b.interval, said_b, a, said_a, view, reread)
    if a.interval is None:
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


def _runs(a: Reading, b: Reading, view: View) -> bool:
    """Whether the present week's 周一到周三 has begun: said on a Tuesday without a tense it may be any week's."""
    if a.interval is None or b.interval is None or view.framed:
        return False
    first, last = a.interval.start.weekday(), b.interval.start.weekday()
    return first < last and first < view.today.weekday()


def _in_year_of(
    end: Interval, said_b: str, a: Reading, said_a: str, view: View, reread: Callable[[str, View], Reading | None]
) -> Reading:
    """3月5日到2024年4月1日: where only the end names its year, the beginning is of that year, or of the one before."""
    if a.lacks != "year" or not _FOUR_DIGITS.search(said_b):
        return a
    for year in (end.start.year, end.start.year - 1):
        again = reread(said_a, view.from_(end.start.replace(year=year, month=1, day=1)))
        if again is not None and again.interval is not None and again.interval.start <= end.start:
            return again
    return a


def names_its_frame(said: str) -> bool:
    """Whether the end of a span says by itself which year or week it is in (去年3月, 下周二); else its start says."""
    return bool(_OWN_FRAME.search(said))


def _same_day(first: Interval, last: Interval, said: str) -> Interval:
    moved = last.start.replace(year=first.start.year, month=first.start.month, day=first.start.day)
    if moved <= first.start:
        moved += timedelta(hours=12 if moved + timedelta(hours=12) > first.start and "午" not in said else 24)
    elif (
        first.start.hour < 12 <= last.start.hour
        and not re.search("午|晚|1[3-9]|2[0-4]|十[三四五六七八九]|二十", said)
        and last.start.hour - 12 > first.start.hour
    ):
        moved -= timedelta(hours=12)
    return Interval(moved, moved + (last.end - last.start), last.precision)


def shared_unit(m: re.Match[str], view: View) -> Reading | None:
    """12-19日, 1-5月: two numbers before one unit; of lengths (3~6个月) only the bounds are known."""
    unit = m["unit"]
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else None
    if unit in ("日", "号") and (m["month"] or _are_days(m)):
        return _days(m, year, view)
    if unit == "月":
        return _months(m, year, view)
    if m["month"] or m["year"]:
        return None
    bounds = of_unit(number(m["a"]) or 0, unit), of_unit(number(m["b"]) or 0, unit)
    return Reading(None, kind="duration", bounds=(bounds[0], bounds[1])) if bounds[0] and bounds[1] else None


def _are_days(m: re.Match[str]) -> bool:
    first, last = day_number(m["a"]), day_number(m["b"])
    return first is not None and last is not None and first < last


def _months(m: re.Match[str], year: int | None, view: View) -> Reading | None:
    first, last = month_number(m["a"]), month_number(m["b"])
    if not (first and last and first < last):
        return None
    chosen = year or year_of_months(first, last, view)
    found = Interval(month_of(chosen, first, view.zone).start, month_of(chosen, last, view.zone).end, "range")
    words = m[0][len(m["year"] or "") :].strip()
    relative = m["year"] in REL_YEARS or (year is None and view.tense != "unknown")
    return Reading(found, f"{chosen}年{words}" if relative else "", lacks=None if year else "year")


def _days(m: re.Match[str], year: int | None, view: View) -> Reading | None:
    first, last = day_number(m["a"]), day_number(m["b"])
    month = month_number(m["month"]) if m["month"] else None
    if first is None or last is None or (m["month"] and month is None):
        return None
    today = view.today
    if month:
        firsts = [date(today.year + n, month, 1) for n in (-1, 0, 1)]
    else:
        firsts = [add_months(today.replace(day=1), n) for n in (-1, 0, 1)]
    here = view.choose(firsts, firsts[1], here=today.replace(day=1))
    here = here.replace(year=year) if year else here
    ends = valid_date(here.year, here.month, first), valid_date(here.year, here.month, last)
    if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
        return None
    words = f"{say_day(ends[0])}至{ends[1].day}日" if view.tense != "unknown" or m["year"] in REL_YEARS else ""
    return Reading(
        span(ends[0], ends[1], view.zone, "range"), words, lacks=None if year else "year" if month else "month"
    )
