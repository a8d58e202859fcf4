"""Calendar dates: 2015年8月12日, 去年六月, 5号, 下个月五号, 三月初, 年底, 2024-03-07, 农历八月十五."""

import re
from datetime import date, timedelta

from store.facts import Interval
from tools.when.calendar import add_months, day_of, month_of, solar_of, span, valid_date, year_of
from tools.when.durations import of_unit
from tools.when.grammar import (
    REL_STEPS,
    REL_YEARS,
    day_number,
    month_number,
    say_day,
    say_month,
    year_number,
)
from tools.when.mention import RECURRING, UNKNOWN, Reading, View
from tools.when.numerals import whole

_LENGTH_BEFORE = re.compile(
    r"(?:[了过满已经有近约快整达用干住等第这那几学当做养戴开教睡活婚识年]|保修|质保|长达|工作|相处|贷款|还款|租期|合同|大约|差不多|将近)\s?$"
)
_LENGTH_AFTER = re.compile(
    r"\s?(?:[了多来间里没都才老以之前后内半如]|的|左右|时间|经验|工龄|质保|保修|历史|贷款|房贷|婚姻|感情|交情|有期)"
)
_LUNAR_DAYS = frozenset({(1, 15), (5, 5), (7, 7), (8, 15), (9, 9)})
"""Month and day that, said without 日/号, mean the lunar festival."""


def full(m: re.Match[str], view: View) -> Reading:
    """2024-03-07, 2019/4/19, 20240307."""
    found = valid_date(int(m["y"] or m["Y"]), int(m["m"] or m["M"]), int(m["d"] or m["D"]))
    return Reading(day_of(found, view.zone)) if found else UNKNOWN


def day_month_year(m: re.Match[str], view: View) -> Reading:
    """3/3/2015; which of the two is the month must be plain, or it stays unresolved."""
    first, second, year = int(m["d"]), int(m["m"]), int(m["y"])
    if first <= 12 and second <= 12 and first != second:
        return UNKNOWN
    found = valid_date(year, min(first, second), max(first, second))
    return Reading(day_of(found, view.zone)) if found else UNKNOWN


def year_month(m: re.Match[str], view: View) -> Reading:
    """1999.08."""
    month = int(m["m"])
    return Reading(month_of(int(m["y"]), month, view.zone)) if month else UNKNOWN


def short(m: re.Match[str], view: View) -> Reading:
    """09-01, 11/3号."""
    return _month_day(int(m["m"] or m["M"]), int(m["d"] or m["D"]), view)


def calendar(m: re.Match[str], view: View) -> Reading | None:
    """[年] 月 [日 | 初 | 底], solar or lunar."""
    month = month_number(m["month"])
    day = day_number(m["day"]) if m["day"] else None
    if month is None or (m["day"] and day is None):
        return None
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else None
    if day and _is_lunar(m, month, day, view):
        return _lunar(year, -month if m["leap"] else month, day, m[0][len(m["year"] or "") :].strip(), view)
    if m["month"] in "正冬腊" or m["lunar"]:
        return UNKNOWN  # a lunar month without a day
    if day and year is None and not m["mark"] and not m["day"].isdigit() and not m["month"].isdigit():
        return RECURRING if view.yearly else UNKNOWN  # 三月十五: solar or lunar, who knows
    relative = m["year"] in REL_YEARS
    if day is None:
        return _month(year, month, m["part"] or "", view, relative)
    if year is None:
        return _month_day(month, day, view)
    found = valid_date(year, month, day)
    return Reading(day_of(found, view.zone), say_day(found) if relative else "") if found else UNKNOWN


def rel_month(m: re.Match[str], view: View) -> Reading:
    """下个月五号, 上个月底, 本月."""
    first = add_months(view.today.replace(day=1), REL_STEPS[m["step"]])
    if m["day"]:
        found = valid_date(first.year, first.month, day_number(m["day"]) or 0)
        return Reading(day_of(found, view.zone), say_day(found)) if found else UNKNOWN
    return _month(first.year, first.month, m["part"] or "", view, relative=True)


