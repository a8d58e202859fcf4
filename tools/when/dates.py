"""Calendar dates: 2015年8月12日, 去年六月, 5号, 下个月五号, 三月初, 2024-03-07, 三月十二."""

import re
from datetime import date, timedelta

from tools.when.calendar import add_months, day_of, month_of, span, valid_date
from tools.when.grammar import REL_STEPS, REL_YEARS, day_number, month_number, say_day, say_month, year_number
from tools.when.lunar import is_lunar, lunar_day, lunar_month
from tools.when.mention import RECURRING, UNKNOWN, Frame, Reading, View

_PARTS_OF_MONTH = {"初": (1, 5), "上旬": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31)}
"""First and last day; what is not here (底, 末) begins on the 25th."""

_NUMBERED = re.compile(r"(?:号码|[座车]位|房间?|[门球]牌|号牌|码牌|编号|球衣|工号)[是为：:]?$")
_EQUALLY_FAR = 0.9
"""Of two distances, the less as a share of the more."""
_FULL_MOON = 15
"""Of 三月十五, without 日 or 号 and with nothing that tells what it is about, nobody knows which calendar it is of."""


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
    """09-01, 11/3号, 12.5号."""
    return _month_day(int(m["m"] or m["M"] or m["n"]), int(m["d"] or m["D"] or m["e"]), view)


def calendar(m: re.Match[str], view: View) -> Reading | None:
    """[年] 月 [日 | 初 | 底], solar or lunar."""
    month = month_number(m["month"])
    day = day_number(m["day"]) if m["day"] else None
    if month is None or (m["day"] and day is None):
        return None
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else None
    if day and is_lunar(m, month, day, view):
        return lunar_day(year, -month if m["leap"] else month, day, m, view)
    if m["month"] in "正冬腊" or m["lunar"] or m["lunar0"] or m["leap"]:
        return lunar_month(year, -month if m["leap"] else month, m, view)
    relative = m["year"] in REL_YEARS
    if day is None:
        return month_reading(year, month, m["part"] or "", view, relative)
    if year is None:
        unmarked = not m["mark"] and not m["day"].isdigit()
        if unmarked and day == _FULL_MOON and view.tense == "unknown" and not view.recurs:
            return UNKNOWN
        return _month_day(month, day, view, m[0].strip() if unmarked else "")
    found = valid_date(year, month, day)
    return Reading(day_of(found, view.zone), say_day(found) if relative else "") if found else UNKNOWN


def rel_month(m: re.Match[str], view: View) -> Reading:
    """下个月五号, 上个月底, 本月."""
    first = add_months(view.today.replace(day=1), REL_STEPS[m["step"]])
    if m["day"]:
        found = valid_date(first.year, first.month, day_number(m["day"]) or 0)
        return Reading(day_of(found, view.zone), say_day(found)) if found else UNKNOWN
    return month_reading(first.year, first.month, m["part"] or "", view, relative=True)


def day_only(m: re.Match[str], view: View) -> Reading | None:
    """15号: of this month, or the last or next one that has passed or is to come, by the tense."""
    day = day_number(m["day"])
    if (
        day is None
        or _NUMBERED.search(m.string, max(0, m.start() - 6), m.start())
        or (day == 1 and view.tense == "unknown" and m["day"] == "一")
    ):
        return None
    months = [add_months(view.today.replace(day=1), n) for n in range(-2, 3)]
    days = [d for d in (valid_date(f.year, f.month, day) for f in months) if d]
    here = valid_date(view.today.year, view.today.month, day)
    if here == view.today and view.tense == "unknown" and not view.framed:
        return UNKNOWN.without("month")  # of today one says 今天
    found = view.choose(days, here or days[-1])
    return Reading(day_of(found, view.zone), say_day(found) if view.tense != "unknown" else "", lacks="month")


def month_reading(year: int | None, month: int, part: str, view: View, relative: bool) -> Reading:
    """A month, or its 初, 上旬, 底; without a year the one that the tense says."""
    if year is None and view.yearly:
        return RECURRING
    guessed = year is None
    if year is None:
        firsts = [date(view.today.year + n, month, 1) for n in (-1, 0, 1)]
        year = view.choose(firsts, firsts[1], here=view.today.replace(day=1)).year
    whole = month_of(year, month, view.zone)
    first_day = whole.start.date()
    worded = relative or (guessed and view.tense != "unknown")
    absolute = say_month(first_day) + part.removeprefix("月") if worded else ""
    lacks: Frame | None = "year" if guessed else None
    if not part:
        return Reading(whole, absolute, lacks=lacks)
    last = (whole.end - timedelta(days=1)).day
    first, final = _PARTS_OF_MONTH.get(part.removeprefix("月"), (25, 31))
    days = span(first_day.replace(day=first), first_day.replace(day=min(final, last)), view.zone, "range")
    return Reading(days, absolute, lacks=lacks)


def _either_way(days: list[date], today: date) -> bool:
    """Whether this year's is over and next year's about as far: 3月8号 said in September."""
    last = max((d for d in days if d < today), default=today)
    ahead = min((d for d in days if d >= today), default=today)
    ago, until = (today - last).days, (ahead - today).days
    return last.year == today.year and min(ago, until) > _EQUALLY_FAR * max(ago, until)


def _month_day(month: int, day: int, view: View, spoken: str = "") -> Reading:
    """A day of a year that is not said; `spoken` words that may be of the lunar calendar stay beside the year."""
    if valid_date(2000, month, day) is None:
        return UNKNOWN
    if view.recurs:
        return RECURRING
    years = range(view.today.year - 8, view.today.year + 9)  # 29 February
    days = [d for d in (valid_date(y, month, day) for y in years) if d]
    nearest = min(days, key=lambda d: abs(d - view.today))
    if view.tense == "unknown" and not view.framed and _either_way(days, view.today):
        return UNKNOWN.without("year")
    found = view.choose(days, valid_date(view.today.year, month, day) or nearest)
    worded = f"{found.year}年{spoken}" if spoken else say_day(found)
    return Reading(day_of(found, view.zone), worded if view.tense != "unknown" else "", lacks="year")
