"""Festivals and seasons in running text: 去年国庆, 明年春节, 中秋节那天, 今年夏天, 前年冬天."""

import re
from datetime import date, timedelta

from tools.when.calendar import add_months, day_of, span
from tools.when.festivals import NAMES, festival
from tools.when.grammar import REL_YEARS, YEAR, year_number
from tools.when.mention import RECURRING, Reading, View

FESTIVAL = re.compile(
    rf"(?:(?P<year>{YEAR})的?)?(?P<name>(?<![一二三四五六七八九十零百\d第星期周])(?:{'|'.join(NAMES)}))(?P<jie>节)?(?!快乐|安康|吉祥)(?P<after>那天|当天|假期|长假|黄金周|期间|前后)?"
)
SEASON = re.compile(
    rf"(?:(?P<year>{YEAR})的?|(?P<this>这个?|上个|下个))?(?P<season>春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|暑假|寒假)"
    rf"|(?P<year2>{YEAR})的?(?P<short>[春夏秋冬])(?!节|至|分|令|瓜|装|游|泳)"
)
_HOLIDAYS = {"国庆": 7, "春节": 7, "五一": 5, "十一": 7, "劳动节": 5}
"""Days that people mean by the name alone: the public holiday around it. Source: 国务院办公厅 yearly notices."""

_AS_NUMBER = re.compile(r"(?!假|长假|黄金|去|出|回|我|放|期间|前|后|当天|那天|的时候|要|想|来|旅|促|打折|结婚|到)")
_MONTHS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 14), "暑": (7, 8), "寒": (13, 14)}


def on_festival(m: re.Match[str], view: View) -> Reading | None:
    """A festival of a named year, or the last or next one by the tense; unresolved when neither says which."""
    name = m["name"]
    if name in ("五一", "十一", "六一", "五四") and not m["after"] and not m["jie"]:
        beside_year = m["year"] is not None
        if _AS_NUMBER.match(m.string, m.end()) and not (beside_year and not m.string[m.end() : m.end() + 1].isalnum()):
            return None
    year = year_number(m["year"], view.today.year, certain=True) if m["year"] else _year_by_tense(name, view)
    if year is None:
        return RECURRING if view.habit or view.yearly else Reading(None)
    day = festival(name, year)
    if day is None:
        return Reading(None)
    exact = m["after"] in ("那天", "当天") or name not in _HOLIDAYS
    length = 1 if exact else _HOLIDAYS[name]
    found = day_of(day, view.zone) if exact else span(day, day + timedelta(days=length - 1), view.zone, "range")
    relative = m["year"] is None or m["year"] in REL_YEARS
    note = f"{day.month}月{day.day}日" + ("" if exact else "前后")
    words = m[0][len(m["year"] or "") :].removeprefix("的")
    return Reading(found, f"{year}年{words}（{note}）" if relative else "")


def _year_by_tense(name: str, view: View) -> int | None:
    if view.tense == "unknown" or view.habit or view.yearly:
        return None
    years = (view.today.year - 1, view.today.year, view.today.year + 1)
    days = [d for d in (festival(name, y) for y in years) if d]
    past = view.tense == "past"
    fits = [d for d in days if (d <= view.today if past else d >= view.today)]
    return (max(fits) if past else min(fits)).year if fits else None


def season(m: re.Match[str], view: View) -> Reading | None:
    """A season of a named year, 这个夏天, 下个冬天. Winter runs from December into the next year.

    Source: meteorological seasons, three whole months each.
    """
    token = m["year"] or m["year2"]
    words = m["season"] or m["short"]
    first, last = _MONTHS[words[0]]
    year = year_number(token, view.today.year, certain=True) if token else _season_year(first, view, m["this"] or "")
    if year is None:
        return Reading(None) if not view.habit else RECURRING
    start = add_months(date(year, 1, 1), first - 1)
    end = add_months(start, last - first + 1) - timedelta(days=1)
    if words[0] == "寒":
        start, end = add_months(start, -12 if token else 0), add_months(end, -12 if token else 0)
    found = span(start, end, view.zone, "season")
    relative = token is None or token in REL_YEARS
    return Reading(found, f"{start.year}年{words}" if relative else "")


def _season_year(first_month: int, view: View, step: str) -> int | None:
    """The year in which the season begins, of 这个, 上个 or 下个; 夏天 alone says nothing of which."""
    starts = [add_months(date(view.today.year + n, 1, 1), first_month - 1) for n in (-2, -1, 0, 1)]
    begun = [start for start in starts if start <= view.today]
    if step.startswith("这"):
        chosen = begun[-1]
    elif step.startswith("上"):
        chosen = begun[-2]
    elif step.startswith("下"):
        chosen = starts[len(begun)]
    else:
        return None
    return chosen.year if first_month <= 12 else chosen.year - 1