def day_only(m: re.Match[str], view: View) -> Reading | None:
    """15号: of this month, or the last or next one that has passed or is to come, by the tense."""
    day = day_number(m["day"])
    if day is None or (day == 1 and view.tense == "unknown" and m["day"] == "一"):
        return None
    months = [add_months(view.today.replace(day=1), n) for n in range(-2, 3)]
    days = [d for d in (valid_date(f.year, f.month, day) for f in months) if d]
    here = valid_date(view.today.year, view.today.month, day)
    found = _by_tense(days, here or days[-1], view)
    return Reading(day_of(found, view.zone), say_day(found) if view.tense != "unknown" else "")


def year_only(m: re.Match[str], view: View) -> Reading | None:
    """2023年, 去年, 零八年, 明年初, 1993年上半年, 九七年一季度."""
    parts = bool(m["part"] or m["half"] or m["q"])
    year = year_number(m["year"], view.today.year, certain=parts or _is_year(m, view))
    if year is None:
        return None
    relative = m["year"] in REL_YEARS
    if not parts:
        return Reading(year_of(year, view.zone), f"{year}年" if relative else "")
    tail = re.sub(r"^\s?的?(?:年(?=[初底末中尾]))?", "", m[0][len(m["year"]) :])
    return Reading(_part_of_year(year, m, view), f"{year}年{tail}" if relative else "")


def _is_year(m: re.Match[str], view: View) -> bool:
    """Whether 22年 is 2022 and not a length of 22 years, by its neighbours."""
    token = m["year"].rstrip("年 ")
    if not token.isdigit() or int(token) > 59:
        return token.isdigit()
    passed = view.today.year // 100 * 100 + int(token) <= view.today.year + 5
    before, after = m.string[: m.start()], m.string[m.end() :]
    return passed and not _LENGTH_BEFORE.search(before) and not _LENGTH_AFTER.match(after)


def first_of(m: re.Match[str], view: View) -> Reading | None:
    """今年前三季度, 2022年前十一个月, 4月前4天, 上月最后五天: so much of the beginning or the end of it."""
    count, today = whole(m["n"]), view.today
    if m["step"]:
        frame = month_of(today.year, today.month + REL_STEPS[m["step"]], view.zone)
    else:
        token = m["year"] or m["ym"]
        year = year_number(token, today.year, certain=True) if token else today.year
        month = month_number(m["month"]) if m["month"] else None
        if year is None or (m["month"] and month is None):
            return None
        frame = month_of(year, month, view.zone) if month else year_of(year, view.zone)
    length = of_unit(count, m["unit"]) if count else None
    if length is None:
        return None
    if m["which"] in ("前", "头"):
        end = length.shift(frame.start, 1)
        found = Interval(frame.start, end, "range") if end <= frame.end else None
    else:
        start = length.shift(frame.end, -1)
        found = Interval(start, frame.end, "range") if start >= frame.start else None
    return Reading(found)


def bare_year(m: re.Match[str], view: View) -> Reading:
    """2018, when it is the whole text."""
    return Reading(year_of(int(m["y"]), view.zone))


def part_only(m: re.Match[str], view: View) -> Reading | None:
    """年底, 月初, 上半年, 上半月, 下半周, 上个季度, 一季度: of the present year, month or week."""
    today, zone = view.today, view.zone
    if m["mpart"]:
        return _month(today.year, today.month, m["mpart"], view, relative=view.tense != "unknown")
    if m["half"] and m["half"][-1] == "月":
        last = month_of(today.year, today.month, zone)
        first_half = m["half"][0] in "上前"
        found = Interval(last.start, last.start.replace(day=16), "range") if first_half else Interval(
            last.start.replace(day=16), last.end, "range")  # fmt: skip
        return Reading(found)
    if m["half"] and m["half"][-1] == "周":
        monday = today - timedelta(days=today.weekday())
        first, final = (0, 2) if m["half"][0] in "上前" else (3, 6)
        return Reading(span(monday + timedelta(days=first), monday + timedelta(days=final), zone, "range"))
    if m["qstep"]:
        return _rel_quarter(REL_STEPS[m["qstep"]], m["qpart"] or "", view)
    found = _part_of_year(today.year, m, view)
    if (view.tense == "past" and found.start > view.now) or (view.tense == "future" and found.end <= view.now):
        return UNKNOWN  # of another year than this one, and it is not said which
    return Reading(found, f"{today.year}年{m[0].removeprefix('年')}" if view.tense != "unknown" else "")


def _rel_quarter(step: int, part: str, view: View) -> Reading:
    index = view.today.year * 4 + (view.today.month - 1) // 3 + step
    year, quarter = divmod(index, 4)
    return Reading(_quarter(year, quarter + 1, part, view), f"{year}年第{'一二三四'[quarter]}季度{part}")


def _quarter(year: int, quarter: int, part: str, view: View) -> Interval:
    first = date(year, quarter * 3 - 2, 1)
    if part:
        return month_of(year, first.month + (0 if part == "初" else 2), view.zone)
    return span(first, add_months(first, 3) - timedelta(days=1), view.zone, "range")


def _part_of_year(year: int, m: re.Match[str], view: View) -> Interval:
    groups = m.groupdict()
    if groups.get("q"):
        quarter = "一二三四1234".index(groups["q"] or "") % 4 + 1
        return _quarter(year, quarter, groups.get("qpart") or groups.get("qp") or "", view)
    if groups.get("half"):
        first, last = (1, 6) if (groups["half"] or "")[0] in "上前" else (7, 12)
    else:
        first, last = {"初": (1, 2), "中": (6, 7)}.get((groups["part"] or "")[-1], (11, 12))
    end = add_months(date(year, last, 1), 1) - timedelta(days=1)
    return span(date(year, first, 1), end, view.zone, "range")


def _month(year: int | None, month: int, part: str, view: View, relative: bool) -> Reading:
    if year is None and view.yearly:
        return RECURRING
    guessed = year is None
    if year is None:
        firsts = [date(view.today.year + n, month, 1) for n in (-1, 0, 1)]
        year = _by_tense(firsts, firsts[1], view, view.today.replace(day=1)).year
    whole = month_of(year, month, view.zone)
    worded = relative or (guessed and view.tense != "unknown")
    absolute = say_month(whole.start.date()) + part.removeprefix("月") if worded else ""
    if not part:
        return Reading(whole, absolute)
    last = (whole.end - timedelta(days=1)).day
    first, final = {"初": (1, 5), "上旬": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, last)}.get(
        part.removeprefix("月"), (25, last)
    )
    days = span(whole.start.date().replace(day=first), whole.start.date().replace(day=final), view.zone, "range")
    return Reading(days, absolute)


def _month_day(month: int, day: int, view: View) -> Reading:
    if valid_date(2000, month, day) is None:
        return UNKNOWN
    if view.yearly or view.habit:
        return RECURRING
    years = range(view.today.year - 8, view.today.year + 9)  # 29 February
    days = [d for d in (valid_date(y, month, day) for y in years) if d]
    here = valid_date(view.today.year, month, day)
    if here is None and view.tense == "unknown":
        return UNKNOWN
    found = _by_tense(days, here or days[0], view)
    return Reading(day_of(found, view.zone), say_day(found) if view.tense != "unknown" else "")


def _by_tense(days: list[date], neutral: date, view: View, today: date | None = None) -> date:
    here = today or view.today
    return view.nearest(
        max((d for d in days if d <= here), default=neutral),
        min((d for d in days if d >= here), default=neutral),
        neutral,
    )


def _is_lunar(m: re.Match[str], month: int, day: int, view: View) -> bool:
    if m["lunar"] or m["leap"] or m["month"] in "正冬腊" or m["day"][0] in "初廿卅":
        return True
    if m["mark"] or m["day"].isdigit():
        return False
    return view.lunar or ((month, day) in _LUNAR_DAYS and (m["year"] or "今年") in REL_YEARS)


def _lunar(year: int | None, month: int, day: int, words: str, view: View) -> Reading:
    if year is None:
        return RECURRING
    found = solar_of(year, month, day)
    noted = words if words.startswith(("农历", "阴历", "旧历")) else "农历" + words.removeprefix("的")
    return Reading(day_of(found, view.zone), f"{say_day(found)}（{noted}）") if found else UNKNOWN
